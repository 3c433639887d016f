"""Agreement with intervals: each measure of `agreement` again from sums over cases, which are drawn anew."""

from collections.abc import Hashable, Sequence

import numpy as np

from evaluation.agreement import Ratings
from evaluation.intervals import Floats, Metric, bootstrap_by_cluster, ratio

_TWO = 2


def agreement(ratings: Ratings, cases: Sequence[Hashable], *, categories: int | None = None) -> dict[str, Metric]:
    """Percent agreement, Krippendorff's alpha (nominal), Gwet's AC1 and, of two observers, Cohen's kappa.

    Sources as in `agreement`. Kappa is over the units that both observers saw. The intervals draw cases anew (cluster
    bootstrap), for units of one case are alike; with one case there is none.

    Args:
        ratings: One row for each observer, None where one said nothing.
        cases: What case each unit is of.
        categories: How many values the observers could choose from; left out: those that occur, two at least.

    Returns:
        "percent", "alpha", "ac1" and "kappa"; NaN where a measure is not defined.
    """
    values = {
        value: place for place, value in enumerate(dict.fromkeys(one for row in ratings for one in row if one is not None))
    }
    numbers: dict[Hashable, int] = {}
    place = np.array([numbers.setdefault(case, len(numbers)) for case in cases], dtype=np.intp)
    counts = np.zeros((len(cases), len(values)))
    for row in ratings:
        for unit, value in enumerate(row):
            if value is not None:
                counts[unit, values[value]] += 1
    choices = max(categories or len(values), _TWO)

    def by_case(columns: Floats) -> Floats:
        sums = np.zeros((len(numbers), columns.shape[1]))
        np.add.at(sums, place, columns)
        return sums

    found = {
        "percent": bootstrap_by_cluster(by_case(_percent(counts)), lambda sums: ratio(sums[:, 0], sums[:, 1])),
        "alpha": bootstrap_by_cluster(by_case(_alpha_columns(counts)), _alpha),
        "ac1": bootstrap_by_cluster(by_case(_ac1_columns(counts)), lambda sums: _ac1(sums, choices)),
    }
    if len(ratings) == _TWO and values:
        size = len(values)
        table = by_case(_crossed(ratings, values))
        found["kappa"] = bootstrap_by_cluster(table, lambda sums: _kappa(sums.reshape(len(sums), size, size)))
    return found


def _percent(counts: Floats) -> Floats:
    """Agreeing share of the pairs of a unit, and whether it has a pair."""
    said = counts.sum(axis=1)
    paired = said > 1
    pairs = np.where(paired, said * (said - 1), 1.0)
    return np.stack([np.where(paired, (counts * (counts - 1)).sum(axis=1) / pairs, 0.0), paired], axis=-1)


def _alpha_columns(counts: Floats) -> Floats:
    """Disagreement of a unit, then how often each value is in a pair."""
    said = counts.sum(axis=1)
    paired = said > 1
    apart = (said**2 - (counts**2).sum(axis=1)) / np.where(paired, said - 1, 1.0)
    return np.concatenate([np.where(paired, apart, 0.0)[:, np.newaxis], counts * paired[:, np.newaxis]], axis=1)


def _alpha(sums: Floats) -> Floats:
    totals = sums[:, 1:]
    pairable = totals.sum(axis=1)
    return 1 - ratio((pairable - 1) * sums[:, 0], pairable**2 - (totals**2).sum(axis=1))


def _ac1_columns(counts: Floats) -> Floats:
    """As `_percent`, then each value's share of what was said of the unit, and whether anything was."""
    said = counts.sum(axis=1, keepdims=True)
    shares = counts / np.where(said > 0, said, 1.0)
    return np.concatenate([_percent(counts), shares, said > 0], axis=1)


def _ac1(sums: Floats, categories: int) -> Floats:
    observed, shares = ratio(sums[:, 0], sums[:, 1]), ratio(sums[:, 2:-1], sums[:, -1:])
    chance = (shares * (1 - shares)).sum(axis=1) / (categories - 1)
    return ratio(observed - chance, 1 - chance)


def _crossed(ratings: Ratings, values: dict[Hashable, int]) -> Floats:
    """Which cell of the table of two observers a unit is in, shape (units, values²); none where one said nothing."""
    table = np.zeros((len(ratings[0]), len(values) ** 2))
    for unit, (first, second) in enumerate(zip(*ratings, strict=True)):
        if first is not None and second is not None:
            table[unit, values[first] * len(values) + values[second]] = 1
    return table


def _kappa(table: Floats) -> Floats:
    total = table.sum(axis=(1, 2))
    observed = ratio(np.trace(table, axis1=1, axis2=2), total)
    chance = ratio((table.sum(axis=1) * table.sum(axis=2)).sum(axis=1), total**2)
    return ratio(observed - chance, 1 - chance)
