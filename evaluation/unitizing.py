"""How far observers agree about spans of text and their codes: Krippendorff's alpha for unitizing, by character."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np

from evaluation.intervals import Floats, Metric, bootstrap_by_cluster, ratio

_TWO = 2


@dataclass(frozen=True, slots=True)
class Span:
    """A unit: characters start … end − 1 with their value."""

    start: int
    end: int
    value: Hashable


@dataclass(frozen=True, slots=True)
class Continuum:
    """A text that several observers divided into units, each by themselves.

    Attributes:
        length: Characters.
        observers: The spans of each, which may not overlap; what lies between is a gap.
    """

    length: int
    observers: Sequence[Sequence[Span]]


def unitizing_alpha(texts: Sequence[Continuum], *, cases: Sequence[Hashable] | None = None, binary: bool = False) -> Metric:
    """Krippendorff's alpha for unitizing (uα), or of units against gaps whatever their value (|uα), over texts end to end.

    Krippendorff, Mathet, Bouvry and Widlöcher 2016, On the reliability of unitizing textual continua, Quality and Quantity 50,
    equations 1 to 6: each pair of observers adds the characters on which their values meet; by chance, values meet as often as
    their characters allow, without those pairs that are a unit with itself (a gap has no such inner bond: each of its
    characters counts alone). Where spans of several codes overlap, take each code by itself.

    Args:
        texts: Those with fewer than two observers tell nothing.
        cases: What each text belongs to; left out: each to itself. The interval draws cases anew.
        binary: Only whether a unit is there, not which value it has.

    Returns:
        1 for perfect agreement, 0 for chance; NaN where all is gap, or all is one unit of each observer.

    Raises:
        ValueError: Spans of an observer overlap or leave the text.
    """
    used = [(text, case) for text, case in zip(texts, cases or range(len(texts)), strict=True) if len(text.observers) >= _TWO]
    values = {None: 0} | {
        value: place
        for place, value in enumerate(
            sorted({"" if binary else one.value for text, _ in used for said in text.observers for one in said}, key=repr), 1
        )
    }
    numbers: dict[Hashable, int] = {}
    places = [numbers.setdefault(case, len(numbers)) for _, case in used]
    sums = np.zeros((len(numbers), len(values), 3))
    for place, (text, _) in zip(places, used, strict=True):
        sums[place] += _sums(text, values, binary=binary)
    if not len(sums):
        return Metric(np.nan, np.nan, np.nan)
    return bootstrap_by_cluster(sums, _alpha)


def _sums(text: Continuum, values: dict[Hashable, int], *, binary: bool) -> Floats:
    """For each value: characters on which observers meet in it, characters that have it, what units would meet themselves."""
    counts = np.zeros((len(values), text.length))
    selves = np.zeros(len(values))
    for said in text.observers:
        free = np.ones(text.length, dtype=bool)
        for one in said:
            if not 0 <= one.start < one.end <= text.length or not free[one.start : one.end].all():
                raise ValueError("spans of one observer may not overlap, be empty or leave the text")
            free[one.start : one.end] = False
            value = values["" if binary else one.value]
            counts[value, one.start : one.end] += 1
            selves[value] += (one.end - one.start) ** 2
        counts[0, free] += 1
        selves[0] += free.sum()
    met = (counts * (counts - 1)).sum(axis=1) / (len(text.observers) - 1)
    return np.stack([met, counts.sum(axis=1), selves], axis=-1)


def _alpha(sums: Floats) -> Floats:
    """Alpha from sums of shape (…, values, 3)."""
    met, have, selves = np.moveaxis(sums, -1, 0)
    total = have.sum(axis=-1)
    expected = total * ratio((have**2 - selves).sum(axis=-1), total**2 - selves.sum(axis=-1))
    return 1 - ratio(total - met.sum(axis=-1), total - expected)
