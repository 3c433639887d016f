"""Ways to find topics, each from the same texts and embeddings to labels and words: ours, and BERTopic as it comes."""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, get_args

import numpy as np
from numpy.typing import NDArray

from models.topics import TopicInput, TopicOptions, discover
from models.topics.types import Method

Floats = NDArray[np.float32]
DEFAULT = "tree"
BASELINE = "bertopic-default"
BY_KMEANS = "bertopic-kmeans"
OURS: tuple[str, ...] = get_args(Method)
ARMS = (BASELINE, BY_KMEANS, *OURS)
_OWN_COUNT = frozenset({"bertopic"})
_TOP = 10


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """What an arm found.

    Attributes:
        labels: For each text its topic, -1 none.
        words: Of each topic, strongest first.
    """

    labels: NDArray[np.intp] = field(repr=False)
    words: list[list[str]] = field(repr=False)


def finds_its_own_count(arm: str) -> bool:
    """Whether an arm finds the same topics however many are asked for."""
    return arm in _OWN_COUNT


def find(
    arm: str, texts: Sequence[str], embeddings: Floats, *, topics: int | None, seed: int, encoder: str | None = None
) -> Found:
    """Fit an arm.

    - `bertopic-default`: `BERTopic(nr_topics=topics)` and nothing else: UMAP, HDBSCAN, counts of single words, c-TF-IDF.
      UMAP draws anew each time, whatever the seed, because that is how it comes.
    - `bertopic-kmeans`: the same with k-means in place of HDBSCAN.
    - the others: methods of `models.topics.discover`, with its default options.

    Args:
        arm: One of ARMS.
        texts: n texts.
        embeddings: Shape (n, dimensions), rows of length 1.
        topics: How many; none: as the arm finds.
        seed: Of whatever is drawn.
        encoder: Revision of what made the embeddings, for ours.
    """
    if arm in OURS:
        options = TopicOptions(topics=topics, seed=seed, encoder=encoder)
        return _ours(texts, embeddings, replace(options, method=arm))  # type: ignore[arg-type]  # one of OURS
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about threads and formats: they are BERTopic's, as it comes
        return _bertopic(arm, texts, embeddings, topics, seed)


def _ours(texts: Sequence[str], embeddings: Floats, options: TopicOptions) -> Found:
    segments = [TopicInput(f"{number:07d}", text) for number, text in enumerate(texts)]
    result = discover(segments, embeddings, options=options)
    labels = np.array([result.assignments[one.id] for one in segments], dtype=np.intp)
    return Found(labels, [list(topic.terms) for topic in result.topics])


def _bertopic(arm: str, texts: Sequence[str], embeddings: Floats, topics: int | None, seed: int) -> Found:
    from bertopic import BERTopic
    from sklearn.cluster import KMeans

    if arm == BASELINE:
        model: Any = BERTopic(nr_topics=topics)
    else:
        model = BERTopic(hdbscan_model=KMeans(topics or 10, random_state=seed))
    labels, _ = model.fit_transform(list(texts), embeddings)
    words = [[word for word, _ in model.get_topic(topic)[:_TOP] if word] for topic in sorted(set(labels)) if topic >= 0]
    return Found(np.array(labels, dtype=np.intp), words)
