"""A search for topics in embeddings that are there already: the same for the same segments in any order."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from models.topics.cluster import centres_of, nearest, sample, settle, space_of, unit
from models.topics.examples import choose_examples
from models.topics.lens import lens_for
from models.topics.methods import Task, centres_by
from models.topics.model import TopicModel
from models.topics.names import names_of
from models.topics.terms import terms_of
from models.topics.tree import joins_of
from models.topics.types import (
    FEWEST,
    NONE,
    Doubles,
    Floats,
    Join,
    KeptTopic,
    Labels,
    Progress,
    Topic,
    TopicInput,
    TopicOptions,
)
from models.topics.words import words_of

_SETTLE = 20_000
_READ = 100_000  # texts whose words are read; of more, so many in even steps
_SMALLEST = 3
_AMONG = 400  # most typical segments among which examples are chosen


@dataclass(frozen=True, slots=True)
class TopicResult:
    """What a search found.

    Attributes:
        topics: Largest first.
        assignments: For the id of each segment its topic's number, -1 none.
        joins: How topics belong together.
        message: A sentence where something must be said.
        model: Puts further embeddings into the same topics; none where there are no topics.
    """

    topics: tuple[Topic, ...] = ()
    assignments: dict[str, int] = field(default_factory=dict, repr=False)
    joins: tuple[Join, ...] = ()
    message: str | None = None
    model: TopicModel | None = field(default=None, repr=False, compare=False)


def discover(
    segments: Sequence[TopicInput], embeddings: Floats, *, options: TopicOptions, progress: Progress | None = None
) -> TopicResult:
    """The topics of some segments.

    Args:
        segments: n segments with different ids.
        embeddings: Array (n, dimensions), rows of length 1, of their texts.
        options: How to look.
        progress: Told how far it is.
    """
    from threadpoolctl import threadpool_limits

    tell = progress or (lambda _what, _share: None)
    order = sorted(range(len(segments)), key=lambda place: (segments[place].text, segments[place].id))
    ordered = [segments[place] for place in order]
    why = _why_not(ordered)
    if why and not options.kept:
        return TopicResult(assignments={one.id: NONE for one in ordered}, message=why)
    vectors = np.ascontiguousarray(np.asarray(embeddings, np.float32)[order])
    with threadpool_limits(limits=1):  # sums of several threads come in another order on another machine
        return _searched(ordered, vectors, options, why, tell)


def _searched(
    segments: Sequence[TopicInput], vectors: Floats, options: TopicOptions, why: str | None, tell: Progress
) -> TopicResult:
    tell("finding topics", 0.05)
    model = _found(segments, vectors, options, look_for_new=why is None)
    tell("assigning segments", 0.5)
    model, labels, kept = _settled(segments, vectors, model, options)
    tell("choosing words", 0.7)
    result = _described(segments, vectors, model, labels, kept)
    tell("done", 1.0)
    return replace(result, message=why)


def _why_not(segments: Sequence[TopicInput]) -> str | None:
    """Why nothing can be found, where that is so."""
    if len(segments) < FEWEST:
        plural = "segment" if len(segments) == 1 else "segments"
        return f"{len(segments)} {plural}: too few to find topics in; {FEWEST} are the least, some hundreds are good"
    if len({one.text for one in segments}) < FEWEST:
        return "these segments are almost all the same text; there is nothing to tell topics by"
    return None


def _found(segments: Sequence[TopicInput], vectors: Floats, options: TopicOptions, *, look_for_new: bool) -> TopicModel:
    """Centres: those of kept topics where they were, and new ones among the segments that no kept topic takes."""
    chosen = sample(len(segments), _SETTLE)
    space = space_of(vectors[chosen], lens_for(options.encoder))
    anchors = _anchors(options.kept, vectors.shape[1])
    left = chosen[~_taken(vectors[chosen], options.kept)]
    centres = np.zeros((0, space.axes.shape[1]))
    if look_for_new and len(left) >= FEWEST:
        points = space.of(vectors[left])
        texts = [segments[place].text for place in left]
        centres = settle(points, centres_by(options.method, Task(points, lru_cache(1)(lambda: words_of(texts)), options)))
    centres = np.vstack([space.of(anchors), centres])
    labels = nearest(space.of(vectors[chosen]), centres)
    means = centres_of(np.asarray(vectors[chosen], np.float64), labels, len(centres))
    means[: len(anchors)] = anchors
    holds = np.r_[[one.least for one in options.kept], np.full(len(centres) - len(anchors), np.inf)]
    return TopicModel(space, centres, unit(means), holds, least=-2.0)


def _settled(
    segments: Sequence[TopicInput], vectors: Floats, model: TopicModel, options: TopicOptions
) -> tuple[TopicModel, Labels, list[KeptTopic | None]]:
    """The model with its outliers, without topics that nobody is in, largest first; labels; which topics were kept."""
    kept: list[KeptTopic | None] = [*options.kept, *[None] * (model.topics - len(options.kept))]
    labels = model.assign(vectors)
    sizes = np.bincount(labels, minlength=model.topics)
    real = [topic for topic, one in enumerate(kept) if one is not None or sizes[topic] >= _SMALLEST]
    if len(real) < model.topics:
        model, kept = model.of(real), [kept[topic] for topic in real]
        labels = model.assign(vectors)
    if model.topics:
        closeness = model.closeness(vectors, labels)
        model = replace(model, least=_least(closeness, options.outliers))
        labels = np.where(closeness >= model.least, labels, NONE)
    labels = _with_moved(segments, labels, kept)
    sizes = np.bincount(labels[labels >= 0], minlength=model.topics)
    order = sorted(range(model.topics), key=lambda topic: (-sizes[topic], topic))
    number = np.array([*np.argsort(order), NONE], dtype=np.intp)  # the last: no topic stays no topic
    return model.of(order), number[labels], [kept[topic] for topic in order]


def _anchors(kept: Sequence[KeptTopic], dimensions: int) -> Doubles:
    return np.array([one.centre for one in kept], dtype=np.float64).reshape(len(kept), dimensions)


def _taken(vectors: Floats, kept: Sequence[KeptTopic]) -> NDArray[np.bool_]:
    """Which segments are near enough to a kept topic to be one of it."""
    taken = np.zeros(len(vectors), dtype=np.bool_)
    for one in kept:
        taken |= np.asarray(vectors, np.float64) @ unit(np.array([one.centre]))[0] >= one.least
    return taken


def _with_moved(segments: Sequence[TopicInput], labels: Labels, kept: Sequence[KeptTopic | None]) -> Labels:
    """What a person put into a topic stays there."""
    by_hand = {member: topic for topic, one in enumerate(kept) if one is not None for member in one.members}
    return np.array([by_hand.get(one.id, label) for one, label in zip(segments, labels, strict=True)], dtype=np.intp)


def _least(closeness: Doubles, outliers: float) -> float:
    """The cosine that at most this share lies below, between two segments, so that rounding decides nothing."""
    count = int(outliers * len(closeness))
    if count == 0:
        return -2.0
    ordered = np.sort(closeness)
    return float((ordered[count - 1] + ordered[count]) / 2)


def _described(
    segments: Sequence[TopicInput], vectors: Floats, model: TopicModel, labels: Labels, kept: Sequence[KeptTopic | None]
) -> TopicResult:
    """Topics with their words, names and examples."""
    closeness = model.closeness(vectors, np.maximum(labels, 0)) if model.topics else np.zeros(len(labels))
    typical = [_most_typical(labels, closeness, topic) for topic in range(model.topics)]
    read = sample(len(segments), _READ)
    words = words_of([segments[place].text for place in read])
    table = terms_of(words, labels[read], model.topics)
    read_at = {int(place): row for row, place in enumerate(read)}
    rows = [np.array([read_at[one] for one in places if one in read_at], dtype=np.intp) for places in typical]
    names = names_of(words, rows, table)
    topics = []
    for number, places in enumerate(typical):
        one = kept[number]
        texts = [segments[place].text for place in places[:_AMONG]]
        examples = [places[at] for at in choose_examples(texts, vectors[places[:_AMONG]], model.directions[number])]
        terms, weights = table.told(number, words)
        topics.append(
            Topic(
                number=number,
                size=len(places),
                name=one.name if one is not None else names[number],
                terms=terms,
                weights=weights,
                examples=tuple(segments[place].id for place in examples),
                example_texts=tuple(segments[place].text for place in examples),
                spread=round(float(closeness[places].mean()), 4) if len(places) else 0.0,
                kept=one.key if one is not None else None,
            )
        )
    joins = joins_of(model.centres, [topic.size for topic in topics], table, words)
    assignments = {one.id: int(label) for one, label in zip(segments, labels, strict=True)}
    return TopicResult(tuple(topics), assignments, joins, None, model if model.topics else None)


def _most_typical(labels: Labels, closeness: Doubles, topic: int) -> Labels:
    places = np.flatnonzero(labels == topic)
    return places[np.argsort(-np.round(closeness[places], 9), kind="stable")]
