"""The intruder names a case by what is left of it, and nobody where nothing is left."""

from evaluation.intruder import evaluate_intruder
from evaluation.labelled import Entity, LabelledNote
from redaction.types import MentionType


def note(identifier: str, name: str, case: str | None = None) -> LabelledNote:
    text = f"{name} came home and it was cold."
    entity = Entity(start=0, end=len(name), type=MentionType.PERSON)
    return LabelledNote(id=identifier, text=text, entities=(entity,), case_key=case)


MIA, KOFI = note("a", "Zorblat Quimble"), note("b", "Fthaghn Wexbridge")


def test_a_name_that_is_left_gives_the_case_away() -> None:
    report = evaluate_intruder([(MIA, MIA.text), (KOFI, "[PERSON 1] came home and it was cold.")], dataset="x")
    assert report.metrics["named_right"].value == 0.5
    assert report.metrics["named_right_raw"].value == 1
    assert report.metrics["given_away/PERSON"].value == 1


def test_somebody_else_who_is_named_leads_to_the_wrong_case() -> None:
    report = evaluate_intruder([(MIA, "[PERSON 1] told Wexbridge."), (KOFI, "[PERSON 1].")], dataset="x")
    assert report.metrics["named_right"].value == 0
    assert report.metrics["named_wrong"].value == 0.5


def test_ordinary_words_and_stand_ins_point_at_nobody() -> None:
    report = evaluate_intruder([(MIA, "[PERSON 1] came home and it was cold."), (KOFI, "[CHILD] was quiet.")], dataset="x")
    assert report.metrics["named_right"].value == 0
    assert report.metrics["named_wrong"].value == 0


def test_two_cases_that_fit_alike_are_told_apart_by_nobody() -> None:
    twin = note("c", "Zorblat Quimble")
    report = evaluate_intruder([(MIA, MIA.text), (twin, twin.text)], dataset="x")
    assert report.metrics["named_right"].value == 0


def test_notes_of_one_case_are_one_entry() -> None:
    first, second = note("a", "Zorblat Quimble", "k"), note("b", "Fthaghn Wexbridge", "k")
    other = note("c", "Oddname Longstocking")
    report = evaluate_intruder([(first, first.text), (second, second.text), (other, "[PERSON 1].")], dataset="x")
    assert report.metrics["named_right"].value == 2 / 3
