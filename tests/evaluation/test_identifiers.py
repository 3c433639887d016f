"""Made-up identifiers: valid ones are valid, the others are one step off, and each lies where its label says."""

import re
from collections.abc import Callable, Sequence

import pytest
from stdnum import iban, luhn
from stdnum.gb import nhs, upn

from evaluation.identifiers import KINDS, SETTINGS, evaluate_identifiers, identifier_notes
from evaluation.labelled import LabelledNote
from evaluation.redaction import Span


def written(note: LabelledNote) -> str:
    (entity,) = note.entities
    return note.text[entity.start : entity.end]


CHECKS: dict[str, Callable[[str], bool]] = {
    "nhs_number": nhs.is_valid,
    "health_and_care": nhs.is_valid,
    "card": luhn.is_valid,
    "iban": iban.is_valid,
}


@pytest.mark.parametrize("kind", CHECKS)
def test_valid_ones_pass_their_checksum(kind: str) -> None:
    numbers = [re.sub(r"\W", "", written(note)) for note in identifier_notes("valid", each=30) if note.kind == kind]
    assert len(numbers) == 30
    assert all(CHECKS[kind](number) for number in numbers)


def test_a_pupil_number_has_its_check_letter() -> None:
    for note in identifier_notes("valid", each=20):
        if note.kind == "upn":
            assert upn.calc_check_digit(written(note)[1:]) == written(note)[0]


def test_every_kind_stands_in_its_sentence_in_every_setting() -> None:
    for setting in SETTINGS:
        notes = list(identifier_notes(setting, each=3))
        assert {note.kind for note in notes} == {kind.name for kind in KINDS}
        for note in notes:
            assert written(note).strip() == written(note)
            assert any(character.isdigit() for character in written(note))
    assert list(identifier_notes("spaced", each=5)) == list(identifier_notes("spaced", each=5))


def test_shares_are_of_whole_identifiers() -> None:
    def all_but_the_last_character(notes: Sequence[LabelledNote]) -> list[list[Span]]:
        ends = [len(note.text) if note.kind == "mobile" else note.entities[0].end - 1 for note in notes]
        return [[(0, end, "PHONE")] for end in ends]

    report = evaluate_identifiers(all_but_the_last_character, each=4)
    assert report.metrics["valid/mobile"].value == 1
    assert report.metrics["valid/card"].value == 0
    assert report.metrics["valid"].value == pytest.approx(1 / len(KINDS))
