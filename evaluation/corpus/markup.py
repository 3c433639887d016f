"""The form in which writers write the corpus: details and codings marked inline, offsets are built from it.

A file holds documents one after another::

    === w07-05
    kind: statutory visit
    author: w07-clipped
    case: w07-okafor
    people: Mia Okafor = child, aka Mimi | Kelechi Okafor = mother
    attributes: age_band=8-10; placement_type=foster
    date: 2025-11-04
    --- text
    SV to [[ADDRESS|14 Marl Rd]]. {{cn stability-|[[PERSON|Mia]] in her room, coat on.}}
    {{pr|House warm.}} {{cr trust- heard-|Says the last [[PERSON|SW]] "never rang like she said".}}

`[[TYPE|words]]` is a detail; `{{voice codes|words}}` a segment with its codes, details inside it. Voices have two letters
(`VOICES`), of a code's two directions + is felt and - is lacking, and no code at all says that none applies. WRITING.md
beside this module has the rules.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from evaluation.labelled import Entity, KnownPerson, LabelledCoding, LabelledNote
from models.types import Voice
from redaction.types import MentionType

VOICES = {
    "cd": Voice.CHILD_DIRECT,
    "cr": Voice.CHILD_REPORTED,
    "cn": Voice.CHILD_NONVERBAL,
    "cc": Voice.CHILDREN_COLLECTIVE,
    "fa": Voice.FAMILY,
    "pr": Voice.PRACTITIONER,
    "un": Voice.UNCLEAR,
}
_DIRECTIONS = {"+": ".felt", "-": ".lacking"}
_TOKEN = re.compile(r"\[\[([A-Z_]+)\||\]\]|\{\{([^|{}\n]*)\||\}\}")
_FIELDS = {"kind", "author", "case", "people", "attributes", "date", "split"}


class MarkupError(ValueError):
    """A document cannot be built; the message names file, document and what to mend."""


def read_markup(path: Path) -> Iterator[LabelledNote]:
    """The documents of a file of markup, as labelled notes.

    Raises:
        MarkupError: Something does not fit: an unknown field, type or voice, a mark that is not closed.
    """
    content = path.read_text(encoding="utf-8")
    for part in re.split(r"^=== *", content, flags=re.MULTILINE)[1:]:
        identifier, _, rest = part.partition("\n")
        yield _document(identifier.strip(), rest, where=f"{path.name}, {identifier.strip()}")


def _document(identifier: str, content: str, *, where: str) -> LabelledNote:
    head, mark, marked = content.partition("--- text\n")
    if not mark:
        raise MarkupError(f"{where}: a document needs the line '--- text'")
    fields = dict(_fields(head, where=where))
    text, entities, codings = strip_marks(marked.strip("\n"), where=where)
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
            codings=codings,
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


def strip_marks(marked: str, *, where: str) -> tuple[str, tuple[Entity, ...], tuple[LabelledCoding, ...]]:
    """The text without its marks, and what the marks said of it.

    Raises:
        MarkupError: A mark is not closed, nested where it may not be, or of an unknown type, voice or code form.
    """
    pieces: list[str] = []
    entities: list[Entity] = []
    codings: list[LabelledCoding] = []
    length = position = 0
    detail: tuple[MentionType, int] | None = None
    coding: tuple[Voice, tuple[str, ...], int] | None = None
    for token in _TOKEN.finditer(marked):
        near = f"near {marked[max(0, token.start() - 30) : token.end() + 20]!r}"
        pieces.append(marked[position : token.start()])
        length += token.start() - position
        position = token.end()
        match token[0][:2]:
            case "[[" if detail is None:
                detail = (_type(token[1], where=where), length)
            case "]]" if detail is not None:
                entities.append(Entity(start=detail[1], end=length, type=detail[0]))
                detail = None
            case "{{" if coding is None and detail is None:
                coding = (*read_head(token[2], where=where), length)
            case "}}" if coding is not None and detail is None:
                codings.append(LabelledCoding(start=coding[2], end=length, codes=coding[1], voice=coding[0]))
                coding = None
            case _:
                raise MarkupError(f"{where}: a mark is opened inside another or closed without being open, {near}")
    text = "".join([*pieces, marked[position:]])
    if detail or coding or any(left in text for left in ("[[", "]]", "{{", "}}")):
        raise MarkupError(f"{where}: a mark is not closed, or not written [[TYPE|words]] or {{{{voice codes|words}}}}")
    return text, tuple(entities), tuple(codings)


def _type(name: str, *, where: str) -> MentionType:
    try:
        return MentionType(name)
    except ValueError:
        raise MarkupError(f"{where}: unknown type {name!r} of a detail") from None


def read_head(head: str, *, where: str) -> tuple[Voice, tuple[str, ...]]:
    """`voice codes…` as voice and whole code ids; raises MarkupError for an unknown voice."""
    voice, *codes = head.split()
    if voice not in VOICES:
        raise MarkupError(f"{where}: unknown voice {voice!r}; known are {', '.join(VOICES)}")
    return VOICES[voice], tuple(_code(code) for code in codes)


def _code(code: str) -> str:
    """`safety-` is short for `safety.lacking`; whole ids stay as they are."""
    return code[:-1] + _DIRECTIONS[code[-1]] if code[-1] in _DIRECTIONS else code
