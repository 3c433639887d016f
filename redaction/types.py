"""The frozen types that enter and leave redaction: a note as it was written, and the note with everybody hidden."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum


class MentionType(StrEnum):
    """What kind of identifying detail a mention is (the labelled-notes vocabulary)."""

    PERSON = "PERSON"
    LOCATION = "LOCATION"
    ADDRESS = "ADDRESS"
    POSTCODE = "POSTCODE"
    SCHOOL = "SCHOOL"
    ORGANISATION = "ORGANISATION"
    DATE = "DATE"
    PHONE = "PHONE"
    EMAIL = "EMAIL"
    HANDLE = "HANDLE"
    URL = "URL"
    NHS_NUMBER = "NHS_NUMBER"  # also Scotland's CHI and Northern Ireland's H&C number
    NINO = "NINO"
    UPN = "UPN"  # also the former UPN and the ULN
    CASE_REF = "CASE_REF"  # local system, court, police, EHC plan
    VEHICLE_REG = "VEHICLE_REG"
    BANK = "BANK"  # sort code, account, card, IBAN
    PASSPORT = "PASSPORT"  # also driving licences: a document that proves who one is
    AGE = "AGE"  # only ages so high that they single somebody out
    WORD = "WORD"  # a word that nothing vouches for; only where a policy hides those
    TRAIT = "TRAIT"  # a trait, sum or circumstance that narrows down who it is, as court records have them


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody known beforehand to be in the note; used to hide, never stored.

    Attributes:
        name: The full name as the case system has it.
        role: What the person is to the child ("child", "mother", "social worker"); becomes the stand-in.
        aliases: Nicknames and other forms in use.
    """

    name: str = field(repr=False)
    role: str = "person"
    aliases: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Turn:
    """One utterance of a transcript."""

    speaker: str = field(repr=False)
    text: str = field(repr=False)
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """A note as it was written. It lives in memory only; its `repr` shows nothing of it.

    Attributes:
        text: The raw text; for a transcript, one line "SPEAKER: text" for each turn.
        people: Names known beforehand.
        speakers: For a transcript, (label as it stands in the text, role) of each speaker whose role is known.
        language: BCP 47 tag of the text.
    """

    text: str = field(repr=False)
    people: tuple[Person, ...] = ()
    speakers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    language: str = "en"

    @classmethod
    def from_turns(cls, turns: Iterable[Turn], *, people: tuple[Person, ...] = (), language: str = "en") -> "Note":
        """A note from a transcript: one line for each turn, labelled with its speaker."""
        kept = list(turns)
        text = "\n".join(f"{turn.speaker.strip()}: {' '.join(turn.text.split())}" for turn in kept)
        roles = {turn.speaker.strip(): turn.role for turn in kept if turn.role}
        return cls(text=text, people=people, speakers=tuple(roles.items()), language=language)


@dataclass(frozen=True, slots=True)
class Detection:
    """A span of the raw text that a recogniser takes for an identifying detail."""

    start: int
    end: int
    type: MentionType
    score: float
    recogniser: str


@dataclass(frozen=True, slots=True)
class Mention:
    """An identifying detail that was hidden: where it stood, where its stand-in stands. Holds no surface form.

    Offsets are Unicode code points, ends exclusive; `start`/`end` in the text as posted, the other two in the
    redacted text.
    """

    start: int
    end: int
    redacted_start: int
    redacted_end: int
    type: MentionType
    stand_in: str
    score: float
    recogniser: str


@dataclass(frozen=True, slots=True)
class RedactedNote:
    """A note that may be stored: stand-ins where somebody was named.

    Attributes:
        text: The redacted text.
        mentions: What was hidden, in order of place.
        policy: Name and version of the redaction policy, "research@1".
        speakers: (label as it stands in the redacted text, role) of a transcript's speakers.
        language: BCP 47 tag of the text.
    """

    text: str
    mentions: tuple[Mention, ...]
    policy: str
    speakers: tuple[tuple[str, str], ...] = ()
    language: str = "en"

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """The span [start, end) of the redacted text, as a span of the text as posted."""
        return self._source_offset(start, edge="start"), self._source_offset(end, edge="end")

    def _source_offset(self, offset: int, *, edge: str) -> int:
        shift = 0
        for mention in self.mentions:
            if offset < mention.redacted_end or (offset == mention.redacted_end and edge == "end"):
                if offset <= mention.redacted_start:
                    break
                # inside a stand-in: the nearest edge of what it hides
                return mention.start if edge == "start" else mention.end
            shift = mention.end - mention.redacted_end
        return offset + shift
