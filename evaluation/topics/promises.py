"""What is promised of topics, tried out: the same again, in any order, one by one, read back; and something sensible of few."""

from collections.abc import Callable, Sequence

import numpy as np

from evaluation.formats.topics import TopicTexts
from evaluation.intervals import Metric
from evaluation.topics.arms import Floats
from models.topics import TopicInput, TopicModel, TopicOptions, TopicResult, discover

SMALL = (1, 2, 5, 20, 50)
SHUFFLES = 3


def promises(data: TopicTexts, embeddings: Floats, advance: Callable[[], None] = lambda: None) -> dict[str, Metric]:
    """The share of segments with the same topic's number, by the default method, which must be 1.

    - `same/rerun`: searched again;
    - `same/other_order`: the segments shuffled, three times, the worst;
    - `same/one_by_one`: assigned by the model one by one, against what the search said;
    - `same/in_batches`: the same all at once;
    - `same/read_back`: the same by a model written and read back.

    Args:
        data: n texts, enough to find topics in.
        embeddings: Shape (n, dimensions).
        advance: Called after each search.
    """
    segments = _inputs(data.texts)
    first = _found(segments, embeddings, data.encoder)
    advance()
    labels = _labels(first, segments)
    shares = {"rerun": _same(labels, _labels(_found(segments, embeddings, data.encoder), segments))}
    advance()
    orders = []
    for seed in range(SHUFFLES):
        order = np.random.default_rng(seed).permutation(len(segments))
        other = _found([segments[place] for place in order], embeddings[order], data.encoder)
        orders.append(_same(labels, _labels(other, segments)))
        advance()
    shares["other_order"] = min(orders)
    if first.model is not None:
        alone = [first.model.assign(embeddings[place : place + 1])[0] for place in range(len(segments))]
        shares["one_by_one"] = _same(labels, np.array(alone))
        shares["in_batches"] = _same(labels, first.model.assign(embeddings))
        shares["read_back"] = _same(labels, TopicModel.from_bytes(first.model.to_bytes()).assign(embeddings))
    return {f"same/{name}": Metric(share, np.nan, np.nan) for name, share in shares.items()}


def small_sets(data: TopicTexts, embeddings: Floats) -> tuple[dict[str, Metric], tuple[str, ...]]:
    """`small/N`: how many topics are found in the first 1, 2, 5, 20 and 50 segments; a sentence each of what came out."""
    metrics, sentences = {}, []
    for count in SMALL:
        if count > len(data.texts):
            continue
        segments = _inputs(data.texts[:count])
        try:
            result = _found(segments, embeddings[:count], data.encoder)
        except Exception as error:  # noqa: BLE001 - a crash is what is looked for
            metrics[f"small/{count}"] = Metric(np.nan, np.nan, np.nan)
            sentences.append(f"{count}: crashed with {type(error).__name__}")
            continue
        metrics[f"small/{count}"] = Metric(float(len(result.topics)), np.nan, np.nan)
        sentences.append(f"{count}: {result.message or _told(result)}")
    return metrics, tuple(sentences)


def _told(result: TopicResult) -> str:
    none = sum(label < 0 for label in result.assignments.values())
    return f"{len(result.topics)} topics, {none} segments in none"


def _inputs(texts: Sequence[str]) -> list[TopicInput]:
    return [TopicInput(f"{number:07d}", text) for number, text in enumerate(texts)]


def _found(segments: Sequence[TopicInput], embeddings: Floats, encoder: str | None) -> TopicResult:
    return discover(segments, embeddings, options=TopicOptions(encoder=encoder))


def _labels(result: TopicResult, segments: Sequence[TopicInput]) -> np.ndarray[tuple[int, ...], np.dtype[np.intp]]:
    return np.array([result.assignments[one.id] for one in segments], dtype=np.intp)


def _same(
    first: np.ndarray[tuple[int, ...], np.dtype[np.intp]], second: np.ndarray[tuple[int, ...], np.dtype[np.intp]]
) -> float:
    return float((first == second).mean())
