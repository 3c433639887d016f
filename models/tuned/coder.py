"""The tuned coder at work: how likely each code and voice is for each segment of a note, and which words say so.

Its codes are known by their definitions, not by their ids or names: a codebook that keeps a definition keeps what was learned
of it, one that changes it is coded by its own sentences (`models/code.py`).
"""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from codebook.schema import Code
from models.errors import ModelCorrupted
from models.learn import LearnedHeads
from models.tuned.windows import NotePieces, cut, inputs, windows
from models.types import Segment, Voice
from redaction.tagger.pieces import load_tokenizer
from redaction.weights import Weights, WeightsBroken

NAME = "coder"
HEADS = "heads.npz"
FOLDER = Path(__file__).parents[1] / "weights" / NAME
VOICES = tuple(Voice)
_WORDS_SHOWN = 4
_COUNTS = 0.06  # share of a segment's attention below which a word is not named as a reason

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What was read of one note.

    Attributes:
        odds: Shape (segments, codes of the coder): its raw scores.
        voices: Shape (segments, voices): probabilities in the order of `VOICES`.
    """

    odds: Floats
    voices: Floats
    _pieces: NotePieces = field(repr=False)
    _outputs: Floats = field(repr=False)

    def words(self, text: str, segment: int, column: int) -> tuple[str, ...]:
        """The words of a segment that spoke most for a code, in the order of the text.

        Args:
            text: The note.
            segment: Number of the segment.
            column: Of the code.
        """
        places = np.flatnonzero(self._pieces.segment == segment)
        values, weights = np.split(self._outputs[places], 2, axis=1)
        shares = _softmax(weights[:, column]) * np.maximum(values[:, column] - values[:, column].min(), 0)
        total = float(shares.sum())
        found: dict[tuple[int, int], float] = {}
        for place, share in zip(places, shares, strict=True):
            word = _word_around(text, int(self._pieces.starts[place]), int(self._pieces.ends[place]))
            found[word] = found.get(word, 0.0) + float(share)
        named = [word for word in found if re.search(r"\w", text[slice(*word)]) and found[word] >= _COUNTS * total]
        best = sorted(named, key=lambda word: -found[word])[:_WORDS_SHOWN]
        return tuple(text[slice(*word)] for word in sorted(best))


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """How raw scores become probabilities, as fitted on the part that chose them; arrays of shape (codes,).

    Attributes:
        scale: What a raw score counts.
        words: What the score of the heads beside it counts; zeros where there are none.
        shift: Added.
        suggest, accept: From which probability a code is suggested, and from which it is taken without a person.
    """

    scale: Floats
    words: Floats
    shift: Floats
    suggest: Floats
    accept: Floats

    @staticmethod
    def of(card: Mapping[str, Sequence[float]]) -> "Curve":
        """From a card."""
        return Curve(*(np.array(card[name], dtype=np.float32) for name in ("scale", "words", "shift", "suggest", "accept")))


class TunedCoder:
    """Reads notes whole and judges each segment in its context.

    Beside the network stand heads over a segment's own words and embedding (`models/learn.py`), learned from the same texts:
    both together code better than either. They need the packaged encoder's embeddings; beside another the network judges alone.

    Args:
        folder: Holds the weights, their card, the heads and the tokenizer.

    Raises:
        ModelCorrupted: A file is missing or is not the one that belongs there.
    """

    def __init__(self, folder: Path = FOLDER) -> None:
        try:
            self._weights = Weights(folder, NAME)
        except WeightsBroken as error:
            raise ModelCorrupted(str(error)) from None
        self._card: dict[str, Any] = self._weights.card
        self._heads = _heads(folder, self._card)

    @property
    def revision(self) -> str:
        """Name and content hash of the weights."""
        return f"tuned-{self._weights.revision}"

    def column(self, code: Code) -> int | None:
        """Which of its codes a codebook's code is, by what it means; none where it never learned it."""
        digest = meaning(code)
        return self._card["meanings"].index(digest) if digest in self._card["meanings"] else None

    def curve(self, encoder: str) -> Curve:
        """How its scores are read beside embeddings of this encoder (its revision)."""
        return Curve.of(self._card["with_heads" if self._heads is not None and encoder == self._card["encoder"] else "alone"])

    def read(self, notes: Sequence[tuple[str, Sequence[Segment], str]]) -> Iterator[Reading]:
        """What is read of each note, one after another; a note's answer does not hang on its neighbours.

        Args:
            notes: Of each the redacted text, its segments and what kind of note it is (may be empty).
        """
        tokenizer = load_tokenizer(self._weights.tokenizer)
        pieces = [cut(text, [(one.start, one.end) for one in segments], kind, tokenizer) for text, segments, kind in notes]
        answers = self._weights.run(_windows_of(pieces))
        for one, (_, segments, _) in zip(pieces, notes, strict=True):
            outputs = _joined(one, answers)
            pooled = pool(outputs, one.segment, len(segments))
            codes = len(self._card["meanings"])
            yield Reading(pooled[:, :codes], _softmax(pooled[:, codes:]), one, outputs)

    def chances(self, odds: Floats, texts: Sequence[str], embeddings: Floats, curve: Curve) -> Floats:
        """Probabilities of its codes, shape (segments, codes).

        Args:
            odds: As read, shape (segments, codes).
            texts: Of the segments.
            embeddings: Shape (segments, dimensions).
            curve: How scores are read.
        """
        judged = curve.scale * odds + curve.shift
        if self._heads is not None and curve.words.any() and len(texts):
            judged = judged + curve.words * self._heads.decide(texts, embeddings)
        return np.asarray(1 / (1 + np.exp(-judged)), dtype=np.float32)


def _heads(folder: Path, card: Mapping[str, Any]) -> LearnedHeads | None:
    """The heads beside the network, where there are some."""
    if "heads" not in card:
        return None
    try:
        content = (folder / HEADS).read_bytes()
    except OSError:
        raise ModelCorrupted(f"the coder in {folder} lacks {HEADS}; install earshot again") from None
    if hashlib.sha256(content).hexdigest() != card["heads"]:
        raise ModelCorrupted(f"{HEADS} in {folder} is not the file its card describes; install earshot again")
    return LearnedHeads.from_bytes(content)


@lru_cache(maxsize=1)
def shipped() -> TunedCoder:
    """The coder that comes with earshot.

    Raises:
        ModelCorrupted: A file is missing or is not the one that belongs there.
    """
    return TunedCoder()


def meaning(code: Code) -> str:
    """Digest of what a code means: its definition and when it applies, whatever its id, name or place."""
    told = " ".join(f"{code.definition} {code.applies or ''}".casefold().split())
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def pool(outputs: Floats, segment: NDArray[np.int64], segments: int) -> Floats:
    """A segment's scores: the mean of its pieces' values, weighted by a softmax over its pieces (label-wise attention,
    Mullenbach et al. 2018, Explainable prediction of medical codes from clinical text).

    Args:
        outputs: Shape (pieces, 2 × labels): values, then weights.
        segment: Shape (pieces,): number of a piece's segment; −1 none.
        segments: How many there are; one without pieces gets scores of −12.
    """  # noqa: D205
    labels = outputs.shape[1] // 2
    scores = np.full((segments, labels), -12.0, dtype=np.float32)
    for number in range(segments):
        values, weights = np.split(outputs[segment == number], 2, axis=1)
        if len(values):
            scores[number] = (_softmax(weights.T) * values.T).sum(axis=1)
    return scores


def _windows_of(notes: Sequence[NotePieces]) -> Iterator[dict[str, NDArray[np.int64]]]:
    for pieces in notes:
        for window in windows(pieces):
            ids, marks, _ = inputs(pieces, window)
            yield {"ids": ids[None], "marks": marks[None]}


def _joined(pieces: NotePieces, answers: Iterator[Sequence[Floats]]) -> Floats:
    """The outputs of a note's pieces from its windows: of each the pieces that count."""
    parts = []
    for window in windows(pieces):
        _, _, before = inputs(pieces, window)
        scores = np.asarray(next(answers)[0], dtype=np.float32)[0]
        parts.append(scores[before + window.keep_from - window.start : before + window.keep_to - window.start])
    return np.concatenate(parts) if parts else np.zeros((0, 2), dtype=np.float32)


def _softmax(scores: Floats) -> Floats:
    """Along the last axis."""
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True, initial=-np.inf))
    softmax: Floats = powers / powers.sum(axis=-1, keepdims=True)
    return softmax


def _word_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The word that a piece is part of."""
    while start > 0 and _joins(text[start - 1]) and _joins(text[start]):
        start -= 1
    while end < len(text) and _joins(text[end]) and _joins(text[end - 1]):
        end += 1
    return start, end


def _joins(character: str) -> bool:
    return character.isalnum() or character in "'’-"
