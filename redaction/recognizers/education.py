"""Numbers of education: UPN, former UPN, ULN."""

import re

from presidio_analyzer import EntityRecognizer
from stdnum.gb import upn

from redaction.recognizers._base import Rule, RuleRecognizer, cued
from redaction.types import MentionType

_CUE = r"UPN|unique pupil (?:no|number)|former UPN|pupil (?:no|number|id)|ULN|unique learner (?:no|number)|learner (?:no|number|id)"
_UPN_DIGITS = 13
_ULN_DIGITS = 10


def recognizers() -> list[EntityRecognizer]:
    """The recognisers of this family."""
    return [
        RuleRecognizer(
            "pupil number",
            MentionType.UPN,
            [
                Rule(re.compile(r"(?<!\w)[A-Za-z](?:[ -]?\d){12}(?:[ -]?[A-Za-z\d])?(?!\w)"), 0.95, _valid_upn),
                Rule(
                    cued(_CUE, r"(?<!\w)[A-Za-z]?(?:[ -]?\d){8,13}(?:[ -]?[A-Za-z])?(?!\w)"),
                    0.9,
                    _valid_uln,
                    otherwise=0.75,
                ),
            ],
        )
    ]


def _valid_upn(text: str) -> bool:
    """A check letter, twelve digits, and for temporary numbers a last letter (DfE, UPN guide)."""
    number = re.sub(r"[ -]", "", text).upper()
    if len(number) != _UPN_DIGITS:
        return False
    weights = range(2, 14)
    values = [int(one) if one.isdigit() else "ABCDEFGHJKLMNPQRTUVWXYZ".find(one) for one in number[1:]]
    check = "ABCDEFGHJKLMNPQRTUVWXYZ"[sum(w * v for w, v in zip(weights, values, strict=True)) % 23]
    return number[0] == check or bool(upn.is_valid(number))


def _valid_uln(text: str) -> bool:
    """Ten digits weighted 10 to 1 whose sum is a multiple of 11 (LRS, ULN check digit)."""
    number = re.sub(r"\D", "", text)
    if len(number) != _ULN_DIGITS:
        return False
    total = sum(weight * int(one) for weight, one in zip(range(10, 1, -1), number[:9], strict=True))
    return (10 - total % 11) == int(number[9])
