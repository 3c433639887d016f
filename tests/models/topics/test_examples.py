"""Examples are typical and unlike one another, and no text is shown twice."""

import numpy as np

from models.topics.examples import choose_examples


def test_typical_first_and_then_something_else() -> None:
    angles = np.radians([0, 1, 2, 40, -40, 3])
    vectors = np.column_stack([np.cos(angles), np.sin(angles)]).astype(np.float32)
    chosen = choose_examples([f"text {one}" for one in range(6)], vectors, np.array([1.0, 0.0], np.float32))
    assert chosen[0] == 0
    assert {3, 4} & set(chosen[1:3]), "the second or third tells something else"


def test_one_text_is_shown_once() -> None:
    vectors = np.ones((4, 2), np.float32) / np.sqrt(2)
    chosen = choose_examples(["Same", "same", "Other", "other"], vectors, vectors[0])
    assert len(chosen) == 2


def test_nothing_gives_nothing() -> None:
    assert choose_examples([], np.zeros((0, 2), np.float32), np.ones(2, np.float32)) == []
