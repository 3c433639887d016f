"""Numbers of the health services: NHS number, Scotland's CHI number, Northern Ireland's H&C number."""

import re

from presidio_analyzer import EntityRecognizer
from stdnum.gb import nhs

from redaction.recognizers._base import DIGIT, Rule, RuleRecognizer, cued, digits
from redaction.types import MentionType

_CUE = r"NHS(?: ?(?:no|num|number|id|ref))?|CHI(?: ?(?:no|num|number))?|H ?(?:&|and) ?C(?: ?(?:no|num|number))?|HCN|hospital (?:no|number)|MRN|CRN"
_TEN = r"(?<![\w.])\d{3}[ .\-–\u00a0]{0,2}\d{3}[ .\-–\u00a0]{0,2}\d{4}(?![\w]|\.\d)"
_NEARLY = rf"(?<!\w){DIGIT}(?:[ .\-–]{{0,2}}{DIGIT}){{7,11}}(?!\w)"


def recognizers() -> list[EntityRecognizer]:
    """The recognisers of this family."""
    return [
        RuleRecognizer(
            "health number",
            MentionType.NHS_NUMBER,
            [
                Rule(re.compile(_TEN), 0.95, _valid),
                Rule(cued(_CUE, _NEARLY), 0.95, _valid, otherwise=0.7),
            ],
        )
    ]


def _valid(text: str) -> bool:
    """Ten digits with the check digit modulo 11 that all three kinds share; a row of one digit is no number."""
    number = digits(text)
    if len(set(number)) <= 1 or len(number) != 10:  # noqa: PLR2004
        return False
    return bool(nhs.is_valid(number))
