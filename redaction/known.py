"""Every occurrence of the names that were posted with a note, in all their forms."""

from collections.abc import Sequence
from dataclasses import dataclass

from redaction.name_forms import Chances, FormFinder, name_parts
from redaction.types import Person


@dataclass(frozen=True, slots=True)
class KnownDetection:
    """An occurrence of somebody known beforehand.

    Attributes:
        start, end: Span in the text.
        person: Which of the people, from 0.
    """

    start: int
    end: int
    person: int


def known_detections(text: str, people: Sequence[Person], chances: Chances | None = None) -> list[KnownDetection]:
    """Full names, parts, aliases, initials, possessives, in any case and one typo away. Linear in text and people.

    `chances` as in `FormFinder.find`.
    """
    if not people:
        return []
    finder = FormFinder()
    for number, person in enumerate(people):
        for name in (person.name, *person.aliases):
            finder.add_whole(name, number)
            for part in name_parts(name):
                finder.add_part(part, number)
        finder.add_initials(person.name, number)
    return [KnownDetection(start, end, number) for start, end, number in finder.find(text, chances)]
