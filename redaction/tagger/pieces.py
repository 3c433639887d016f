"""Text as the token classifier sees it: word pieces, how each word is written, and what stands before it.

MiniLM's vocabulary is lower-case. How a word is written (Title, CAPITALS, digits …) and whether a space or a new line stands
before it go in beside the pieces, so that the classifier may use them and does not depend on them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from tokenizers import Tokenizer

WINDOW = 192
"""Pieces in one pass, [CLS] and [SEP] among them."""
_STRIDE = 150
SHAPES = 9
GAPS = 3
FEATURES = SHAPES * GAPS + 1
"""How many combinations of shape and gap there are; 0 is kept for [CLS], [SEP] and padding."""


@dataclass(frozen=True, slots=True)
class Pieces:
    """The pieces of a text, arrays of shape (pieces,).

    Attributes:
        ids: Of the vocabulary.
        features: Shape and gap of the word, 1 to FEATURES − 1.
        starts, ends: Span of the piece in the text.
        words: Number of the word a piece belongs to.
    """

    ids: NDArray[np.int64]
    features: NDArray[np.int64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    words: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of pieces that is read in one pass; of its answers [keep_from, keep_to) count, the rest is context."""

    start: int
    end: int
    keep_from: int
    keep_to: int


def cut(text: str, tokenizer: "Tokenizer") -> Pieces:
    """The pieces of a text. Linear time."""
    return cut_many([text], tokenizer)[0]


def cut_many(texts: Sequence[str], tokenizer: "Tokenizer") -> list[Pieces]:
    """The pieces of each text."""
    found = []
    for text, encoding in zip(texts, tokenizer.encode_batch(list(texts), add_special_tokens=False), strict=True):
        spans = np.array(encoding.offsets, dtype=np.int64).reshape(-1, 2)
        words = np.array([-1 if word is None else word for word in encoding.word_ids], dtype=np.int64)
        features = np.zeros(len(words), dtype=np.int64)
        edges = np.flatnonzero(np.diff(words, prepend=-2))
        for first, after in zip(edges, np.append(edges[1:], len(words)), strict=False):
            start, end = int(spans[first, 0]), int(spans[after - 1, 1])
            features[first:after] = 1 + _shape(text[start:end]) * GAPS + _gap(text, start)
        found.append(Pieces(np.array(encoding.ids, dtype=np.int64), features, spans[:, 0], spans[:, 1], words))
    return found


def windows(length: int) -> Iterator[Window]:
    """Windows over `length` pieces; every piece counts once, in the window where most stands around it. None over none."""
    if not length:
        return
    room = WINDOW - 2
    margin = (room - _STRIDE) // 2
    start = 0
    while True:
        end = min(start + room, length)
        keep_from = start + margin if start else 0
        keep_to = end if end == length else start + margin + _STRIDE
        yield Window(start, end, keep_from, keep_to)
        if end == length:
            return
        start += _STRIDE


@lru_cache(maxsize=2)
def load_tokenizer(path: Path) -> "Tokenizer":
    """The tokenizer in a file, without its limits of length: windows are cut here."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def _shape(word: str) -> int:
    letters = [character for character in word if character.isalpha()]
    if not letters:
        return 1 if any(character.isdigit() for character in word) else 0
    if len(letters) < len(word):
        return 2
    if len(word) == 1:
        return 3 if word.isupper() else 4
    if word.islower():
        return 5
    if word.isupper():
        return 6
    return 7 if word[0].isupper() and word[1:].islower() else 8


def _gap(text: str, start: int) -> int:
    before = text[start - 1 : start]
    if not before or before == "\n":
        return 2
    return 1 if before.isspace() else 0
