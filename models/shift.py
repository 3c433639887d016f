"""Shift: whether newly coded segments still have scores like those that calibration was fitted among."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from models.head import Floats

BINS = 10
FEWEST = 100
"""Segments below which nothing is said of shift."""
MOVED = 0.25
"""Population stability index that is called a shift (Siddiqi 2006, Credit risk scorecards)."""
_CHANCE = 0.001  # of calling it a shift where there is none
_OVERALL = ""


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """How the scores lay when calibration was fitted.

    Attributes:
        number: How many segments.
        edges: Of each code, the inner edges of its bins, in log-odds.
        shares: Of each code, the share of the segments in each bin.
    """

    number: int
    edges: Mapping[str, tuple[float, ...]]
    shares: Mapping[str, tuple[float, ...]]

    def to_dict(self) -> dict[str, Any]:
        """As plain JSON."""
        return asdict(self)

    @staticmethod
    def from_dict(stored: Mapping[str, Any]) -> "Fingerprint":
        """As `to_dict` gave it."""
        edges, shares = ({code: tuple(one) for code, one in stored[part].items()} for part in ("edges", "shares"))
        return Fingerprint(stored["number"], edges, shares)


@dataclass(frozen=True, slots=True)
class Shift:
    """What was found.

    Attributes:
        number: How many new segments were looked at.
        index: Population stability index of each code; "" is their mean, over all codes.
        moved: Code → why its confidences are no longer calibrated.
    """

    number: int
    index: Mapping[str, float]
    moved: Mapping[str, str]


def fingerprint(codes: tuple[str, ...], odds: Floats) -> Fingerprint:
    """How scores lie.

    Args:
        codes: Ids, in the order of the columns.
        odds: Log-odds of all segments coded so far, shape (n, codes): those that people decide about are chosen, and lie
            elsewhere by design.
    """
    edges, shares = {}, {}
    for place, code in enumerate(codes):
        own = odds[:, place]
        inner = np.unique(np.quantile(own, np.linspace(0, 1, BINS + 1)[1:-1])) if len(own) else np.zeros(0)
        edges[code] = tuple(map(float, inner))
        shares[code] = tuple(map(float, _shares(own, inner)))
    return Fingerprint(len(odds), edges, shares)


def compare(before: Fingerprint, codes: tuple[str, ...], odds: Floats) -> Shift:
    """Whether new segments lie as those did: a code has moved where its index is above `MOVED` and more than chance gives it.

    Between two samples of one population the index is about chi-squared, with a degree of freedom less than bins, times
    1/n + 1/m (Yurdakul 2018, Statistical properties of population stability index). Where the mean over codes is above
    `MOVED`, all have moved.

    Args:
        before: How they lay.
        codes: Ids, in the order of the columns.
        odds: Log-odds of the new segments, shape (m, codes).
    """
    from scipy.stats import chi2

    number = len(odds)
    index = {code: _index(before, code, odds[:, place]) for place, code in enumerate(codes) if before.shares.get(code)}
    if number < FEWEST or before.number < FEWEST or not index:
        return Shift(number, index, {})
    overall = float(np.mean(list(index.values())))
    moved = {}
    for code, value in index.items():
        by_chance = chi2.ppf(1 - _CHANCE, max(1, len(before.shares[code]) - 1)) * (1 / number + 1 / before.number)
        if value > max(MOVED, by_chance):
            moved[code] = (
                f"scores of the last {number} segments lie elsewhere (stability index {value:.2f}); review some, learn"
            )
        elif overall > MOVED:
            moved[code] = f"the last {number} segments are unlike those learned from (mean stability index {overall:.2f})"
    return Shift(number, index | {_OVERALL: overall}, moved)


def _index(before: Fingerprint, code: str, odds: Floats) -> float:
    number = max(len(odds), 1)
    # half a segment in each bin, so that an empty one is no infinity
    old = (np.array(before.shares[code]) * before.number + 0.5) / (before.number + 0.5 * len(before.shares[code]))
    new = (_shares(odds, np.array(before.edges[code])) * number + 0.5) / (number + 0.5 * len(old))
    return float(((new - old) * np.log(new / old)).sum())


def _shares(odds: Floats, edges: "np.ndarray[Any, Any]") -> "np.ndarray[Any, np.dtype[np.float64]]":
    counts = np.bincount(np.searchsorted(edges, odds, side="left"), minlength=len(edges) + 1)
    return counts / max(len(odds), 1)
