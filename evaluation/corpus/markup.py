"""The form in which writers write the corpus: details marked inline, codings by exact quotation; offsets are built.

A file holds documents one after another::

    === s001
    kind: statutory visit
    author: sw-terse
    case: case-03
    people: Mia Okafor = child, aka Mimi | Kelechi Okafor = mother
    attributes: age_band=8-10; placement_type=foster
    date: 2025-11-04
    --- text
    SV to [[ADDRESS|14 Marl Rd]]. [[PERSON|Mia]] in her room, coat on.
    --- codings
    child.nonverbal | stability.lacking | Mia in her room, coat on.

In a coding the quotation is of the text without its marks, and must stand there exactly once; where it stands more
often, a fourth field gives which one ("… | 2"). "-" for the codes says that none applies.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from evaluation.labelled import Entity, KnownPerson, LabelledCoding, LabelledNote
from models.types import Voice
from redaction.types import MentionType

_MARK = re.compile(r"\[\[([A-Z_]+)\|(.+?)\]\]", re.DOTALL)
_FIELDS = {"kind", "author", "case", "people", "attributes", "date", "split"}


class MarkupError(ValueError):
    """A document cannot be built; the message names file, document and what to mend."""


def read_markup(path: Path) -> Iterator[LabelledNote]:
    """The documents of a file of markup, as labelled notes.

    Raises:
        MarkupError: Something does not fit: an unknown type or voice, a quotation that is not in the text.
    """
    content = path.read_text(encoding="utf-8")
    for part in re.split(r"^=== *", content, flags=re.MULTILINE)[1:]:
        identifier, _, rest = part.partition("\n")
        yield _document(identifier.strip(), rest, where=f"{path.name}, {identifier.strip()}")


def _document(identifier: str, content: str, *, where: str) -> LabelledNote:
    head, text_mark, rest = content.partition("--- text\n")
    marked, codings_mark, codings = rest.partition("--- codings")
    if not text_mark or not codings_mark:
        raise MarkupError(f"{where}: a document needs the lines '--- text' and '--- codings'")
    fields = dict(_fields(head, where=where))
    text, entities = _strip_marks(marked.strip("\n"), where=where)
    try:
        return LabelledNote(
            id=identifier,
            kind=fields.get("kind", "note"),
            author=fields.get("author"),
            case_key=fields.get("case"),
            event_date=fields.get("date"),
            split=fields.get("split"),
            people=tuple(_people(fields.get("people", ""), where=where)),
            attributes=dict(_pairs(fields.get("attributes", ""))),
            text=text,
            entities=entities,
            codings=tuple(_codings(codings, text, where=where)),
        )
    except ValidationError as error:
        raise MarkupError(f"{where}: {error.errors(include_input=False)[0]['msg']}") from error


def _fields(head: str, *, where: str) -> Iterator[tuple[str, str]]:
    for line in filter(str.strip, head.splitlines()):
        name, colon, value = line.partition(":")
        if not colon or name.strip() not in _FIELDS:
            raise MarkupError(f"{where}: unknown field {name.strip()!r}; known are {', '.join(sorted(_FIELDS))}")
        yield name.strip(), value.strip()


def _pairs(value: str) -> Iterator[tuple[str, str]]:
    for pair in filter(str.strip, value.split(";")):
        name, _, content = pair.partition("=")
        yield name.strip(), content.strip()


def _people(value: str, *, where: str) -> Iterator[KnownPerson]:
    for entry in filter(str.strip, value.split("|")):
        name, equals, described = entry.partition("=")
        if not equals:
            raise MarkupError(f"{where}: write people as 'Name = role, aka Nick' separated by |")
        role, *aliases = re.split(r",\s*aka\s+", described)
        yield KnownPerson(name=name.strip(), role=role.strip(), aliases=tuple(alias.strip() for alias in aliases))


def _strip_marks(marked: str, *, where: str) -> tuple[str, tuple[Entity, ...]]:
    pieces: list[str] = []
    entities: list[Entity] = []
    length = position = 0
    for mark in _MARK.finditer(marked):
        before, surface = marked[position : mark.start()], mark[2]
        if mark[1] not in {kind.value for kind in MentionType}:
            raise MarkupError(f"{where}: unknown type {mark[1]!r} of a mark")
        pieces += [before, surface]
        length += len(before)
        entities.append(Entity(start=length, end=length + len(surface), type=MentionType(mark[1])))
        length += len(surface)
        position = mark.end()
    text = "".join([*pieces, marked[position:]])
    if "[[" in text or "]]" in text:
        raise MarkupError(f"{where}: a mark is not closed or not written [[TYPE|words]]")
    return text, tuple(entities)


def _codings(lines: str, text: str, *, where: str) -> Iterator[LabelledCoding]:
    for line in filter(str.strip, lines.splitlines()):
        parts = [part.strip() for part in line.split(" | ")]
        occurrence = int(parts.pop()) if len(parts) > 3 and parts[-1].isdigit() else None  # noqa: PLR2004
        if len(parts) < 3:  # noqa: PLR2004
            raise MarkupError(f"{where}: write a coding as 'voice | codes | exact words'")
        voice, codes, quotation = parts[0], parts[1], " | ".join(parts[2:])
        start = _place(quotation, text, occurrence=occurrence, where=where)
        if voice not in {known.value for known in Voice}:
            raise MarkupError(f"{where}: unknown voice {voice!r}")
        yield LabelledCoding(
            start=start,
            end=start + len(quotation),
            codes=() if codes == "-" else tuple(code.strip() for code in codes.split(",")),
            voice=Voice(voice),
        )


def _place(quotation: str, text: str, *, occurrence: int | None, where: str) -> int:
    places = [found.start() for found in re.finditer(re.escape(quotation), text)]
    if not places:
        raise MarkupError(f"{where}: not in the text, word for word: {quotation!r}")
    if occurrence is None and len(places) > 1:
        raise MarkupError(f"{where}: stands {len(places)} times, add ' | 1' or ' | 2' …: {quotation!r}")
    number = occurrence or 1
    if number > len(places):
        raise MarkupError(f"{where}: stands only {len(places)} times: {quotation!r}")
    return places[number - 1]
