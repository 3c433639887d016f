"""The map: nothing overlaps, what is alike is near, the same every time."""

import numpy as np
import pytest

from models.topics.layout import MOST_POINTS, MapLayout, evenly, lay_out


def drawn(topics: int, each: int, seed: int = 0) -> tuple[MapLayout, np.ndarray]:
    random = np.random.default_rng(seed)
    centres = random.normal(size=(topics, 16))
    labels = np.repeat(np.arange(topics), each)
    vectors = (
        centres[labels] / np.linalg.norm(centres[labels], axis=1, keepdims=True) + random.normal(size=(len(labels), 16)) * 0.1
    )
    sizes = random.integers(3, 400, topics)
    return lay_out(centres, sizes, vectors.astype(np.float32), labels), labels


@pytest.mark.parametrize("topics", [1, 2, 3, 7, 40, 120])
def test_no_topic_lies_over_another_and_all_are_on_the_map(topics: int) -> None:
    layout, labels = drawn(topics, 8)
    distances = np.linalg.norm(layout.topics[:, None] - layout.topics[None], axis=2)
    apart = distances - layout.radii[:, None] - layout.radii[None]
    np.fill_diagonal(apart, 1)
    assert apart.min() > 0
    assert (np.linalg.norm(layout.points - layout.topics[labels], axis=1) <= layout.radii[labels] * (1 + 1e-9)).all()
    assert layout.points.min() >= 0
    assert layout.points.max() <= 1


def test_what_is_alike_is_near() -> None:
    centres = np.eye(4)[[0, 0, 1, 1]] + np.eye(4)[[2, 3, 2, 3]] * 0.3
    layout = lay_out(centres, np.full(4, 5), np.zeros((0, 4), np.float32), np.zeros(0, np.intp))
    between = np.linalg.norm(layout.topics[:, None] - layout.topics[None], axis=2)
    assert between[0, 1] < between[0, 2]
    assert between[2, 3] < between[1, 3]


def test_the_same_every_time() -> None:
    first, second = drawn(12, 20)[0], drawn(12, 20)[0]
    assert np.array_equal(first.points, second.points)
    assert np.array_equal(first.topics, second.topics)


def test_topics_in_one_place_are_told_apart() -> None:
    layout = lay_out(np.ones((5, 3)), np.full(5, 10), np.zeros((0, 3), np.float32), np.zeros(0, np.intp))
    distances = np.linalg.norm(layout.topics[:, None] - layout.topics[None], axis=2) + np.eye(5)
    assert distances.min() >= 2 * layout.radii.max()


@pytest.mark.parametrize("topics", [1, 3, 60])
def test_segments_of_no_topic_lie_in_no_topics_disc(topics: int) -> None:
    centres, vectors = np.random.default_rng(0).normal(size=(topics, 8)), np.random.default_rng(1).normal(size=(50, 8))
    layout = lay_out(centres, np.full(topics, 10), vectors.astype(np.float32), np.full(50, -1))
    distances = np.linalg.norm(layout.points[:, None] - layout.topics[None], axis=2)
    assert (distances > layout.radii).all()


def test_nothing_at_all_is_a_map_too() -> None:
    layout = lay_out(np.zeros((0, 3)), np.zeros(0, np.intp), np.zeros((0, 3), np.float32), np.zeros(0, np.intp))
    assert layout.points.shape == (0, 2)
    alone = lay_out(np.zeros((0, 3)), np.zeros(0, np.intp), np.ones((4, 3), np.float32), np.full(4, -1))
    assert len(np.unique(alone.points, axis=0)) == 4


def test_even_steps_take_no_more_than_are_drawn() -> None:
    assert list(evenly(5, 10)) == [0, 1, 2, 3, 4]
    taken = evenly(100_000)
    assert len(taken) == MOST_POINTS
    assert set(np.diff(taken)) == {50}
