"""Second readings: what a reader is shown holds no label, what she answers is kept by place, and every segment is answered."""

from pathlib import Path

import pytest

from evaluation.corpus.markup import MarkupError, read_markup
from evaluation.corpus.reliability import evaluate_reliability
from evaluation.corpus.second import fingerprint, is_drawn, read_answers, units, write_sheet
from evaluation.labelled import LabelledNote
from models.types import Voice

MARKED = "=== x\nkind: log\n--- text\n{{cd trust+|I told her.}} Then tea came. {{pr|House warm.}}\n"


@pytest.fixture
def note(tmp_path: Path) -> LabelledNote:
    path = tmp_path / "x.txt"
    path.write_text(MARKED, encoding="utf-8")
    return next(read_markup(path))


def answers(tmp_path: Path, lines: str) -> Path:
    path = tmp_path / "reader-q.txt"
    path.write_text(f"=== x\n{lines}\n", encoding="utf-8")
    return path


def test_a_sheet_shows_every_segment_and_no_label(note: LabelledNote) -> None:
    sheet = write_sheet([note])
    assert [note.text[start:end] for start, end in units(note)] == ["I told her.", "Then tea came.", "House warm."]
    assert "3 House warm." in sheet
    assert "trust" not in sheet
    assert "{{" not in sheet


def test_answers_are_kept_by_place_with_the_text_they_were_given_for(note: LabelledNote, tmp_path: Path) -> None:
    (reading,) = read_answers(answers(tmp_path, "1 cd trust+ hope\n2 pr\n3 un"), {"x": note}, reader="q", stage=2)
    assert [(one.start, one.codes, one.voice) for one in reading.codings] == [
        (0, ("trust.felt", "hope"), Voice.CHILD_DIRECT),
        (12, (), Voice.PRACTITIONER),
        (27, (), Voice.UNCLEAR),
    ]
    assert (reading.reader, reading.round, reading.text) == ("q", 2, fingerprint(note.text))


@pytest.mark.parametrize(
    "lines", ["1 cd\n2 pr", "1 cd\n2 pr\n3 xx", "1 cd\n1 cd\n2 pr\n3 pr", "1 cd\n2 pr\n4 pr\n3 pr", "1 cd joy-\n2"]
)
def test_answers_that_do_not_fit_are_refused(note: LabelledNote, tmp_path: Path, lines: str) -> None:
    with pytest.raises(MarkupError):
        list(read_answers(answers(tmp_path, lines), {"x": note}, reader="q"))


def test_the_lot_is_about_its_share_and_hangs_on_the_id_alone() -> None:
    drawn = [is_drawn(f"w{writer:02}-{number:02}") for writer in range(60) for number in range(60)]
    assert 0.14 < sum(drawn) / len(drawn) < 0.18
    assert is_drawn("w01-01") == is_drawn("w01-01")


def test_agreement_of_a_reader_with_herself_is_one_and_falls_with_each_difference(note: LabelledNote, tmp_path: Path) -> None:
    codes = ["trust.felt", "hope"]
    same = list(read_answers(answers(tmp_path, "1 cd trust+\n2 pr\n3 pr"), {"x": note}, reader="q"))
    other = list(read_answers(answers(tmp_path, "1 cd hope\n2 pr\n3 pr"), {"x": note}, reader="q"))
    assert evaluate_reliability([note], same, codes).metrics["alpha/trust.felt"].value == 1
    assert evaluate_reliability([note], other, codes).metrics["alpha/trust.felt"].value < 0.1
    assert evaluate_reliability([note], other, codes).metrics["alpha_voice"].value == 1
