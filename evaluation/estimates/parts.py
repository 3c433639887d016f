"""What an estimate is made of before the machine's weight is chosen: two figures, and what each case adds to their error."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_MOST_LEVERAGE = 0.9
"""A case that settles the machine's weight, or a figure, nearly alone would have its error made up to infinity."""


@dataclass(frozen=True, slots=True, eq=False)
class Parts:
    """A figure that is linear in codes: by the reviewed part alone, and what the machine can add: labelled + weight · gap.

    Two figures over the same cases may be subtracted, which gives the parts of their difference.

    Attributes:
        labelled: The figure by the reviewed part alone, weighted; shape (…), one for each study, or none.
        gap: The machine's figure over all, less the machine's figure over the reviewed part; same shape.
        own: How far a case (or a drawn unit) moves `labelled`: with it, less without it; shape (…, cases).
        machine: … and `gap`, same shape.
        load: What share of the error each case should bear were segments independent, not summing to anything; same shape.
    """

    labelled: Floats
    gap: Floats
    own: Floats
    machine: Floats
    load: Floats

    def __sub__(self, other: "Parts") -> "Parts":
        return Parts(
            self.labelled - other.labelled, self.gap - other.gap, self.own - other.own, self.machine - other.machine,
            self.load + other.load,
        )  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Tuned:
    """A figure with the weight that the machine has in it.

    Attributes:
        value: Shape (…).
        variance: Of its error, same shape.
        weight: 0: the machine tells nothing, 1: it is taken as it is; same shape.
        freedom: Degrees of freedom of the variance: how many cases it really rests on, less one; same shape.
    """

    value: Floats
    variance: Floats
    weight: Floats
    freedom: Floats


def labelled_only(parts: Parts) -> Tuned:
    """The figure without the machine."""
    return _finished(parts, parts.own, np.zeros_like(parts.labelled))


def tuned(parts: Parts, *, together: bool = False) -> Tuned:
    """The figure with the machine at the weight that makes its variance least: power tuning of prediction-powered inference.

    Angelopoulos, Duchi and Zrnic 2023, PPI++ (arXiv:2311.01453), section 6: the weight is the slope of `own` on −`machine`
    through zero; here over cases, as cases are what was drawn independently. It is held at 0 or above, and may be above 1
    where the machine's scores are too timid. It is chosen on the data that it is used on, so each case's error is taken as
    if the case had had no say in it: divided by 1 − its leverage (as the jackknife does, HC3: MacKinnon and White 1985,
    Journal of Econometrics 29).

    Args:
        parts: Shape (…), or (categories,) where `together`.
        together: One weight for all categories of a distribution, so that they still add up to one.
    """
    square, product = parts.machine**2, parts.own * parts.machine
    if together:
        square, product = (np.broadcast_to(one.sum(axis=0), one.shape) for one in (square, product))
    total = square.sum(axis=-1)
    some = np.where(total > 0, total, 1.0)
    weight = np.maximum(-product.sum(axis=-1) / some, 0.0)
    error = parts.own + weight[..., np.newaxis] * parts.machine
    kept = 1 - np.minimum(square / some[..., np.newaxis], _MOST_LEVERAGE)
    # where the weight is held at 0, nothing was chosen
    return _finished(parts, np.where((weight > 0)[..., np.newaxis], error / kept, error), weight)


def _finished(parts: Parts, error: Floats, weight: Floats) -> Tuned:
    """The jackknife's variance over cases, and the Satterthwaite freedom of it were segments independent.

    Efron and Stein 1981, Annals of Statistics 9; Bell and McCaffrey 2002, Survey Methodology 28: cases of uneven size make
    fewer degrees of freedom than there are cases.
    """
    cases = (parts.load > 0).sum(axis=-1)
    variance = (error**2).sum(axis=-1) * (cases - 1) / np.maximum(cases, 1)
    spread = (parts.load**2).sum(axis=-1)
    worth = parts.load.sum(axis=-1) ** 2 / np.where(spread > 0, spread, 1.0)
    return Tuned(parts.labelled + weight * parts.gap, variance, weight, np.maximum(worth - 1, 1.0))


def leave_out(share: Floats) -> Floats:
    """1 / (1 − share): what makes the influence of a case, whose share of the whole it is, that of leaving it out."""
    kept: Floats = 1 / np.maximum(1 - share, 1 - _MOST_LEVERAGE)
    return kept
