"""The share of units that carry a code (or their mean score) as parts of an estimate, from sums over cases."""

import numpy as np

from evaluation.estimates.parts import Floats, Parts, leave_out

SUMS = 6
"""Units, machine's scores, weights of what was reviewed, squares of these, weighted answers, weighted machine's scores."""


def case_sums(
    case: np.ndarray[tuple[int], np.dtype[np.intp]], machine: Floats, weight: Floats, answer: Floats, *, cases: int
) -> Floats:
    """What each case adds up to: what the share and its error follow from.

    Args:
        case: Each unit's case, 0 … cases − 1, shape (units,).
        machine: What the machine says of each unit, 0..1, shape (units,).
        weight: 1 / probability of having been reviewed, 0 where it was not; shape (units,).
        answer: What a person said, 0..1, anything where nobody did; shape (units,).
        cases: How many cases there are.

    Returns:
        Shape (cases, 6), in the order of `SUMS`.
    """
    said = np.where(weight > 0, answer, 0.0)
    columns = (np.ones_like(machine), machine, weight, weight**2, weight * said, weight * machine)
    return np.stack([np.bincount(case, column, minlength=cases) for column in columns], axis=-1)


def share_parts(sums: Floats) -> Parts:
    """The difference estimator of a share, with weights made to sum to one (Hájek), and how it moves without each case.

    Särndal, Swensson and Wretman 1992, Model Assisted Survey Sampling, sections 5.7 and 6.3; leaving out a case moves a ratio
    by exactly its influence / (1 − its share of the weight).

    Args:
        sums: Shape (…, cases, 6), from `case_sums`; some weight must be above 0.
    """
    units, machine, weight, square, answer, seen = np.moveaxis(sums, -1, 0)
    size, drawn = units.sum(axis=-1, keepdims=True), weight.sum(axis=-1, keepdims=True)
    drawn = np.where(drawn > 0, drawn, np.nan)
    labelled = answer.sum(axis=-1, keepdims=True) / drawn
    among, over = seen.sum(axis=-1, keepdims=True) / drawn, machine.sum(axis=-1, keepdims=True) / size
    by_weight, by_size = leave_out(weight / drawn), leave_out(units / size)
    own = (answer - labelled * weight) / drawn * by_weight
    moved = (machine - over * units) / size * by_size - (seen - among * weight) / drawn * by_weight
    count = drawn**2 / square.sum(axis=-1, keepdims=True)
    middle = (labelled * count + 1) / (count + 2)  # also where all or none carry it some error is to be expected
    return Parts(labelled[..., 0], (over - among)[..., 0], own, moved, middle * (1 - middle) * square / drawn**2)


def reviewed_worth(sums: Floats) -> Floats:
    """How many equally weighted reviews the weighted ones are worth (Kish 1965, Survey Sampling, section 11.7); shape (…)."""
    weight, square = sums[..., 2].sum(axis=-1), sums[..., 3].sum(axis=-1)
    worth: Floats = weight**2 / np.where(square > 0, square, np.nan)
    return worth
