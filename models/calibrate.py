"""Calibration: from log-odds to probabilities, code by code, from people's decisions alone.

Platt scaling with smoothed targets (Platt 1999, Probabilistic outputs for support vector machines), and isotonic regression
(Zadrozny and Elkan 2002) where a code has more than `MANY` positives. The log-odds must be out of fold: of segments that what
gave them had not seen.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.head import Floats

MANY = 1000
"""Positives from which on isotonic regression beats two parameters."""
FEWEST, FEWEST_GROUPS = 20, 5
"""Decisions of each kind, and cases they come from, below which a code is not calibrated."""

Doubles = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class CodeCalibration:
    """The curve of one code.

    Attributes:
        method: "platt", "isotonic" or "none".
        why: Why there is none, in a sentence; empty where there is one.
        positives, negatives, groups: What it rests on.
        slope, intercept: Of Platt's curve.
        odds, chances: Corners of the isotonic one.
    """

    method: str
    why: str = ""
    positives: int = 0
    negatives: int = 0
    groups: int = 0
    slope: float = 1.0
    intercept: float = 0.0
    odds: tuple[float, ...] = field(default=(), repr=False)
    chances: tuple[float, ...] = field(default=(), repr=False)

    @property
    def calibrated(self) -> bool:
        """Whether what it gives are probabilities."""
        return self.method != "none"

    def apply(self, odds: Floats) -> Floats:
        """Probabilities, shape as `odds`; without a curve the uncalibrated scores."""
        if self.method == "isotonic":
            return np.asarray(np.interp(odds, self.odds, self.chances), dtype=np.float32)
        return sigmoid(self.slope * np.asarray(odds, np.float64) + self.intercept).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Calibration:
    """The curves of all codes, in the order of the codebook's."""

    codes: Mapping[str, CodeCalibration]

    def apply(self, odds: Floats) -> Floats:
        """Probabilities, shape (n, codes), from log-odds of that shape."""
        columns = [curve.apply(odds[:, place]) for place, curve in enumerate(self.codes.values())]
        return np.stack(columns, axis=1) if columns else np.zeros((len(odds), 0), np.float32)

    def to_dict(self) -> dict[str, Any]:
        """As plain JSON."""
        return {code: asdict(curve) for code, curve in self.codes.items()}

    @staticmethod
    def from_dict(stored: Mapping[str, Any]) -> "Calibration":
        """As `to_dict` gave it."""
        return Calibration(
            {code: CodeCalibration(**{**one, "odds": tuple(one["odds"]), "chances": tuple(one["chances"])})
             for code, one in stored.items()}
        )  # fmt: skip


def calibrate(codes: Sequence[str], odds: Floats, labels: Floats, groups: Sequence[str]) -> Calibration:
    """Curves of all codes.

    Args:
        codes: Ids, in the order of the columns.
        odds: Out-of-fold log-odds, shape (n, codes); NaN where there is none.
        labels: Shape (n, codes): 1, 0, or NaN where nobody said.
        groups: Case of each of the n.
    """
    named = np.array(groups, dtype=np.str_)
    return Calibration(
        {code: calibrate_code(odds[:, place], labels[:, place], named) for place, code in enumerate(codes)},
    )


def calibrate_code(odds: Floats, labels: Floats, groups: Sequence[str] | NDArray[np.str_]) -> CodeCalibration:
    """The curve of one code; none, with the reason, until it has at least `FEWEST` decisions for and against it from at least
    `FEWEST_GROUPS` cases.

    Args:
        odds: Out-of-fold log-odds, shape (n,).
        labels: Shape (n,): 1, 0 or NaN.
        groups: Case of each.
    """  # noqa: D205
    known = ~np.isnan(labels) & ~np.isnan(odds)
    told, scores = labels[known] == 1, odds[known].astype(np.float64)
    positives, negatives = int(told.sum()), int((~told).sum())
    cases = len(set(np.asarray(groups, dtype=np.str_)[known].tolist()))
    rests: dict[str, Any] = {"positives": positives, "negatives": negatives, "groups": cases}
    if min(positives, negatives) < FEWEST or cases < FEWEST_GROUPS:
        why = (
            f"{positives} decisions for and {negatives} against it from {cases} cases;"
            f" needs {FEWEST} of each from {FEWEST_GROUPS} cases"
        )
        return CodeCalibration("none", why, **rests)
    if positives > MANY:
        return _isotonic(scores, told, rests)
    slope, intercept = _platt(scores, told)
    if slope <= 0:
        return CodeCalibration("none", "what people decided does not follow the scores; mend the codebook's examples", **rests)
    return CodeCalibration("platt", "", **rests, slope=slope, intercept=intercept)


def sigmoid(odds: Doubles) -> Doubles:
    """From log-odds to 0..1."""
    from scipy.special import expit

    chances: Doubles = expit(odds)
    return chances


def log_odds(scores: Floats) -> Floats:
    """From scores in 0..1 to log-odds, within ±12; NaN stays."""
    from scipy.special import logit

    with np.errstate(divide="ignore"):
        odds = logit(np.asarray(scores, dtype=np.float64))
    return np.asarray(np.clip(odds, -12, 12), dtype=np.float32)


def _platt(odds: Doubles, told: NDArray[np.bool_]) -> tuple[float, float]:
    """Slope and intercept for targets drawn in from 0 and 1 as Platt does: each decision counts in part for the other side."""
    from sklearn.linear_model import LogisticRegression

    high, low = (told.sum() + 1) / (told.sum() + 2), 1 / ((~told).sum() + 2)
    target = np.where(told, high, low)
    twice = np.concatenate([odds, odds])[:, None]
    sides = np.repeat([True, False], len(odds))
    fitted = LogisticRegression(C=1e6, max_iter=1000).fit(twice, sides, np.concatenate([target, 1 - target]))
    return float(fitted.coef_[0, 0]), float(fitted.intercept_[0])


def _isotonic(odds: Doubles, told: NDArray[np.bool_], rests: dict[str, Any]) -> CodeCalibration:
    from sklearn.isotonic import IsotonicRegression

    edge = 1 / (len(told) + 2)  # nothing is ever certain
    fitted = IsotonicRegression(y_min=edge, y_max=1 - edge, out_of_bounds="clip").fit(odds, told.astype(np.float64))
    corners = tuple(map(float, fitted.X_thresholds_)), tuple(map(float, fitted.y_thresholds_))
    return CodeCalibration("isotonic", "", **rests, odds=corners[0], chances=corners[1])
