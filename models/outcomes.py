"""Accept, doubtful, reject: thresholds chosen code by code for a target accuracy, with the guarantee that goes with them.

Two thresholds, each with its own promise, because nearly all that is certain is absent, and an accuracy over both sides would
let what children say be dropped unseen: of what is accepted enough is right, and of what is there little is rejected.
Thresholds are tried in an order that the labels have no part in, until one fails (fixed sequence testing: Angelopoulos et al.
2021, Learn then test), each with an exact one-sided binomial bound (Clopper and Pearson 1934).
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.head import Floats
from models.types import Outcome

TARGET, MISSED, SURE = 0.95, 0.10, 0.95
"""Accuracy of what is accepted and of what is rejected; share of a code's segments that may be rejected; confidence of both."""
_STEPS = 20
_SPARE = 1  # mistakes that the first threshold tried can bear


@dataclass(frozen=True, slots=True)
class Promise:
    """What is promised of one code's thresholds.

    Attributes:
        accept: From this chance on the code is taken without a person; none where nothing can be promised.
        accepted, accuracy: Number of decisions above it, and the lower bound of the share that are right.
        reject: Below this chance it is left out; none where nothing can be promised.
        present, missed: Number of decisions that the code applies, and the upper bound of the share of them that is left out.
        rejected, right: Number of decisions below `reject`, and the lower bound of the share in which it does not apply.
        by_lot: Whether it rests on segments drawn by lot alone, and so holds for all.
    """

    accept: float | None = None
    accepted: int = 0
    accuracy: float | None = None
    reject: float | None = None
    present: int = 0
    missed: float | None = None
    rejected: int = 0
    right: float | None = None
    by_lot: bool = False

    def outcome(self, chance: float) -> Outcome | None:
        """What is done with a chance; none where it is not `accept` and nothing is promised of rejection."""
        if self.accept is not None and chance >= self.accept:
            return Outcome.ACCEPT
        if self.reject is None:
            return None
        return Outcome.REJECT if chance < self.reject else Outcome.DOUBTFUL


@dataclass(frozen=True, slots=True)
class Guarantee:
    """The promises of all codes, and for whom they hold.

    Attributes:
        codes: Promise of each code.
        codebook: Version of the codebook.
        target, missed, sure: As the constants of this module.
    """

    codes: Mapping[str, Promise]
    codebook: str
    target: float = TARGET
    missed: float = MISSED
    sure: float = SURE

    def sentence(self) -> str:
        """What is guaranteed and for whom."""
        return (
            f"With {self.sure:.0%} confidence for each code and side: at least {self.target:.0%} of what is accepted is right,"
            f" at most {self.missed:.0%} of the segments to which a code applies are rejected, and at least {self.target:.0%}"
            " of what is rejected is right. It holds for codes marked by_lot for all segments of the project, for others for"
            " segments like those that people decided about; segments are taken as independent; with"
            f" codebook {self.codebook}, measured on decisions held out by case."
            " Codes without a threshold have no guarantee."
        )

    def to_dict(self) -> dict[str, Any]:
        """As plain JSON."""
        return asdict(self)

    @staticmethod
    def from_dict(stored: Mapping[str, Any]) -> "Guarantee":
        """As `to_dict` gave it."""
        codes = {code: Promise(**one) for code, one in stored["codes"].items()}
        return Guarantee(**{**stored, "codes": codes})


def promise(
    codes: Sequence[str],
    chances: Floats,
    labels: Floats,
    *,
    codebook: str,
    drawn: NDArray[np.bool_] | None = None,
    target: float = TARGET,
    missed: float = MISSED,
) -> Guarantee:
    """Thresholds of all codes.

    Args:
        codes: Ids, in the order of the columns.
        chances: Out-of-fold probabilities, shape (n, codes); a column of NaN gets no threshold.
        labels: Shape (n, codes): 1, 0, or NaN where nobody said.
        codebook: Version, for the guarantee.
        drawn: Rows that were drawn by lot and decided blind, shape (n,); a code for which they are enough rests on them alone.
        target: Share of what is accepted, and of what is rejected, that must be right.
        missed: Share of a code's segments that may be rejected.
    """
    told = {}
    for place, code in enumerate(codes):
        own, own_labels = chances[:, place], labels[:, place]
        told[code] = promise_of(own, own_labels, target=target, missed=missed)
        if drawn is not None and drawn.any():
            by_lot = promise_of(own[drawn], own_labels[drawn], target=target, missed=missed)
            if by_lot.reject is not None:
                told[code] = replace(by_lot, by_lot=True)
    return Guarantee(told, codebook, target, missed)


def promise_of(
    chances: Floats, labels: Floats, *, target: float = TARGET, missed: float = MISSED, sure: float = SURE
) -> Promise:
    """Thresholds of one code; arguments as of `promise`, of shape (n,)."""
    known = ~np.isnan(labels) & ~np.isnan(chances)
    order = np.argsort(chances[known], kind="stable")
    scores, right = chances[known][order].astype(np.float64), labels[known][order] == 1
    accept, accepted, accuracy = _accept(scores, right, target, sure)
    reject = _reject(scores, right, target, missed, sure)
    if accept is not None and reject[0] is not None and reject[0] > accept:
        reject = (accept, *_bounds_below(scores, right, accept, sure))
    return Promise(accept, accepted, accuracy, reject[0], int(right.sum()), reject[1], reject[2], reject[3])


def at_least(right: int, number: int, *, sure: float = SURE) -> float:
    """Lower bound of a share, exact and one-sided (Clopper and Pearson 1934); 0 where nothing was counted."""
    from scipy.stats import beta

    return 0.0 if right == 0 else float(beta.ppf(1 - sure, right, number - right + 1))


def at_most(wrong: int, number: int, *, sure: float = SURE) -> float:
    """Upper bound of a share; 1 where nothing was counted."""
    return 1 - at_least(number - wrong, number, sure=sure)


def _accept(
    scores: NDArray[np.float64], right: NDArray[np.bool_], target: float, sure: float
) -> tuple[float | None, int, float | None]:
    """From the highest scores down, beginning with as many as can bear a mistake."""
    best: tuple[float | None, int, float | None] = (None, 0, None)
    for number in _numbers(len(scores), target, sure):
        threshold = float(scores[len(scores) - number])
        above = scores >= threshold
        count, good = int(above.sum()), int(right[above].sum())
        bound = at_least(good, count, sure=sure)
        if bound < target:
            break
        best = (threshold, count, bound)
    return best


def _reject(
    scores: NDArray[np.float64], right: NDArray[np.bool_], target: float, missed: float, sure: float
) -> tuple[float | None, float | None, int, float | None]:
    """From the lowest scores up, as long as few of the code's segments lie below and those that lie there are without it."""
    best: tuple[float | None, float | None, int, float | None] = (None, None, 0, None)
    for number in _numbers(len(scores), target, sure):
        threshold = float(scores[min(number, len(scores) - 1)])
        lost, count, bound = _bounds_below(scores, right, threshold, sure)
        if count == 0:
            continue
        if lost > missed or bound < target:
            break
        best = (threshold, lost, count, bound)
    return best


def _bounds_below(
    scores: NDArray[np.float64], right: NDArray[np.bool_], threshold: float, sure: float
) -> tuple[float, int, float]:
    below = scores < threshold
    count, lost = int(below.sum()), int(right[below].sum())
    return at_most(lost, int(right.sum()), sure=sure), count, at_least(count - lost, count, sure=sure)


def _numbers(whole: int, target: float, sure: float) -> list[int]:
    """How many segments each threshold tried leaves on its side: growing, and from the scores' number alone."""
    first = next((n for n in range(1, whole + 1) if at_least(n - _SPARE, n, sure=sure) >= target), None)
    if first is None:  # too few to bear a mistake: all at once, without one
        return [whole] if whole and at_least(whole, whole, sure=sure) >= target else []
    return sorted({int(number) for number in np.geomspace(first, whole, _STEPS)})
