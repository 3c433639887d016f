"""What the readers give: a note as it stands in a file, or the place of one that is broken."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from redaction.types import Note, Person, Turn


@dataclass(frozen=True, slots=True)
class InputNote:
    """A note as it was read. It lives in memory only; its `repr` shows nothing of it but its id.

    Attributes:
        id: As the file has it; else the file's name without suffix, and the line where there are several.
        text: The raw text; None for a transcript.
        turns: The utterances of a transcript, in order; empty for a text.
        people: Names known beforehand.
        language: BCP 47 tag of the text.
        case_key: Pseudonymous key of the case; stand-ins stay the same through a case.
        author_role: Who wrote it.
        note_type: What kind of note it is.
        event_date: The day it is about.
        attributes: Whatever else the file says of the note; analysts cross-tabulate by these.
    """

    id: str
    text: str | None = field(default=None, repr=False)
    turns: tuple[Turn, ...] = field(default=(), repr=False)
    people: tuple[Person, ...] = field(default=(), repr=False)
    language: str = field(default="en", repr=False)
    case_key: str | None = field(default=None, repr=False)
    author_role: str | None = field(default=None, repr=False)
    note_type: str | None = field(default=None, repr=False)
    event_date: date | None = field(default=None, repr=False)
    attributes: dict[str, Any] = field(default_factory=dict, repr=False)

    def to_note(self) -> Note:
        """The note as redaction takes it."""
        if self.text is None:
            return Note.from_turns(self.turns, people=self.people, language=self.language)
        return Note(text=self.text, people=self.people, language=self.language)


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line (of a table: a row) that holds no usable note, among others that do.

    Attributes:
        line: Number of the line in the file, from 1.
        message: What is wrong and what to do, naming file and line; never text of the note.
    """

    line: int
    message: str
