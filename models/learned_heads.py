"""Learned heads as they decide and as they are stored: one linear head a code, in half precision."""

import hashlib
import io
import re
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.errors import ModelError
from models.head import Floats
from models.likeness import hashed, likeness, weighed
from redaction.pseudonyms import STAND_IN

_HALF, _LARGEST = np.float16, 60000.0
_ARRAYS = ("weights", "own", "biases", "rarity", "prototypes", "scale", "middle", "thresholds")
_HALVED = ("weights", "rarity", "prototypes")  # the big ones
_A_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_WORDS_READ, _WORDS_SHOWN = 60, 4
_COUNTS = 0.1  # share of what speaks for a code below which a word is not named


class HeadsUnreadable(ModelError):
    """What is stored of learned heads cannot be read; learn again."""


@dataclass(frozen=True, eq=False)  # no slots: the revision is computed once
class LearnedHeads:
    """One linear head a code; the big arrays are held to half precision.

    Attributes:
        codes: Ids of the codes, in the order of the columns.
        weights: Shape (codes, dimensions + buckets).
        own: Shape (codes, 2): weights of the likeness to the code's prototype and of the base coder's log-odds.
        biases: Shape (codes,).
        rarity: Inverse document frequency of each bucket, shape (buckets,).
        prototypes: Shape (codes, dimensions): the mean of each code's examples, of length 1.
        scale: Shape (2,): mean and spread of the likeness among the texts learned from.
        middle: Shape (codes,): log-odds of the base coder where it says nothing.
        thresholds: Shape (codes,): log-odds from which a code is put.
        exactly_one: Whether each text has one code and no more.
        codebook: Version of the codebook they were learned with.
    """

    codes: tuple[str, ...]
    weights: Floats = field(repr=False)
    own: Floats = field(repr=False)
    biases: Floats = field(repr=False)
    rarity: Floats = field(repr=False)
    prototypes: Floats = field(repr=False)
    scale: Floats = field(repr=False)
    middle: Floats = field(repr=False)
    thresholds: Floats = field(repr=False)
    exactly_one: bool
    codebook: str

    def __post_init__(self) -> None:
        """Rounds the big arrays to what half precision can hold, so that what is stored decides as what was learned."""
        for name in _HALVED:
            object.__setattr__(self, name, _rounded(getattr(self, name)))

    def decide(self, texts: Sequence[str], embeddings: Floats, base: Floats | None = None) -> Floats:
        """Log-odds of every code, shape (texts, codes).

        Args:
            texts: n redacted texts.
            embeddings: Shape (n, dimensions).
            base: Log-odds of the base coder, shape (n, codes); without it the base coder counts as silent.
        """
        like = (likeness(embeddings, self.prototypes) - self.scale[0]) / self.scale[1]
        words = weighed(hashed(texts), self.rarity)
        size = embeddings.shape[1]
        told = embeddings @ self.weights[:, :size].T + words @ self.weights[:, size:].T + self.biases
        told = told + like * self.own[:, 0] + filled(base, len(texts), self.middle) * self.own[:, 1]
        if self.exactly_one:
            told = _one_against_rest(told)
        return np.asarray(told, dtype=np.float32)

    def words(self, text: str, code: str) -> tuple[str, ...]:
        """The words of a text that spoke most for a code, in the order of the text; none where words spoke against it.

        What a word counts is what the log-odds lose without it (erasure: Li et al. 2016, Understanding neural networks through
        representation erasure); what the embedding makes of it is no part of that.

        Args:
            text: Redacted.
            code: Id of one of `codes`.
        """
        hidden = [one.span() for one in STAND_IN.finditer(text)]
        spans = [one.span() for one in _A_WORD.finditer(text)]
        spans = [(a, b) for a, b in spans if not any(first < b and a < last for first, last in hidden)][:_WORDS_READ]
        weights = self.weights[self.codes.index(code), self.prototypes.shape[1] :]
        told = weighed(hashed([text, *(text[:a] + text[b:] for a, b in spans)]), self.rarity) @ weights
        counts = told[0] - told[1:]
        for_it = float(np.maximum(counts, 0).sum())
        best = [place for place in np.argsort(-counts, kind="stable")[:_WORDS_SHOWN] if counts[place] > _COUNTS * for_it]
        return tuple(text[slice(*spans[place])] for place in sorted(best))

    def put(self, odds: Floats) -> NDArray[np.bool_]:
        """Which codes are put, from the log-odds: those above their thresholds, or the one most above where a text has one."""
        above = odds - self.thresholds
        if self.exactly_one:
            most: NDArray[np.bool_] = np.arange(odds.shape[1]) == above.argmax(axis=1)[:, None]
            return most
        enough: NDArray[np.bool_] = above >= 0
        return enough

    @cached_property
    def revision(self) -> str:
        """Content hash: the same heads have the same."""
        content = hashlib.sha256("\n".join((self.codebook, str(self.exactly_one), *self.codes)).encode())
        for name in _ARRAYS:
            content.update(np.ascontiguousarray(getattr(self, name)).tobytes())
        return content.hexdigest()[:8]

    def to_bytes(self) -> bytes:
        """As they are stored."""
        file = io.BytesIO()
        arrays = {name: getattr(self, name).astype(_HALF if name in _HALVED else np.float32) for name in _ARRAYS}
        told = {"codes": np.array(self.codes), "codebook": np.array(self.codebook), "exactly_one": np.array(self.exactly_one)}
        content: dict[str, Any] = arrays | told
        np.savez_compressed(file, **content)
        return file.getvalue()

    @staticmethod
    def from_bytes(content: bytes) -> "LearnedHeads":
        """As they were stored.

        Raises:
            HeadsUnreadable: It is none of `to_bytes`.
        """
        try:
            with np.load(io.BytesIO(content), allow_pickle=False) as stored:
                arrays = {name: stored[name].astype(np.float32) for name in _ARRAYS}
                codes, codebook = tuple(map(str, stored["codes"])), str(stored["codebook"])
                return LearnedHeads(codes=codes, codebook=codebook, exactly_one=bool(stored["exactly_one"]), **arrays)
        except (KeyError, ValueError, OSError, EOFError, zipfile.BadZipFile, zlib.error) as error:
            raise HeadsUnreadable(f"learned heads cannot be read ({type(error).__name__}); run earshot learn again") from None


def filled(base: Floats | None, texts: int, middle: Floats) -> Floats:
    """The base coder's log-odds, its mean where it says nothing."""
    if base is None:
        return np.broadcast_to(middle, (texts, len(middle)))
    filled: Floats = np.where(np.isnan(base), middle, np.clip(base, -12, 12)).astype(np.float32)
    return filled


def _one_against_rest(told: Floats) -> Floats:
    """Log-odds of each code where they share one whole."""
    from scipy.special import log_softmax

    logs = log_softmax(told.astype(np.float64), axis=1)
    rest = np.log(np.maximum(-np.expm1(logs), 1e-12))
    odds: Floats = np.clip(logs - rest, -25, 25).astype(np.float32)
    return odds


def _rounded(values: Floats) -> Floats:
    rounded: Floats = np.clip(values, -_LARGEST, _LARGEST).astype(_HALF).astype(np.float32)
    return rounded
