"""Money: sort code and account, cards, IBAN, National Insurance number."""

import re

from presidio_analyzer import EntityRecognizer
from stdnum import iban, luhn

from redaction.recognizers._base import Rule, RuleRecognizer, cued, digits
from redaction.types import MentionType

_SORT = r"(?<![\w/.-])\d\d[ -]?\d\d[ -]?\d\d(?![\w/-])"
_ACCOUNT = r"(?<![\w/.-])\d(?:[ -]?\d){6,8}(?![\w/-])"
# HMRC: no D F I Q U V as first letter, nor O as second; and some pairs are never given out.
_NINO = r"(?<![A-Za-z0-9])(?!BG|GB|KN|NK|NT|TN|ZZ)[ABCEGHJ-PRSTW-Z][ABCEGHJ-NPRSTW-Z] ?\d\d ?\d\d ?\d\d ?[A-D](?![A-Za-z0-9])"
_NEARLY_NINO = r"(?<!\w)[A-Za-z]{2}(?:[ .-]?[0-9OoIl]){5,7}[ .-]?[A-Za-z]?(?!\w)"
_NINO_CUE = r"NI(?: ?(?:no|num|number))?|NINO|national insurance(?: ?(?:no|num|number))?|nat ins(?: ?no)?"


def recognizers() -> list[EntityRecognizer]:
    """The recognisers of this family."""
    return [
        RuleRecognizer(
            "National Insurance number",
            MentionType.NINO,
            [
                Rule(re.compile(_NINO, re.IGNORECASE), 0.95),
                Rule(re.compile(r"(?<!\w)QQ ?\d\d ?\d\d ?\d\d ?[A-D](?!\w)", re.IGNORECASE), 0.9),
                Rule(cued(_NINO_CUE, _NEARLY_NINO), 0.75),
            ],
        ),
        RuleRecognizer(
            "bank account",
            MentionType.BANK,
            [
                Rule(cued(r"sort ?code|s/c|sc", _SORT, reach=8), 0.9),
                Rule(
                    cued(r"acc(?:oun)?t?\.?(?: ?(?:no|num|number))?|a/c(?: ?no)?|bank", _ACCOUNT, reach=10),
                    0.85,
                ),
                Rule(
                    re.compile(r"(?<![\w/.-])(?P<x>\d\d-\d\d-\d\d)(?=[ ,;:/a-zA-Z.]{1,20}\d{7,8}(?!\d))"),
                    0.85,
                ),
                Rule(re.compile(r"(?<=\d\d-\d\d-\d\d)[ ,;:/a-zA-Z.]{1,20}(?P<x>\d{7,8})(?!\d)"), 0.85),
                Rule(re.compile(r"(?<![\w-])\d(?:[ -]?\d){12,18}(?![\w-])"), 0.9, _is_card),
                Rule(re.compile(r"(?<!\w)[A-Z]{2}\d\d(?: ?[A-Z0-9]){11,30}(?!\w)"), 0.95, _is_iban),
            ],
        ),
    ]


def _is_card(text: str) -> bool:
    number = digits(text)
    return number[0] in "3456" and len(set(number)) > 1 and bool(luhn.is_valid(number))


def _is_iban(text: str) -> bool:
    return bool(iban.is_valid(text))
