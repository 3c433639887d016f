"""A second look at the first labels: another hand reads the labelled documents again and says what is missing or wrong.

A writer has a story in mind and overlooks a code that a reader sees, so every document is looked at again, by somebody who
sees the first labels (and none of the second readings, which stay blind). Changes are kept beside what the writers wrote::

    === w03-23
    pr +strength | Dee up, hoovered the lounge, nobody asked her
    +heard.felt -trust.felt | "You didn't make me come out."
    cn | turned his chair to the window

A line names a voice where it changes or where the segment was not listed, then codes to add and to take away, then the segment.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from evaluation.corpus.markup import VOICES, MarkupError, read_head
from evaluation.corpus.second import units
from evaluation.labelled import LabelledCoding, LabelledNote
from models.types import Voice


@dataclass(frozen=True, slots=True)
class Change:
    """What changes on one segment, which is named by its words."""

    words: str
    voice: Voice | None
    add: tuple[str, ...]
    remove: tuple[str, ...]


def read_changes(path: Path) -> Iterator[tuple[str, list[Change]]]:
    """(document, its changes) of a file.

    Raises:
        MarkupError: A line is not of the form above.
    """
    for part in re.split(r"^=== *", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        identifier, _, rest = part.partition("\n")
        where = f"{path.name}, {identifier.strip()}"
        yield identifier.strip(), [_change(line, where=where) for line in rest.splitlines() if line.strip()]


def _change(line: str, *, where: str) -> Change:
    head, bar, words = line.partition(" | ")
    if not bar:
        raise MarkupError(f"{where}: a line is '[voice] +code -code | segment': {line!r}")
    fields = head.split()
    voice = VOICES[fields.pop(0)] if fields and fields[0] in VOICES else None
    if any(field[0] not in "+-" for field in fields):
        raise MarkupError(f"{where}: codes begin with + or -: {head!r}")
    add = tuple(field[1:] for field in fields if field[0] == "+")
    remove = tuple(field[1:] for field in fields if field[0] == "-")
    return Change(words.strip(), voice, add, remove)


def looked_at(note: LabelledNote, changes: list[Change]) -> LabelledNote:
    """The document with its labels changed.

    Raises:
        MarkupError: A segment is not there, stands there twice, or would get no voice.
    """
    listed = {(coding.start, coding.end): coding for coding in note.codings}
    spans = units(note)
    for change in changes:
        places = [span for span in spans if note.text[span[0] : span[1]] == change.words]
        if len(places) != 1:
            raise MarkupError(f"second look, {note.id}: {len(places)} segments are {change.words!r}")
        before = listed.get(places[0])
        voice = change.voice or (before.voice if before else None)
        if voice is None:
            raise MarkupError(f"second look, {note.id}: a segment that was not listed needs a voice: {change.words!r}")
        codes = [code for code in (before.codes if before else ()) if code not in change.remove]
        codes += [code for code in change.add if code not in codes]
        listed[places[0]] = LabelledCoding(start=places[0][0], end=places[0][1], codes=tuple(codes), voice=voice)
    return note.model_copy(update={"codings": tuple(listed[span] for span in sorted(listed))})


def write_sheet(note: LabelledNote) -> str:
    """A document for the second look: every segment numbered, with its voice and codes so far."""
    listed = {(coding.start, coding.end): coding for coding in note.codings}
    short = {voice: name for name, voice in VOICES.items()}
    lines = [f"=== {note.id} | {note.kind}"]
    for number, (start, end) in enumerate(units(note), 1):
        coding = listed.get((start, end))
        said = f"[{' '.join((short[coding.voice], *coding.codes))}]" if coding else "[]"
        lines.append(f"{number} {said} {note.text[start:end]}")
    return "\n".join(lines) + "\n"


def read_numbers(path: Path, notes: dict[str, LabelledNote]) -> Iterator[tuple[str, list[str]]]:
    """A reader's answers (`number [voice] +code -code`) as lines of the form above.

    Raises:
        MarkupError: A document, a segment or a voice is unknown.
    """
    for part in re.split(r"^=== *", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        head, _, rest = part.partition("\n")
        identifier = head.split("|")[0].strip()
        if identifier not in notes:
            raise MarkupError(f"{path.name}: no document {identifier!r}")
        note, lines = notes[identifier], []
        spans = units(note)
        for line in filter(str.strip, rest.splitlines()):
            number, _, said = line.strip().partition(" ")
            if not number.rstrip(".:").isdigit() or not 1 <= int(number.rstrip(".:")) <= len(spans):
                raise MarkupError(f"{path.name}, {identifier}: no such segment: {line!r}")
            start, end = spans[int(number.rstrip(".:")) - 1]
            fields = [_whole(field, where=f"{path.name}, {identifier}") for field in said.split("|")[0].split()]
            lines.append(f"{' '.join(fields)} | {note.text[start:end]}")
        yield identifier, lines


def _whole(field: str, *, where: str) -> str:
    """`+safety-` → `+safety.lacking`."""
    if field in VOICES:
        return field
    if field[0] not in "+-":
        raise MarkupError(f"{where}: neither a voice nor +code or -code: {field!r}")
    return field[0] + read_head(f"pr {field[1:]}", where=where)[1][0]
