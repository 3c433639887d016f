"""Inline markup: offsets come out exact, and what does not fit is refused with its place."""

from pathlib import Path

import pytest

from evaluation.corpus.markup import MarkupError, read_markup
from evaluation.labelled import LabelledNotesError, read_labelled
from models.types import Voice

WHOLE = """=== w99-01
kind: statutory visit
author: w99-a
case: w99-ok
people: Mia Okafor = child, aka Mimi | Kelechi Okafor = mother
attributes: age_band=8-10; placement_type=foster
date: 2025-11-04
--- text
SV to [[ADDRESS|14 Marl Rd]]. {{cn stability-|[[PERSON|Mia]] in her room, coat on.}}
{{pr|House warm.}} {{cr trust- hope|Says "never".}}
"""


def write(tmp_path: Path, content: str) -> Path:
    path = tmp_path / "x.txt"
    path.write_text(content, encoding="utf-8")
    return path


def test_marks_become_offsets_of_the_text_without_them(tmp_path: Path) -> None:
    (note,) = read_markup(write(tmp_path, WHOLE))
    assert note.text == 'SV to 14 Marl Rd. Mia in her room, coat on.\nHouse warm. Says "never".'
    assert [(note.text[one.start : one.end], one.type) for one in note.entities] == [
        ("14 Marl Rd", "ADDRESS"),
        ("Mia", "PERSON"),
    ]
    assert [(note.text[one.start : one.end], one.codes, one.voice) for one in note.codings] == [
        ("Mia in her room, coat on.", ("stability.lacking",), Voice.CHILD_NONVERBAL),
        ("House warm.", (), Voice.PRACTITIONER),
        ('Says "never".', ("trust.lacking", "hope"), Voice.CHILD_REPORTED),
    ]
    assert note.people[0].aliases == ("Mimi",)
    assert note.attributes == {"age_band": "8-10", "placement_type": "foster"}


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("=== x\nkind: a\n", "--- text"),
        ("=== x\ncolour: red\n--- text\nHi.\n", "unknown field"),
        ("=== x\npeople: Mia\n--- text\nHi.\n", "write people as"),
        ("=== x\n--- text\n[[NAME|Mia]]\n", "unknown type"),
        ("=== x\n--- text\n[[PERSON|Mia\n", "not closed"),
        ("=== x\n--- text\n{{zz hope|Hi.}}\n", "unknown voice"),
        ("=== x\n--- text\n{{cd|Hi {{cd|you}}.}}\n", "inside another"),
        ("=== x\n--- text\n[[PERSON|Mia {{cd|Hi.}}]]\n", "inside another"),
        ("=== x\n--- text\nHi]].\n", "without being open"),
        ("=== x\n--- text\n[PERSON|Mia]] [[Mia\n", "without being open"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_document(tmp_path: Path, content: str, says: str) -> None:
    with pytest.raises(MarkupError, match=says) as caught:
        list(read_markup(write(tmp_path, content)))
    assert "x.txt, x" in str(caught.value)


def test_a_wrong_line_of_labelled_notes_is_named(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_text(
        '{"id": "a", "text": "Hi"}\n{"id": "b", "text": "Hi", "entities": [{"start": 1, "end": 9, "type": "PERSON"}]}\n'
    )
    with pytest.raises(LabelledNotesError, match="line 2"):
        list(read_labelled(path))
