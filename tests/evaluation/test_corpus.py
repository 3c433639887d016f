"""The corpus is what its written form gives, valid, varied, fictional, and split by author and case."""

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from codebook.load import load_codebook, starter_path
from evaluation.corpus.check import check_all
from evaluation.corpus.duplicates import near_documents, near_segments
from evaluation.corpus.load import PARTS, read_corpus, read_demonstration, read_pairs, read_second_readings
from evaluation.corpus.reliability import evaluate_reliability
from evaluation.corpus.second import fingerprint, units
from models.types import Voice

NOTES = read_corpus()
CODES = set(load_codebook(starter_path()).by_id)


def test_the_committed_files_are_what_the_writers_wrote() -> None:
    script = Path(__file__).resolve().parents[2] / "scripts" / "build_corpus.py"
    assert subprocess.run([sys.executable, str(script), "--check"], check=False).returncode == 0, "run `make corpus`"


def test_no_label_is_wrong_and_no_author_or_case_is_on_both_sides_of_the_split() -> None:
    assert [str(finding) for finding in check_all(NOTES, codes=CODES) if finding.is_error] == []
    assert {note.split for note in NOTES} == set(PARTS)


def test_nothing_is_written_twice() -> None:
    assert near_documents(NOTES) == []
    assert near_segments(NOTES) == []


def test_it_is_as_large_as_its_datasheet_says() -> None:
    assert len(NOTES) >= 700
    assert sum(len(note.text.split()) for note in NOTES) >= 130_000
    assert sum(len(note.entities) for note in NOTES) >= 10_000
    assert sum(len(note.codings) for note in NOTES) >= 8_000
    assert len(read_pairs()) >= 800


def test_it_is_varied() -> None:
    codes = Counter(code for note in NOTES for coding in note.codings for code in coding.codes)
    voices = Counter(coding.voice for note in NOTES for coding in note.codings)
    assert set(codes) == CODES
    assert set(voices) == set(Voice)
    assert min(codes.values()) >= 300
    assert min(voices.values()) >= 300
    assert len({note.kind for note in NOTES}) >= 100
    empty = sum(not any(coding.codes for coding in note.codings) for note in NOTES)
    assert empty >= 0.1 * len(NOTES), "a tenth has nothing to code"
    coded = sum(bool(coding.codes) for note in NOTES for coding in note.codings)
    assert sum(len(units(note)) for note in NOTES) > 2 * coded, "segments without a code outnumber those with one"


def test_two_readings_agree_well_enough_to_learn_from() -> None:
    report = evaluate_reliability(NOTES, read_second_readings(), sorted(CODES), resamples=1)
    assert report.documents >= 0.15 * len(NOTES)
    assert report.metrics["alpha_macro"].value >= 0.75
    assert min(report.metrics[f"alpha/{code}"].value for code in CODES) >= 0.67
    assert report.metrics["alpha_voice"].value >= 0.67


def test_each_part_has_every_code_and_voice() -> None:
    for part in PARTS:
        notes = [note for note in NOTES if note.split == part]
        assert {code for note in notes for coding in note.codings for code in coding.codes} == CODES
        assert {coding.voice for note in notes for coding in note.codings} == set(Voice)


def test_the_demonstration_is_a_part_of_it_and_names_people_in_some_notes_only() -> None:
    shown = read_demonstration()
    assert 40 <= len(shown) <= 60
    assert len({note.kind for note in shown}) >= 25
    assert 0 < sum(bool(note.people) for note in shown) < len(shown)
    assert {note.id for note in shown} <= {note.id for note in NOTES if note.split == "train"}, "its rules were written on them"


def test_pairs_differ_in_their_codes_and_little_else() -> None:
    assert [problem for pair in read_pairs() if (problem := pair.problem())] == []


def test_second_readings_are_of_documents_as_they_are_and_codes_that_exist() -> None:
    known = {note.id: fingerprint(note.text) for note in NOTES}
    for reading in read_second_readings():
        assert known[reading.id] == reading.text, "the document was changed after it was read"
        assert {code for coding in reading.codings for code in coding.codes} <= CODES


@pytest.mark.parametrize("part", PARTS)
def test_a_part_is_loaded_alone(part: str) -> None:
    assert {note.split for note in read_corpus(part)} == {part}  # type: ignore[arg-type]
