"""Hiding a detail in text that is redacted already: what a person found that the recognisers had missed."""

import re
from dataclasses import dataclass

from redaction.name_forms import FormFinder, name_parts
from redaction.pseudonyms import STAND_IN
from redaction.types import Mention, MentionType, RedactedNote


@dataclass(frozen=True, slots=True)
class Rehidden:
    """A text with a detail hidden.

    Attributes:
        text: The text.
        places: (start, end) of each occurrence in the text as it was.
        stand_in: What stands there now.
    """

    text: str
    places: tuple[tuple[int, int], ...]
    stand_in: str

    def moved(self, offset: int) -> int:
        """Where a place of the old text is in the new one; a place inside a hidden occurrence moves to its end."""
        shift = 0
        for start, end in self.places:
            if offset <= start:
                break
            change = len(self.stand_in) - (end - start)
            shift += change if offset >= end else (len(self.stand_in) - (offset - start))
        return offset + shift


def rehide(text: str, surface: str, kind: MentionType, stand_in: str, *, always: tuple[int, int] | None = None) -> Rehidden:
    """Put `stand_in` wherever `surface` stands, in any form in which a name comes back, and leave stand-ins alone.

    Args:
        text: Redacted text.
        surface: The words of the detail; of a person's name its parts are looked for too.
        kind: What it is.
        stand_in: What is put in its place.
        always: A span that is hidden even if no form of the detail is seen there.
    """
    finder = FormFinder()
    finder.add_whole(surface, 0)
    for part in name_parts(surface) if kind is MentionType.PERSON else ():
        finder.add_part(part, 0)
    found = {(start, end) for start, end, _ in finder.find(text)} | ({always} if always else set())
    if kind is not MentionType.PERSON:  # numbers have no forms of a name: the very words, in any case
        found |= {match.span() for match in re.finditer(rf"(?<!\w){re.escape(surface)}(?!\w)", text, re.IGNORECASE)}
    taken = [match.span() for match in STAND_IN.finditer(text)]
    places: list[tuple[int, int]] = []
    for start, end in sorted(found):
        free = all(end <= first or start >= last for first, last in taken)
        if free and (not places or start >= places[-1][1]):
            places.append((start, end))
    pieces: list[str] = []
    position = 0
    for start, end in places:
        pieces += [text[position:start], stand_in]
        position = end
    return Rehidden("".join([*pieces, text[position:]]), tuple(places), stand_in)


def rehidden_mentions(note: RedactedNote, done: Rehidden, kind: MentionType, *, recogniser: str) -> tuple[Mention, ...]:
    """The mentions of the note after `done`, in order of place: the old ones where they are now, and the new ones."""
    old = [
        Mention(
            one.start, one.end, done.moved(one.redacted_start), done.moved(one.redacted_end),
            one.type, one.stand_in, one.score, one.recogniser,
        )
        for one in note.mentions
    ]  # fmt: skip
    new = []
    for start, end in done.places:
        source = note.source_span(start, end)
        first = done.moved(start)
        new.append(Mention(*source, first, first + len(done.stand_in), kind, done.stand_in, 1.0, recogniser))
    return tuple(sorted([*old, *new], key=lambda one: one.start))
