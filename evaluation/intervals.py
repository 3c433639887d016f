"""How sure a figure is: percentile intervals by drawing whole documents again and again."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

LEVEL = 0.95
RESAMPLES = 1000
SEED = 20251104
_CHUNK = 50  # resamples worked on at once: bounds the memory of statistics over every single decision


@dataclass(frozen=True, slots=True)
class Metric:
    """A figure with its 95 % interval; NaN where it is not defined.

    The interval is NaN where it cannot be known: one document alone says nothing about how documents differ.
    """

    value: float
    low: float
    high: float


def bootstrap_by_cluster(
    values: Floats, statistic: Callable[[Floats], Floats], *, resamples: int = RESAMPLES, seed: int = SEED
) -> Metric:
    """A statistic of sums over documents, with its percentile interval from drawing documents anew.

    Segments of one document are alike, so that drawing segments would give intervals that are too narrow;
    the document is what is drawn (the cluster bootstrap: Davison and Hinkley 1997, Bootstrap Methods and
    their Application, section 3.8; percentile interval: Efron and Tibshirani 1993, An Introduction to the
    Bootstrap, chapter 13). A figure of exactly 0 or 1 gets an interval without width, which is too narrow.

    Args:
        values: What each document adds to the sums, shape (documents, …).
        statistic: From sums of shape (resamples, …) to one figure each, shape (resamples,); NaN where
            undefined.
        resamples: How often the documents are drawn.
        seed: The same seed gives the same interval.
    """

    def of_weights(weights: Floats) -> Floats:
        return statistic(np.tensordot(weights, values, axes=1))[:, np.newaxis]

    return bootstrap_by_weight(len(values), of_weights, resamples=resamples, seed=seed)[0]


def bootstrap_by_weight(
    documents: int, statistic: Callable[[Floats], Floats], *, resamples: int = RESAMPLES, seed: int = SEED
) -> list[Metric]:
    """As `bootstrap_by_cluster`, for figures that are no function of sums.

    Args:
        documents: How many there are.
        statistic: From how often each document was drawn, shape (resamples, documents), to some figures for
            each resample, shape (resamples, figures).
        resamples: How often the documents are drawn.
        seed: The same seed gives the same intervals.

    Returns:
        The figures of the documents as they are, each with its interval.
    """
    observed = statistic(np.ones((1, documents)))[0]
    if documents <= 1:
        return [Metric(float(value), np.nan, np.nan) for value in observed]
    chance = np.full(documents, 1 / documents)
    weights = np.random.default_rng(seed).multinomial(documents, chance, size=resamples).astype(np.float64)
    chunks = np.array_split(weights, -(-resamples // _CHUNK))
    drawn = np.concatenate([statistic(chunk) for chunk in chunks])
    return [_metric(float(value), column) for value, column in zip(observed, drawn.T, strict=True)]


def bootstrap_ratio(pairs: Floats, *, resamples: int = RESAMPLES, seed: int = SEED) -> Metric:
    """A sum over another sum, with its interval by document; `pairs` has shape (documents, 2)."""
    return bootstrap_by_cluster(pairs, lambda sums: ratio(sums[:, 0], sums[:, 1]), resamples=resamples, seed=seed)


def share(part: int, whole: int) -> Metric:
    """A share of documents with its Wilson interval, which is honest at 0 and 1 (Wilson 1927, JASA 22).

    Documents are drawn independently, so that no bootstrap is needed: with no leak in 40 documents it says
    that up to 9 % may leak, where the bootstrap would say none.
    """
    from scipy.stats import binomtest

    if whole == 0:
        return Metric(np.nan, np.nan, np.nan)
    interval = binomtest(part, whole).proportion_ci(LEVEL, method="wilson")
    return Metric(part / whole, float(interval.low), float(interval.high))


def ratio(over: Floats, under: Floats) -> Floats:
    """Element by element, NaN where it would divide by nothing."""
    undefined = np.full(np.broadcast_shapes(over.shape, under.shape), np.nan)
    divided: Floats = np.divide(over, under, out=undefined, where=under != 0)
    return divided


def mean_of_defined(values: Floats) -> Floats:
    """The mean over the last axis of what is not NaN; NaN where all of it is."""
    defined = ~np.isnan(values)
    total: Floats = np.where(defined, values, 0.0).sum(axis=-1)
    return ratio(total, defined.sum(axis=-1).astype(np.float64))


def _metric(value: float, drawn: Floats) -> Metric:
    defined = drawn[~np.isnan(drawn)]
    if np.isnan(value) or not defined.size:
        return Metric(value, np.nan, np.nan)
    low, high = np.quantile(defined, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Metric(value, float(low), float(high))
