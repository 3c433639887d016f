"""In what share of notes, or of cases, a code occurs at all, though only some of their segments were reviewed."""

from dataclasses import replace

import numpy as np

from evaluation.estimates.errors import TooFewReviewed
from evaluation.estimates.figures import Estimate, check, told
from evaluation.estimates.parts import Floats, Parts, labelled_only, leave_out
from evaluation.estimates.units import Places, Population, Units

_WEIGHTS = np.linspace(0.0, 1.0, 21)
_MOST_ALONE = 0.25
"""Share of the variance that one case may bear: beyond it the figure hangs on a few products of large weights."""


def occurrence(units: Units, whole: Places, *, population: Population = Population.WIDER, what: str = "it") -> Estimate:
    """The share of wholes (notes, cases) of which some segment carries the code.

    Segments were drawn independently, so the product over a whole's segments of 1 − (score + answer − score, weighted by
    1 / probability where reviewed) has as its mean the product of 1 − truth, which is 1 where none carries the code:
    one less it is unbiased for every whole, whatever the scores are worth. It is noisy where many segments of a whole were
    left unreviewed and the machine is poor; then it is not given. Scores are taken at the weight with the least variance.

    Args:
        units: Segments, answers 0 or 1.
        whole: Number of each segment's note or case, shape (units,); segments of one whole are of one case.
        population: What the interval speaks of.
        what: How the figure is called in an error.

    Raises:
        TooFewReviewed: Too few were drawn and decided, or the figure hangs on a few wholes.
    """
    check(units, what)
    names, place = np.unique(whole, return_inverse=True)
    case = np.zeros(len(names), dtype=np.intp)
    case[place] = units.case
    weight, truth = units.weights(), np.where(units.decided, units.answer, 0.0)
    found = [_each(units.machine * one, weight, truth, place, len(names)) for one in _WEIGHTS]
    made = [_parts(one, case, population) for one in found]
    best = int(np.argmin([(one.own**2).sum() for one in made]))
    alone = (made[best].own ** 2).max() / max((made[best].own ** 2).sum(), 1e-300)
    if alone > _MOST_ALONE and made[best].load.any():
        raise TooFewReviewed(
            f"{what} cannot be told: so few of their segments were reviewed that it hangs on one of them. "
            "Ask for the share of segments, or decide more in the order 'audit' of the queue"
        )
    counted = np.bincount(place, units.counted, minlength=len(names)) > 0
    draw = _parts(found[best], case, Population.THESE)
    figure = replace(labelled_only(made[best]), weight=np.asarray(_WEIGHTS[best]))
    return told(
        units, made[0], draw, population, machine_only=float(counted.mean()),
        worth=max(len(names) * float(units.decided.mean()), 1.0), figure=figure,
    )  # fmt: skip


def _each(scores: Floats, weight: Floats, truth: Floats, place: Places, count: int) -> Floats:
    """For each whole, an unbiased guess whether some segment carries the code, shape (wholes,); may lie outside 0..1."""
    factors = 1 - scores - weight * (truth - np.where(weight > 0, scores, 0.0))
    product = np.ones(count)
    np.multiply.at(product, place, factors)
    guess: Floats = 1 - product
    return guess


def _parts(guess: Floats, case: Places, population: Population) -> Parts:
    """Of the mean over wholes. Of the draw alone: as a guess's mean square is its variance and the truth, which is 0 or 1."""
    size, value = len(guess), guess.mean()
    if population is Population.THESE:
        spread = np.maximum(guess**2 - guess, 0.0)
        own = np.sign(guess - value) * np.sqrt(spread) / size
        return Parts(np.asarray(value), np.asarray(0.0), own, np.zeros_like(own), (spread > 0).astype(np.float64))
    wholes = np.bincount(case)
    total = np.bincount(case, guess - value) / size * leave_out(wholes / size)
    return Parts(np.asarray(value), np.asarray(0.0), total, np.zeros_like(total), wholes.astype(np.float64))
