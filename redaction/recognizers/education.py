"""Numbers of education: UPN, former UPN, ULN, and the exam candidates' UCI."""

import re

from presidio_analyzer import EntityRecognizer
from stdnum.gb import upn

from redaction.recognizers._base import DIGIT, END, START, Rule, RuleRecognizer, begin, cue, spaced
from redaction.types import MentionType

_CUE = cue(
    r"f?UPN|unique (?:pupil|learner) (?:no|num|number|id|ref)|(?:pupil|learner|student) (?:no|num|number|id)|ULN|UCI|"
    r"unique candidate (?:no|number|identifier)"
)
_UPN = re.compile(rf"{begin('[A-Za-z]')}(?:[ ./-]?\d){{11}}[ ./-]?[A-Za-z\d](?!\w)")
_TOUCHING = re.compile(rf"{begin('[A-HJ-NP-RT-Z]')}\d{{12}}(?!\w)")
_TYPED = re.compile(
    rf"{START}(?:[A-Za-z][ ./-]?(?=\d))?{DIGIT}(?:[ ./-]{{0,2}}{DIGIT}){{7,13}}(?:[ ./-]?[A-Za-z])?{END}",
)
_ANY_TYPED = re.compile(rf"(?<!\w)(?=[A-Za-z]{{0,2}}\d)[A-Za-z0-9]{{9,15}}{END}")
_UPN_LENGTH = 13
_ULN_LENGTH = 10
_FEWEST_TYPED = 8


def recognizers() -> list[EntityRecognizer]:
    """The recognisers of this family."""
    return [
        RuleRecognizer(
            "pupil number",
            MentionType.UPN,
            [
                Rule(_UPN, 0.97, valid_upn),
                Rule(spaced(r"\d", r"\d", 9, 9), 0.95, valid_uln, cue=_CUE),
                Rule(_TYPED, 0.75, cue=_CUE),
                Rule(_ANY_TYPED, 0.65, _is_typed, cue=_CUE),
                Rule(_TOUCHING, 0.6),
            ],
        )
    ]


def valid_upn(text: str) -> bool:
    """A check letter, twelve digits, and for temporary numbers a last letter (DfE, UPN guide).

    The check of python-stdnum without its list of authorities, which ends in 2011.
    """
    number = re.sub(r"[ ./-]", "", text).upper()
    # the alphabet of check letters has no I, O and S
    return len(number) == _UPN_LENGTH and number[-1] not in "IOS" and bool(upn.calc_check_digit(number[1:]) == number[0])


def valid_uln(text: str) -> bool:
    """Ten digits: 10 less the sum of the first nine weighted 10 to 2, modulo 11, is the tenth (LRS, ULN check digit)."""
    number = re.sub(r"\D", "", text)
    if len(number) != _ULN_LENGTH:
        return False
    total = sum(weight * int(one) for weight, one in zip(range(10, 1, -1), number[:9], strict=True))
    return 10 - total % 11 == int(number[9])


def _is_typed(text: str) -> bool:
    return sum(character.isdigit() for character in text) >= _FEWEST_TYPED
