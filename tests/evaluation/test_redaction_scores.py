"""Scores of mentions against what they turned out to be."""

import pytest

from evaluation.labelled import Entity, LabelledNote
from evaluation.redaction_scores import evaluate_scores
from redaction.types import MentionType

NOTE = LabelledNote(id="n", text="Mia came on Monday.", entities=(Entity(start=0, end=3, type=MentionType.PERSON),))


def test_certain_and_right_is_perfect_and_certain_and_wrong_is_not() -> None:
    right = evaluate_scores([(NOTE, [(0, 3, 1.0)])])
    wrong = evaluate_scores([(NOTE, [(12, 18, 1.0)])])
    assert (right["score_ece"].value, right["score_brier"].value) == (0, 0)
    assert (wrong["score_ece"].value, wrong["score_brier"].value) == (1, 1)


def test_what_is_unsure_is_counted() -> None:
    found = evaluate_scores([(NOTE, [(0, 3, 0.5), (12, 18, 0.5), (4, 8, 0.1), (0, 5, 0.9)])])
    assert found["unsure_share"].value == 0.5
    assert found["unsure_right"].value == 0.5
    assert found["score_brier"].value == pytest.approx((0.25 + 0.25 + 0.01 + 0.01) / 4)


def test_nothing_found_says_nothing() -> None:
    assert evaluate_scores([(NOTE, [])]) == {}
