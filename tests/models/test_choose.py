"""The lot has a known probability whatever the order of arrival; the informative order is diverse and minds rare codes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.choose import NEAR, Rule, informative_order, is_drawn, lot, uncertainty, worth

KEY = b"a key of these tests"
IDS = [f"01ARZ3NDEKTSV4RRFFQ69G5FAV-{number:05d}" for number in range(20_000)]
HALF = np.array([0.5, 0.5])


def unit(*angles: float) -> "np.ndarray[tuple[int, int], np.dtype[np.float32]]":
    return np.array([[np.cos(angle), np.sin(angle)] for angle in angles], dtype=np.float32)


def test_the_share_that_is_drawn_is_the_share_that_was_asked_for() -> None:
    for share in (0.05, 0.2, 0.5):
        drawn = sum(is_drawn(lot(one, key=KEY), share) for one in IDS)
        spread = np.sqrt(share * (1 - share) * len(IDS))
        assert abs(drawn - share * len(IDS)) < 4 * spread


@given(st.permutations(IDS[:50]))
def test_the_draw_does_not_hang_on_the_order_of_arrival(arrived: list[str]) -> None:
    assert {one for one in arrived if is_drawn(lot(one, key=KEY), 0.2)} == {
        one for one in IDS[:50] if is_drawn(lot(one, key=KEY), 0.2)
    }


def test_another_key_draws_others_and_a_larger_share_holds_the_smaller() -> None:
    def drawn(share: float, key: bytes = KEY) -> set[str]:
        return {one for one in IDS[:2000] if is_drawn(lot(one, key=key), share)}

    assert drawn(0.2) < drawn(0.4)
    assert drawn(0.2) != drawn(0.2, b"another key")
    assert drawn(0.0) == set()
    assert drawn(1.0) == set(IDS[:2000])


def test_weighing_by_the_inclusion_probability_gives_an_unbiased_estimate() -> None:
    """Two strata with other shares: where the code is common more is drawn, and the estimate is right all the same."""
    random = np.random.default_rng(1)
    shares = np.where(random.random(2000) < 0.3, 0.4, 0.1)
    applies = random.random(2000) < np.where(shares > 0.2, 0.6, 0.05)
    weighted, plain = [], []
    for draw in range(200):
        key = f"draw {draw}".encode()
        drawn = np.array([is_drawn(lot(one, key=key), share) for one, share in zip(IDS, shares, strict=False)])
        weighted.append((applies[drawn] / shares[drawn]).sum() / 2000)
        plain.append(applies[drawn].mean())
    error = np.std(weighted) / np.sqrt(len(weighted))
    assert abs(np.mean(weighted) - applies.mean()) < 3 * error
    assert abs(np.mean(plain) - applies.mean()) > 10 * error


def test_uncertainty_is_greatest_at_the_threshold() -> None:
    bits = uncertainty(np.array([[0.3, 0.5], [0.05, 0.5], [0.9, 1.0]]), np.array([0.3, 0.5]))
    assert bits[0] == pytest.approx([1, 1])
    assert bits[1, 0] < bits[0, 0]
    assert bits[2, 1] < 0.001


def test_near_duplicates_do_not_stand_together() -> None:
    scores = np.array([[0.6, 0.1]] * 5 + [[0.3, 0.1]] * 2)
    embeddings = unit(0, 0.01, 0.02, 0.03, 0.04, 1.2, 2.4)
    order = informative_order(scores, embeddings, thresholds=HALF, found=np.zeros(2), count=7)
    first = embeddings[order[:3]]
    assert (first @ first.T)[np.triu_indices(3, 1)].max() < NEAR
    assert sorted(order.tolist()) == list(range(7))  # none is left out
    assert order.tolist() == informative_order(scores, embeddings, thresholds=HALF, found=np.zeros(2), count=7).tolist()


def test_what_people_saw_already_comes_last() -> None:
    scores = np.array([[0.6, 0.1], [0.5, 0.1]])
    order = informative_order(scores, unit(0, 2), thresholds=HALF, found=np.zeros(2), count=2, seen=unit(0.01))
    assert order.tolist() == [1, 0]


def test_a_rare_code_comes_before_a_common_one() -> None:
    scores = np.array([[0.6, 0.0], [0.0, 0.6]])
    for found, first in (([200, 0], 1), ([0, 200], 0)):
        order = informative_order(scores, unit(0, 2), thresholds=HALF, found=np.array(found, dtype=float), count=1)
        assert order.tolist() == [first]


@pytest.mark.parametrize("rule", Rule)
def test_the_sieve_lets_the_first_of_the_order_pass(rule: Rule) -> None:
    scores = np.random.default_rng(2).random((40, 2))
    embeddings = np.eye(40, dtype=np.float32)  # nothing is near to anything
    first = informative_order(scores, embeddings, thresholds=HALF, found=np.zeros(2), count=1, rule=rule)[0]
    assert np.argsort(-worth(scores, thresholds=HALF, found=np.zeros(2), rule=rule))[:2].tolist().count(first) == 1


def test_nothing_to_choose_from() -> None:
    nothing = informative_order(np.zeros((0, 2)), unit()[:0].reshape(0, 2), thresholds=HALF, found=np.zeros(2), count=5)
    assert nothing.tolist() == []
