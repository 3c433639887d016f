"""JSON lines (.jsonl, .ndjson): a note a line, read as a stream; after a broken line the next one is read."""

import codecs
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any, BinaryIO

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, ValidationError

from redaction.types import Person, Turn
from service.cli.readers.checks import MAX_CHARACTERS, check_text, decode, parse_date, refuse_utf16
from service.cli.readers.errors import ReaderError
from service.cli.readers.types import BadLine, InputNote

MAX_LINE_BYTES = 16 * MAX_CHARACTERS  # JSON may write a character in twelve bytes; the rest is for the other fields


class _Lenient(BaseModel):
    # labelled notes are read too: what they have more than a note (entities, codings) is passed over
    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)


class _Person(_Lenient):
    name: Annotated[str, Field(min_length=1)]
    role: str = "person"
    aliases: tuple[str, ...] = ()


class _Turn(_Lenient):
    speaker: Annotated[str, Field(min_length=1)]
    text: str
    role: str | None = None


class _Line(_Lenient):
    id: str | int | None = Field(default=None, validation_alias=AliasChoices("id", "external_id"))
    text: str | None = None
    turns: tuple[_Turn, ...] = ()
    people: tuple[_Person, ...] = ()
    language: str = "en"
    case_key: str | None = None
    author_role: str | None = None
    note_type: str | None = Field(default=None, validation_alias=AliasChoices("note_type", "kind"))
    event_date: str | None = None
    attributes: dict[str, Any] = Field(default_factory=dict)


def read_lines(path: Path) -> Iterator[InputNote | BadLine]:
    """The notes of a file of JSON lines, and a `BadLine` for each line that holds none.

    A line is an object with `text` or `turns` and, if it likes, `id`, `people`, `attributes` and the other
    fields of `InputNote`; fields that are not known are passed over, and so are blank lines.

    Raises:
        ReaderError: The file is UTF-16 or UTF-32.
    """
    with path.open("rb") as stream:
        yield from parse_lines(bounded_lines(stream), name=path.name, stem=path.stem)


def count_lines(path: Path) -> int:
    """How many lines are not blank."""
    with path.open("rb") as stream:
        return sum(1 for _, line in bounded_lines(stream) if line.strip())


def bounded_lines(stream: BinaryIO, *, offset: int = 0) -> Iterator[tuple[int, bytes]]:
    """The lines of a stream, each with its byte offset; of one beyond `MAX_LINE_BYTES` only the beginning."""
    while line := stream.readline(MAX_LINE_BYTES + 1):
        yield offset, line
        offset += len(line)
        while len(line) > MAX_LINE_BYTES and not line.endswith(b"\n"):
            line = stream.readline(MAX_LINE_BYTES + 1)
            offset += len(line)


def parse_lines(lines: Iterable[tuple[int, bytes]], *, name: str, stem: str) -> Iterator[InputNote | BadLine]:
    """A note or a `BadLine` for each line that is not blank.

    Args:
        lines: Byte offset and content of each line.
        name: What messages call the source.
        stem: Beginning of the ids of notes that have none.

    Raises:
        ReaderError: The first line is UTF-16 or UTF-32, which no line of the file can then be read as.
    """
    for number, (offset, content) in enumerate(lines, 1):
        line = content.removeprefix(codecs.BOM_UTF8) if number == 1 else content
        if number == 1:
            refuse_utf16(line, where=name)
        if not line.strip():
            continue
        where = f"{name}, line {number}"
        try:
            yield _parse(line, where=where, offset=offset + len(content) - len(line), fallback_id=f"{stem}-{number}")
        except ReaderError as error:
            yield BadLine(line=number, message=str(error))


def _parse(line: bytes, *, where: str, offset: int, fallback_id: str) -> InputNote:
    if len(line) > MAX_LINE_BYTES:
        raise ReaderError(f"{where} is longer than {MAX_LINE_BYTES:,} bytes; split it into single notes")
    text = decode(line, where=where, offset=offset)
    try:
        fields = _Line.model_validate_json(text)
    except ValidationError as error:
        raise ReaderError(f"{where}: {_first_fault(error)}") from None
    if (fields.text is None) == (not fields.turns):
        raise ReaderError(f"{where}: give the note either a 'text' or 'turns'")
    spoken = "\n".join(turn.text for turn in fields.turns)
    check_text(spoken if fields.text is None else fields.text, where=where)
    return InputNote(
        id=fallback_id if fields.id is None else str(fields.id),
        text=fields.text,
        turns=tuple(Turn(speaker=turn.speaker, text=turn.text, role=turn.role) for turn in fields.turns),
        people=tuple(Person(name=who.name, role=who.role, aliases=who.aliases) for who in fields.people),
        language=fields.language,
        case_key=fields.case_key,
        author_role=fields.author_role,
        note_type=fields.note_type,
        event_date=parse_date(fields.event_date, where=where),
        attributes=fields.attributes,
    )


def _first_fault(error: ValidationError) -> str:
    fault = error.errors(include_input=False, include_url=False, include_context=False)[0]
    if fault["type"] == "json_invalid":
        if "surrogate" in fault["msg"] or "hex escape" in fault["msg"]:
            return "holds half of a surrogate pair; export it again as UTF-8"
        return "is no complete JSON object; each note needs one line of its own"
    if not fault["loc"]:
        return 'is JSON but no object; write {"id": …, "text": …}'
    # keys below the field itself could be anybody's words: only the field is named
    return f"'{fault['loc'][0]}' is not as it should be ({fault['type'].replace('_', ' ')})"
