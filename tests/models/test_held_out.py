"""Held out: a case is never learned from and judged, and a state is better only where decisions say so for certain."""

import numpy as np

from models.calibrate import sigmoid
from models.held_out import calibrated_out_of_fold, compare, folds, taught
from models.learn import Decided

CASES = [f"case {place % 20}" for place in range(600)]


def truth(seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    odds = random.normal(-1, 2, (600, 2))
    return odds.astype(np.float32), (random.random((600, 2)) < sigmoid(odds)).astype(np.float32)


def test_a_case_lies_in_one_fold_and_folds_are_the_same_again() -> None:
    fold = folds(CASES)
    assert len(set(fold.tolist())) == 5
    assert all(len({int(fold[row]) for row in range(600) if CASES[row] == case}) == 1 for case in set(CASES))
    assert np.array_equal(fold, folds(CASES))
    assert set(folds(["one"] * 5).tolist()) == {-1}


def test_a_code_is_learned_only_from_decisions_of_both_kinds_and_several_cases() -> None:
    labels = np.full((60, 4), np.nan, np.float32)
    labels[:, 0] = np.arange(60) % 2
    labels[:, 1] = 1
    labels[:8, 2] = np.arange(8) % 2
    labels[::20, 3] = 1
    assert taught(labels, CASES[:60]).tolist() == [True, False, False, False]
    assert not taught(labels, ["one case"] * 60).any()


def test_probabilities_are_better_than_scores_that_are_too_sure() -> None:
    odds, labels = truth()
    decided = Decided([""] * 600, np.zeros((600, 1), np.float32), labels, CASES)
    sure = 4 * odds + 2
    chances = calibrated_out_of_fold(["a", "b"], sure, decided)
    found = compare(sigmoid(sure.astype(np.float64)).astype(np.float32), chances, labels, CASES)
    assert found.better
    assert found.log_loss.after < found.log_loss.before
    assert found.brier.high < 0


def test_what_ranks_worse_and_what_changes_nothing_is_refused_with_why() -> None:
    odds, labels = truth()
    chances = sigmoid(odds.astype(np.float64)).astype(np.float32)
    same = compare(chances, chances, labels, CASES)
    assert not same.better
    assert "not better" in same.why
    noise = sigmoid(np.random.default_rng(5).normal(-1, 1, (600, 2))).astype(np.float32)
    worse = compare(np.clip(chances**6, 1e-4, 1), noise, labels, CASES)
    assert worse.log_loss.after < worse.log_loss.before
    assert not worse.better
    assert "ranked worse" in worse.why


def test_decisions_from_few_cases_decide_nothing() -> None:
    odds, labels = truth()
    chances = sigmoid(odds.astype(np.float64)).astype(np.float32)
    found = compare(np.full_like(chances, 0.99), chances, labels, ["a", "b"] * 300)
    assert not found.better
    assert "2 cases" in found.why


def test_without_decisions_there_is_nothing_to_compare() -> None:
    none = np.zeros((0, 2), np.float32)
    assert not compare(none, none, none, []).better
