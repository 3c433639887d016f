"""Calibration: recovers probabilities that are known, says so where it cannot, stored as plain JSON."""

import json

import numpy as np

from models.calibrate import FEWEST, FEWEST_GROUPS, MANY, Calibration, calibrate, calibrate_code, log_odds, sigmoid


def drawn(number: int, *, slope: float, intercept: float, seed: int = 0) -> tuple[np.ndarray, np.ndarray, list[str]]:
    random = np.random.default_rng(seed)
    odds = random.normal(0, 2, number).astype(np.float32)
    labels = (random.random(number) < sigmoid(slope * odds.astype(np.float64) + intercept)).astype(np.float32)
    return odds, labels, [f"case {place % 40}" for place in range(number)]


def distance(chances: np.ndarray, labels: np.ndarray) -> float:
    """Expected calibration error over ten bins of equal mass."""
    bins = np.array_split(np.argsort(chances), 10)
    return float(np.mean([abs(chances[one].mean() - labels[one].mean()) for one in bins]))


def test_platt_finds_the_curve_that_the_labels_were_drawn_from() -> None:
    odds, labels, groups = drawn(1500, slope=0.5, intercept=-1.5)
    curve = calibrate_code(odds, labels, groups)
    assert curve.method == "platt"
    assert abs(curve.slope - 0.5) < 0.1
    assert abs(curve.intercept + 1.5) < 0.2


def test_confidences_become_probabilities_on_labels_not_fitted_to() -> None:
    for number in (1500, 12_000):
        curve = calibrate_code(*drawn(number, slope=0.4, intercept=-1.0))
        odds, labels, _ = drawn(40_000, slope=0.4, intercept=-1.0, seed=1)
        before, after = distance(sigmoid(odds.astype(np.float64)), labels), distance(curve.apply(odds), labels)
        assert before > 0.1
        assert after < 0.03


def test_isotonic_only_where_positives_are_many_and_never_certain() -> None:
    curve = calibrate_code(*drawn(12_000, slope=0.4, intercept=-1.0))
    assert curve.positives > MANY
    assert curve.method == "isotonic"
    chances = curve.apply(np.array([-50, 50], dtype=np.float32))
    assert 0 < chances[0] < chances[1] < 1


def test_with_few_decisions_or_cases_nothing_is_calibrated() -> None:
    odds, labels = np.linspace(-2, 2, 60).astype(np.float32), np.repeat([0.0, 1.0], 30).astype(np.float32)
    enough = [f"case {place % FEWEST_GROUPS}" for place in range(60)]
    assert calibrate_code(odds, labels, enough).calibrated
    few = calibrate_code(odds, labels, [f"case {place % (FEWEST_GROUPS - 1)}" for place in range(60)])
    rare = calibrate_code(odds, np.where(np.arange(60) < 60 - FEWEST + 1, 0.0, 1.0).astype(np.float32), enough)
    unknown = calibrate_code(odds, np.where(np.arange(60) % 2, labels, np.nan).astype(np.float32), enough)
    for curve in (few, rare, unknown):
        assert not curve.calibrated
        assert "needs 20 of each from 5 cases" in curve.why
        assert np.allclose(curve.apply(odds), sigmoid(odds.astype(np.float64)), atol=1e-6)


def test_scores_that_say_the_opposite_are_not_calibrated() -> None:
    odds, labels, groups = drawn(800, slope=-1.0, intercept=0.0)
    curve = calibrate_code(odds, labels, groups)
    assert not curve.calibrated
    assert "does not follow" in curve.why


def test_it_is_stored_as_plain_json() -> None:
    odds, labels, groups = drawn(6000, slope=1.0, intercept=0.0)
    table = np.stack([odds, odds, odds], axis=1)
    told = np.stack([labels, np.where(np.arange(6000) < 500, labels, np.nan), np.full(6000, np.nan)], axis=1)
    curves = calibrate(["a", "b", "c"], table, told.astype(np.float32), groups)
    assert [curve.method for curve in curves.codes.values()] == ["isotonic", "platt", "none"]
    again = Calibration.from_dict(json.loads(json.dumps(curves.to_dict())))
    assert np.array_equal(again.apply(table), curves.apply(table))
    assert again == curves


def test_log_odds_stay_within_bounds() -> None:
    assert log_odds(np.array([0, 0.5, 1], dtype=np.float32)).tolist() == [-12, 0, 12]
