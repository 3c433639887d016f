"""Lays the machine's segments over a person's, so that what they say of the same words can be compared."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from evaluation.labelled import LabelledCoding, LabelledNote
from models.types import Voice

MIN_SHARE = 0.5


class Spanned(Protocol):
    """Whatever has a span in the text as posted."""

    @property
    def source_start(self) -> int:
        """Where it begins."""

    @property
    def source_end(self) -> int:
        """Where it ends, exclusive."""


@dataclass(frozen=True, slots=True)
class MachineSegment:
    """What the machine said of a segment.

    Attributes:
        source_start, source_end: Span in the text as posted (code points, end exclusive).
        voice: Who is speaking.
        scores: Confidence of each code, 0 to 1; all codes of the codebook, or those that are known.
        codes: Codes that the machine would put.
        accepted: Those of them that it would put without asking a person.
    """

    source_start: int
    source_end: int
    voice: Voice
    scores: dict[str, float] = field(default_factory=dict)
    codes: frozenset[str] | set[str] = frozenset()
    accepted: frozenset[str] | set[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Unit:
    """A stretch of text with what the person and what the machine said of it.

    Attributes:
        person_codes: Codes that the person put; none on text that the person did not list.
        person_voice: None on text that the person did not list.
        machine_codes: Codes that the machine put; none where it has no segment here.
        machine_voice: None where the machine has no segment here.
        scores: Confidence of each code; None where the machine has no segment here.
        accepted_codes: Codes that the machine put without asking.
    """

    person_codes: frozenset[str]
    person_voice: Voice | None
    machine_codes: frozenset[str]
    machine_voice: Voice | None
    scores: dict[str, float] | None
    accepted_codes: frozenset[str] = frozenset()


def align(note: LabelledNote, segments: Sequence[MachineSegment]) -> list[Unit]:
    """One unit for each labelled coding, then one for each machine segment that lies on none.

    A machine segment belongs to the labelled coding with which it shares most characters, if these are at
    least half of the shorter of the two: segments cut a little otherwise still meet, and so does a sentence
    within an utterance; a few shared words at the edge do not count. Where several belong to one coding
    (the machine cut finer), they speak as one: all their codes, for each code the highest score, and the
    voice of the one that shares most. A labelled coding with no segment is a miss of all its codes and its
    voice. Text that the person did not list carries no code, so that every code there is a false one; its
    voice is not known.
    """
    belonging: dict[int, list[tuple[int, MachineSegment]]] = {}
    strays: list[MachineSegment] = []
    for segment in segments:
        place = coding_under(note, segment)
        if place is None:
            strays.append(segment)
        else:
            belonging.setdefault(place, []).append((_shared(segment, note.codings[place]), segment))
    units = [_unit(coding, belonging.get(place, [])) for place, coding in enumerate(note.codings)]
    return units + [_unit(None, [(0, segment)]) for segment in strays]


def coding_under(note: LabelledNote, segment: Spanned) -> int | None:
    """Number of the labelled coding that a segment belongs to (see `align`), if to any."""
    shares = [_shared(segment, coding) for coding in note.codings]
    most = max(shares, default=0)
    place = shares.index(most) if most else None
    return place if place is not None and most >= MIN_SHARE * _shorter(segment, note.codings[place]) else None


def _unit(coding: LabelledCoding | None, belonging: Sequence[tuple[int, MachineSegment]]) -> Unit:
    # max takes the first of equals, which is the earlier in the text
    foremost = max(belonging, key=lambda shared: shared[0])[1] if belonging else None
    return Unit(
        person_codes=frozenset(coding.codes) if coding else frozenset(),
        person_voice=coding.voice if coding else None,
        machine_codes=frozenset().union(*(segment.codes for _, segment in belonging)),
        machine_voice=foremost.voice if foremost else None,
        scores=_highest(segment.scores for _, segment in belonging) if belonging else None,
        accepted_codes=frozenset().union(*(segment.accepted for _, segment in belonging)),
    )


def _highest(scores: Iterable[dict[str, float]]) -> dict[str, float]:
    highest: dict[str, float] = {}
    for of_segment in scores:
        for code, score in of_segment.items():
            highest[code] = max(score, highest.get(code, score))
    return highest


def _shared(segment: Spanned, coding: LabelledCoding) -> int:
    return max(0, min(segment.source_end, coding.end) - max(segment.source_start, coding.start))


def _shorter(segment: Spanned, coding: LabelledCoding) -> int:
    return min(segment.source_end - segment.source_start, coding.end - coding.start)
