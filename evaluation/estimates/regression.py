"""What goes with a code: regression coefficients and trends, by people and machine together."""

from collections.abc import Sequence

import numpy as np

from evaluation.estimates.errors import NotTold, TooFewReviewed
from evaluation.estimates.figures import Estimate, check, told
from evaluation.estimates.fit import Family, Fit, fit
from evaluation.estimates.parts import Floats, Parts
from evaluation.estimates.units import Population, Units

CASES_A_COLUMN = 5
"""Reviewed cases that each coefficient needs beside it."""


def regression(
    units: Units, design: Floats, names: Sequence[str], *, family: Family = Family.LINEAR,
    population: Population = Population.WIDER, what: str = "it",
) -> dict[str, Estimate]:  # fmt: skip
    """Coefficients of the code on what is known of every unit.

    Three fits make each coefficient: people's answers on the reviewed part, plus the weight times (machine's scores on all
    less machine's scores on the reviewed part). The latter two differ by chance alone, whatever the machine is worth: a
    control variate, which for linear fits is prediction-powered inference (Angelopoulos et al. 2023, Science 382, and PPI++,
    arXiv:2311.01453) and needs no machine that is right. Each coefficient has its own weight.

    Args:
        units: All.
        design: Shape (units, columns), the first column ones.
        names: The columns' names.
        family: Linear (differences of shares) or logistic (of log-odds).
        population: What the intervals speak of.
        what: How the figures are called in an error.

    Raises:
        TooFewReviewed: Too few were drawn and decided for so many coefficients.
        NotTold: A coefficient cannot be told from what was reviewed.
    """
    check(units, what)
    needed, cases = CASES_A_COLUMN * design.shape[1], len(np.unique(units.case[units.decided]))
    if cases < needed:
        raise TooFewReviewed(
            f"{what} has {design.shape[1]} coefficients and rests on {cases} reviewed cases; {needed} are needed. "
            "Take fewer attributes, merge their values, or decide more in the order 'audit' of the queue"
        )
    weight, every = units.weights(), np.ones(len(units.case))
    drawn = np.flatnonzero(weight > 0)
    own = np.arange(len(drawn))
    by_case, total = units.case, int(units.case.max()) + 1
    people = fit(design, np.where(weight > 0, units.answer, 0.0), weight, by_case, cases=total, family=family)
    among = fit(design, units.machine, weight, by_case, cases=total, family=family)
    over = fit(design, units.machine, every, by_case, cases=total, family=family)
    counted = _counted(design, units, family)
    left = np.sqrt(1 - 1 / weight[drawn])

    def drawn_fit(answer: Floats) -> Fit:
        return fit(design[drawn], answer[drawn], weight[drawn], own, cases=len(drawn), family=family)

    narrow, seen = drawn_fit(units.answer), drawn_fit(units.machine)
    found: dict[str, Estimate] = {}
    for place, name in enumerate(names):
        value = np.asarray(people.coefficients[place])
        gap = np.asarray(over.coefficients[place] - among.coefficients[place])
        wider = Parts(value, gap, people.own[place], over.own[place] - among.own[place], people.load[place])
        draw = Parts(value, gap, narrow.own[place] * left, -seen.own[place] * left, narrow.load[place] * left**2)
        chosen = wider if population is Population.WIDER else draw
        found[name] = told(units, chosen, draw, population, machine_only=counted[place])
    return found


def trend(
    units: Units, period: Floats, *, family: Family = Family.LINEAR, population: Population = Population.WIDER,
    what: str = "it",
) -> Estimate:  # fmt: skip
    """How much the share (linear) or its log-odds (logistic) changes from a period to the next, as a straight line.

    Args:
        units: All.
        period: Each unit's period as a number, shape (units,).
        family: Linear or logistic.
        population: What the interval speaks of.
        what: How the figure is called in an error.

    Raises:
        TooFewReviewed: Too few were drawn and decided.
        NotTold: All that was reviewed is of one period.
    """
    design = np.stack([np.ones(len(period)), period - period.mean()], axis=-1)
    return regression(units, design, ("", "period"), family=family, population=population, what=what)["period"]


def _counted(design: Floats, units: Units, family: Family) -> list[float]:
    """The coefficients that counting the machine's codes gives; NaN where they cannot be told."""
    every = np.ones(len(units.case))
    try:
        told_by = fit(
            design, units.counted.astype(np.float64), every, units.case, cases=int(units.case.max()) + 1, family=family
        )
    except NotTold:
        return [float("nan")] * design.shape[1]
    return [float(one) for one in told_by.coefficients]
