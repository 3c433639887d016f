import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.intervals import (
    Floats,
    Metric,
    bootstrap_by_cluster,
    bootstrap_by_weight,
    bootstrap_ratio,
    mean_of_defined,
    ratio,
    share,
)


def undefined(metric: Metric) -> bool:
    return math.isnan(metric.value) and math.isnan(metric.low) and math.isnan(metric.high)


def mean(sums: Floats) -> Floats:
    return ratio(sums[:, 0], sums[:, 1])


def test_the_interval_of_a_mean_is_the_one_theory_gives() -> None:
    values = np.random.default_rng(1).normal(10, 2, size=400)
    metric = bootstrap_by_cluster(np.stack([values, np.ones(400)], axis=1), mean, resamples=4000, seed=3)
    error = 1.96 * values.std() / math.sqrt(400)
    assert metric.value == pytest.approx(values.mean())
    assert metric.low == pytest.approx(values.mean() - error, abs=0.02)
    assert metric.high == pytest.approx(values.mean() + error, abs=0.02)


def test_documents_are_drawn_and_not_what_is_in_them() -> None:
    # the same 200 cells: alike within a document, the interval must be that of 20 observations and not of 200
    alike = bootstrap_ratio(np.array([[10.0, 10.0]] * 10 + [[0.0, 10.0]] * 10), resamples=2000)
    mixed = bootstrap_ratio(np.array([[1.0, 1.0]] * 100 + [[0.0, 1.0]] * 100), resamples=2000)
    assert alike.value == mixed.value == 0.5
    assert alike.high - alike.low == pytest.approx(math.sqrt(10) * (mixed.high - mixed.low), rel=0.1)


def test_the_seed_settles_the_interval() -> None:
    pairs = np.random.default_rng(5).integers(1, 9, size=(30, 2)).astype(float)
    first, again, other = (bootstrap_ratio(pairs, resamples=200, seed=seed) for seed in (1, 1, 2))
    assert first == again
    assert (first.low, first.high) != (other.low, other.high)


def test_weights_and_sums_give_the_same() -> None:
    pairs = np.random.default_rng(5).integers(1, 9, size=(30, 2)).astype(float)
    (by_weight,) = bootstrap_by_weight(30, lambda weights: mean(weights @ pairs)[:, np.newaxis], resamples=120)
    assert by_weight == bootstrap_by_cluster(pairs, mean, resamples=120)


def test_without_documents_nothing_is_known_and_of_one_no_interval() -> None:
    assert undefined(bootstrap_ratio(np.zeros((0, 2))))
    one = bootstrap_ratio(np.array([[1.0, 4.0]]))
    assert one.value == 0.25
    assert math.isnan(one.low)
    assert math.isnan(one.high)


def test_resamples_in_which_a_figure_is_undefined_are_passed_over() -> None:
    metric = bootstrap_ratio(np.array([[1.0, 2.0], [0.0, 0.0]]))
    assert metric == Metric(0.5, 0.5, 0.5)
    assert undefined(bootstrap_ratio(np.zeros((5, 2))))


def test_a_share_of_documents_is_honest_at_the_edge() -> None:
    none = share(0, 40)
    assert none.value == none.low == 0
    assert none.high == pytest.approx(1.96**2 / (40 + 1.96**2), abs=1e-4)
    # Newcombe 1998, table I: 81 of 263, Wilson without continuity correction
    known = share(81, 263)
    assert (round(known.low, 4), round(known.high, 4)) == (0.2553, 0.3662)
    assert undefined(share(0, 0))


def test_means_are_of_what_is_defined() -> None:
    values = np.array([[1.0, np.nan, 3.0], [np.nan, np.nan, np.nan]])
    assert mean_of_defined(values)[0] == 2
    assert math.isnan(mean_of_defined(values)[1])
    assert math.isnan(mean_of_defined(np.zeros((1, 0)))[0])


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=2, max_size=20), st.integers(0, 99))
def test_a_share_lies_within_its_interval_and_both_within_0_and_1(drawn: list[tuple[int, int]], seed: int) -> None:
    pairs = np.array([(part, part + rest) for part, rest in drawn], dtype=float)
    metric = bootstrap_ratio(pairs, resamples=50, seed=seed)
    if pairs[:, 1].any():
        assert 0 <= metric.low <= metric.high <= 1
        assert 0 <= metric.value <= 1
    else:
        assert undefined(metric)
