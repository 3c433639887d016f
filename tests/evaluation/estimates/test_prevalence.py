"""Shares, differences and distributions: right on the whole, exact where all was reviewed, refused where too little was."""

from dataclasses import replace

import numpy as np
import pytest
from drawn_units import drawn

from evaluation.estimates.errors import TooFewReviewed
from evaluation.estimates.prevalence import difference, distribution, prevalence
from evaluation.estimates.units import Population, Units, numbered


def test_where_all_was_reviewed_the_figure_is_the_count() -> None:
    units, truth, _ = drawn(1)
    everything = replace(units, probability=np.ones(len(truth)), drawn=np.ones(len(truth), dtype=bool), answer=truth)
    these = prevalence(everything, population=Population.THESE)
    assert (these.value.value, these.value.low, these.value.high) == pytest.approx((truth.mean(),) * 3)
    assert prevalence(everything).value.value == pytest.approx(truth.mean())


@pytest.mark.parametrize("population", list(Population))
def test_intervals_hold_the_truth_about_the_stored_notes_and_their_difference(population: Population) -> None:
    held, apart = [], []
    for seed in range(150):
        units, truth, known = drawn(seed)
        group = known > 0.3
        share, gap = prevalence(units, population=population), difference(units, group, ~group, population=population)
        held.append(share.value.low <= truth.mean() <= share.value.high)
        apart.append(gap.value.low <= truth[group].mean() - truth[~group].mean() <= gap.value.high)
    # the wider interval also holds what differs among cases, so that it covers these notes more often than not
    least, most = (0.9, 0.99) if population is Population.THESE else (0.97, 1.0)
    assert least <= np.mean(held) <= most
    assert least <= np.mean(apart) <= 1


def test_a_machine_that_counts_twice_too_much_is_put_right() -> None:
    units, truth, _ = drawn(3, cases=600)
    doubled = replace(units, machine=np.minimum(2 * units.machine, 1.0), counted=units.machine > 0.05)
    found = prevalence(doubled, population=Population.THESE)
    assert found.machine_only > found.value.high
    assert found.value.low <= truth.mean() <= found.value.high
    assert found.value.high - found.value.low < found.labelled_only.high - found.labelled_only.low
    assert found.machine_weight < 1


def test_a_machine_that_guesses_counts_for_little() -> None:
    units, _, _ = drawn(4)
    guesses = replace(units, machine=np.random.default_rng(0).random(len(units.case)))
    assert prevalence(guesses).machine_weight < 0.2


def test_what_was_drawn_and_not_decided_lowers_the_probability_and_not_the_figure() -> None:
    units, _, _ = drawn(5, cases=400)
    places = np.flatnonzero(units.drawn)
    left = np.random.default_rng(0).permutation(places)[: len(places) // 2]
    answer = units.answer.copy()
    answer[left] = np.nan
    half = replace(units, answer=answer)
    assert half.weights().sum() == pytest.approx(len(units.case), rel=0.15)
    found, whole = prevalence(half), prevalence(units)
    assert found.undecided == len(left)
    assert found.value.low < whole.value.value < found.value.high
    assert found.value.high - found.value.low > whole.value.high - whole.value.low


def test_a_smaller_share_was_decided_first_where_probabilities_differ() -> None:
    lots = np.linspace(0, 1, 10_001)[1:]
    probability = np.where(np.arange(10_000) % 2 == 0, 0.2, 0.05)
    chosen, decided = lots < probability, lots < 0.1
    units = Units(
        np.arange(10_000), np.zeros(10_000), np.zeros(10_000, dtype=bool), probability, chosen,
        np.where(chosen & decided, 0.0, np.nan),
    )  # fmt: skip
    assert np.unique(units.reached()) == pytest.approx([0.05, 0.1], rel=0.01)


def test_more_reviews_would_do_what_is_said() -> None:
    units, truth, _ = drawn(6, cases=400, share=0.1)
    found = prevalence(units, population=Population.THESE)
    assert found.more_reviews is not None
    share = (found.reviewed + found.more_reviews) / len(truth)
    lots = np.random.default_rng(1).random(len(truth)) < share
    more = replace(units, probability=np.full(len(truth), share), drawn=lots, answer=np.where(lots, truth, np.nan))
    narrower = prevalence(more, population=Population.THESE)
    assert narrower.value.high - narrower.value.low == pytest.approx((found.value.high - found.value.low) / 2, rel=0.2)


def test_where_cases_differ_no_number_of_reviews_halves_the_interval() -> None:
    units, _, _ = drawn(7, cases=20, share=0.6)
    assert prevalence(units).more_reviews is None


def test_scores_in_between_are_taken_as_they_are() -> None:
    units, truth, _ = drawn(8)
    scores = 0.25 + truth / 2
    graded = prevalence(replace(units, answer=np.where(units.drawn, scores, np.nan)), population=Population.THESE)
    assert graded.value.low <= scores.mean() <= graded.value.high


def test_a_distribution_adds_up_to_one() -> None:
    units, truth, known = drawn(9)
    kind = np.where(truth == 1, 0, np.where(known > 0, 1, 2))
    answers = np.where(units.drawn[:, np.newaxis], np.eye(3)[kind], np.nan)
    machine = np.stack([units.machine, (1 - units.machine) * 0.6, (1 - units.machine) * 0.4], axis=-1)
    found = distribution(units, answers, machine, machine == machine.max(axis=1, keepdims=True))
    assert sum(one.value.value for one in found) == pytest.approx(1)
    assert len({one.machine_weight for one in found}) == 1
    for place, one in enumerate(found):
        assert one.value.low <= (kind == place).mean() <= one.value.high


def test_nobody_found_it_is_no_certainty() -> None:
    units, _, _ = drawn(10)
    found = prevalence(replace(units, answer=np.where(units.drawn, 0.0, np.nan)))
    assert found.value.low == pytest.approx(0, abs=1e-12)
    assert 3 / found.reviewed < found.value.high < 8 / found.reviewed


def test_too_few_are_refused_with_what_to_do() -> None:
    units, _, _ = drawn(11)
    none = replace(units, answer=np.full(len(units.case), np.nan))
    with pytest.raises(TooFewReviewed, match="audit"):
        prevalence(none)
    with pytest.raises(TooFewReviewed, match="nothing that was drawn"):
        none.weights()
    one_case = replace(units, case=np.zeros(len(units.case), dtype=np.intp))
    with pytest.raises(TooFewReviewed, match="of 1 cases"):
        prevalence(one_case)
    nobody = np.zeros(len(units.case), dtype=bool)
    with pytest.raises(TooFewReviewed, match="no segments"):
        difference(units, nobody, ~nobody)


def test_units_without_a_case_are_cases_of_their_own() -> None:
    assert numbered(["b", None, "b", "a", None]).tolist() == [0, 1, 0, 2, 3]
