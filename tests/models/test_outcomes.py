"""Outcomes: the promised bounds hold when they are tried many times, and nothing is promised of too little."""

import json

import numpy as np

from models.calibrate import sigmoid
from models.outcomes import MISSED, SURE, TARGET, Guarantee, at_least, at_most, promise, promise_of
from models.types import Outcome

NUMBER = 600


def drawn(random: np.random.Generator, number: int, *, sharp: float = 4.0) -> tuple[np.ndarray, np.ndarray]:
    odds = random.normal(-1.0, sharp, number)
    chances = sigmoid(odds)
    return chances.astype(np.float32), (random.random(number) < chances).astype(np.float32)


def test_the_bounds_are_the_exact_binomial_ones() -> None:
    assert abs(at_least(59, 59) - 0.05 ** (1 / 59)) < 1e-9
    assert at_least(0, 10) == 0
    assert at_most(0, 0) == 1
    assert abs(at_most(0, 29) - (1 - 0.05 ** (1 / 29))) < 1e-9


def test_promises_hold_on_new_segments_as_often_as_they_say() -> None:
    random = np.random.default_rng(7)
    fresh, applies = drawn(random, 200_000)
    broken, tries = {"accepted": 0, "missed": 0, "rejected": 0}, 300
    made = {"accept": 0, "reject": 0}
    for _ in range(tries):
        promised = promise_of(*drawn(random, NUMBER))
        if promised.accept is not None:
            made["accept"] += 1
            broken["accepted"] += applies[fresh >= promised.accept].mean() < TARGET
        if promised.reject is not None:
            made["reject"] += 1
            below = fresh < promised.reject
            broken["missed"] += (applies[below].sum() / applies.sum()) > MISSED
            broken["rejected"] += 1 - applies[below].mean() < TARGET
    assert made["accept"] > tries / 2, "a coder that tells well must be taken at its word sometimes"
    assert made["reject"] > tries / 2
    for times in broken.values():
        assert times / tries <= 1 - SURE + 0.03


def test_what_children_say_is_not_dropped_for_being_rare() -> None:
    """A coder that tells nothing about a rare code is right 97 times in 100 when it rejects all: and must not."""
    random = np.random.default_rng(3)
    labels = (random.random(3000) < 0.03).astype(np.float32)
    promised = promise_of(random.random(3000).astype(np.float32), labels)
    assert promised.accept is None
    if promised.reject is not None:
        assert promised.missed is not None
        assert promised.missed <= MISSED
        assert promised.reject < 0.1


def test_nothing_is_promised_of_little() -> None:
    few = promise_of(np.linspace(0, 1, 40).astype(np.float32), np.repeat([0, 1], 20).astype(np.float32))
    assert few.accept is None
    assert few.reject is None
    assert few.outcome(0.99) is None
    nobody = promise_of(np.linspace(0, 1, 400).astype(np.float32), np.full(400, np.nan, np.float32))
    assert (nobody.accept, nobody.reject) == (None, None)


def test_three_outcomes_in_their_order_and_a_guarantee_that_says_for_whom() -> None:
    random = np.random.default_rng(1)
    chances, labels = drawn(random, 4000)
    table, told = np.stack([chances, np.full(4000, np.nan)], axis=1), np.stack([labels, labels], axis=1)
    guarantee = promise(["hope", "worry"], table.astype(np.float32), told, codebook="0123456789ab")
    own = guarantee.codes["hope"]
    assert own.accept is not None
    assert own.reject is not None
    assert own.reject < own.accept
    middle = (own.reject + own.accept) / 2
    assert [own.outcome(one) for one in (0.0, middle, 1.0)] == [Outcome.REJECT, Outcome.DOUBTFUL, Outcome.ACCEPT]
    assert guarantee.codes["worry"].outcome(1.0) is None
    for part in ("95%", "10%", "0123456789ab", "segments like those that people decided about"):
        assert part in guarantee.sentence()
    assert Guarantee.from_dict(json.loads(json.dumps(guarantee.to_dict()))) == guarantee


def test_a_promise_rests_on_the_share_drawn_by_lot_where_that_is_enough() -> None:
    chances, labels = drawn(np.random.default_rng(2), 4000)
    by_lot = np.arange(4000) < 1000
    told = promise(["hope"], chances[:, None], labels[:, None], codebook="v", drawn=by_lot).codes["hope"]
    assert told.by_lot
    assert told.present == int(labels[:1000].sum())
    few = promise(["hope"], chances[:, None], labels[:, None], codebook="v", drawn=np.arange(4000) < 30).codes["hope"]
    assert not few.by_lot
    assert few.present == int(labels.sum())
