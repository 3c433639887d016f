"""Examples as batches of numbers: pieces, features and labels, cut into windows at a place that changes each time."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor

from redaction.tagger.labels import CLASSES, OUTSIDE, begin, inside
from redaction.tagger.pieces import WINDOW, Pieces, cut_many
from scripts.recogniser.example import Example

_CLS, _SEP, _MASK = 101, 102, 103
_BATCH_PIECES = 4096
_NOTHING = -1


@dataclass(frozen=True, slots=True)
class Batch:
    """Arrays of shape (texts, pieces); `known` of shape (texts, classes)."""

    ids: Tensor
    features: Tensor
    mask: Tensor
    labels: Tensor
    known: Tensor


def label(example: Example, pieces: Pieces) -> NDArray[np.int64]:
    """The label of each piece."""
    labels = np.full(len(pieces), OUTSIDE, dtype=np.int64)
    for span in example.spans:
        covered = np.flatnonzero((pieces.starts < span.end) & (pieces.ends > span.start))
        if span.kind is None:
            labels[covered] = _NOTHING
        elif len(covered):
            labels[covered] = inside(span.kind)
            labels[covered[0]] = begin(span.kind)
    return labels


def batches(examples: Sequence[Example], tokenizer: Tokenizer, chance: random.Random, *, hide: float = 0.0) -> Iterator[Batch]:
    """One pass over the examples in random order, windows of like length together.

    Args:
        examples: The texts.
        tokenizer: For the pieces.
        chance: Draws order and cuts.
        hide: Share of pieces that are masked, so that what stands around must tell.
    """
    room = WINDOW - 2
    rows: list[tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_]]] = []
    for example, pieces in zip(examples, cut_many([one.text for one in examples], tokenizer), strict=True):
        labels = label(example, pieces)
        known = np.array([kind in example.known for kind in CLASSES])
        start = -chance.randrange(room) if len(pieces) > room else 0
        while start < len(pieces):
            part = slice(max(0, start), min(len(pieces), start + room))
            ids = pieces.ids[part].copy()
            if hide:
                ids[np.array([chance.random() < hide for _ in ids], dtype=bool)] = _MASK
            rows.append((ids, pieces.features[part], labels[part], known))
            start += room
    chance.shuffle(rows)
    rows.sort(key=lambda row: len(row[0]) // 8)  # stable, so that texts of like length meet others each time
    packed: list[list[int]] = [[]]
    for number, row in enumerate(rows):
        longest = len(row[0]) + 2
        if packed[-1] and (len(packed[-1]) + 1) * longest > _BATCH_PIECES:
            packed.append([])
        packed[-1].append(number)
    chance.shuffle(packed)
    for numbers in packed:
        yield _pack([rows[number] for number in numbers])


def _pack(rows: Sequence[tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_]]]) -> Batch:
    longest = max(len(ids) for ids, *_ in rows) + 2
    ids, features, mask = (np.zeros((len(rows), longest), dtype=np.int64) for _ in range(3))
    labels = np.full((len(rows), longest), _NOTHING, dtype=np.int64)
    for place, (row_ids, row_features, row_labels, _) in enumerate(rows):
        end = len(row_ids) + 1
        ids[place, : end + 1] = [_CLS, *row_ids, _SEP]
        features[place, 1:end] = row_features
        mask[place, : end + 1] = 1
        labels[place, 1:end] = row_labels
    arrays = (torch.from_numpy(array) for array in (ids, features, mask, labels, np.array([row[3] for row in rows])))
    return Batch(*arrays)
