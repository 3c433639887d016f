"""A second look changes labels by the words of a segment, and refuses what fits no segment."""

from pathlib import Path

import pytest

from evaluation.corpus.markup import MarkupError, read_markup
from evaluation.corpus.second_look import looked_at, read_changes, read_numbers, write_sheet
from evaluation.labelled import LabelledNote
from models.types import Voice

MARKED = "=== x\nkind: log\n--- text\n{{cd trust+|I told her.}} Then tea. {{pr|House warm.}} Then tea.\n"


@pytest.fixture
def note(tmp_path: Path) -> LabelledNote:
    path = tmp_path / "x.txt"
    path.write_text(MARKED, encoding="utf-8")
    return next(read_markup(path))


def changed(note: LabelledNote, tmp_path: Path, lines: str) -> LabelledNote:
    path = tmp_path / "look.txt"
    path.write_text(f"=== x\n{lines}\n", encoding="utf-8")
    ((_, changes),) = read_changes(path)
    return looked_at(note, changes)


def test_codes_are_added_and_taken_away_and_a_voice_corrected(note: LabelledNote, tmp_path: Path) -> None:
    after = changed(note, tmp_path, "cr +heard.felt -trust.felt | I told her.\n+strength | House warm.")
    assert [(one.voice, one.codes) for one in after.codings] == [
        (Voice.CHILD_REPORTED, ("heard.felt",)),
        (Voice.PRACTITIONER, ("strength",)),
    ]
    assert after.text == note.text
    assert after.entities == note.entities


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ("cd +hope | Not there.", "0 segments"),
        ("cd +hope | Then tea.", "2 segments"),
        ("+hope I told her.", "a line is"),
        ("cd hope | I told her.", "begin with"),
    ],
)
def test_what_fits_no_segment_is_refused(note: LabelledNote, tmp_path: Path, lines: str, says: str) -> None:
    with pytest.raises(MarkupError, match=says):
        changed(note, tmp_path, lines)


def test_a_segment_that_was_not_listed_needs_a_voice(tmp_path: Path) -> None:
    path = tmp_path / "y.txt"
    path.write_text("=== x\n--- text\n{{pr|House warm.}} She hoovered unasked.\n", encoding="utf-8")
    note = next(read_markup(path))
    with pytest.raises(MarkupError, match="needs a voice"):
        changed(note, tmp_path, "+strength | She hoovered unasked.")
    after = changed(note, tmp_path, "pr +strength | She hoovered unasked.")
    assert after.codings[-1].codes == ("strength",)


def test_numbers_of_a_sheet_become_changes(note: LabelledNote, tmp_path: Path) -> None:
    sheet = write_sheet(note)
    assert sheet.splitlines()[1] == "1 [cd trust.felt] I told her."
    assert sheet.splitlines()[2] == "2 [] Then tea."
    path = tmp_path / "answers.txt"
    path.write_text("=== x | log\n1 cr +heard+ -trust+\n", encoding="utf-8")
    assert list(read_numbers(path, {"x": note})) == [("x", ["cr +heard.felt -trust.felt | I told her."])]
    for wrong, says in (("9 +hope", "no such segment"), ("1 hope", "neither"), ("1 +hop", "")):
        path.write_text(f"=== x\n{wrong}\n", encoding="utf-8")
        if says:
            with pytest.raises(MarkupError, match=says):
                list(read_numbers(path, {"x": note}))
