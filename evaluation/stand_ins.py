"""Whether the same person gets the same stand-in, in whatever form the name comes back, through the notes of a case."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ruamel.yaml import YAML

from evaluation.intervals import share
from evaluation.origins import PATH
from evaluation.report import Report
from redaction.types import Note, Person, RedactedNote

Forms = dict[str, str]
RedactCase = Callable[[Sequence[Note]], Sequence[RedactedNote]]
"""The notes of one case, one after another, with one memory."""

_SENTENCES = {
    "full name": "{x} came to the office.",
    "first name": "Spoke to {x} about school.",
    "last name": "Saw Miss {x} at the door.",
    "possessive": "This is {x}'s room.",
    "capitals": "RANG {x} TODAY.",
    "lower case": "saw {x} again after tea",
    "initials": "T/c w/ {x} this morning.",
    "dotted initials": "Message left by {x} for the duty desk.",
    "nickname": "Everyone calls out {x} at the gate.",
    "typo": "Then {x} went upstairs to pack.",
}


@dataclass(frozen=True, slots=True)
class Case:
    """A made-up case: its person, the notes, and for each note the form that stands in it."""

    person: Person
    forms: tuple[tuple[str, str], ...]

    @property
    def notes(self) -> list[Note]:
        """A note for each form."""
        return [Note(_SENTENCES[name].replace("{x}", words), (self.person,)) for name, words in self.forms]


def cases() -> Iterator[Case]:
    """A case for each person of `origins.yaml`, known beforehand by full name and one nickname."""
    content: dict[str, Any] = YAML(typ="safe").load(PATH.read_text(encoding="utf-8"))
    for names in content["origins"].values():
        for first, last in zip(names["first"], names["last"], strict=True):
            yield _case(first, last)


def _case(first: str, last: str) -> Case:
    nickname = f"{first[:3].strip()}sy"
    initials = "".join(part[0] for part in (first, *last.replace("-", " ").split())).upper()
    forms = {
        "full name": f"{first} {last}",
        "first name": first,
        "last name": last,
        "possessive": first,
        "capitals": f"{first} {last}".upper(),
        "lower case": first.lower(),
        "initials": initials,
        "dotted initials": ".".join(initials),
        "nickname": nickname,
        "typo": first[:-2] + first[-1] + first[-2] if len(first) > 5 else first,  # noqa: PLR2004 - shorter names have too many neighbours
    }
    return Case(Person(f"{first} {last}", "child", (nickname,)), tuple(forms.items()))


def evaluate_stand_ins(redact_case: RedactCase) -> Report:
    """Share of forms that lead to the person's stand-in, by form, and of cases in which a string never has two stand-ins.

    `same_string` posts every note twice: the same words must show the same stand-in both times.
    """
    right: defaultdict[str, list[bool]] = defaultdict(list)
    same: list[bool] = []
    for case in cases():
        notes = case.notes
        redacted = redact_case([*notes, *notes])
        for (name, words), note, hidden in zip(case.forms, notes, redacted, strict=False):
            start = note.text.index(words)
            end = start + len(words)
            covering = [one for one in hidden.mentions if one.start < end and one.end > start]
            right[name].append(bool(covering) and all(one.stand_in == "[CHILD]" for one in covering))
        first, again = redacted[: len(notes)], redacted[len(notes) :]
        same.append([note.text for note in first] == [note.text for note in again])
    metrics = {"same_string": share(sum(same), len(same))}
    every = [one for values in right.values() for one in values]
    metrics["right_stand_in"] = share(sum(every), len(every))
    metrics |= {f"right_stand_in/{name}": share(sum(values), len(values)) for name, values in right.items()}
    return Report("made-up cases", len(same), metrics, intervals="95 % Wilson intervals")
