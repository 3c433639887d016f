import math

import numpy as np
import pytest

from evaluation.calibration import BINS, brier_score, calibration_error


def test_brier_of_a_small_example() -> None:
    scores, right = np.array([1.0, 0.5, 0.2]), np.array([1.0, 0.0, 1.0])
    metric = brier_score(scores, right, np.array([0, 0, 2]), 3, resamples=50)
    assert metric.value == pytest.approx((0 + 0.25 + 0.64) / 3)
    assert metric.low <= metric.value <= metric.high


def test_calibration_error_of_a_small_example() -> None:
    # two kinds of score make two bins: .1 is right in 2 of 4, .8 in 1 of 4
    scores = np.array([0.1] * 4 + [0.8] * 4)
    right = np.array([1, 1, 0, 0, 1, 0, 0, 0], dtype=float)
    metric = calibration_error(scores, right, np.arange(8), 8, resamples=50)
    assert metric.value == pytest.approx((4 * 0.4 + 4 * 0.55) / 8)


def test_probabilities_that_are_true_have_hardly_an_error_and_overconfident_ones_have_theirs() -> None:
    dice = np.random.default_rng(2)
    scores = dice.uniform(size=30_000)
    right = (dice.uniform(size=30_000) < scores).astype(float)
    document = np.repeat(np.arange(300), 100)
    assert calibration_error(scores, right, document, 300, resamples=50).value < 0.015
    always = calibration_error(np.ones(30_000), right, document, 300, resamples=50)
    assert always.value == pytest.approx(0.5, abs=0.02)
    assert always.low < 0.5 < always.high


def test_the_bins_hold_equally_many() -> None:
    # all scores in a thousandth: bins of equal width would put them into one and see no error
    scores = np.linspace(0.5, 0.501, BINS * 10)
    right = (scores > 0.5005).astype(float)
    assert calibration_error(scores, right, np.zeros(len(scores), int), 1).value == pytest.approx(
        # the bin in the middle is half right
        0.5 * (BINS - 1) / BINS,
        abs=1e-3,
    )


def test_without_scores_nothing_is_known() -> None:
    empty = np.empty(0)
    for measure in (brier_score, calibration_error):
        assert math.isnan(measure(empty, empty, empty.astype(int), 0).value)
        assert math.isnan(measure(empty, empty, empty.astype(int), 3, resamples=20).value)
