"""Weighted linear and logistic fits with what each case does to every coefficient."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from evaluation.estimates.errors import NotTold
from evaluation.estimates.parts import Floats
from evaluation.estimates.units import Places

_ROUNDS, _CLOSE, _FARTHEST = 60, 1e-10, 30.0
"""Newton's steps, the step that ends them, and the log-odds beyond which answers are separated wholly."""


class Family(StrEnum):
    """How the mean hangs on what is known of a unit."""

    LINEAR = "linear"  # coefficients are differences of shares
    LOGISTIC = "logistic"  # … of log-odds


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """A fit.

    Attributes:
        coefficients: Shape (columns,).
        own: How far a case moves each coefficient: with it, less without it; shape (columns, cases).
        load: What share of its error each case should bear were units independent; same shape.
    """

    coefficients: Floats
    own: Floats
    load: Floats


def fit(design: Floats, answer: Floats, weight: Floats, case: Places, *, cases: int, family: Family) -> Fit:
    """Weighted least squares, or weighted logistic regression by Newton's steps (answers may be scores in 0..1).

    What leaving out a case does is the exact jackknife for linear fits and its first step for logistic ones (CR3: MacKinnon,
    Nielsen and Webb 2023, Journal of Applied Econometrics 38).

    Args:
        design: Shape (units, columns); the first column is usually ones.
        answer: Shape (units,), 0..1.
        weight: Shape (units,); units of weight 0 count for nothing.
        case: Each unit's case, shape (units,).
        cases: How many cases there are.
        family: Linear or logistic.

    Raises:
        NotTold: A coefficient cannot be told.
    """
    used = weight > 0
    rows, said, heavy, places = design[used], answer[used], weight[used] / weight.sum(), case[used]
    if np.linalg.matrix_rank(rows) < rows.shape[1]:
        raise NotTold("among the reviewed segments an attribute does not vary, or follows from the others; leave it out")
    coefficients = np.zeros(rows.shape[1])
    for _ in range(_ROUNDS):
        mean, slope = _mean(rows @ coefficients, family)
        score = rows.T @ (heavy * (said - mean))
        step = np.linalg.solve(rows.T @ (rows * (heavy * slope)[:, np.newaxis]), score)
        coefficients += step
        if family is Family.LOGISTIC and np.abs(rows @ coefficients).max() > _FARTHEST:
            raise NotTold("among the reviewed segments an attribute settles the answer alone; review more, or merge its values")
        if np.abs(step).max() < _CLOSE:
            break
    mean, slope = _mean(rows @ coefficients, family)
    columns = rows.shape[1]
    scores = np.stack(
        [np.bincount(places, heavy * (said - mean) * column, minlength=cases) for column in rows.T], axis=-1
    ).astype(np.float64)
    bread = np.zeros((cases, columns, columns))
    np.add.at(bread, places, rows[:, :, np.newaxis] * rows[:, np.newaxis, :] * (heavy * slope)[:, np.newaxis, np.newaxis])
    whole = bread.sum(axis=0)
    own = _solved_without(whole, bread, scores).T
    spread = slope if family is Family.LOGISTIC else np.full(len(rows), float((heavy * (said - mean) ** 2).sum()))
    moved = np.linalg.solve(whole, rows.T)
    load = np.stack([np.bincount(places, (heavy * one) ** 2 * spread, minlength=cases) for one in moved]).astype(np.float64)
    return Fit(coefficients, own, load)


def _solved_without(whole: Floats, bread: Floats, scores: Floats) -> Floats:
    """(whole − the case's own)⁻¹ · its score; where a case alone tells a coefficient, without taking it out."""
    kept: Floats = whole - bread
    telling = np.linalg.cond(kept) < 1e10  # noqa: PLR2004 - beyond it the case is what tells a coefficient
    safe: Floats = np.where(telling[:, np.newaxis, np.newaxis], kept, whole)
    return np.linalg.solve(safe, scores[:, :, np.newaxis])[:, :, 0].astype(np.float64)


def _mean(linear: Floats, family: Family) -> tuple[Floats, Floats]:
    """The mean and its slope."""
    if family is Family.LINEAR:
        return linear, np.ones_like(linear)
    mean = 1 / (1 + np.exp(-linear))
    return mean, mean * (1 - mean)
