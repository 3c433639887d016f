"""Shift: new segments like the old ones raise no alarm, others do, few say nothing."""

import json

import numpy as np

from models.shift import FEWEST, Fingerprint, compare, fingerprint

CODES = ("hope", "worry", "silence")


def scores(number: int, seed: int, *, moved: float = 0.0) -> np.ndarray:
    table = np.random.default_rng(seed).normal(-3, 2, (number, 3)).astype(np.float32)
    table[:, 1] += moved
    return table


def test_more_of_the_same_is_no_shift() -> None:
    before = fingerprint(CODES, scores(2000, 0))
    assert all(not compare(before, CODES, scores(number, seed)).moved for seed in range(1, 20) for number in (FEWEST, 1000))


def test_a_code_whose_scores_lie_elsewhere_is_named_with_why() -> None:
    before = fingerprint(CODES, scores(2000, 0))
    found = compare(before, CODES, scores(500, 1, moved=1.5))
    assert set(found.moved) == {"worry"}
    assert "500 segments" in found.moved["worry"]
    assert found.index["worry"] > 0.25 > found.index["hope"]


def test_where_nearly_all_moved_all_have() -> None:
    before = fingerprint(CODES, scores(2000, 0))
    new = scores(500, 1)
    new[:, :2] += 3
    assert set(compare(before, CODES, new).moved) == set(CODES)


def test_few_segments_say_nothing() -> None:
    before = fingerprint(CODES, scores(2000, 0))
    assert not compare(before, CODES, scores(FEWEST - 1, 1, moved=5)).moved


def test_scores_that_are_all_alike_are_no_trouble_and_it_is_stored_as_json() -> None:
    before = fingerprint(CODES, np.full((300, 3), -12, np.float32))
    again = Fingerprint.from_dict(json.loads(json.dumps(before.to_dict())))
    assert again == before
    assert not compare(again, CODES, np.full((300, 3), -12, np.float32)).moved
    assert set(compare(again, CODES, np.zeros((300, 3), np.float32)).moved) == set(CODES)
