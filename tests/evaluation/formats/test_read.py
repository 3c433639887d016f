"""Labelled texts of others: the same notes come out of each form, and what is ours to hide is told from what is not."""

import json
from pathlib import Path

import pytest

from evaluation.formats.read import read_dataset
from evaluation.labelled import LabelledNote, LabelledNotesError
from evaluation.redaction import evaluate_redaction, is_direct


def words(note: LabelledNote) -> list[tuple[str, str]]:
    return [(note.text[one.start : one.end], one.type.value) for one in note.entities]


def write(tmp_path: Path, name: str, content: object) -> Path:
    path = tmp_path / name
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


SAMPLE = {
    "full_text": "Dr Mia Okafor, 41, of Leeds: 4111 1111 1111 1111",
    "spans": [
        {"entity_type": "TITLE", "entity_value": "Dr", "start_position": 0, "end_position": 2},
        {"entity_type": "PERSON", "entity_value": "Mia Okafor", "start_position": 3, "end_position": 13},
        {"entity_type": "AGE", "entity_value": "41", "start_position": 15, "end_position": 17},
        {"entity_type": "GPE", "entity_value": "Leeds", "start_position": 22, "end_position": 27},
        {"entity_type": "CREDIT_CARD", "entity_value": "…", "start_position": 29, "end_position": 48},
    ],
}


@pytest.mark.parametrize("name", ["synthetic.json", "synthetic.jsonl"])
def test_presidio_research(tmp_path: Path, name: str) -> None:
    path = write(tmp_path, name, [SAMPLE] if name.endswith("json") else json.dumps(SAMPLE))
    (note,) = read_dataset(path)
    assert words(note) == [("Mia Okafor", "PERSON"), ("Leeds", "LOCATION"), ("4111 1111 1111 1111", "BANK")]
    assert note.ignored == ((0, 2), (15, 17))


CASE = "Mr Jan Kowalski, a Pole, applied (no. 123/45). Judge Rey sat."
MENTIONS = [
    {"entity_type": "PERSON", "start_offset": 0, "end_offset": 15, "identifier_type": "DIRECT", "entity_id": "e1"},
    {"entity_type": "DEM", "start_offset": 19, "end_offset": 23, "identifier_type": "QUASI", "entity_id": "e2"},
    {"entity_type": "CODE", "start_offset": 38, "end_offset": 44, "identifier_type": "DIRECT", "entity_id": "e3"},
    {"entity_type": "PERSON", "start_offset": 47, "end_offset": 56, "identifier_type": "NO_MASK", "entity_id": "e4"},
]


def test_court_cases_as_published_give_a_note_for_each_annotator(tmp_path: Path) -> None:
    published = [
        {"doc_id": "001-1", "text": CASE, "annotations": {name: {"entity_mentions": MENTIONS} for name in ("a1", "a2")}}
    ]
    notes = read_dataset(write(tmp_path, "tab.json", published))
    assert [note.id for note in notes] == ["001-1/a1", "001-1/a2"]
    assert words(notes[0]) == [("Mr Jan Kowalski", "PERSON"), ("Pole", "TRAIT"), ("123/45", "CASE_REF")]
    assert [is_direct(one) for one in notes[0].entities] == [True, False, True]
    assert notes[0].ignored == ((47, 56),)


def test_court_cases_one_a_line(tmp_path: Path) -> None:
    names = {"start_offset": "start", "end_offset": "end", "entity_type": "type", "identifier_type": "identifier"}
    short = [{names.get(name, name): value for name, value in mention.items()} for mention in MENTIONS]
    (note,) = read_dataset(write(tmp_path, "tab.jsonl", json.dumps({"id": "c", "text": CASE, "entities": short})))
    assert len(note.entities) == 3


def test_columns_read_as_a_person_would_write(tmp_path: Path) -> None:
    content = "Mia\tB-PER\nOkafor\tI-PER\n's\tO\nfilm\tO\nUp\tB-creative-work\n,\tO\nLeeds\tI-LOC\n\n@\tO\nmia\tB-person\n"
    first, second = read_dataset(write(tmp_path, "x.conll", content))
    assert first.text == "Mia Okafor's film Up, Leeds"
    assert words(first) == [("Mia Okafor", "PERSON"), ("Leeds", "LOCATION")]
    assert first.ignored == ((18, 20),)
    assert (second.text, words(second)) == ("@mia", [("mia", "PERSON")])


def test_labelled_notes_are_read_as_ever(tmp_path: Path) -> None:
    line = json.dumps({"id": "n", "text": "Mia", "entities": [{"start": 0, "end": 3, "type": "PERSON"}]})
    assert words(read_dataset(write(tmp_path, "n.jsonl", line))[0]) == [("Mia", "PERSON")]


@pytest.mark.parametrize(
    "content", ['[{"full_text": "a", "spans": [{}]}]', '[{"doc_id": 1, "annotations": {"a": {}}, "text": "x"}]']
)
def test_what_is_broken_is_refused_without_its_text(tmp_path: Path, content: str) -> None:
    with pytest.raises(LabelledNotesError, match="is not as"):
        read_dataset(write(tmp_path, "broken.json", content))


def test_what_a_source_leaves_open_is_neither_right_nor_wrong_to_hide(tmp_path: Path) -> None:
    notes = read_dataset(
        write(tmp_path, "tab.json", [{"doc_id": "1", "text": CASE, "annotations": {"a": {"entity_mentions": MENTIONS}}}])
    )
    exact = [(one.start, one.end, one.type.value) for one in notes[0].entities]
    with_judge = [*exact, (53, 56, "PERSON")]
    for spans in (exact, with_judge):
        metrics = evaluate_redaction([(notes[0], spans)]).metrics
        assert metrics["false_positives_per_1000_words"].value == 0
        assert metrics["precision_token"].value == 1
        assert metrics["recall_token"].value == 1
        assert metrics["recall_entity_direct"].value == 1
    less = evaluate_redaction([(notes[0], exact[1:])]).metrics
    assert less["recall_entity_direct"].value == 0.5
    assert less["recall_token"].value == pytest.approx(3 / 6)
