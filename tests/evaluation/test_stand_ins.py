"""Stand-ins and codes kept: what is counted as right, and what is not."""

from collections.abc import Sequence

from evaluation.alignment import MachineSegment
from evaluation.kept import evaluate_kept
from evaluation.stand_ins import cases, evaluate_stand_ins
from models.types import Voice
from redaction.detect import Detector
from redaction.policy import load_policy
from redaction.pseudonyms import CaseMemory
from redaction.redactor import Redactor
from redaction.types import Note, RedactedNote


def test_cases_name_a_person_in_many_forms() -> None:
    every = list(cases())
    assert len(every) == 144
    assert all(words in note.text for case in every for (_, words), note in zip(case.forms, case.notes, strict=True))


def test_known_people_keep_their_stand_in_in_every_form() -> None:
    redactor = Redactor(Detector(), load_policy())

    def redact(notes: Sequence[Note]) -> list[RedactedNote]:
        case = CaseMemory(b"sixteen bytes or more", salt="s")
        return redactor.redact_many(notes, [case] * len(notes))

    metrics = evaluate_stand_ins(redact).metrics
    assert metrics["same_string"].value == 1
    for form in (
        "full name",
        "first name",
        "last name",
        "possessive",
        "capitals",
        "lower case",
        "nickname",
        "dotted initials",
        "typo",
    ):
        assert metrics[f"right_stand_in/{form}"].value >= 0.95, form


def test_a_redaction_that_does_nothing_is_never_right() -> None:
    metrics = evaluate_stand_ins(lambda notes: [RedactedNote(note.text, (), "none@1") for note in notes]).metrics
    assert metrics["right_stand_in"].value == 0
    assert metrics["same_string"].value == 1


def test_codes_kept_are_counted_by_segment() -> None:
    def segment(start: int, *codes: str) -> MachineSegment:
        return MachineSegment(start, start + 5, Voice.CHILD_DIRECT, {}, set(codes))

    raw = [segment(0, "hope"), segment(6), segment(12, "worry"), segment(18)]
    redacted = [segment(0, "hope"), segment(6), segment(12), segment(19)]
    metrics = evaluate_kept([(raw, redacted)], ["hope", "worry"], dataset="x").metrics
    assert metrics["segments_same_codes"].value == 2 / 5, "a segment cut otherwise is another"
    assert metrics["segments_same_codes_coded"].value == 1 / 2
    assert 0 < metrics["alpha_codes"].value < 1
