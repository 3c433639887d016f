"""A note as a case-management system posts it. It is held in memory only and shows nothing of itself in errors."""

from datetime import date
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, JsonValue, StringConstraints, model_validator

from redaction.types import Note, Person, Turn

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]
AttributeName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]*$", max_length=40)]
AttributeValue = Annotated[str, StringConstraints(max_length=200)] | bool | int | float | None
Language = Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$", max_length=35)]


class _Posted(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class PersonIn(_Posted):
    """Somebody known beforehand; used to hide, never stored."""

    name: Name = Field(repr=False)
    role: Word = "person"
    aliases: tuple[Name, ...] = Field(default=(), max_length=50, repr=False)


class TurnIn(_Posted):
    """One utterance of a transcript."""

    speaker: Name = Field(repr=False)
    text: str = Field(min_length=1, repr=False)
    role: Word | None = None


class NoteIn(_Posted):
    """A free-text note, or a transcript as `turns`.

    `source_system` and `external_id` together name the note: the same content again answers as the first time, other
    content is a new revision. `case_key` is a pseudonym of the child's case, never a name; within a case the same person
    keeps the same stand-in. `people` are hidden by role and not stored. `attributes` are what analysts cross-tabulate by.
    """

    source_system: Word = Field(examples=["mosaic"])
    external_id: Name = Field(examples=["note-204417"])
    revision: int | None = Field(default=None, ge=1, description="Left out: the next one, if the content is new.")
    case_key: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)] | None = Field(
        default=None, examples=["case-14"]
    )
    author_role: Word | None = Field(default=None, examples=["social worker"])
    note_type: Word | None = Field(default=None, examples=["statutory visit"])
    event_date: date | None = None
    recorded_date: date | None = None
    seen_alone: bool | None = None
    ai_transcribed: bool | None = None
    language: Language = "en"
    purpose: Name | None = None
    people: tuple[PersonIn, ...] = Field(default=(), max_length=20_000)
    attributes: dict[AttributeName, AttributeValue] = Field(default_factory=dict, max_length=60)
    text: str | None = Field(default=None, repr=False, examples=["SV to placement. Mia said she likes it here, 'they listen'."])
    turns: tuple[TurnIn, ...] | None = Field(default=None, repr=False)

    @model_validator(mode="after")
    def _one_kind_of_text(self) -> Self:
        if (self.text is None) == (self.turns is None):
            raise ValueError("send either text or turns")
        if not (self.text or "").strip() and not self.turns:
            raise ValueError("the text is empty; there is nothing to code")
        return self

    def content(self) -> dict[str, JsonValue]:
        """All of it but its revision, for telling a repeated note from a changed one."""
        return self.model_dump(mode="json", exclude={"revision"})

    def note(self) -> Note:
        """What redaction works on."""
        people = tuple(Person(person.name, person.role, person.aliases) for person in self.people)
        if self.turns is not None:
            turns = [Turn(turn.speaker, turn.text, turn.role) for turn in self.turns]
            return Note.from_turns(turns, people=people, language=self.language)
        return Note(text=self.text or "", people=people, language=self.language)
