"""Whether a confidence is the probability that it says it is."""

import numpy as np
from numpy.typing import NDArray

from evaluation.intervals import RESAMPLES, SEED, Floats, Metric, bootstrap_by_cluster, bootstrap_ratio, ratio

BINS = 15


def brier_score(
    scores: Floats,
    right: Floats,
    document: NDArray[np.intp],
    documents: int,
    *,
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> Metric:
    """The mean squared distance of confidence and truth, 0 to 1, less is better (Brier 1950).

    Args:
        scores: Confidence of each cell (a code on a segment), shape (cells,).
        right: 1 where the code applies, 0 where it does not, shape (cells,).
        document: Number of the document that each cell is from, shape (cells,).
        documents: How many documents there are, those without cells too.
        resamples: For the interval.
        seed: For the interval.
    """
    values = np.zeros((documents, 2))
    np.add.at(values[:, 0], document, (scores - right) ** 2)
    np.add.at(values[:, 1], document, 1.0)
    return bootstrap_ratio(values, resamples=resamples, seed=seed)


def calibration_error(
    scores: Floats,
    right: Floats,
    document: NDArray[np.intp],
    documents: int,
    *,
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> Metric:
    """The expected calibration error: mean distance of confidence and truth over bins of equal mass.

    Equal mass (Nguyen and O'Connor 2015, Posterior calibration and exploratory analysis), because with bins
    of equal width nearly all cells of rare codes would fall into the first one. Equal scores are never
    parted. It is biased upwards where bins hold few cells, and in the resamples a little more: its interval
    errs to the safe side.

    Arguments as of `brier_score`.
    """
    edges = np.unique(np.quantile(scores, np.linspace(0, 1, BINS + 1)[1:-1])) if scores.size else np.empty(0)
    place = np.searchsorted(edges, scores, side="left")
    values = np.zeros((documents, len(edges) + 1, 3))
    for part, amount in enumerate((scores, right, np.ones_like(scores))):
        np.add.at(values[:, :, part], (document, place), amount)
    return bootstrap_by_cluster(values, _distance, resamples=resamples, seed=seed)


def _distance(sums: Floats) -> Floats:
    return ratio(np.abs(sums[..., 0] - sums[..., 1]).sum(axis=-1), sums[..., 2].sum(axis=-1))
