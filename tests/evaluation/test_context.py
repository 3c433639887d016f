"""What context brings: the difference of the same figures on the same documents."""

from evaluation.alignment import MachineSegment
from evaluation.context import evaluate_context
from evaluation.labelled import LabelledCoding, LabelledNote
from models.types import Voice


def row(number: int, *, alone: str) -> tuple[LabelledNote, list[MachineSegment], list[MachineSegment]]:
    coding = LabelledCoding(start=0, end=5, codes=("hope",), voice=Voice.CHILD_DIRECT)
    note = LabelledNote(id=f"n{number}", text="words", codings=(coding,))
    right = MachineSegment(0, 5, Voice.CHILD_DIRECT, {"hope": 0.9, "worry": 0.1}, {"hope"})
    other = MachineSegment(0, 5, Voice.FAMILY, {"hope": 0.2, "worry": 0.1}, {alone} if alone else set())
    return note, [right], [other]


def test_what_is_right_only_in_its_note_is_gained() -> None:
    metrics = evaluate_context([row(1, alone=""), row(2, alone="")], dataset="two", resamples=20).metrics
    assert metrics["in_note/f1_macro"].value == 1
    assert metrics["alone/f1_macro"].value == 0
    assert metrics["gain/f1_macro"].value == 1
    assert metrics["gain/voice_accuracy"].value == 1


def test_the_same_both_ways_gains_nothing() -> None:
    note, within, _ = row(1, alone="")
    metrics = evaluate_context([(note, within, within)], dataset="one", resamples=20).metrics
    assert metrics["gain/f1_macro"].value == 0
