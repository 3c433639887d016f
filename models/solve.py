"""Many regularised logistic heads fitted at once: one code apart from another, or exactly one of them holding."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import log_expit, log_softmax

Doubles = NDArray[np.float64]
_LOOSE_BIAS = 1e-4
_STEPS = 60
_FEW = 1500  # texts up to which their inner products are the smaller problem
_NOTHING = 1e-10


@dataclass(frozen=True, slots=True, eq=False)
class Blocks:
    """Features of n texts: some shared by all codes, some of a code's own.

    Attributes:
        dense: Shape (n, dimensions).
        sparse: Shape (n, buckets), scipy's csr.
        own: Shape (n, codes, features): what is told of a text to one code only.
    """

    dense: Doubles = field(repr=False)
    sparse: Any = field(repr=False)
    own: Doubles = field(repr=False)

    def of(self, rows: NDArray[np.intp]) -> "Blocks":
        """Some of the texts, by their numbers."""
        return Blocks(self.dense[rows], self.sparse[rows], self.own[rows])


@dataclass(frozen=True, slots=True, eq=False)
class Fitted:
    """Weights of each block, shapes (dimensions, codes), (buckets, codes), (features, codes); biases (codes,)."""

    dense: Doubles = field(repr=False)
    sparse: Doubles = field(repr=False)
    own: Doubles = field(repr=False)
    bias: Doubles = field(repr=False)

    def odds(self, blocks: Blocks) -> Doubles:
        """Linear predictor, shape (n, codes)."""
        told: Doubles = blocks.dense @ self.dense + blocks.sparse @ self.sparse + self.bias
        told += np.einsum("nkf,fk->nk", blocks.own, self.own)
        return told


@dataclass(frozen=True, slots=True, eq=False)
class Penalty:
    """How far weights are held back.

    Attributes:
        strength: Shape (codes,): scikit-learn's C, weight of the data against the penalty.
        own: Shape (features,): penalty of a code's own features; shared ones have 1.
        middle: Shape (features,): what a code's own weights are drawn towards.
        bias: Penalty of the bias.
    """

    strength: Doubles
    own: Doubles
    middle: Doubles
    bias: float = _LOOSE_BIAS


def fit(blocks: Blocks, labels: Doubles, penalty: Penalty, *, exactly_one: bool) -> Fitted:
    """Heads of the least penalised log loss, by L-BFGS (Liu & Nocedal 1989); deterministic.

    Args:
        blocks: Features of n texts.
        labels: Shape (n, codes): 1, 0, or NaN where nobody said.
        penalty: Of the weights.
        exactly_one: Each text has one code (softmax over the codes); else codes are independent of one another.
    """
    if len(labels) <= _FEW:
        narrow, widen = _narrowed(blocks)
        found = _fit(narrow, labels, penalty, exactly_one=exactly_one)
        return Fitted(*widen(found.dense), found.own, found.bias)
    return _fit(blocks, labels, penalty, exactly_one=exactly_one)


def _narrowed(blocks: Blocks) -> tuple[Blocks, Callable[[Doubles], tuple[Doubles, Doubles]]]:
    """As many shared features as texts, with the same inner products: the least penalised weights are sums of the texts.

    Returns:
        The blocks with nothing sparse, and what turns weights of the narrow features into those of dense and sparse ones.
    """
    from scipy.linalg import eigh

    products = blocks.dense @ blocks.dense.T + (blocks.sparse @ blocks.sparse.T).toarray()
    values, vectors = eigh(products)
    kept = values > _NOTHING * max(float(values[-1]), 1.0)
    roots = np.sqrt(values[kept])
    back = vectors[:, kept] / roots

    def widen(narrow: Doubles) -> tuple[Doubles, Doubles]:
        share = back @ narrow
        return blocks.dense.T @ share, blocks.sparse.T @ share

    return Blocks(vectors[:, kept] * roots, blocks.sparse[:, :0], blocks.own), widen


def _fit(blocks: Blocks, labels: Doubles, penalty: Penalty, *, exactly_one: bool) -> Fitted:
    """The same where it is not known which features can be spared."""
    from scipy.optimize import minimize

    seen = np.flatnonzero(np.diff(blocks.sparse.tocsc().indptr))  # weights of words never met stay 0
    words = blocks.sparse[:, seen].tocsr()
    turned = words.T.tocsr()
    codes = labels.shape[1]
    sizes = (blocks.dense.shape[1], len(seen), blocks.own.shape[2], 1)
    cuts = np.cumsum(sizes)[:-1]
    known = ~np.isnan(labels)
    told = np.where(known, labels, 0.0)
    slope = _one_of(told) if exactly_one else _apart(told, known)

    def loss(flat: Doubles) -> tuple[float, Doubles]:
        all_weights = flat.reshape(-1, codes)
        dense, sparse, own, bias = np.split(all_weights, cuts)
        odds = blocks.dense @ dense + words @ sparse + np.einsum("nkf,fk->nk", blocks.own, own) + bias
        losses, down = slope(odds)
        down = down * penalty.strength
        away = own - penalty.middle[:, None]
        held = (dense**2).sum() + (sparse**2).sum() + (penalty.own[:, None] * away**2).sum() + penalty.bias * (bias**2).sum()
        steps = (
            blocks.dense.T @ down + dense,
            turned @ down + sparse,
            np.einsum("nkf,nk->fk", blocks.own, down) + penalty.own[:, None] * away,
            down.sum(axis=0, keepdims=True) + penalty.bias * bias,
        )
        return float((losses * penalty.strength).sum() + held / 2), np.concatenate(steps).ravel()

    start = np.zeros((sum(sizes), codes))
    start[cuts[1] : cuts[2]] = penalty.middle[:, None]
    found = minimize(loss, start.ravel(), jac=True, method="L-BFGS-B", options={"maxiter": _STEPS, "maxcor": 8})
    dense, sparse, own, bias = np.split(found.x.reshape(-1, codes), cuts)
    whole = np.zeros((blocks.sparse.shape[1], codes))
    whole[seen] = sparse
    return Fitted(dense, whole, own, bias[0])


_Slope = Callable[[Doubles], tuple[Doubles, Doubles]]


def _apart(told: Doubles, known: NDArray[np.bool_]) -> _Slope:
    """Losses and their slopes where each code is a question of its own."""

    def slope(odds: Doubles) -> tuple[Doubles, Doubles]:
        losses = -(told * log_expit(odds) + (1 - told) * log_expit(-odds))
        return np.where(known, losses, 0.0), np.where(known, np.exp(log_expit(odds)) - told, 0.0)

    return slope


def _one_of(told: Doubles) -> _Slope:
    """Losses and their slopes where one code holds; texts with none (near misses) take no part."""
    whole = told.sum(axis=1, keepdims=True)
    share = np.divide(told, whole, out=np.zeros_like(told), where=whole > 0)

    def slope(odds: Doubles) -> tuple[Doubles, Doubles]:
        logs = log_softmax(odds, axis=1)
        return -share * logs, np.where(whole > 0, np.exp(logs) - share, 0.0)

    return slope
