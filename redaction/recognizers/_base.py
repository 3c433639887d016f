"""What the recognisers share: rules of a form with its cue, score and check, run by a Presidio recogniser."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from presidio_analyzer import EntityRecognizer, RecognizerResult

from redaction.types import MentionType

GAP = r"[ .\-–\u00a0]{0,2}"
"""What may stand between the groups of a number."""
DIGIT = r"[0-9OoIl]"
"""A digit, or a letter that a scanner made of it; only used near a cue or where a checksum decides."""
# "tel07700…" and "NHS943…" are written without a space
_GLUED = ("nhs|chi|hcn|tel|mob|upn|uln|dob|lcs", "no|ni|ph|id")
START = rf"(?:(?<![\w£$€])(?<!\d[.,])|(?=\d)(?:(?<=(?i:{_GLUED[0]}))|(?<=(?i:{_GLUED[1]}))))"
"""Before a number: no letter, digit, currency or decimal sign, unless the letters are a cue that touches it."""
END = r"(?!\w|[.,]\d)"
"""After a number: neither letter nor digit, and no decimals."""

_OCR = str.maketrans({"O": "0", "o": "0", "I": "1", "l": "1", "|": "1"})
# Between a cue and its number: another number and then another word, so that the cue belongs to the former.
_ANOTHERS = re.compile(r"\d{4}\W*(?!(?:and|or|also|then|new|old)\b)[A-Za-z]{2}", re.IGNORECASE)
_LONGEST_CUE = 32
_CUE_FOLLOWS = re.compile(r"\s?(?:[(\[]|[-–] ?|is (?:her|his|their|my|our|the|your|mum's|dad's) )\s?")


@dataclass(frozen=True, slots=True)
class Rule:
    """A form, the cue it needs, and how sure it makes us.

    Attributes:
        pattern: Its group "x", or the whole match, is the mention. Every repetition is bounded, so that it is linear.
        score: 0 to 1.
        check: What the mention must pass; given its text.
        otherwise: Score where the check fails (a mistyped number beside its cue); none drops it.
        cue: Must stand before the mention, or in brackets after it; none needs no cue.
        reach: How many characters may stand between the cue and the mention.
    """

    pattern: "re.Pattern[str]"
    score: float
    check: Callable[[str], bool] | None = None
    otherwise: float | None = None
    cue: "re.Pattern[str] | None" = None
    reach: int = 32


class RuleRecognizer(EntityRecognizer):
    """Finds one type of mention by rules. Where two rules overlap, the surer one is kept, whatever their order."""

    def __init__(self, name: str, kind: MentionType, rules: Sequence[Rule]) -> None:
        self._rules = tuple(rules)
        self._kind = kind
        super().__init__(supported_entities=[str(kind)], name=name, supported_language="en")

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules."""
        return self._rules

    def load(self) -> None:
        """Nothing is loaded."""

    def analyze(self, text: str, entities: Any, nlp_artifacts: Any = None) -> list[RecognizerResult]:  # noqa: ARG002 - Presidio's interface
        """The mentions in `text`, as Presidio's results."""
        hits = [hit for rule in self._rules for hit in _hits(rule, text)]
        sureness = bytearray(len(text))
        kept = []
        for start, end, score in sorted(hits, key=lambda hit: -hit[2]):
            percent = round(score * 100)
            if max(sureness[start:end]) > percent:
                continue
            sureness[start:end] = bytes([percent]) * (end - start)
            kept.append(RecognizerResult(str(self._kind), start, end, score))
        return kept


def _hits(rule: Rule, text: str) -> Iterator[tuple[int, int, float]]:
    """(start, end, score) of each place where the rule holds."""
    group = "x" if "x" in rule.pattern.groupindex else 0
    for found in rule.pattern.finditer(text):
        start, end = found.span(group)
        # the check first: it is cheaper than the look around
        passes = rule.check is None or rule.check(found[group])
        score = rule.score if passes else rule.otherwise
        if score is not None and (rule.cue is None or _is_cued(rule.cue, rule.reach, text, start, end)):
            yield start, end, score


def _is_cued(cue: "re.Pattern[str]", reach: int, text: str, start: int, end: int) -> bool:
    window = text[max(0, start - reach - _LONGEST_CUE) : start]
    nearest = max((found.end() for found in cue.finditer(window)), default=-1)
    if 0 <= nearest >= len(window) - reach and not _ANOTHERS.search(window, nearest):
        return True
    follows = _CUE_FOLLOWS.match(text, end)
    return follows is not None and cue.match(text, follows.end()) is not None


def cue(words: str) -> "re.Pattern[str]":
    """The words (alternatives of a pattern) in any case, with no letter before or after them."""
    return re.compile(rf"(?<![^\W\d_])(?:{words})(?![^\W\d_])", re.IGNORECASE)


def begin(character: str) -> str:
    """The first character of a number with `START` looked for behind it: five times as fast as before it."""
    return rf"{character}(?:(?<![\w£$€].)(?<!\d[.,].)|(?<=(?i:{_GLUED[0]}).)|(?<=(?i:{_GLUED[1]}).))"


def spaced(first: str, rest: str, low: int, high: int) -> "re.Pattern[str]":
    """`first` and `low` to `high` times `rest`, with up to three marks or spaces before each ("68 - 01 - 31")."""
    return re.compile(rf"{begin(first)}(?:[ ./\-–\u00a0]{{0,3}}{rest}){{{low},{high}}}{END}")


def digits(text: str) -> str:
    """Only the digits, with the letters that scanners take for them turned back (O → 0, I and l → 1)."""
    return re.sub(r"\D", "", text.translate(_OCR))
