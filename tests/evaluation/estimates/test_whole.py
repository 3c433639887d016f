"""The share of notes in which a code occurs at all."""

from dataclasses import replace

import numpy as np
import pytest
from drawn_units import drawn

from evaluation.estimates.errors import TooFewReviewed
from evaluation.estimates.units import Population
from evaluation.estimates.whole import occurrence


def test_where_all_was_reviewed_it_is_the_count() -> None:
    units, truth, _ = drawn(1)
    everything = replace(units, probability=np.ones(len(truth)), drawn=np.ones(len(truth), dtype=bool), answer=truth)
    found = occurrence(everything, units.case, population=Population.THESE)
    counted = (np.bincount(units.case, truth) > 0).mean()
    assert (found.value.value, found.value.low, found.value.high) == pytest.approx((counted,) * 3)


def test_intervals_hold_the_truth_on_the_whole_and_guesses_are_not_off() -> None:
    held, off = [], []
    for seed in range(80):
        units, truth, _ = drawn(seed, prevalence=0.05, share=0.4, cases=150)
        notes = np.arange(len(truth)) // 3 + units.case * 10_000
        exact = np.array([truth[notes == one].max() for one in np.unique(notes)]).mean()
        try:
            found = occurrence(units, notes)
        except TooFewReviewed:
            continue
        held.append(found.value.low <= exact <= found.value.high)
        off.append(found.value.value - exact)
    assert len(held) > 40
    assert np.mean(held) > 0.9
    assert abs(np.mean(off)) < 0.02


def test_a_figure_that_hangs_on_one_segment_is_refused() -> None:
    units, _, _ = drawn(2, share=0.1, cases=40)
    answer = np.where(units.drawn, 0.0, np.nan)
    answer[np.flatnonzero(units.drawn)[0]] = 1.0
    blind = replace(units, machine=np.zeros(len(answer)), answer=answer)
    with pytest.raises(TooFewReviewed, match="hangs on one"):
        occurrence(blind, units.case)
