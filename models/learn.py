"""Heads learned from people's decisions: for each code a regularised logistic regression over embedding and words.

Begins with the codebook alone: its sentences count as decided until there are decisions enough. Words are hashed, so that
what is kept of a head holds no vocabulary: it can be stored beside the notes and nothing of them can be read from it.
"""

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack

from codebook.schema import Codebook
from models.encode import Encoder
from models.errors import ModelError
from models.head import WORD, Floats, labelled_sentences

_BUCKETS = 2**15
_STRENGTH = 4.0
_FEWEST = 2  # positives and negatives that a head can be fitted to


class HeadsUnreadable(ModelError):
    """What is stored of learned heads cannot be read; learn again."""


@dataclass(frozen=True, slots=True, eq=False)
class Decided:
    """Segments that people decided about.

    Attributes:
        texts: n redacted texts.
        embeddings: Shape (n, dimensions), rows of length 1.
        labels: Shape (n, codes), in the order of the codebook's codes: 1 the code applies, 0 it does not, NaN nobody said.
        groups: For each segment the case (or document) it is from: what is split apart when something is held out.
    """

    texts: Sequence[str] = field(repr=False)
    embeddings: Floats = field(repr=False)
    labels: Floats = field(repr=False)
    groups: Sequence[str] = field(repr=False)

    def of(self, rows: NDArray[np.intp]) -> "Decided":
        """Some of the segments, by their numbers."""
        return Decided(
            [self.texts[row] for row in rows], self.embeddings[rows], self.labels[rows], [self.groups[row] for row in rows]
        )


@dataclass(frozen=True, eq=False)  # no slots: the revision is computed once
class LearnedHeads:
    """One linear head a code.

    Attributes:
        codes: Ids of the codes, in the order of the columns.
        weights: Shape (codes, dimensions + buckets).
        biases: Shape (codes,).
        rarity: Inverse document frequency of each bucket, shape (buckets,).
        codebook: Version of the codebook they were learned with.
    """

    codes: tuple[str, ...]
    weights: Floats = field(repr=False)
    biases: Floats = field(repr=False)
    rarity: Floats = field(repr=False)
    codebook: str

    def decide(self, texts: Sequence[str], embeddings: Floats) -> Floats:
        """Log-odds of every code, shape (texts, codes)."""
        features = _features(_counts(texts), embeddings, self.rarity)
        return np.asarray(features @ self.weights.T + self.biases, dtype=np.float32)

    @cached_property
    def revision(self) -> str:
        """Content hash: the same heads have the same."""
        content = hashlib.sha256("\n".join((self.codebook, *self.codes)).encode())
        for array in (self.weights, self.biases, self.rarity):
            content.update(np.ascontiguousarray(array).tobytes())
        return content.hexdigest()[:8]

    def to_bytes(self) -> bytes:
        """As they are stored."""
        file = io.BytesIO()
        np.savez_compressed(
            file, codes=np.array(self.codes), weights=self.weights, biases=self.biases, rarity=self.rarity,
            codebook=np.array(self.codebook),
        )  # fmt: skip
        return file.getvalue()

    @staticmethod
    def from_bytes(content: bytes) -> "LearnedHeads":
        """As they were stored.

        Raises:
            HeadsUnreadable: It is none of `to_bytes`.
        """
        try:
            with np.load(io.BytesIO(content), allow_pickle=False) as stored:
                return LearnedHeads(
                    tuple(map(str, stored["codes"])), stored["weights"], stored["biases"], stored["rarity"],
                    str(stored["codebook"]),
                )  # fmt: skip
        except (KeyError, ValueError, OSError) as error:
            raise HeadsUnreadable(f"learned heads cannot be read ({type(error).__name__}); run earshot learn again") from None


def learn(codebook: Codebook, encoder: Encoder, decided: Decided) -> LearnedHeads:
    """Heads from decisions and from the codebook's own sentences. The same input gives the same heads.

    Args:
        codebook: Its codes are the columns of `decided.labels`.
        encoder: Made the embeddings; embeds the codebook's sentences.
        decided: Any number of segments, none too.
    """
    from sklearn.linear_model import LogisticRegression

    texts, embeddings, labels = _with_codebook(codebook, encoder, decided)
    counts = _counts(texts)
    rarity = _rarity(counts)
    features = _features(counts, embeddings, rarity)
    weights = np.zeros((len(codebook.codes), features.shape[1]), dtype=np.float32)
    biases = np.full(len(codebook.codes), -4.0, dtype=np.float32)
    for place in range(len(codebook.codes)):
        known = np.flatnonzero(~np.isnan(labels[:, place]))
        told = labels[known, place] > 0.5  # noqa: PLR2004 - 1 or 0
        if min(told.sum(), (~told).sum()) < _FEWEST:
            continue
        head: Any = LogisticRegression(C=_STRENGTH, max_iter=1000, solver="liblinear").fit(features[known], told)
        weights[place], biases[place] = head.coef_[0], head.intercept_[0]
    return LearnedHeads(tuple(code.id for code in codebook.codes), weights, biases, rarity, codebook.version)


def _with_codebook(codebook: Codebook, encoder: Encoder, decided: Decided) -> tuple[list[str], Floats, Floats]:
    """The decided segments and the codebook's sentences below them."""
    sentences = labelled_sentences(codebook)
    own = np.array([[code.id in codes for code in codebook.codes] for _, codes in sentences], dtype=np.float32)
    vectors = encoder.encode([text for text, _ in sentences])
    texts = [*decided.texts, *(text for text, _ in sentences)]
    if not len(decided.texts):
        return texts, vectors, own
    return texts, np.vstack([decided.embeddings, vectors]), np.vstack([decided.labels, own])


def _counts(texts: Sequence[str]) -> Any:
    """How often each bucket is met in each text, sparse, shape (texts, buckets)."""
    from sklearn.feature_extraction.text import HashingVectorizer

    hashing = HashingVectorizer(
        n_features=_BUCKETS, ngram_range=(1, 2), token_pattern=WORD, alternate_sign=False, norm=None, lowercase=True
    )
    return hashing.transform(texts)


def _rarity(counts: Any) -> Floats:
    present = np.asarray((counts > 0).sum(axis=0)).ravel()
    rarity: Floats = (np.log((1 + counts.shape[0]) / (1 + present)) + 1).astype(np.float32)
    return rarity


def _features(counts: Any, embeddings: Floats, rarity: Floats) -> Any:
    """Embedding and TF-IDF of hashed words side by side, sparse, shape (texts, dimensions + buckets)."""
    from sklearn.preprocessing import normalize

    damped = counts.copy()
    damped.data = 1 + np.log(damped.data)
    words = normalize(damped.multiply(rarity).tocsr())
    return csr_matrix(hstack([csr_matrix(embeddings), words]))
