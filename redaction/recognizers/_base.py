"""What the recognisers share: rules of a pattern with its score and check, run by a Presidio recogniser."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from presidio_analyzer import EntityRecognizer, RecognizerResult

from redaction.types import MentionType


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern and how sure it makes us.

    Attributes:
        pattern: Its group "x", or the whole match, is the mention. Patterns are linear: no nested repetition.
        score: 0 to 1.
        check: What the mention must pass; given its text.
        otherwise: Score where the check fails (a mistyped number beside its cue); none drops it.
    """

    pattern: "re.Pattern[str]"
    score: float
    check: Callable[[str], bool] | None = None
    otherwise: float | None = None


class RuleRecognizer(EntityRecognizer):
    """Finds one type of mention by rules. Where two rules match the same span, Presidio keeps the surer."""

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
        results = []
        for rule in self._rules:
            for found in rule.pattern.finditer(text):
                group = "x" if "x" in rule.pattern.groupindex else 0
                score = rule.score
                if rule.check is not None and not rule.check(found[group]):
                    if rule.otherwise is None:
                        continue
                    score = rule.otherwise
                results.append(RecognizerResult(str(self._kind), *found.span(group), score))
        return results


def digits(text: str) -> str:
    """Only the digits, with the letters that scanners take for them turned back (O → 0, I and l → 1)."""
    return re.sub(r"\D", "", text.translate(_OCR))


_OCR = str.maketrans({"O": "0", "o": "0", "I": "1", "l": "1", "|": "1"})
GAP = r"[ .\-–\u00a0]?"
"""What may stand between the groups of a number."""
DIGIT = r"[0-9OoIl]"
"""A digit, or a letter that a scanner made of it; only used near a cue or where a checksum decides."""


def cued(cue: str, number: str, *, reach: int = 24) -> "re.Pattern[str]":
    """`number` up to `reach` characters after `cue`, with no digit between: "NHS no: …", "NHS number is …"."""
    return re.compile(rf"(?i:\b(?:{cue}))[^\d\n]{{0,{reach}}}?(?P<x>{number})")
