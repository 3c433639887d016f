"""What heads see of a text beside its embedding: hashed words and pieces of words, likeness to each code's prototype."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, hstack

from models.head import WORD, Floats

_WORDS, _PIECES = 2**15, 2**15
BUCKETS = _WORDS + _PIECES
"""Of hashed words and of hashed pieces of 3 to 5 characters."""
_WORDS_WEIGH, _PIECES_WEIGH = 0.5, 0.5  # beside an embedding of length 1
_SHORTEST, _LONGEST = 3, 5


def hashed(texts: Sequence[str]) -> Any:
    """How often each bucket is met in each text, sparse, shape (texts, buckets)."""
    from sklearn.feature_extraction.text import HashingVectorizer

    plain: dict[str, Any] = {"alternate_sign": False, "norm": None, "lowercase": True}
    words = HashingVectorizer(n_features=_WORDS, ngram_range=(1, 2), token_pattern=WORD, **plain)
    pieces = HashingVectorizer(n_features=_PIECES, analyzer="char_wb", ngram_range=(_SHORTEST, _LONGEST), **plain)
    return csr_matrix(hstack([words.transform(texts), pieces.transform(texts)]), dtype=np.float32)


def rarity_of(counts: Any) -> Floats:
    """Smoothed inverse document frequency of each bucket, shape (buckets,)."""
    present = np.asarray((counts > 0).sum(axis=0)).ravel()
    rarity: Floats = (np.log((1 + counts.shape[0]) / (1 + present)) + 1).astype(np.float32)
    return rarity


def weighed(counts: Any, rarity: Floats) -> Any:
    """TF-IDF of the buckets, words and pieces each of a fixed length, sparse, shape (texts, buckets)."""
    from sklearn.preprocessing import normalize

    damped = counts.copy()
    damped.data = 1 + np.log(damped.data)
    damped = damped.multiply(rarity).tocsr()
    parts = [_WORDS_WEIGH * normalize(damped[:, :_WORDS]), _PIECES_WEIGH * normalize(damped[:, _WORDS:])]
    return csr_matrix(hstack(parts), dtype=np.float32)


def prototypes(embeddings: Floats, labels: Floats, meanings: Floats) -> Floats:
    """The mean of each code's examples and its meaning, of length 1, shape (codes, dimensions) (Snell et al. 2017).

    Args:
        embeddings: Shape (n, dimensions).
        labels: Shape (n, codes): 1 is an example of the code.
        meanings: Shape (codes, dimensions), embedded definitions.
    """
    total = _totals(embeddings, labels, meanings)
    unit: Floats = (total / np.maximum(np.linalg.norm(total, axis=1, keepdims=True), 1e-9)).astype(np.float32)
    return unit


def likeness(embeddings: Floats, unit: Floats) -> Floats:
    """Cosine of each text to each prototype, shape (texts, codes)."""
    cosines: Floats = embeddings @ unit.T
    return cosines


def likeness_without_itself(embeddings: Floats, labels: Floats, meanings: Floats) -> Floats:
    """Cosine of each text to each prototype, the text itself left out of the prototypes that it helped to make."""
    total = _totals(embeddings, labels, meanings)
    member = labels == 1
    along = embeddings @ total.T
    norms = (total**2).sum(axis=1)
    left = np.where(member, norms - 2 * along + 1, norms)
    cosines: Floats = (np.where(member, along - 1, along) / np.sqrt(np.maximum(left, 1e-6))).astype(np.float32)
    return cosines


def _totals(embeddings: Floats, labels: Floats, meanings: Floats) -> Floats:
    totals: Floats = (labels == 1).astype(np.float32).T @ embeddings + meanings
    return totals
