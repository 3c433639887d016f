"""The solver: the smaller problem has the same answer, and what nobody said counts for nothing."""

import numpy as np
import pytest

from models.likeness import hashed, rarity_of, weighed
from models.solve import Blocks, Penalty, fit

WORDS = [f"word{number}" for number in range(300)]
PENALTY = Penalty(np.full(4, 4.0), np.array([0.1, 1.0]), np.array([0.0, 1.0]))


def blocks(texts: int) -> tuple[Blocks, np.random.Generator]:
    draw = np.random.default_rng(3)
    counts = hashed([" ".join(draw.choice(WORDS, 8)) for _ in range(texts)])
    words = weighed(counts, rarity_of(counts)).astype(np.float64)
    return Blocks(draw.normal(size=(texts, 16)) / 4, words, draw.normal(size=(texts, 4, 2))), draw


@pytest.mark.parametrize("exactly_one", [False, True])
def test_few_texts_and_many_are_solved_alike(monkeypatch: pytest.MonkeyPatch, *, exactly_one: bool) -> None:
    given, draw = blocks(80)
    labels = np.eye(4)[draw.integers(0, 4, 80)]
    small = fit(given, labels, PENALTY, exactly_one=exactly_one)
    monkeypatch.setattr("models.solve._FEW", 0)
    whole = fit(given, labels, PENALTY, exactly_one=exactly_one)
    assert np.allclose(small.odds(given), whole.odds(given), atol=0.01)
    assert np.allclose(small.sparse, whole.sparse, atol=0.01)


def test_what_nobody_said_counts_for_nothing() -> None:
    given, draw = blocks(60)
    labels = (draw.random((60, 4)) < 0.3).astype(np.float64)
    labels[40:, 2] = np.nan
    part = fit(given.of(np.arange(40)), labels[:40], PENALTY, exactly_one=False)
    whole = fit(given, labels, PENALTY, exactly_one=False)
    assert np.allclose(part.odds(given)[:, 2], whole.odds(given)[:, 2], atol=0.05)
