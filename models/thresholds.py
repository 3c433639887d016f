"""Log-odds from which a code is put: best F1 on texts held out, drawn towards all codes' common one where few tell of it."""

import numpy as np
from numpy.typing import NDArray

from models.head import Floats

_AS_IF = 20.0  # positives that the common threshold counts for: fewer cost at 8 examples a code, more at 32
_LOWEST, _HIGHEST = -6.0, 3.0
_GRID = np.linspace(_LOWEST, _HIGHEST, 91)


def choose_thresholds(odds: Floats, labels: Floats) -> Floats:
    """Thresholds of each code, shape (codes,), for the best macro-F1.

    Args:
        odds: Log-odds of texts that were held out, shape (n, codes).
        labels: Shape (n, codes): 1, 0 or NaN where nobody said.
    """
    curves = np.stack([_f1(odds[:, code], labels[:, code]) for code in range(labels.shape[1])])
    positives = (labels == 1).sum(axis=0)
    if not positives.any():
        return np.zeros(labels.shape[1], np.float32)
    common = _as_often(odds, labels)
    own = np.array([_best(curve) if count else common for curve, count in zip(curves, positives, strict=True)])
    share = positives / (positives + _AS_IF)
    drawn: Floats = (share * own + (1 - share) * common).astype(np.float32)
    return drawn


def _as_often(odds: Floats, labels: Floats) -> float:
    """The threshold that puts as many codes as people did: of few texts it errs less than the best F1, which puts too many."""
    known = ~np.isnan(labels)
    return float(np.clip(np.quantile(odds[known], 1 - (labels[known] == 1).mean()), _LOWEST, _HIGHEST))


def _f1(odds: Floats, labels: Floats) -> NDArray[np.float64]:
    """F1 at each threshold of the grid."""
    known = ~np.isnan(labels)
    told, scores = labels[known] == 1, odds[known]
    put = len(scores) - np.searchsorted(np.sort(scores), _GRID)
    right = told.sum() - np.searchsorted(np.sort(scores[told]), _GRID)
    whole = put + told.sum()
    f1: NDArray[np.float64] = np.divide(2.0 * right, whole, out=np.zeros(len(_GRID)), where=whole > 0)
    return f1


def _best(curve: NDArray[np.float64]) -> float:
    """The middle of the thresholds that are best after smoothing: a lone peak is chance."""
    smooth = np.convolve(np.pad(curve, 2, mode="edge"), np.full(5, 0.2), mode="valid")
    return float(_GRID[np.flatnonzero(smooth >= smooth.max() - 1e-9)].mean())
