"""Clusters: the same axes every time, Ward's tree, centres that settle, a count by the information criterion."""

import numpy as np
import pytest

from models.topics.cluster import centres_of, cut, nearest, sample, settle, space_of, tree_of
from models.topics.count import count_of


def blobs(count: int, each: int = 40, dimensions: int = 12, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    drawn = np.random.default_rng(seed)
    middles = drawn.normal(0, 3, (count, dimensions))
    return np.vstack([one + drawn.normal(0, 0.4, (each, dimensions)) for one in middles]), np.repeat(np.arange(count), each)


def test_axes_are_orthonormal_and_point_one_way() -> None:
    points, _ = blobs(4)
    space = space_of(points.astype(np.float32))
    assert np.allclose(space.axes.T @ space.axes, np.eye(space.axes.shape[1]), atol=1e-9)
    assert (space.axes[np.abs(space.axes).argmax(axis=0), np.arange(space.axes.shape[1])] > 0).all()
    assert np.allclose(space.of(points).mean(axis=0), 0, atol=1e-5)


@pytest.mark.parametrize("true", [3, 6, 11])
def test_the_count_is_found_that_was_put_in(true: int) -> None:
    points, labels = blobs(true)
    tree = tree_of(points)
    count = count_of(tree, points.shape[1], most=None, detail=0)
    assert count == true
    found = cut(tree, count)
    assert len({(a, b) for a, b in zip(found, labels, strict=True)}) == true


def test_the_dial_makes_more_or_fewer_and_the_bound_holds() -> None:
    points, _ = blobs(6)
    tree = tree_of(points)
    counts = [count_of(tree, points.shape[1], most=None, detail=detail) for detail in (-1, 0, 1)]
    assert counts == [3, 6, 12]
    assert count_of(tree, points.shape[1], most=4, detail=2) == 4


def test_centres_settle_where_the_points_are() -> None:
    points, labels = blobs(5)
    true = centres_of(points, labels, 5)
    settled = settle(points, true + 0.3)
    assert np.allclose(settled, true, atol=1e-9)
    assert (nearest(points, settled) == labels).all()


def test_a_centre_that_nothing_is_near_stays() -> None:
    points, labels = blobs(2)
    centres = np.vstack([centres_of(points, labels, 2), np.full(points.shape[1], 99.0)])
    assert np.array_equal(settle(points, centres)[2], centres[2])


def test_a_sample_is_even_and_whole_where_it_can_be() -> None:
    assert sample(5, 10).tolist() == [0, 1, 2, 3, 4]
    assert sample(101, 3).tolist() == [0, 50, 100]
