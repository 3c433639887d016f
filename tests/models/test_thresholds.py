"""Thresholds: where codes part from the rest, and near the common one where few tell of a code."""

import numpy as np

from models.thresholds import choose_thresholds


def test_many_texts_give_each_code_its_own() -> None:
    labels = np.tile([[1.0, 1.0], [0.0, 0.0]], (200, 1)).astype(np.float32)
    odds = np.where(labels == 1, [2.0, -2.0], [0.0, -4.0]).astype(np.float32)
    chosen = choose_thresholds(odds, labels)
    assert np.array_equal(odds >= chosen, labels == 1)


def test_a_code_nobody_met_takes_the_common_threshold() -> None:
    labels = np.tile([[1.0, 0.0], [0.0, 0.0]], (200, 1)).astype(np.float32)
    odds = np.where(labels == 1, 2.0, -3.0).astype(np.float32)
    assert -3 < choose_thresholds(odds, labels)[1] <= 2
