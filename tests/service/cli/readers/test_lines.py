import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redaction.types import Person, Turn
from service.cli.readers import BadLine, InputNote
from service.cli.readers.errors import ReaderError
from service.cli.readers.lines import MAX_LINE_BYTES, bounded_lines, parse_lines, read_lines

SECRET = "Zebedee"


def parse(content: bytes) -> list[InputNote | BadLine]:
    return list(parse_lines(bounded_lines(io.BytesIO(content)), name="n.jsonl", stem="n"))


def line(**fields: Any) -> bytes:
    return json.dumps(fields).encode() + b"\n"


def test_a_line_gives_a_note_with_all_that_it_says(tmp_path: Path) -> None:
    path = tmp_path / "notes.ndjson"
    path.write_bytes(
        b"\xef\xbb\xbf"
        + line(
            id="v017",
            text="Mimi was calm. 😀",
            people=[{"name": "Mia Okafor", "role": "child", "aliases": ["Mimi"]}, {"name": "Jo Pike"}],
            case_key="c1",
            author_role="social worker",
            note_type="visit",
            event_date="2025-11-04",
            language="en-GB",
            attributes={"age_band": "8-10", "moves": 3},
            entities=[{"start": 0, "end": 4, "type": "PERSON"}],
        )
        + line(external_id=12, turns=[{"speaker": "Mia", "text": "I left.", "role": "child"}], kind="interview")
    )
    assert list(read_lines(path)) == [
        InputNote(
            id="v017",
            text="Mimi was calm. 😀",
            people=(Person("Mia Okafor", "child", ("Mimi",)), Person("Jo Pike")),
            case_key="c1",
            author_role="social worker",
            note_type="visit",
            event_date=date(2025, 11, 4),
            language="en-GB",
            attributes={"age_band": "8-10", "moves": 3},
        ),
        InputNote(id="12", turns=(Turn("Mia", "I left.", "child"),), note_type="interview"),
    ]


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        (b'{"id": "b", "text": "Zebedee\n', "no complete JSON object"),
        (b'["Zebedee"]\n', "no object"),
        (b'{"id": "b"}\n', "either a 'text' or 'turns'"),
        (
            b'{"text": "Zebedee", "turns": [{"speaker": "Zebedee", "text": "x"}]}\n',
            "either a 'text' or 'turns'",
        ),
        (b'{"text": "  "}\n', "no text"),
        (b'{"turns": [{"speaker": "Zebedee", "text": " "}]}\n', "no text"),
        (b'{"text": "Zebedee\\u0000"}\n', "NUL"),
        (b'{"text": "Zebedee\0"}\n', "no complete JSON object"),
        (b'{"text": "Zebedee \\ud83d"}\n', "surrogate"),
        (b'{"text": "Zebedee \\udc00"}\n', "surrogate"),
        (b'{"text": "Zebedee \xe9"}\n', "not UTF-8"),
        (b'{"text": ["Zebedee"]}\n', "'text' is not as it should be"),
        (b'{"text": "x", "people": [{"name": 3, "Zebedee": 1}]}\n', "'people' is not as it should be"),
        (b'{"text": "x", "attributes": "Zebedee"}\n', "'attributes' is not as it should be"),
        (b'{"text": "x", "event_date": "2025-02-30"}\n', "no date that exists"),
        (b'{"text": "x", "event_date": "Zebedee"}\n', "no date that exists"),
        (b'{"text": "' + b"x" * 2_000_001 + b'"}\n', "2,000,000"),
        (b'{"text": "' + b"x" * (MAX_LINE_BYTES + 5) + b'"}\n', "longer than"),
        (b"[" * 5_000 + b"\n", "no complete JSON object"),
    ],
)
def test_a_broken_line_is_told_and_the_good_ones_are_read(broken: bytes, says: str) -> None:
    first, bad, last = parse(line(id="a", text="one") + broken + line(id="c", text="three"))
    assert first == InputNote(id="a", text="one")
    assert last == InputNote(id="c", text="three")
    assert isinstance(bad, BadLine)
    assert bad.line == 2
    assert "n.jsonl, line 2" in bad.message
    assert says in bad.message
    assert SECRET not in bad.message
    assert "\n" not in bad.message


def test_a_truncated_last_line_is_told() -> None:
    notes = parse(line(text="one") + b'{"id": "b", "text": "tw')
    assert [type(note) for note in notes] == [InputNote, BadLine]


def test_the_offset_of_a_wrong_byte_counts_from_the_start_of_the_file() -> None:
    content = b"\xef\xbb\xbf" + line(text="one") + b'{"text": "\xe9"}'
    bad = parse(content)[1]
    assert isinstance(bad, BadLine)
    assert f"offset {content.index(0xE9)}" in bad.message


def test_a_file_in_utf16_is_refused_as_a_whole() -> None:
    with pytest.raises(ReaderError, match="UTF-16"):
        parse('{"text": "x"}\n'.encode("utf-16"))


def test_an_empty_file_has_no_notes() -> None:
    assert parse(b"") == []
    assert parse(b"\n  \n") == []


def test_lines_are_read_one_at_a_time() -> None:
    def endless() -> Any:
        while True:
            yield 0, b'{"text": "x"}\n'

    notes = parse_lines(endless(), name="n", stem="n")
    assert [next(notes), next(notes)] == [InputNote(id="n-1", text="x"), InputNote(id="n-2", text="x")]


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1), st.booleans())
def test_any_text_comes_out_as_it_went_in(text: str, escaped: bool) -> None:  # noqa: FBT001 - drawn by hypothesis
    found = parse(json.dumps({"id": "a", "text": text}, ensure_ascii=escaped).encode() + b"\n")
    assert len(found) == 1
    if text.strip():
        assert found == [InputNote(id="a", text=text)]
    else:
        assert isinstance(found[0], BadLine)


@given(st.lists(st.binary(max_size=40)))
def test_whatever_the_bytes_every_line_has_its_result(chunks: list[bytes]) -> None:
    content = b'{"text": "first"}\n' + b"\n".join(chunk.replace(b"\n", b" ") for chunk in chunks)
    found = parse(content)
    assert len(found) == sum(1 for part in content.split(b"\n") if part.strip())
