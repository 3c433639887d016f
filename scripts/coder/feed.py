"""Texts as batches of numbers: windows of like length together, each piece with the number of its unit."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor

from models.tuned.windows import NotePieces, Window, cut, inputs, windows
from scripts.coder.texts import Text

_MASK = 103
_BATCH_PIECES = 1280


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """Windows side by side.

    Attributes:
        ids, marks, mask: Shape (windows, pieces).
        segment: Shape (windows, pieces): number of the unit in the batch that a piece counts for; −1 none.
        codes, voices: Shape (units, codes) and (units,).
    """

    ids: Tensor
    marks: Tensor
    mask: Tensor
    segment: Tensor
    codes: Tensor
    voices: Tensor


@dataclass(frozen=True, slots=True, eq=False)
class _Row:
    ids: NDArray[np.int64]
    marks: NDArray[np.int64]
    segment: NDArray[np.int64]
    text: Text


def rows(text: Text, tokenizer: Tokenizer, *, kind: bool = True) -> list[_Row]:
    """The windows of a text, with the units that begin in each."""
    pieces = cut(text.text, text.spans, text.kind if kind else "", tokenizer)
    return [_row(pieces, window, text) for window in windows(pieces)]


def _row(pieces: NotePieces, window: Window, text: Text) -> _Row:
    ids, marks, before = inputs(pieces, window)
    counted = np.full(len(ids), -1, dtype=np.int64)
    kept = slice(before + window.keep_from - window.start, before + window.keep_to - window.start)
    counted[kept] = pieces.segment[window.keep_from : window.keep_to]
    return _Row(ids, marks, counted, text)


def batches(
    all_rows: Sequence[_Row], chance: random.Random, *, hide: float = 0.0, size: int = _BATCH_PIECES
) -> Iterator[Batch]:
    """One pass over the windows in random order, windows of like length together; a share `hide` of the pieces masked."""
    order = list(range(len(all_rows)))
    chance.shuffle(order)
    order.sort(key=lambda place: len(all_rows[place].ids) // 24)
    packed: list[list[_Row]] = [[]]
    longest = 0
    for place in order:
        longest = max(longest, len(all_rows[place].ids))
        if packed[-1] and (len(packed[-1]) + 1) * longest > size:
            packed.append([])
            longest = len(all_rows[place].ids)
        packed[-1].append(all_rows[place])
    chance.shuffle(packed)
    draw = np.random.default_rng(chance.randrange(2**32))
    for some in packed:
        yield _pack(some, draw, hide)


def _pack(some: Sequence[_Row], draw: np.random.Generator, hide: float) -> Batch:
    longest = max(len(row.ids) for row in some)
    ids, marks, mask = (np.zeros((len(some), longest), dtype=np.int64) for _ in range(3))
    segment = np.full((len(some), longest), -1, dtype=np.int64)
    codes, voices, count = [], [], 0
    for place, row in enumerate(some):
        end = len(row.ids)
        hidden = (draw.random(end) < hide) & (row.marks > 0)
        ids[place, :end] = np.where(hidden, _MASK, row.ids)
        marks[place, :end] = row.marks
        mask[place, :end] = 1
        present = np.unique(row.segment[row.segment >= 0])
        renumber = np.full(max(present, default=-1) + 2, -1, dtype=np.int64)
        renumber[present] = np.arange(count, count + len(present))
        segment[place, :end] = np.where(row.segment >= 0, renumber[row.segment], -1)
        codes.append(row.text.codes[present])
        voices.append(row.text.voices[present])
        count += len(present)
    arrays = (ids, marks, mask, segment, np.concatenate(codes), np.concatenate(voices))
    return Batch(*(torch.from_numpy(array) for array in arrays))
