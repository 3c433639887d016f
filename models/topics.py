"""Topics: BERTopic on embeddings that are there already, the same for the same segments in any order.

BERTopic's defaults (UMAP, then HDBSCAN) give other topics when the order changes and fail on small sets. Here the segments
are put in an order of their own (by text), dimensions are reduced by PCA with a fixed sign, which is exact, and clusters
found by k-means with a fixed seed, so that nothing is left over by chance; segments far from every centre are outliers. The
number of topics is the one with the best silhouette (Rousseeuw 1987) among a few, unless the user bounds it.
"""

import re
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from redaction.pseudonyms import STAND_IN

FEWEST = 15
"""With fewer segments there is nothing to tell topics by."""
_DIMENSIONS = 10
_SAMPLE = 4_000
_TERMS, _EXAMPLES = 8, 5
_SMALLEST = 3
_OUTLIERS = 0.05
_WORD = r"(?u)\b[^\W\d_][\w'’]+\b"

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class TopicInput:
    """A segment to look at: its id and its redacted text."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class TopicOptions:
    """How to look: the seed of k-means, and at most how many topics (none: as many as fit best, up to 30)."""

    seed: int = 0
    max_topics: int | None = None


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic.

    Attributes:
        number: From 0, largest first.
        size: How many segments.
        terms: Words that set it apart, by c-TF-IDF (Grootendorst 2022), strongest first.
        examples: Ids of the segments nearest to its centre.
        example_texts: Their redacted texts.
    """

    number: int
    size: int
    terms: tuple[str, ...]
    examples: tuple[str, ...]
    example_texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TopicResult:
    """Topics, which segment belongs to which (-1: to none), and a sentence where something must be said."""

    topics: tuple[Topic, ...] = ()
    assignments: dict[str, int] = field(default_factory=dict)
    message: str | None = None


def discover(segments: Sequence[TopicInput], embeddings: Floats, *, options: TopicOptions) -> TopicResult:
    """The topics of some segments.

    Args:
        segments: n segments with different ids.
        embeddings: Array (n, dimensions), rows of length 1, of their texts.
        options: Seed and bound.
    """
    if len(segments) < FEWEST:
        plural = "segment" if len(segments) == 1 else "segments"
        return TopicResult(
            assignments={one.id: -1 for one in segments},
            message=f"{len(segments)} {plural}: too few to find topics in; {FEWEST} are the least, some hundreds are good",
        )
    order = sorted(range(len(segments)), key=lambda place: (segments[place].text, segments[place].id))
    ordered = [segments[place] for place in order]
    vectors = np.ascontiguousarray(embeddings[order])
    if len({one.text for one in ordered}) < FEWEST:
        return TopicResult(
            assignments={one.id: -1 for one in ordered},
            message="these segments are almost all the same text; there is nothing to tell topics by",
        )
    return _described(ordered, vectors, _fit(ordered, vectors, options))


def _fit(segments: Sequence[TopicInput], vectors: Floats, options: TopicOptions) -> tuple[Any, list[int]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about TensorFlow, which BERTopic can do without
        from bertopic import BERTopic
    from sklearn.cluster import KMeans
    from sklearn.decomposition import PCA
    from sklearn.feature_extraction.text import CountVectorizer

    reduce = PCA(n_components=min(_DIMENSIONS, len(segments) - 1, vectors.shape[1]), svd_solver="full")
    count = _count(reduce.fit_transform(vectors), options)
    texts = [_without_stand_ins(segment.text) for segment in segments]
    model = BERTopic(
        embedding_model=None,
        umap_model=reduce,
        hdbscan_model=KMeans(n_clusters=count, random_state=options.seed, n_init=10),
        vectorizer_model=CountVectorizer(stop_words=_stop_words(), token_pattern=_WORD),
        calculate_probabilities=False,
        verbose=False,
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about options of sklearn that BERTopic sets itself
        assigned, _ = model.fit_transform(texts, embeddings=vectors)
    return model, [int(topic) for topic in assigned]


def _count(reduced: Floats, options: TopicOptions) -> int:
    """The number of clusters with the best silhouette, on a sample of even steps where there are many segments."""
    from sklearn.cluster import KMeans
    from sklearn.metrics import silhouette_score

    step = max(1, len(reduced) // _SAMPLE)
    sample = reduced[::step]
    most = max(2, min(options.max_topics or 30, len(sample) // (2 * _SMALLEST)))
    tried = sorted({2, 3, 4, 5, 6, 8, 10, 12, 15, 18, 22, 26, 30, most} & set(range(2, most + 1)))
    scores = {}
    for count in tried:
        labels = KMeans(n_clusters=count, random_state=options.seed, n_init=4).fit_predict(sample)
        scores[count] = float(silhouette_score(sample, labels)) if len(set(labels)) > 1 else -1.0
    return max(scores, key=lambda count: (scores[count], -count))


def _described(segments: Sequence[TopicInput], vectors: Floats, fitted: tuple[Any, list[int]]) -> TopicResult:
    model, assigned = fitted
    labels = np.array(assigned)
    centres = {topic: vectors[labels == topic].mean(axis=0) for topic in sorted(set(assigned))}
    closeness = np.array([vectors[place] @ centres[topic] for place, topic in enumerate(assigned)])
    far = closeness < np.quantile(closeness, _OUTLIERS)
    sizes = {topic: int(((labels == topic) & ~far).sum()) for topic in centres}
    kept = sorted((topic for topic in centres if sizes[topic] >= _SMALLEST), key=lambda topic: (-sizes[topic], topic))
    number = {topic: place for place, topic in enumerate(kept)}
    topics = []
    for topic in kept:
        members = np.flatnonzero((labels == topic) & ~far)
        nearest = _distinct(members[np.argsort(-closeness[members], kind="stable")], segments)
        topics.append(
            Topic(
                number=number[topic],
                size=sizes[topic],
                terms=tuple(word for word, _ in model.get_topic(topic) if word)[:_TERMS],
                examples=tuple(segments[place].id for place in nearest),
                example_texts=tuple(segments[place].text for place in nearest),
            )
        )
    assignments = {one.id: -1 if far[place] else number.get(assigned[place], -1) for place, one in enumerate(segments)}
    return TopicResult(tuple(topics), assignments, None)


def _distinct(places: NDArray[np.intp], segments: Sequence[TopicInput]) -> list[int]:
    """The first few places whose texts differ."""
    chosen: dict[str, int] = {}
    for place in places:
        chosen.setdefault(segments[place].text, int(place))
        if len(chosen) == _EXAMPLES:
            break
    return list(chosen.values())


def _without_stand_ins(text: str) -> str:
    """A stand-in says who, not what: it is no term of a topic."""
    return re.sub(r"\s+", " ", STAND_IN.sub(" ", text)).strip() or "…"


def _stop_words() -> list[str]:
    from spacy.lang.en.stop_words import STOP_WORDS

    contractions = {
        "don",
        "doesn",
        "didn",
        "won",
        "isn",
        "wasn",
        "ll",
        "ve",
        "re",
        "don't",
        "it's",
        "i'm",
        "i've",
        "that's",
        "didn't",
        "doesn't",
        "can't",
        "he's",
        "she's",
    }
    curly = {word.replace("'", "’") for word in contractions}
    return sorted(STOP_WORDS | contractions | curly)
