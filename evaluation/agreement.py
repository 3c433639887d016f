"""How far observers agree beyond chance: people among themselves, or person and machine."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence
from math import nan

Ratings = Sequence[Sequence[Hashable | None]]
"""What each observer said of each unit: one row for each observer, None where one said nothing."""


def percent_agreement(ratings: Ratings) -> float:
    """The chance that two observers of a unit agree, mean over units with two or more; NaN without any.

    Gwet 2014, Handbook of Inter-Rater Reliability, 4th edition, chapter 2. It counts agreement by chance too.
    """
    shares = [
        sum(count * (count - 1) for count in said.values()) / (said.total() * (said.total() - 1))
        for said in _paired_units(ratings)
    ]
    return sum(shares) / len(shares) if shares else nan


def cohen_kappa(first: Sequence[Hashable], second: Sequence[Hashable]) -> float:
    """Cohen's kappa of two observers who both saw all units (Cohen 1960), by scikit-learn.

    NaN where there are no units, or where both gave the same value to all: chance alone would agree as well.
    """
    if len(first) != len(second):
        raise ValueError(f"two observers of the same units are needed, not of {len(first)} and {len(second)}")
    if len({*first, *second}) <= 1:
        return nan
    from sklearn.metrics import cohen_kappa_score

    values = {value: number for number, value in enumerate(dict.fromkeys([*first, *second]))}
    return float(cohen_kappa_score([values[value] for value in first], [values[value] for value in second]))


def krippendorff_alpha(ratings: Ratings) -> float:
    """Krippendorff's alpha for nominal values, any number of observers, with values missing.

    Krippendorff 2011, Computing Krippendorff's Alpha-Reliability, section C: each unit of m values adds
    1/(m − 1) for each ordered pair of its values to a table of coincidences; alpha is 1 − observed /
    expected disagreement.

    Returns:
        1 for perfect agreement, 0 for chance, below 0 for worse; NaN where fewer than two values occur, for
        without variation nothing can be said of reliability.
    """
    totals: Counter[Hashable] = Counter()
    observed = 0.0
    for said in _paired_units(ratings):
        totals += said
        size = said.total()
        observed += (size * size - sum(count * count for count in said.values())) / (size - 1)
    pairable = totals.total()
    expected = pairable**2 - sum(count * count for count in totals.values())
    return 1 - (pairable - 1) * observed / expected if expected else nan


def gwet_ac1(ratings: Ratings, *, categories: int) -> float:
    """Gwet's AC1, which does not collapse as kappa and alpha do where one value is by far the most frequent.

    Gwet 2008, British Journal of Mathematical and Statistical Psychology 61, for several observers and
    missing values: chance agreement is Σ π(1 − π) / (categories − 1), π being a value's mean share over
    units.

    Args:
        ratings: One row for each observer.
        categories: How many values the observers could choose from, chosen or not; 2 or more.

    Returns:
        1 for perfect agreement; NaN where no unit has two values.
    """
    if categories < 2:  # noqa: PLR2004 - one value is no choice
        raise ValueError("observers need two or more categories to choose from")
    agreement = percent_agreement(ratings)
    units = [said for said in _units(ratings) if said]
    shares: defaultdict[Hashable, float] = defaultdict(float)
    for said in units:
        for value, count in said.items():
            shares[value] += count / said.total() / len(units)
    chance = sum(share * (1 - share) for share in shares.values()) / (categories - 1)
    return (agreement - chance) / (1 - chance)


def _units(ratings: Ratings) -> list[Counter[Hashable]]:
    """How often each value was given to each unit."""
    return [Counter(value for value in said if value is not None) for said in zip(*ratings, strict=True)]


def _paired_units(ratings: Ratings) -> list[Counter[Hashable]]:
    return [said for said in _units(ratings) if said.total() > 1]
