"""The labelled-notes format: notes with the details to hide and the codings a person gave, one JSON object a line."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from models.types import Voice
from redaction.types import MentionType


class LabelledNotesError(ValueError):
    """A file of labelled notes cannot be used; the message names the line and what to mend, never the text."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)


class Entity(_Frozen):
    """An identifying detail, marked by a person: code points, end exclusive.

    Attributes:
        start, end: Its span.
        type: What kind of detail it is.
        entity: Whose or what's detail it is, where the source says so; else details of the same words are one.
        direct: Whether it points to somebody by itself, where the source says so; else its type decides.
    """

    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(ge=1)]
    type: MentionType
    entity: str | None = None
    direct: bool | None = None


class LabelledCoding(_Frozen):
    """A segment with all of its codes (none is an answer too) and its voice."""

    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(ge=1)]
    codes: tuple[str, ...]
    voice: Voice


class KnownPerson(_Frozen):
    """Somebody known beforehand."""

    name: str
    role: str = "person"
    aliases: tuple[str, ...] = ()


class LabelledNote(_Frozen):
    """A note with its labels. Offsets lie in the text, spans are not empty, entities do not overlap.

    `ignored` are spans that are neither right nor wrong to hide (what another's labels hold and ours do not).
    """

    id: str
    kind: str = "note"
    text: str = Field(repr=False)
    entities: tuple[Entity, ...] = ()
    codings: tuple[LabelledCoding, ...] = ()
    people: tuple[KnownPerson, ...] = ()
    attributes: dict[str, Any] = Field(default_factory=dict)
    author: str | None = None
    split: str | None = None
    case_key: str | None = None
    event_date: str | None = None
    ignored: tuple[tuple[int, int], ...] = ()

    @model_validator(mode="after")
    def _spans_fit(self) -> Self:
        spans: tuple[Entity | LabelledCoding, ...] = (*self.entities, *self.codings)
        for span in spans:
            if not span.start < span.end <= len(self.text):
                raise ValueError(f"span {span.start}–{span.end} does not fit a text of {len(self.text)} characters")
        last = 0
        for entity in sorted(self.entities, key=lambda entity: entity.start):
            if entity.start < last:
                raise ValueError(f"the entity at {entity.start} overlaps the one before it")
            last = entity.end
        return self


def read_labelled(path: Path) -> Iterator[LabelledNote]:
    """The labelled notes of a file, one by one.

    Raises:
        LabelledNotesError: A line is not a labelled note, or the file is not UTF-8.
    """
    with path.open(encoding="utf-8") as lines:
        try:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield _parse(line, where=f"{path.name}, line {number}")
        except UnicodeDecodeError as error:
            raise LabelledNotesError(f"{path.name} is not UTF-8; save it as UTF-8") from error


def _parse(line: str, *, where: str) -> LabelledNote:
    try:
        return LabelledNote.model_validate_json(line)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        field = ".".join(str(part) for part in first["loc"]) or "note"
        raise LabelledNotesError(f"{where}: {field}: {first['msg']}") from None


def to_json(note: LabelledNote) -> str:
    """The note as one line of the format; what is empty is left out."""
    content = note.model_dump(mode="json", exclude_defaults=True)
    content["entities"] = [entity.model_dump(mode="json", exclude_none=True) for entity in note.entities]
    content["codings"] = [coding.model_dump(mode="json") for coding in note.codings]
    return json.dumps(content, ensure_ascii=False)
