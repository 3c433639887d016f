"""What redaction did to a note, in counts, and what a person should know of it; never a word of what was hidden."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from redaction.pseudonyms import STAND_IN
from redaction.words.harmless import is_harmless_word

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_FEWEST_WORDS = 6
_ENGLISH_SHARE, _LATIN_SHARE = 0.45, 0.7


class Hidden(Protocol):
    """What is asked of a mention."""

    @property
    def type(self) -> str:
        """What kind of detail it is."""

    @property
    def recogniser(self) -> str:
        """Who found it."""

    @property
    def score(self) -> float:
        """How sure it is, 0 to 1."""


@dataclass(frozen=True, slots=True)
class RedactionReport:
    """Counts of what was hidden, and flags.

    Attributes:
        by_type: Mentions of each type.
        by_recogniser: Mentions found by each recogniser.
        unsure: Mentions with a score under .7: those that a person should look at first.
        flags: What makes the result less sure: "not English", "other script", "no words", "right to left".
    """

    by_type: dict[str, int]
    by_recogniser: dict[str, int]
    unsure: int
    flags: tuple[str, ...]


def report_on(text: str, mentions: Sequence[Hidden], *, unsure_below: float = 0.7) -> RedactionReport:
    """The report on a redacted text and its mentions."""
    return RedactionReport(
        by_type=dict(sorted(Counter(str(one.type) for one in mentions).items())),
        by_recogniser=dict(sorted(Counter(one.recogniser for one in mentions).items())),
        unsure=sum(one.score < unsure_below for one in mentions),
        flags=flags_of(text),
    )


def flags_of(text: str) -> tuple[str, ...]:
    """What makes the redaction of a text less sure than of ordinary English. Linear time."""
    bare = STAND_IN.sub(" ", text)
    words = _WORD.findall(bare)
    if not words:
        return ("no words",)
    letters = [letter for word in words for letter in word]
    flags = []
    if any(unicodedata.bidirectional(letter) in {"R", "AL"} for letter in letters):
        flags.append("right to left")
    latin = sum(unicodedata.name(letter, "").startswith("LATIN") for letter in letters)
    if latin < _LATIN_SHARE * len(letters):
        flags.append("other script")
    elif len(words) >= _FEWEST_WORDS and sum(map(is_harmless_word, words)) < _ENGLISH_SHARE * len(words):
        flags.append("not English")
    return tuple(flags)
