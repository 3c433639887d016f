"""Minimal pairs: both sides, one side, told apart."""

import math

from evaluation.contrast import evaluate_contrast
from evaluation.corpus.pairs import MinimalPair, Side
from models.types import Voice


def pair(number: int, a: tuple[str, ...], b: tuple[str, ...]) -> MinimalPair:
    sides = [Side(text="words", codes=codes, voice=Voice.CHILD_DIRECT) for codes in (a, b)]
    return MinimalPair(id=f"p{number}", difference="negation", split="dev", a=sides[0], b=sides[1])


def test_both_sides_must_be_exactly_right() -> None:
    one, two, three = pair(1, ("hope",), ()), pair(2, ("hope",), ("worry",)), pair(3, ("hope",), ("worry",))
    none: frozenset[str] = frozenset()
    report = evaluate_contrast(
        [
            (one, frozenset({"hope"}), none),  # right
            (two, frozenset({"hope", "silence"}), frozenset({"worry"})),  # told apart, with something beside it
            (three, frozenset({"hope"}), frozenset({"hope"})),  # not told apart
        ],
        dataset="three",
    )
    assert report.metrics["both_right"].value == 1 / 3
    assert report.metrics["side_right"].value == 4 / 6
    assert report.metrics["told_apart"].value == 2 / 3
    assert report.metrics["both_right/negation"].value == 1 / 3


def test_no_pairs_give_no_figure() -> None:
    assert math.isnan(evaluate_contrast([], dataset="none").metrics["both_right"].value)
