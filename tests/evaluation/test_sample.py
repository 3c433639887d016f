"""The bundled sample is what its written form gives, valid, varied and fictional."""

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from codebook.load import load_codebook, starter_path
from evaluation.corpus.markup import MarkupError, read_markup
from evaluation.labelled import LabelledNotesError, read_labelled
from evaluation.sample import sample_path
from models.types import Voice

NOTES = list(read_labelled(sample_path()))


def test_the_committed_file_is_what_the_writers_wrote() -> None:
    script = Path(__file__).resolve().parents[2] / "scripts" / "build_sample.py"
    assert subprocess.run([sys.executable, str(script), "--check"], check=False).returncode == 0, "run `make sample`"


def test_it_has_documents_of_many_kinds_and_every_code_and_voice() -> None:
    assert len(NOTES) >= 40
    assert len({note.kind for note in NOTES}) >= 25
    assert len({note.author for note in NOTES}) >= 25
    codes = Counter(code for note in NOTES for coding in note.codings for code in coding.codes)
    assert set(codes) == set(load_codebook(starter_path()).by_id)
    assert {coding.voice for note in NOTES for coding in note.codings} >= set(Voice) - {Voice.UNCLEAR}
    assert any(not any(coding.codes for coding in note.codings) for note in NOTES), "some have nothing to code"
    assert 0 < sum(bool(note.people) for note in NOTES) < len(NOTES)


def test_telephone_numbers_are_of_the_ranges_kept_for_fiction() -> None:
    # Ofcom, telephone numbers for drama use
    prefixes = ("07700900", "02079460", "02890180", "02920180", "03069990", "08081570", "01632960")
    cities = (*(f"01{code}496" for code in (13, 14, 15, 16, 17, 18, 21, 31, 41, 51, 61)), "0191498")
    for note in NOTES:
        for entity in note.entities:
            if entity.type == "PHONE":
                number = "".join(filter(str.isdigit, note.text[entity.start : entity.end]))
                assert number.startswith(prefixes + cities), f"{note.id}: not a fictional range"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("=== x\nkind: a\n", "--- text"),
        ("=== x\n--- text\n[[NAME|Mia]]\n--- codings\n", "unknown type"),
        ("=== x\n--- text\n[[PERSON|Mia\n--- codings\n", "not closed"),
        ("=== x\n--- text\nHi.\n--- codings\nchild | hope | Hi.\n", "unknown voice"),
        ("=== x\n--- text\nHi.\n--- codings\nfamily | hope | Ho.\n", "word for word"),
        ("=== x\n--- text\nHi. Hi.\n--- codings\nfamily | hope | Hi.\n", "stands 2 times"),
        ("=== x\ncolour: red\n--- text\nHi.\n--- codings\n", "unknown field"),
    ],
)
def test_what_does_not_fit_is_refused(tmp_path: Path, content: str, says: str) -> None:
    path = tmp_path / "x.txt"
    path.write_text(content)
    with pytest.raises(MarkupError, match=says):
        list(read_markup(path))


def test_a_wrong_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_text(
        '{"id": "a", "text": "Hi"}\n{"id": "b", "text": "Hi", "entities": [{"start": 1, "end": 9, "type": "PERSON"}]}\n'
    )
    with pytest.raises(LabelledNotesError, match="line 2"):
        list(read_labelled(path))
