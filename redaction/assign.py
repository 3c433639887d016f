"""Which stand-in does each mention get: the same person or thing, the same stand-in, through the whole case."""

import re
from collections import Counter
from collections.abc import Sequence

from redaction.name_forms import TypoIndex, fold, initials_of, name_parts
from redaction.pseudonyms import CaseMemory, kind_for_role, kind_for_type
from redaction.types import Detection, MentionType, Person

_NUMBERS = frozenset(MentionType) - {
    MentionType.PERSON, MentionType.LOCATION, MentionType.SCHOOL, MentionType.ORGANISATION, MentionType.ADDRESS,
}  # fmt: skip


def introduce(people: Sequence[Person], memory: CaseMemory) -> None:
    """Tell the case who is known beforehand, so that every form of a name leads to one stand-in.

    A surname that several of them bear leads to none of them.
    """
    shares = Counter(part for person in people for part in set(name_parts(person.name)))
    for person in people:
        full = fold(person.name)
        stand_in = memory.recall("full", full) or memory.new(kind_for_role(person.role) or "PERSON")
        memory.remember(stand_in, "full", full)
        memory.remember("named", "surname known", stand_in)
        for alias in person.aliases:
            memory.remember(stand_in, "full", fold(alias))
            memory.remember(stand_in, "part", fold(alias))
        parts = name_parts(person.name)
        for part in parts:
            if shares[part] == 1:
                memory.remember(stand_in, "part", part)
        for initials in initials_of(person.name):
            memory.remember(stand_in, "part", initials.casefold())
            memory.remember(stand_in, "full", initials.casefold())


def assign(text: str, detections: Sequence[Detection], memory: CaseMemory, people: Sequence[Person] = ()) -> list[str]:
    """The stand-in of each detection, in their order. Whole names are met first, so that later parts find them.

    `people` are those known beforehand, as given to `introduce`: a form one typo away from theirs is theirs.
    """
    stand_ins: dict[Detection, str] = {}
    whole_names_first = sorted(detections, key=lambda one: (-_words(text, one), one.start))
    local = _typos_of(people, memory)
    for detection in whole_names_first:
        surface = text[detection.start : detection.end]
        if detection.type is MentionType.PERSON:
            stand_in = _person(surface, memory, local)
        else:
            stand_in = _thing(surface, detection.type, memory)
        stand_ins[detection] = stand_in
    return [stand_ins[detection] for detection in detections]


def _typos_of(people: Sequence[Person], memory: CaseMemory) -> TypoIndex:
    index = TypoIndex()
    for person in people:
        for form in {*name_parts(person.name), *(fold(alias) for alias in person.aliases)}:
            if stand_in := memory.recall("part", form):
                index.add(form, stand_in)
    return index


def _words(text: str, detection: Detection) -> int:
    """How many parts a person's name has here; things are numbered in their order of place."""
    is_person = detection.type is MentionType.PERSON
    return len(name_parts(text[detection.start : detection.end])) if is_person else 0


def _person(surface: str, memory: CaseMemory, local: TypoIndex) -> str:
    full, parts = fold(surface), name_parts(surface)
    if len(parts) == 1:
        full = parts[0]
    elif not parts:  # "M.O.", "m o": initials, however they are written
        full = full.replace(" ", "")
    key = "full" if len(parts) > 1 else "part"
    stand_in = memory.recall(key, full) or memory.recall("full", full)
    if stand_in is None and len(parts) > 1:
        stand_in = _met_by_forename(parts[0], memory)
    stand_in = stand_in or local.find(full) or memory.new("PERSON")
    memory.remember(stand_in, key, full)
    if len(parts) > 1:
        memory.remember("named", "surname known", stand_in)
        for part in (parts[0], parts[-1]):
            memory.remember(stand_in, "part", part)
            local.add(part, stand_in)
    local.add(full, stand_in)
    return stand_in


def _met_by_forename(forename: str, memory: CaseMemory) -> str | None:
    """Somebody met by this forename alone so far, whose surname nobody has said yet."""
    stand_in = memory.recall("part", forename)
    return None if stand_in and memory.recall("surname known", stand_in) else stand_in


def _thing(surface: str, kind: MentionType, memory: CaseMemory) -> str:
    # numbers are one and the same however they are spaced
    form = re.sub(r"[\W_]+", "", surface).casefold() if kind in _NUMBERS else fold(surface)
    stand_in = memory.recall(str(kind), form) or memory.new(kind_for_type(kind))
    memory.remember(stand_in, str(kind), form)
    return stand_in
