"""The replay: the same figures again, never a label before it is given, and effort read off the curve."""

import math
from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from codebook.load import parse_codebook
from evaluation.effort import best_cut, evaluate_effort, macro_f1, orders, reached, replay, split
from models.choose import Places
from models.learn import Decided

BOOK = parse_codebook(
    "id: small\nname: Small\ncodes:\n"
    "  - {id: food, name: Food, definition: Meals and food., examples: [We had pizza for tea., I like the dinners.]}\n"
    "  - {id: pets, name: Pets, definition: Animals at home., examples: [The dog sleeps on my bed., I feed the rabbit.]}\n",
    name="small",
)
WORDS = {
    "food": ("pizza", "dinner", "toast", "soup"),
    "pets": ("dog", "rabbit", "cat", "hamster"),
    "": ("bus", "visit", "form"),
}


class Letters:
    """An encoder that counts letters: quick, and enough to tell these words apart."""

    revision = "letters"

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        counts = np.array(
            [[text.lower().count(one) for one in "abcdefghijklmnopqrstuvwxyz"] for text in texts], dtype=np.float32
        )
        counts = counts.reshape(len(texts), 26)
        lengths = np.linalg.norm(counts, axis=1, keepdims=True)
        rows: NDArray[np.float32] = (counts / np.maximum(lengths, 1)).astype(np.float32)
        return rows


def made_up(size: int = 240) -> Decided:
    random = np.random.default_rng(3)
    texts, labels, groups = [], [], []
    for number in range(size):
        code = str(random.choice(["food", "pets", ""], p=[0.2, 0.1, 0.7]))
        word, when = random.choice(WORDS[code]), random.choice(["again", "today", "too"])
        texts.append(f"On day {random.integers(99)} the {word} was there {when}")
        labels.append([code == "food", code == "pets"])
        groups.append(f"case {number % 20}")
    return Decided(texts, Letters().encode(texts), np.array(labels, dtype=np.float32), groups)


def test_the_same_data_gives_the_same_figures_for_every_order() -> None:
    first, second = (evaluate_effort(BOOK, Letters(), made_up(), draws=2, seed=5) for _ in range(2))
    assert first.to_json() == second.to_json()
    assert first.metrics["effort_share/random"].value == 1
    for order in ("random", "doubtful", "informative", "informative+audit"):
        assert math.isfinite(first.metrics[f"effort/{order}"].value)
        points = [name for name in first.metrics if name.startswith(f"f1_macro/{order}/")]
        assert points[0].endswith("/0")
        assert len(points) > 4


def test_no_document_is_both_reviewed_and_measured_on() -> None:
    pool, held_out = split(made_up(), most=60, seed=1)
    assert len(pool.texts) == 60
    assert not set(pool.groups) & set(held_out.groups)


def test_an_order_sees_no_label_that_was_not_given() -> None:
    pool, held_out = split(made_up(), most=None, seed=1)
    unknown = Decided(pool.texts, pool.embeddings, np.full_like(pool.labels, np.nan), pool.groups)
    for choose in orders(0.2).values():
        asked: list[tuple[float, list[int]]] = []

        def watched(state: object, count: int, choose: object = choose, asked: list[tuple[float, list[int]]] = asked) -> Places:
            picked: Places = choose(state, count)  # type: ignore[operator]
            asked.append((float(state.found.sum()), picked.tolist()))  # type: ignore[attr-defined]
            return picked

        replay(BOOK, Letters(), pool, held_out, watched, round_size=25, seed=1)
        found, first = asked[0]
        assert found == 0
        asked.clear()
        replay(BOOK, Letters(), unknown, held_out, watched, round_size=25, seed=1)
        assert asked[0] == (0, first)


def test_quality_by_hand() -> None:
    labels = np.array([[1, 0], [0, 0], [1, 0], [0, 0]], dtype=np.float32)
    data = Decided(["a", "b", "c", "d"], np.zeros((4, 1), np.float32), labels, ["x", "x", "y", "y"])
    right = np.array([[2, 0], [1, 0], [2, 0], [1, 0]], dtype=np.float32)
    assert macro_f1(right, data) == 1  # the second code is never there and does not count
    # the cut of one half finds neither "c" nor a false one in the other, and the other way all are taken
    turned = np.array([[2, 0], [1, 0], [0.5, 0], [0, 0]], dtype=np.float32)
    assert macro_f1(turned, data) == pytest.approx(2 * 1 / (2 + 2))


def test_the_best_cut_lies_between_what_it_parts() -> None:
    scores, true = np.array([0.9, 0.7, 0.4, 0.1], np.float32), np.array([True, True, False, False])
    assert best_cut(scores, true) == pytest.approx(0.55)
    assert best_cut(scores, ~true & False) == math.inf


def test_effort_is_read_off_a_curve_that_never_falls() -> None:
    # a lucky round does not count: 0.6 and 0.2 are 0.4 twice
    assert reached({0: 0.1, 10: 0.6, 20: 0.2, 30: 0.6}, 0.5) == pytest.approx(25)
    assert reached({0: 0.6, 10: 0.7}, 0.5) == 0
    assert math.isnan(reached({0: 0.1, 10: 0.2}, 0.5))
