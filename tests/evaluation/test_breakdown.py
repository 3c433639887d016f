"""Coding taken apart: by voice and kind, confidence code by code, what is decided without a person."""

import pytest

from evaluation.alignment import MachineSegment
from evaluation.coding import evaluate_coding
from evaluation.labelled import LabelledCoding, LabelledNote
from evaluation.report import Report
from models.types import Voice

CHILD, FAMILY = Voice.CHILD_DIRECT, Voice.FAMILY


def report(rows: list[tuple[tuple[str, ...], Voice, dict[str, float], set[str], set[str]]], kinds: int = 1) -> Report:
    """One document of one segment for each row: the person's codes and voice; the machine's scores, codes, accepted."""
    pairs = []
    for place, (codes, voice, scores, put, accepted) in enumerate(rows):
        coding = LabelledCoding(start=0, end=5, codes=codes, voice=voice)
        note = LabelledNote(id=f"n{place:03}", kind=f"kind {place % kinds}", text="words", codings=(coding,))
        pairs.append((note, [MachineSegment(0, 5, voice, scores, put, accepted)]))
    return evaluate_coding(pairs, resamples=20)


def test_what_is_decided_without_a_person() -> None:
    rows: list[tuple[tuple[str, ...], Voice, dict[str, float], set[str], set[str]]] = [
        (("hope",), CHILD, {"hope": 0.9, "worry": 0.1}, {"hope"}, {"hope"}),  # accepted, right; worry left out, right
        (("hope",), CHILD, {"hope": 0.5, "worry": 0.1}, {"hope"}, set()),  # a person is asked about hope
        (("worry",), CHILD, {"hope": 0.9, "worry": 0.1}, {"hope"}, {"hope"}),  # accepted, wrong; worry missed unseen
    ]
    metrics = report(rows).metrics
    assert metrics["taken"].value == pytest.approx(5 / 6)
    assert metrics["taken_accuracy"].value == pytest.approx(3 / 5)
    assert metrics["accepted_precision"].value == pytest.approx(1 / 2)
    assert metrics["accepted"].value == pytest.approx(1 / 3)
    assert metrics["missed_unseen"].value == pytest.approx(1 / 3)


def test_figures_by_voice_and_by_kind_of_document() -> None:
    right: tuple[tuple[str, ...], Voice, dict[str, float], set[str], set[str]] = (
        ("hope",), CHILD, {"hope": 0.9}, {"hope"}, set(),
    )  # fmt: skip
    wrong: tuple[tuple[str, ...], Voice, dict[str, float], set[str], set[str]] = (
        ("hope",), FAMILY, {"hope": 0.1}, set(), set(),
    )  # fmt: skip
    metrics = report([right, wrong] * 5, kinds=2).metrics
    assert metrics["f1_micro/voice/child.direct"].value == 1
    assert metrics["f1_micro/voice/family"].value == 0
    assert metrics["f1_micro/kind/kind 0"].value == 1
    assert metrics["f1_micro/kind/kind 1"].value == 0
    assert "f1_micro/kind/kind 0" not in report([right] * 4).metrics, "too few documents of a kind say nothing"


def test_confidence_is_measured_against_saying_how_often_a_code_occurs() -> None:
    rows: list[tuple[tuple[str, ...], Voice, dict[str, float], set[str], set[str]]] = [
        (("hope",), CHILD, {"hope": 1.0}, {"hope"}, set()),
        ((), CHILD, {"hope": 0.0}, set(), set()),
    ]
    assert report(rows).metrics["brier_to_base_rate"].value == 0
    same = [(codes, voice, {"hope": 0.5}, put, taken) for codes, voice, _, put, taken in rows]
    metrics = report(same).metrics
    assert metrics["brier_to_base_rate"].value == 1
    assert metrics["ece_mean"].value == metrics["ece/hope"].value == pytest.approx(0.0)
