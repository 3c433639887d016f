"""Coefficients are those of statsmodels where people alone count, hold the truth, and are refused where nothing tells."""

from dataclasses import replace

import numpy as np
import pytest
import statsmodels.api as sm
from drawn_units import drawn

from evaluation.estimates.errors import NotTold, TooFewReviewed
from evaluation.estimates.fit import Family, fit
from evaluation.estimates.regression import regression, trend
from evaluation.estimates.units import Population


@pytest.mark.parametrize("family", list(Family))
def test_fits_are_those_of_statsmodels(family: Family) -> None:
    units, truth, known = drawn(1, pull=0.5)
    design = np.stack([np.ones(len(known)), known], axis=-1)
    weight = 1 + (np.arange(len(known)) % 3)
    ours = fit(design, truth, weight.astype(float), units.case, cases=120, family=family)
    links = {Family.LINEAR: sm.families.Gaussian(), Family.LOGISTIC: sm.families.Binomial()}
    theirs = sm.GLM(truth, design, family=links[family], freq_weights=weight).fit(tol=1e-12)
    assert ours.coefficients == pytest.approx(theirs.params, abs=1e-9)


def test_leaving_out_a_case_moves_a_linear_fit_as_said() -> None:
    units, truth, known = drawn(2, cases=30)
    design = np.stack([np.ones(len(known)), known], axis=-1)
    whole = fit(design, truth, np.ones(len(known)), units.case, cases=30, family=Family.LINEAR)
    rest = units.case != 4
    without = np.linalg.lstsq(design[rest], truth[rest], rcond=None)[0]
    assert whole.coefficients - whole.own[:, 4] == pytest.approx(without, abs=1e-9)


@pytest.mark.parametrize("family", list(Family))
def test_coefficients_hold_the_truth_about_the_stored_notes(family: Family) -> None:
    held, widths = [], []
    for seed in range(60):
        units, truth, known = drawn(seed, pull=0.5)
        design = np.stack([np.ones(len(known)), known], axis=-1)
        found = regression(units, design, ("", "known"), family=family, population=Population.THESE)["known"]
        exact = fit(design, truth, np.ones(len(known)), units.case, cases=120, family=family).coefficients[1]
        held.append(found.value.low <= exact <= found.value.high)
        widths.append([found.value.high - found.value.low, found.labelled_only.high - found.labelled_only.low])
    together, alone = np.mean(widths, axis=0)
    assert together < 0.7 * alone
    assert np.mean(held) >= 0.88


def test_a_trend_is_found() -> None:
    units, _, known = drawn(3, cases=500, pull=0.6)
    found = trend(units, np.round(known), family=Family.LOGISTIC)
    assert 0 < found.value.low < found.value.high


def test_what_cannot_be_told_is_refused() -> None:
    units, _, known = drawn(4)
    flat = np.ones((len(known), 2))
    with pytest.raises(NotTold, match="does not vary"):
        regression(units, flat, ("", "flat"))
    apart = np.stack([np.ones(len(known)), known > 0], axis=-1).astype(float)
    split = replace(units, answer=np.where(units.drawn, known > 0, np.nan))
    with pytest.raises(NotTold, match="settles the answer"):
        regression(split, apart, ("", "known"), family=Family.LOGISTIC)
    with pytest.raises(TooFewReviewed, match="coefficients"):
        regression(units.only(units.case < 8), np.ones((int((units.case < 8).sum()), 9)), [str(one) for one in range(9)])
