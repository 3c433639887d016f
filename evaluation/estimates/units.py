"""What estimates are made from: units with the machine's scores, of which a random part was drawn and looked at blind."""

from dataclasses import dataclass, fields, replace
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from evaluation.estimates.errors import TooFewReviewed
from evaluation.estimates.parts import Floats

Places = NDArray[np.intp]
Truths = NDArray[np.bool_]


class Population(StrEnum):
    """What an estimate speaks of."""

    WIDER = "wider"  # cases like these: their own differences count as error
    THESE = "these"  # the stored notes: only the draw counts as error


@dataclass(frozen=True, slots=True, eq=False)
class Units:
    """Segments (or whatever is coded) of a study; all arrays have shape (units,).

    Attributes:
        case: Number of the unit's case, 0, 1, …; units without a case get one each.
        machine: The machine's score, 0..1. It need not be calibrated; how much it is worth is measured.
        counted: Whether the machine alone would count it.
        probability: How probable it was that the unit was drawn.
        drawn: Whether it was.
        answer: What a person said blind, 0..1; NaN where nobody did.
    """

    case: Places
    machine: Floats
    counted: Truths
    probability: Floats
    drawn: Truths
    answer: Floats

    @property
    def decided(self) -> Truths:
        """Drawn, and answered."""
        decided: Truths = self.drawn & ~np.isnan(self.answer)
        return decided

    def only(self, mask: Truths) -> "Units":
        """The units of a group or period."""
        return replace(self, **{one.name: getattr(self, one.name)[mask] for one in fields(self)})

    def weights(self) -> Floats:
        """1 / the probability of having been drawn and decided so far, 0 elsewhere.

        Drawn units are decided in the order of their lots, so those decided so far are what a smaller share would have drawn:
        a unit is decided with probability min(its own, share). The share is the one that agrees with how many were decided.

        Raises:
            TooFewReviewed: No drawn unit was decided.
        """
        return 1 / self.reached() * self.decided

    def reached(self) -> Floats:
        """The probability of having been drawn and decided so far, shape (units,), as `weights` takes it.

        Raises:
            TooFewReviewed: No drawn unit was decided.
        """
        decided = int(self.decided.sum())
        if not decided:
            raise TooFewReviewed(
                "nothing that was drawn by lot has been decided yet; decide in the order 'audit' of the queue first"
            )
        own = self.probability[self.drawn]
        share = float(own.max())
        if decided < len(own):  # Σ min(1, share / own) rises with the share from 0 to the number of drawn units
            order = np.sort(own)
            inverse = np.cumsum((1 / order)[::-1])[::-1]
            # with the share between two probabilities those below count whole and those above share / own
            reached = np.arange(len(order)) + order * inverse
            place = int(np.searchsorted(reached, decided))
            share = (decided - place) / inverse[place]
        return np.minimum(self.probability, share)


def numbered(names: list[str | None]) -> Places:
    """Numbers for case keys; units without one get a case of their own, for nothing says that they belong together."""
    known: dict[str | int, int] = {}
    keys = [place if name is None else name for place, name in enumerate(names)]
    return np.array([known.setdefault(key, len(known)) for key in keys], dtype=np.intp)
