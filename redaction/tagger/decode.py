"""From label probabilities to spans: which words are part of a detail, where one begins and ends, and how sure that is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from redaction.tagger.labels import CLASSES, OUTSIDE, Class
from redaction.tagger.pieces import Pieces

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Tagged:
    """A span of the text with its class and score (0 to 1: that it is a detail at all)."""

    start: int
    end: int
    kind: Class
    score: float


def decode(text: str, pieces: Pieces, probabilities: Floats, thresholds: Mapping[Class, float]) -> list[Tagged]:
    """The spans in order of place; they do not overlap.

    A word counts as a whole: it is taken for a detail where its surest piece reaches the threshold of the class that is
    likeliest for it. Neighbouring words of one class are one span unless the second is likelier to begin one.

    Args:
        text: What was tagged.
        pieces: Its pieces.
        probabilities: Shape (pieces, labels).
        thresholds: Of each class; lower finds more.
    """
    if not len(pieces):
        return []
    firsts, lasts = _words(pieces)
    begins, insides = probabilities[:, 1::2], probabilities[:, 2::2]
    by_class = np.maximum.reduceat(begins + insides, firsts, axis=0)
    any_class = 1 - np.minimum.reduceat(probabilities[:, OUTSIDE], firsts)
    best = by_class.argmax(axis=1)
    limits = np.array([thresholds[kind] for kind in CLASSES], dtype=np.float32)
    taken = any_class >= limits[best]
    starts = begins[firsts, best] > insides[firsts, best]
    spans = []
    for first, after, kind in _runs(taken, best, starts):
        start, end = _trim(text, int(pieces.starts[firsts[first]]), int(pieces.ends[lasts[after - 1]]))
        if start < end:
            spans.append(Tagged(start, end, CLASSES[kind], float(any_class[first:after].max())))
    return spans


def _words(pieces: Pieces) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The first and the last piece of each word, shape (words,) each."""
    firsts = np.flatnonzero(np.diff(pieces.words, prepend=-2))
    return firsts, np.append(firsts[1:], len(pieces)) - 1


def _runs(taken: NDArray[np.bool_], best: NDArray[np.int64], starts: NDArray[np.bool_]) -> Iterator[tuple[int, int, int]]:
    """(first word, word after the last, class) of each span."""
    first: int | None = None
    for word in range(len(taken) + 1):
        goes_on = first is not None and word < len(taken) and taken[word] and best[word] == best[first] and not starts[word]
        if goes_on:
            continue
        if first is not None:
            yield first, word, int(best[first])
        first = word if word < len(taken) and taken[word] else None


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Without marks at the edges that are no part of a name; brackets and signs inside stay."""
    while start < end and not (text[start].isalnum() or text[start] in "@+#/"):
        start += 1
    while start < end and not (text[end - 1].isalnum() or text[end - 1] == "/"):
        end -= 1
    return start, end


def word_chances(text: str, pieces: Pieces, probabilities: Floats) -> Floats:
    """For each character of the text, how likely its word is part of a detail; 0 between words. Shape (characters,)."""
    chances = np.zeros(len(text), dtype=np.float32)
    if len(pieces):
        firsts, lasts = _words(pieces)
        outside = np.minimum.reduceat(probabilities[:, OUTSIDE], firsts)
        for first, last, lowest in zip(firsts, lasts, outside, strict=True):
            chances[pieces.starts[first] : pieces.ends[last]] = 1 - lowest
    return chances
