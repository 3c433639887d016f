"""Tables (.csv): a header with a column for the text, then a note a row."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from service.cli.readers.checks import MAX_CHARACTERS, check_text, check_utf8, parse_date
from service.cli.readers.errors import ReaderError
from service.cli.readers.types import BadLine, InputNote

_TEXT_COLUMNS = ("text", "note", "content", "notes")
_FIELD_COLUMNS = ("id", "case_key", "author_role", "note_type", "event_date")
_DELIMITERS = (",", ";", "\t")
_NAME_CHARACTERS, _NAME_WORDS = 30, 3  # more is no name of a column
_FIELD_LIMIT = 2 * MAX_CHARACTERS  # csv's own is 131,072; beyond ours a text is refused anyway


def read_table(path: Path) -> Iterator[InputNote | BadLine]:
    """The notes of a table in UTF-8, separated by commas, semicolons or tabs (the header tells).

    The column `text` (else `note`, `content` or `notes`; capitals do not matter) holds the note; `id`,
    `case_key`, `author_role`, `note_type` and `event_date` are read if they are there; every other column
    becomes an attribute where it is not empty. A text may hold line breaks if it stands in quotes.

    Raises:
        ReaderError: It is not UTF-8, has no column for the text, or its quotes do not match.
    """
    check_utf8(path, where=path.name)
    with path.open(encoding="utf-8-sig", newline="") as stream:
        delimiter, names = _header(stream, where=path.name)
        text_column = next((name for name in _TEXT_COLUMNS if name in names), None)
        if text_column is None:
            raise ReaderError(f"{path.name} has no column 'text' ({_shown(names)}); call the column with the notes 'text'")
        for line, values in _rows(stream, delimiter, where=path.name):
            where = f"{path.name}, line {line}"
            try:
                yield _note(_named(names, values, where), text_column, where, fallback_id=f"{path.stem}-{line}")
            except ReaderError as error:
                yield BadLine(line=line, message=str(error))


def count_rows(path: Path) -> int:
    """How many rows a table has below its header.

    Raises:
        ReaderError: As `read_table`.
    """
    check_utf8(path, where=path.name)
    with path.open(encoding="utf-8-sig", newline="") as stream:
        delimiter, _ = _header(stream, where=path.name)
        return sum(1 for _ in _rows(stream, delimiter, where=path.name))


def _header(stream: TextIO, *, where: str) -> tuple[str, list[str]]:
    """The delimiter that cuts the header into most columns, and their names; the stream is wound back."""
    headers: dict[str, list[str]] = {}
    for delimiter in _DELIMITERS:
        # a header in quotes is no fault when it is tried with the wrong delimiter
        records = _records(stream, delimiter, where=where, strict=False)
        _, headers[delimiter] = next(records, (0, []))
        stream.seek(0)
    delimiter = max(_DELIMITERS, key=lambda candidate: len(headers[candidate]))
    names = [name.strip().casefold() for name in headers[delimiter]]
    if not names:
        raise ReaderError(f"{where} is empty; it needs a first line with the names of the columns, 'text' among them")
    if len({name for name in names if name}) < sum(map(bool, names)):
        raise ReaderError(f"{where} has several columns of the same name; give each a name of its own")
    return delimiter, names


def _shown(names: list[str]) -> str:
    """The columns for a message; where the header is missing a note stands in its place, and is not shown."""
    if any(len(name) > _NAME_CHARACTERS or len(name.split()) > _NAME_WORDS for name in names):
        return "its first line does not look like names of columns"
    return "its columns: " + ", ".join(name or "(no name)" for name in names)


def _rows(stream: TextIO, delimiter: str, *, where: str) -> Iterator[tuple[int, list[str]]]:
    records = _records(stream, delimiter, where=where)
    next(records)
    return records


def _records(stream: TextIO, delimiter: str, *, where: str, strict: bool = True) -> Iterator[tuple[int, list[str]]]:
    """Each record that is not blank with the number of its first line."""
    csv.field_size_limit(_FIELD_LIMIT)
    reader = csv.reader(stream, delimiter=delimiter, strict=strict)
    line = 1
    try:
        for values in reader:
            if any(value.strip() for value in values):
                yield line, values
            line = reader.line_num + 1
    except csv.Error:
        raise ReaderError(
            f"{where}, line {line}: its quotes do not match; put a text that holds quotes, separators or "
            'line breaks in quotes, and write a quote in it twice ("")'
        ) from None


def _named(names: list[str], values: list[str], where: str) -> dict[str, str]:
    if len(values) > len(names):
        raise ReaderError(
            f"{where} has {len(values)} values for {len(names)} columns; put a text that holds the separator in quotes"
        )
    return {name or f"column_{place}": value for place, (name, value) in enumerate(zip(names, values, strict=False), 1)}


def _note(row: dict[str, str], text_column: str, where: str, *, fallback_id: str) -> InputNote:
    text = check_text(row.pop(text_column, ""), where=where)
    fields = {name: row.pop(name, "").strip() or None for name in _FIELD_COLUMNS}
    return InputNote(
        id=fields["id"] or fallback_id,
        text=text,
        case_key=fields["case_key"],
        author_role=fields["author_role"],
        note_type=fields["note_type"],
        event_date=parse_date(fields["event_date"], where=where),
        attributes={name: value.strip() for name, value in row.items() if value.strip()},
    )
