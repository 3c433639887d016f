import io
import os
from pathlib import Path

import pytest

from redaction.types import Turn
from service.cli.readers import BadLine, InputNote, ReaderError, count_notes, read_notes

SECRET = "Zebedee Quillfeather hid under the stairs"


def notes_of(source: str | Path) -> list[InputNote]:
    return [note for note in read_notes(str(source)) if isinstance(note, InputNote)]


def give_stdin(monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content), encoding="utf-8"))


def test_a_text_file_is_one_note_named_after_the_file(tmp_path: Path) -> None:
    path = tmp_path / "visit-12.TXT"
    path.write_bytes(b"\xef\xbb\xbfMia was calm.\r\nShe drew a caf\xc3\xa9.\r\n")
    assert notes_of(path) == [InputNote(id="visit-12", text="Mia was calm.\nShe drew a café.\n")]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "no text"),
        (b" \n\t ", "no text"),
        (SECRET.encode() + b"\0", "NUL"),
        (SECRET.encode() + b" caf\xe9 ", f"offset {len(SECRET) + 4}); save as UTF-8"),
        ((SECRET + " 😀").encode("utf-16"), "UTF-16"),
        (SECRET.encode() + b"\xed\xa0\x80", "not UTF-8"),
        (b"a" * 2_000_001, "2,000,000"),
        (b"a" * 9_000_000, "2,000,000"),
    ],
)
def test_a_text_that_is_no_note_is_refused_in_one_line_without_the_text(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "note.txt"
    path.write_bytes(content)
    with pytest.raises(ReaderError) as caught:
        notes_of(path)
    message = str(caught.value)
    assert says in message
    assert "note.txt" in message
    assert "\n" not in message
    assert not {word for word in SECRET.split() if word in message}
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


def test_two_million_characters_are_a_note(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text("é" * 2_000_000, encoding="utf-8")
    assert len(notes_of(path)[0].text or "") == 2_000_000


def test_what_is_not_there_or_not_known_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(ReaderError, match="does not exist"):
        read_notes(str(tmp_path / "absent.txt"))
    with pytest.raises(ReaderError, match="is a folder"):
        read_notes(str(tmp_path))
    path = tmp_path / "note.pdf"
    path.write_text("x")
    with pytest.raises(ReaderError, match=r"\.pdf is not known.*\.txt, \.csv, \.jsonl, \.ndjson, \.docx, \.vtt, \.srt"):
        read_notes(str(path))
    path = tmp_path / "note"
    path.write_text("x")
    with pytest.raises(ReaderError, match="a name without suffix is not known"):
        read_notes(str(path))


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="only somebody who may not read can be refused")
def test_a_file_that_may_not_be_read_is_told(tmp_path: Path) -> None:
    path = tmp_path / "note.txt"
    path.write_text(SECRET)
    path.chmod(0)
    with pytest.raises(ReaderError, match="cannot be read: Permission denied"):
        notes_of(path)


def test_a_broken_link_to_oneself_is_told(tmp_path: Path) -> None:
    path = tmp_path / "note.txt"
    path.symlink_to(path)
    with pytest.raises(ReaderError):
        notes_of(path)


def test_standard_input_is_a_text_unless_it_begins_with_a_brace(monkeypatch: pytest.MonkeyPatch) -> None:
    give_stdin(monkeypatch, b"\n  Mia smiled.\r\nThen she left. {sic}")
    assert notes_of("-") == [InputNote(id="stdin", text="\n  Mia smiled.\nThen she left. {sic}")]
    give_stdin(monkeypatch, b'\xef\xbb\xbf\n \n  {"id": "a", "text": "one"}\n{"text": "two"}\n')
    assert notes_of("-") == [InputNote(id="a", text="one"), InputNote(id="stdin-4", text="two")]


def test_a_broken_line_on_standard_input_has_its_number_and_offset(monkeypatch: pytest.MonkeyPatch) -> None:
    give_stdin(monkeypatch, b'\n{"text": "one"}\n{"text": "\xff"}\n{"text": "three"}')
    found = list(read_notes("-"))
    assert [type(note) for note in found] == [InputNote, BadLine, InputNote]
    bad = found[1]
    assert isinstance(bad, BadLine)
    assert bad.line == 3
    assert "standard input, line 3" in bad.message
    assert "offset 27" in bad.message


@pytest.mark.parametrize("content", [b"", b"\n \n"])
def test_empty_standard_input_is_told(monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    give_stdin(monkeypatch, content)
    with pytest.raises(ReaderError, match="standard input has no text"):
        notes_of("-")


def test_notes_can_be_counted_beforehand(tmp_path: Path) -> None:
    lines, table, text = tmp_path / "a.jsonl", tmp_path / "b.csv", tmp_path / "c.txt"
    lines.write_bytes(b'{"text": "x"}\n\n{broken\n')
    table.write_text('id,text\n1,"two\nlines"\n\n2,b\n')
    text.write_text("x")
    assert [count_notes(str(path)) for path in (lines, table, text)] == [2, 2, 1]
    assert len(list(read_notes(str(lines)))) == 2
    table.write_bytes(b"id,text\n1,\xff")
    for source in ("-", str(tmp_path), str(tmp_path / "absent.csv"), str(tmp_path / "x.pdf"), str(table)):
        assert count_notes(source) is None


def test_a_note_shows_nothing_of_itself() -> None:
    note = InputNote(id="7", text=SECRET, turns=(Turn(SECRET, SECRET),), case_key=SECRET, attributes={SECRET: SECRET})
    assert repr(note) == "InputNote(id='7')"


def test_a_note_becomes_what_redaction_takes() -> None:
    assert InputNote(id="1", text="Mia left.", language="cy").to_note().text == "Mia left."
    assert InputNote(id="1", text="Mia left.", language="cy").to_note().language == "cy"
    turns = (Turn("Mia", "I  left.", role="child"), Turn("Worker", "Why?"))
    note = InputNote(id="1", turns=turns).to_note()
    assert note.text == "Mia: I left.\nWorker: Why?"
    assert note.speakers == (("Mia", "child"),)
