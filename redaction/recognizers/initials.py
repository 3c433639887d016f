"""Initials that stand for a person: in an action list, in a column of a table, behind a date, before what somebody is to do.

Two capitals say little, and services are full of them; these places are guesses that the classifier confirms or not.
"""

import re
from typing import Any

from presidio_analyzer import EntityRecognizer, RecognizerResult

from redaction.recognizers.cues import ACRONYMS
from redaction.types import MentionType

_PLACES = (
    re.compile(r"(?<=\| )(?P<x>[A-Z]{2,3})(?= \|)"),
    re.compile(r"(?:\d|[.;:,]) (?P<x>[A-Z]{2,3})(?=[.,]?(?:\n|$))"),
    re.compile(
        r"(?:^|[.:;] |\n[-•*\d. ]{0,4})(?P<x>[A-Z]{2,3}) (?=to [a-z]{3}|(?:has|had|said|asked|told|will|rang|saw|read|gave) )"
    ),
    re.compile(r"(?:^|\n)(?P<x>[A-Z]{2})(?=: )"),
)
_SCORE = 0.5


def recognizers() -> list[EntityRecognizer]:
    """The recognisers of this family."""
    return [Initials()]


class Initials(EntityRecognizer):
    """Initials by where they stand."""

    def __init__(self) -> None:
        super().__init__(supported_entities=[str(MentionType.PERSON)], name="initials", supported_language="en")

    def load(self) -> None:
        """Nothing is loaded."""

    def analyze(self, text: str, entities: Any, nlp_artifacts: Any = None) -> list[RecognizerResult]:  # noqa: ARG002 - Presidio's interface
        """The initials in `text`."""
        spans = {found.span("x") for pattern in _PLACES for found in pattern.finditer(text) if found["x"] not in ACRONYMS}
        return [RecognizerResult(str(MentionType.PERSON), *span, _SCORE) for span in sorted(spans)]
