"""An estimate as it is told: the figure with its interval, beside what people or machine alone say, and what it rests on."""

import math
from dataclasses import dataclass

import numpy as np

from evaluation.estimates.errors import TooFewReviewed
from evaluation.estimates.interval import bounded, unbounded
from evaluation.estimates.parts import Floats, Parts, Tuned, labelled_only, tuned
from evaluation.estimates.units import Population, Units
from evaluation.intervals import Metric

LEAST_REVIEWED, LEAST_CASES = 10, 2
"""Reviewed units and cases below which no interval is given: with fewer even Student's quantile is a guess."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """One figure.

    Attributes:
        value: By people and machine together, with its 95 % interval.
        labelled_only: By what people decided alone, weighted, with its interval.
        machine_only: What counting the machine's codes gives; it has no interval, for its error is not known. NaN: none such.
        machine_weight: How much the machine's scores count in `value`; 0: nothing.
        population: What the interval speaks of.
        units: Units in the group.
        cases: Cases they belong to.
        reviewed: Units that were drawn and decided.
        reviewed_cases: Cases that these belong to.
        undecided: Units that were drawn and are not decided yet.
        effective_reviews: How many independent reviews without a machine would give as narrow an interval. NaN: not told.
        effective_cases: How many cases of even size the variance really rests on; "these": units.
        more_reviews: How many more reviews of these notes would halve the interval; none where no number would, as the cases
            differ too much among themselves: more cases are needed.
    """

    value: Metric
    labelled_only: Metric
    machine_only: float
    machine_weight: float
    population: Population
    units: int
    cases: int
    reviewed: int
    reviewed_cases: int
    undecided: int
    effective_reviews: float
    effective_cases: float
    more_reviews: int | None


def told(
    units: Units, parts: Parts, draw: Parts, population: Population, *, machine_only: float, worth: float | None = None,
    figure: Tuned | None = None,
) -> Estimate:  # fmt: skip
    """An estimate from its parts.

    Args:
        units: What it is about.
        parts: Of the population, without leading shape.
        draw: Of the draw alone, as for the population "these".
        population: What the interval speaks of.
        machine_only: What counting the machine's codes gives.
        worth: For what lies in 0..1, how many equally weighted reviews there are; none for what is not bounded.
        figure: Where the weight was chosen together with others; none: chosen here.
    """
    best, plain = figure or tuned(parts), labelled_only(parts)
    value, labelled = _metric(best, parts, worth), _metric(plain, parts, worth)
    spread, effective = float(parts.labelled * (1 - parts.labelled)), math.nan
    if worth is not None and best.variance > 0:
        effective = spread / float(best.variance) if spread > 0 else worth
    return Estimate(
        value, labelled, machine_only, float(best.weight), population, len(units.case), len(np.unique(units.case)),
        int(units.decided.sum()), len(np.unique(units.case[units.decided])), int((units.drawn & ~units.decided).sum()),
        effective, float(best.freedom) + 1, _more_reviews(units, best, draw, population),
    )  # fmt: skip


def check(units: Units, what: str = "it") -> None:
    """Whether there is enough to rest an interval on.

    Raises:
        TooFewReviewed: There is not; the message says how many there are and how many are needed.
    """
    reviewed, cases = int(units.decided.sum()), len(np.unique(units.case[units.decided]))
    if reviewed < LEAST_REVIEWED or cases < LEAST_CASES:
        raise TooFewReviewed(
            f"{what} rests on {reviewed} segments of {cases} cases that were drawn by lot and decided; at least "
            f"{LEAST_REVIEWED} segments of {LEAST_CASES} cases are needed. Decide more in the order 'audit' of the queue"
        )


def _metric(figure: Tuned, parts: Parts, worth: float | None) -> Metric:
    if not parts.load.any():  # everything was reviewed: nothing is left to chance
        return Metric(float(figure.value), float(figure.value), float(figure.value))
    low, high = unbounded(figure) if worth is None else bounded(figure, parts.labelled, np.asarray(worth))
    value = float(figure.value) if worth is None else float(np.clip(figure.value, 0.0, 1.0))
    return Metric(value, float(low), float(high))


def _more_reviews(units: Units, best: Tuned, draw: Parts, population: Population) -> int | None:
    """Reviews beside those made, of the same notes, that would quarter the variance.

    What the draw adds to the variance falls as (1 − share) / share; what differs among the cases stays as it is.
    """
    total = float(best.variance)
    error: Floats = draw.own + best.weight * draw.machine
    drawn = min(float((error**2).sum()), total)
    stays = total - drawn if population is Population.WIDER else 0.0
    left = total / 4 - stays
    if drawn <= 0 or left <= 0:
        return None
    share = float(units.decided.mean())
    odds = (1 - share) / share * left / drawn
    return max(math.ceil(len(units.case) * (1 / (1 + odds) - share)), 0)
