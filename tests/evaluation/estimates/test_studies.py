"""Intervals of simulated studies hold the truth as often as they say: a small version of `earshot evaluate estimates`."""

import pytest

from evaluation.estimates.studies import Design, evaluate_studies

SMALL = Design(cases=150, segments=12, reviewed=0.1)


@pytest.mark.parametrize(
    ("design", "prevalence", "machine"),
    [
        (SMALL, 0.05, "good"),
        (SMALL, 0.2, "poor"),
        (SMALL, 0.5, "good"),
        (SMALL, 0.01, "fair"),
        (Design(10, 60, 0.5), 0.2, "good"),
    ],
)
def test_intervals_hold_the_truth(design: Design, prevalence: float, machine: str) -> None:
    report = evaluate_studies(400, design=design, prevalences=[prevalence], machines=[machine])
    coverage = report.metrics[f"coverage/{prevalence:g}/{machine}"]
    assert coverage.low < 0.95 < coverage.high + 0.02  # at .01 no interval of a count can be exact


def test_a_good_machine_makes_them_narrower_and_a_poor_one_hardly_wider() -> None:
    report = evaluate_studies(200, design=Design(300, 12, 0.05), prevalences=[0.2], machines=["poor", "good"])
    assert report.metrics["width_ratio/0.2/good"].high < 0.7
    assert 0.95 < report.metrics["width_ratio/0.2/poor"].value < 1.05


def test_the_same_seed_gives_the_same_figures() -> None:
    first, second = (evaluate_studies(20, design=SMALL, prevalences=[0.2], machines=["fair"]) for _ in range(2))
    assert first.metrics == second.metrics
