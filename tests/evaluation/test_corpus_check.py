"""What the checks of the corpus refuse, and what they only ask about."""

from pathlib import Path

import pytest

from codebook.load import load_codebook, starter_path
from evaluation.corpus.check import check_all, check_note
from evaluation.corpus.markup import read_markup
from evaluation.labelled import LabelledNote

CODES = set(load_codebook(starter_path()).by_id)


def note(tmp_path: Path, text: str, head: str = "") -> LabelledNote:
    path = tmp_path / "x.txt"
    path.write_text(f"=== x\n{head}--- text\n{text}\n", encoding="utf-8")
    return next(read_markup(path))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Nothing listed.", "no segment is listed"),
        ("{{cd joy|Hi.}}", "unknown code joy"),
        ("{{cd hope hope|Hi.}}", "a code twice"),
        ("{{cd| Hi.}}", "white space"),
        ("{{cd|Hi\nyou.}}", "two lines"),
        ("{{cd|[[PERSON|Mr Khan]] left.}}", "without title"),
        ("{{cd|[[PERSON|Mia's]] bag.}}", "without title and possessive"),
        ("{{pr|Rang [[PHONE|020 7123 4567]].}}", "outside the ranges"),
        ("{{pr|Rang [[PHONE|+44 7911 123456]].}}", "outside the ranges"),
        ("{{pr|NHS [[NHS_NUMBER|401 023 2137]].}}", "must begin 999"),
        ("{{pr|To [[EMAIL|mia@gmail.com]].}}", "reserved domain"),
    ],
)
def test_errors(tmp_path: Path, text: str, says: str) -> None:
    messages = [finding.message for finding in check_note(note(tmp_path, text), codes=CODES) if finding.is_error]
    assert any(says in message for message in messages), messages


@pytest.mark.parametrize(
    "text",
    [
        "{{pr|Rang [[PHONE|020 7946 0123]] and [[PHONE|+44 (0)7700 900 123]].}}",
        "{{pr|NHS [[NHS_NUMBER|401 023 2138]], a digit wrong, and [[NHS_NUMBER|999 023 2136]].}}",
        "{{pr|To [[EMAIL|mia@council.example]] and Mr [[PERSON|Khan]].}}",
        "{{cd trust- hope|[[PERSON|Mia]]'s not coming, next time.}}",
    ],
)
def test_what_is_right_is_not_refused(tmp_path: Path, text: str) -> None:
    assert not [finding.message for finding in check_note(note(tmp_path, text), codes=CODES) if finding.is_error]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{{pr|[[PERSON|Mia]] came.}} {{pr|Then Mia left.}}", "marked elsewhere, not here: 'Mia'"),
        ("{{pr|[[PERSON|Kofi]] came.}} {{pr|then kofi left.}}", "not here: 'kofi'"),
        ("{{pr|Went with Oluwaseun to the park.}}", "not marked: Oluwaseun"),
        ("{{pr|She came in. He went out.}}", "two sentences"),
        ("{{pr|Short.}}", "thin"),
    ],
)
def test_hints_are_no_errors(tmp_path: Path, text: str, says: str) -> None:
    findings = list(check_note(note(tmp_path, text), codes=CODES))
    assert any(says in finding.message for finding in findings if not finding.is_error), findings


def test_ids_twice_and_authors_or_cases_on_both_sides_are_refused(tmp_path: Path) -> None:
    one = note(tmp_path, "{{cd hope|Hi.}}", "author: a\ncase: c\n")
    notes = [one.model_copy(update={"split": "train"}), one.model_copy(update={"split": "test"})]
    said = [finding.message for finding in check_all(notes, codes=CODES) if finding.is_error]
    assert [message.split(":")[0] for message in said] == [
        "2 documents have this id",
        "this author is in more than one part of the split",
        "this case_key is in more than one part of the split",
    ]
