"""A note as the tuned coder reads it: word pieces that know their segment, cut into windows with context on both sides."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

WINDOW = 256
"""Pieces in one pass, all of them."""
CONTEXT = 32
"""Pieces read on either side of those that count, where there are so many."""
KIND_PIECES = 12
"""Pieces of the kind of note ("statutory visit"), read first."""
MARKS = 7
"""0 none; 1 begins a segment, 2 goes on with it, 3 stands outside; 4 to 6 the same on a new line."""
_BEGINS, _GOES_ON, _OUTSIDE, _NEW_LINE = 1, 2, 3, 3
_CLS, _SEP = 101, 102

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class NotePieces:
    """The pieces of a note, arrays of shape (pieces,).

    Attributes:
        ids: Of the vocabulary.
        marks: Where a piece stands (see `MARKS`).
        segment: Number of the segment it belongs to; −1 outside.
        starts, ends: Its span in the text.
        kind: Pieces of the kind of note, at most `KIND_PIECES`.
    """

    ids: Numbers
    marks: Numbers
    segment: Numbers
    starts: Numbers
    ends: Numbers
    kind: Numbers


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of pieces read in one pass; the answers of [keep_from, keep_to) count, the rest is context."""

    start: int
    end: int
    keep_from: int
    keep_to: int


def cut(text: str, spans: Sequence[tuple[int, int]], kind: str, tokenizer: Tokenizer) -> NotePieces:
    """The pieces of a note.

    Args:
        text: The redacted text.
        spans: Of its segments, in order of place, not overlapping.
        kind: What kind of note it is; may be empty.
        tokenizer: MiniLM's, without limits of length.
    """
    encoding = tokenizer.encode(text, add_special_tokens=False)
    offsets = np.array(encoding.offsets, dtype=np.int64).reshape(-1, 2)
    starts, ends = offsets[:, 0], offsets[:, 1]
    segment = np.full(len(starts), -1, dtype=np.int64)
    marks = np.full(len(starts), _OUTSIDE, dtype=np.int64)
    for number, (start, end) in enumerate(spans):
        first, after = np.searchsorted(starts, start), np.searchsorted(starts, end)
        segment[first:after] = number
        marks[first:after] = _GOES_ON
        marks[first : min(first + 1, after)] = _BEGINS
    for place in range(len(starts)):
        before = text[ends[place - 1] if place else 0 : starts[place]]
        if not place or "\n" in before:
            marks[place] += _NEW_LINE
    kinds = tokenizer.encode(kind, add_special_tokens=False).ids[:KIND_PIECES]
    return NotePieces(np.array(encoding.ids, dtype=np.int64), marks, segment, starts, ends, np.array(kinds, dtype=np.int64))


def windows(pieces: NotePieces) -> Iterator[Window]:
    """Windows over a note. Every piece counts once; a segment is cut only where it is longer than a window's middle."""
    length = len(pieces.ids)
    middle = WINDOW - 2 * CONTEXT - len(pieces.kind) - 3
    start = 0
    while start < length:
        end = min(start + middle, length)
        if end < length:
            end = _boundary(pieces.segment, start, end)
        left = max(0, start - CONTEXT)
        yield Window(left, min(length, end + CONTEXT), start, end)
        start = end


def inputs(pieces: NotePieces, window: Window) -> tuple[Numbers, Numbers, int]:
    """Ids and marks of a window as the network takes them, and how many pieces stand before the window's first."""
    before = [_CLS, *pieces.kind, _SEP] if len(pieces.kind) else [_CLS]
    ids = np.concatenate([before, pieces.ids[window.start : window.end], [_SEP]]).astype(np.int64)
    marks = np.zeros_like(ids)
    marks[len(before) : -1] = pieces.marks[window.start : window.end]
    return ids, marks, len(before)


def _boundary(segment: Numbers, start: int, end: int) -> int:
    """The last place up to `end` where no segment is cut; `end` where there is none."""
    for place in range(end, start, -1):
        if segment[place] != segment[place - 1] or segment[place] < 0:
            return place
    return end
