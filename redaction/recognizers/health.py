"""Numbers of the health services: NHS number, Scotland's CHI number, Northern Ireland's H&C number."""

import re

from presidio_analyzer import EntityRecognizer
from stdnum.gb import nhs

from redaction.recognizers._base import DIGIT, END, GAP, Rule, RuleRecognizer, begin, cue, digits, spaced
from redaction.types import MentionType

_CUE = cue(
    r"NHS|CHI|H ?(?:&|\+|/|and|n) ?C|HCN|HSCN|health (?:and|&) (?:social )?care (?:no|num|number|id)|"
    r"health (?:no|num|number|id)|community health index"
)
_USUAL = re.compile(rf"{begin('[0-9]')}\d{{2}}{GAP}\d{{3}}{GAP}\d{{4}}{END}")
_UNUSUAL = re.compile(rf"{begin('[0-9]')}\d{{1,7}}(?:[ \-]\d{{2,8}}){{1,3}}{END}")
_LENGTH = 10
_FEWEST_TYPED = 6


def recognizers() -> list[EntityRecognizer]:
    """The recognisers of this family."""
    return [
        RuleRecognizer(
            "health number",
            MentionType.NHS_NUMBER,
            [
                Rule(_USUAL, 0.95, _valid),
                Rule(spaced(r"\d", r"\d", 9, 9), 0.95, _valid, cue=_CUE),
                Rule(_UNUSUAL, 0.75, _valid),
                Rule(spaced(DIGIT, DIGIT, 8, 10), 0.9, _valid, otherwise=0.7, cue=_CUE),
                # a letter typed among the digits
                Rule(
                    re.compile(rf"{begin('[0-9]')}(?=\w{{8,10}}{END})\d{{1,8}}[A-Za-z]\d{{1,8}}{END}"),
                    0.65,
                    _is_typed,
                    cue=_CUE,
                ),
            ],
        )
    ]


def _valid(text: str) -> bool:
    """Ten digits with the check digit modulo 11 that all three kinds share; a row of one digit is no number."""
    number = digits(text)
    return len(number) == _LENGTH and len(set(number)) > 1 and bool(nhs.is_valid(number))


def _is_typed(text: str) -> bool:
    return sum(character.isdigit() for character in text) >= _FEWEST_TYPED
