"""Measures from sums over cases are those of `agreement`, which are those of other programs; intervals draw cases."""

import math

import krippendorff
import numpy as np
import pytest
from observers import FOUR_OBSERVERS
from statsmodels.stats.inter_rater import cohens_kappa

from evaluation.agreement import cohen_kappa, gwet_ac1, krippendorff_alpha, percent_agreement
from evaluation.agreement_intervals import agreement

IRRCAC_AC1 = 0.775444068127
"""What irrCAC 0.4.4 gives for `FOUR_OBSERVERS` with categories 1 to 5; it needs an older pandas than there is here."""


def drawn(seed: int, observers: int) -> list[list[int | None]]:
    generator = np.random.default_rng(seed)
    truth = generator.integers(0, 4, 60)
    rows = []
    for _ in range(observers):
        said = np.where(generator.random(60) < 0.7, truth, generator.integers(0, 4, 60))
        rows.append([None if missing else int(one) for one, missing in zip(said, generator.random(60) < 0.1, strict=True)])
    return rows


@pytest.mark.parametrize("seed", range(5))
def test_alpha_is_that_of_the_package_krippendorff(seed: int) -> None:
    for ratings in (drawn(seed, 3), FOUR_OBSERVERS):
        table = np.array([[np.nan if one is None else one for one in row] for row in ratings], dtype=float)
        theirs = krippendorff.alpha(reliability_data=table, level_of_measurement="nominal")
        assert krippendorff_alpha(ratings) == pytest.approx(theirs, abs=1e-9)
        assert agreement(ratings, range(len(ratings[0])))["alpha"].value == pytest.approx(theirs, abs=1e-9)


@pytest.mark.parametrize("seed", range(5))
def test_kappa_is_that_of_statsmodels(seed: int) -> None:
    first, second = (np.array([one or 0 for one in row]) for row in drawn(seed, 2))
    table = np.zeros((4, 4))
    np.add.at(table, (first, second), 1)
    theirs = cohens_kappa(table, return_results=False)
    assert cohen_kappa(first.tolist(), second.tolist()) == pytest.approx(theirs, abs=1e-9)
    found = agreement([first.tolist(), second.tolist()], range(60))["kappa"]
    assert found.value == pytest.approx(theirs, abs=1e-9)


def test_ac1_is_that_of_irrcac() -> None:
    assert gwet_ac1(FOUR_OBSERVERS, categories=5) == pytest.approx(IRRCAC_AC1, abs=1e-9)


@pytest.mark.parametrize("seed", range(5))
def test_measures_from_sums_are_the_measures(seed: int) -> None:
    ratings = drawn(seed, 4)
    found = agreement(ratings, [unit // 5 for unit in range(60)], categories=4)
    assert found["percent"].value == pytest.approx(percent_agreement(ratings), abs=1e-9)
    assert found["ac1"].value == pytest.approx(gwet_ac1(ratings, categories=4), abs=1e-9)
    assert found["alpha"].value == pytest.approx(krippendorff_alpha(ratings), abs=1e-9)
    assert "kappa" not in found
    for one in found.values():
        assert one.low < one.value < one.high


def test_units_of_one_case_are_not_counted_as_many() -> None:
    ratings = drawn(1, 2)
    wide, narrow = (agreement([row * 8 for row in ratings], cases)["alpha"] for cases in (list(range(60)) * 8, range(480)))
    assert wide.high - wide.low > 2 * (narrow.high - narrow.low)


def test_what_cannot_be_known_is_not_a_number() -> None:
    assert math.isnan(agreement([[1, 1], [1, 1]], [0, 1])["alpha"].value)
    assert math.isnan(agreement([[1, None], [None, 1]], [0, 1])["percent"].value)
    assert math.isnan(agreement([[1, 2], [1, 2]], [0, 0])["percent"].low)
