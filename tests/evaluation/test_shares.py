"""Intervals of shares know that segments of one case are alike, and hold what they promise."""

import numpy as np
import pytest

from evaluation.intervals import share
from evaluation.shares import clustered_share


def test_cases_that_differ_more_make_the_interval_wider() -> None:
    whole = np.full(20, 10.0)
    alike, apart = clustered_share(np.full(20, 5.0), whole), clustered_share(np.repeat([0.0, 10.0], 10), whole)
    assert alike.value == apart.value == 0.5
    assert apart.high - apart.low > 2 * (alike.high - alike.low)


def test_segments_that_are_cases_give_wilson_but_for_few_cases() -> None:
    part = np.repeat([1.0, 0.0], [300, 700])
    ours, plain = clustered_share(part, np.ones(1000)), share(300, 1000)
    assert (ours.low, ours.high) == pytest.approx((plain.low, plain.high), abs=0.001)


def test_none_and_all_have_width_and_one_case_says_nothing() -> None:
    none = clustered_share(np.zeros(10), np.full(10, 5.0))
    assert none.value == none.low == 0
    assert none.high > 0.2
    every = clustered_share(np.full(10, 5.0), np.full(10, 5.0))
    assert (every.value, every.high) == (1, 1)
    assert every.low < 0.8
    assert np.isnan(clustered_share(np.ones(1), np.full(1, 5.0)).low)
    assert np.isnan(clustered_share(np.zeros(0), np.zeros(0)).value)


def test_the_interval_holds_the_truth_as_often_as_it_says() -> None:
    drawn = np.random.default_rng(5)
    held = 0
    for _ in range(400):
        whole = drawn.integers(1, 30, size=25).astype(float)
        own = drawn.beta(2, 6, size=25)
        found = clustered_share(drawn.binomial(whole.astype(int), own).astype(float), whole)
        held += found.low <= 0.25 <= found.high
    assert held / 400 > 0.92
