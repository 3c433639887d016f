"""How often: the share of units with a code (or their mean score), by group and period, differences and distributions."""

from collections.abc import Sequence

import numpy as np

from evaluation.estimates.errors import TooFewReviewed
from evaluation.estimates.figures import Estimate, check, told
from evaluation.estimates.parts import Floats, Parts, Tuned, tuned
from evaluation.estimates.shares import case_sums, reviewed_worth, share_parts
from evaluation.estimates.units import Population, Truths, Units


def prevalence(units: Units, *, population: Population = Population.WIDER, what: str = "it") -> Estimate:
    """The share of the units that carry the code, or their mean where answers are scores in 0..1.

    Raises:
        TooFewReviewed: Too few were drawn and decided, or in too few cases.
    """
    check(units, what)
    parts, draw, worth = _parts(units, population)
    return told(units, parts, draw, population, machine_only=float(units.counted.mean()), worth=worth)


def difference(
    units: Units, first: Truths, second: Truths, *, population: Population = Population.WIDER, what: str = "it"
) -> Estimate:
    """The share among the units of `first` less the share among those of `second`; cases may have units in both.

    Args:
        units: All.
        first: Which belong to the one group, shape (units,).
        second: … and which to the other; none belongs to both.
        population: What the interval speaks of.
        what: How the figure is called in an error.

    Raises:
        TooFewReviewed: One of the groups has too few.
    """
    both = first | second
    one, other = (_in_group(units, mask, population, what) for mask in (first, second))
    counted = float(units.counted[first].mean() - units.counted[second].mean())
    return told(units.only(both), one[0] - other[0], one[1] - other[1], population, machine_only=counted)


def distribution(
    units: Units, answers: Floats, machine: Floats, counted: Truths, *, population: Population = Population.WIDER,
    what: str = "it",
) -> list[Estimate]:  # fmt: skip
    """The share of each of several categories of which every unit has one; the shares add up to one.

    Args:
        units: All; their own scores and answers are not used.
        answers: 1 where a person said the category, shape (units, categories); NaN where nobody did.
        machine: The machine's scores, same shape, rows adding up to one.
        counted: Which category the machine alone would count, same shape.
        population: What the intervals speak of.
        what: How the figure is called in an error.

    Raises:
        TooFewReviewed: Too few were drawn and decided.
    """
    each = [
        Units(units.case, scores, truths, units.probability, units.drawn, said)
        for said, scores, truths in zip(answers.T, machine.T, counted.T, strict=True)
    ]
    check(each[0], what)
    made = [_parts(one, population) for one in each]
    best = tuned(_stacked([parts for parts, _, _ in made]), together=True)
    return [
        told(one, parts, draw, population, machine_only=float(one.counted.mean()), worth=worth, figure=_at(best, place))
        for place, (one, (parts, draw, worth)) in enumerate(zip(each, made, strict=True))
    ]


def _parts(units: Units, population: Population) -> tuple[Parts, Parts, float]:
    """Parts for the population, parts of the draw alone, and how many equally weighted reviews there are."""
    weight = units.weights()
    sums = case_sums(units.case, units.machine, weight, units.answer, cases=int(units.case.max()) + 1)
    wider, draw = share_parts(sums), _draw_parts(units, weight)
    return (wider if population is Population.WIDER else draw), draw, float(reviewed_worth(sums))


def _draw_parts(units: Units, weight: Floats) -> Parts:
    """As if each drawn unit were a case and the rest were known: what of the error comes from the draw alone.

    Each unit was drawn by itself (Poisson sampling), so its part of the variance counts 1 − its probability (Särndal,
    Swensson and Wretman 1992, Model Assisted Survey Sampling, sections 3.5 and 6.6).
    """
    drawn = weight > 0
    own, place = weight[drawn], np.arange(int(drawn.sum()))
    parts = share_parts(case_sums(place, units.machine[drawn], own, units.answer[drawn], cases=len(place)))
    # of the machine's two figures only the one over the reviewed part hangs on the draw
    seen = share_parts(case_sums(place, units.machine[drawn], own, units.machine[drawn], cases=len(place)))
    left = np.sqrt(1 - 1 / own)
    gap = np.asarray(units.machine.mean()) - seen.labelled
    return Parts(parts.labelled, gap, parts.own * left, -seen.own * left, parts.load * left**2)


def _in_group(units: Units, mask: Truths, population: Population, what: str) -> tuple[Parts, Parts]:
    """Parts of a group over all cases (or all decided units), so that two groups may be subtracted."""
    group = units.only(mask)
    if not mask.any():
        raise TooFewReviewed(f"{what} compares groups of which one has no segments")
    check(group, what)
    weight = group.weights()
    sums = case_sums(group.case, group.machine, weight, group.answer, cases=int(units.case.max()) + 1)
    narrow, places = _draw_parts(group, weight), np.cumsum(units.decided) - 1
    wide = np.zeros((3, int(units.decided.sum())))
    wide[:, places[mask & units.decided]] = narrow.own, narrow.machine, narrow.load
    draw = Parts(narrow.labelled, narrow.gap, *wide)
    return (share_parts(sums) if population is Population.WIDER else draw), draw


def _stacked(parts: Sequence[Parts]) -> Parts:
    return Parts(*(np.stack([getattr(one, name) for one in parts]) for name in ("labelled", "gap", "own", "machine", "load")))


def _at(figure: Tuned, place: int) -> Tuned:
    return Tuned(figure.value[place], figure.variance[place], figure.weight[place], figure.freedom[place])
