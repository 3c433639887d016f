import math
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import average_precision_score

from evaluation.intervals import Floats
from evaluation.ranking import average_precision, coverage_at


def column(values: Sequence[float]) -> Floats:
    return np.array(values, dtype=float)


CELLS = st.lists(st.tuples(st.sampled_from([0.0, 0.2, 0.5, 0.9]), st.booleans(), st.integers(0, 3)), min_size=1)


@given(CELLS)
def test_average_precision_is_scikit_learns_whatever_the_weights(
    cells: list[tuple[float, bool, int]],
) -> None:
    scores, right, weights = (column(part) for part in zip(*cells, strict=True))
    ours = average_precision(scores, right, np.stack([weights, np.ones_like(weights)]))
    assert ours.shape == (2,)
    for figure, weight in zip(ours, (weights, np.ones_like(weights)), strict=True):
        if (weight * right).any():
            assert figure == pytest.approx(average_precision_score(right, scores, sample_weight=weight))
        else:
            assert math.isnan(figure)


def test_coverage_of_a_ranking_worked_out_by_hand() -> None:
    confidence = column([0.9, 0.8, 0.7, 0.6, 0.5])
    right = column([1, 1, 0, 1, 1])
    one = np.ones((1, 5))
    assert coverage_at(1.0, confidence, right, one)[0] == pytest.approx(2 / 5)
    assert coverage_at(0.8, confidence, right, one)[0] == pytest.approx(1)
    assert coverage_at(0.75, confidence, right, one)[0] == pytest.approx(1)
    # the wrong one three times: from 2 of 2 to 2 of 5, then 4 of 7
    assert coverage_at(0.8, confidence, right, column([1, 1, 3, 1, 1])[np.newaxis])[0] == pytest.approx(2 / 7)


def test_decisions_of_equal_confidence_are_taken_together() -> None:
    assert coverage_at(1.0, column([0.9, 0.9]), column([1, 0]), np.ones((1, 2)))[0] == 0


def test_without_decisions_there_is_no_coverage_and_no_precision() -> None:
    empty, none = column([]), np.ones((2, 0))
    assert np.isnan(coverage_at(0.95, empty, empty, none)).all()
    assert np.isnan(average_precision(empty, empty, none)).all()
