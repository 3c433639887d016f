"""A motivated intruder: somebody who knows all the families of the area tries to say whom a redacted note is about.

The test that the ICO's anonymisation code asks for, run by a program that knows more than a person would: a register of
every case with every detail that stands in its notes (names, schools, streets, numbers). It reads what is left of a note and
names the case whose details it sees most of, rare ones counting most. What it cannot use, somebody who knows the story may
still use: see docs/INTRUDER.md for what a reader found.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from evaluation.intervals import Metric, share
from evaluation.labelled import LabelledNote
from evaluation.report import Report
from redaction.pseudonyms import STAND_IN
from redaction.words.harmless import is_harmless_word

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class _Entry:
    """What the register holds of a case: its details' words, with the type of detail that each comes from."""

    words: dict[str, str]


def evaluate_intruder(pairs: Iterable[tuple[LabelledNote, str]], *, dataset: str) -> Report:
    """How often the intruder names the right case, from the redacted text and, to see that the attack works, from the raw one.

    - `named_right`, `named_right_raw`: share of notes whose case is named; chance would name one in as many as there are cases;
    - `named_wrong`: share of notes of which another case is named; for the rest nothing points anywhere;
    - `given_away/TYPE`: share of the rightly named notes in which a word of a detail of this type was left.

    Args:
        pairs: Each labelled note with its redacted text; their labels are the register.
        dataset: Name for the report.
    """
    notes = list(pairs)
    register = _register([note for note, _ in notes])
    seen = Counter(word for entry in register.values() for word in entry.words)
    right = wrong = raw = 0
    given: Counter[str] = Counter()
    for note, redacted in notes:
        named, because = _name(STAND_IN.sub(" ", redacted), register, seen)
        right += named == _case(note)
        wrong += named not in {None, _case(note)}
        raw += _name(note.text, register, seen)[0] == _case(note)
        if named == _case(note):
            given.update(set(because))
    metrics: dict[str, Metric] = {
        "named_right": share(right, len(notes)),
        "named_wrong": share(wrong, len(notes)),
        "named_right_raw": share(raw, len(notes)),
    }
    metrics |= {f"given_away/{kind}": share(count, right) for kind, count in sorted(given.items())}
    words = sum(len(entry.words) for entry in register.values())
    known = f"a register of {len(register)} cases with {words} words of their details"
    return Report(dataset, len(notes), metrics, notes=(known,), intervals="95 % Wilson intervals")


def _case(note: LabelledNote) -> str:
    return note.case_key or note.id


def _register(notes: Sequence[LabelledNote]) -> dict[str, _Entry]:
    words: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for note in notes:
        for entity in note.entities:
            for word in _telling(note.text[entity.start : entity.end]):
                words[_case(note)].setdefault(word, entity.type.value)
        for person in note.people:
            for word in _telling(" ".join((person.name, *person.aliases))):
                words[_case(note)].setdefault(word, "PERSON")
    return {case: _Entry(found) for case, found in words.items()}


def _name(text: str, register: dict[str, _Entry], seen: Counter[str]) -> tuple[str | None, list[str]]:
    """The case whose details stand in the text, and the types of these details; nobody where nothing or two point alike."""
    left = set(_telling(text))
    scores = {
        case: sum(math.log(1 + len(register) / seen[word]) for word in left & entry.words.keys())
        for case, entry in register.items()
    }
    best = sorted(scores.items(), key=lambda item: -item[1])[:2]
    if not best or best[0][1] == 0 or (len(best) > 1 and best[0][1] == best[1][1]):
        return None, []
    case = best[0][0]
    return case, [kind for word, kind in register[case].words.items() if word in left]


def _telling(text: str) -> list[str]:
    """Words that can tell somebody: not the ordinary ones, and no number of one or two digits."""
    words = (word.casefold() for word in _WORD.findall(text))
    return [word for word in words if len(word) > 2 and not is_harmless_word(word.removesuffix("'s").removesuffix("’s"))]  # noqa: PLR2004
