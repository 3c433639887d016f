"""Telephone numbers: British ones by their form, foreign ones by their prefix, mistyped ones beside a cue."""

import re

import phonenumbers
from presidio_analyzer import EntityRecognizer

from redaction.recognizers._base import DIGIT, END, START, Rule, RuleRecognizer, begin, cue
from redaction.types import MentionType

# a bracket is part of a number only if it closes after the area code
_OPEN = r"(?:\((?=\+?\d{2,6} ?\)))?"
_BETWEEN = r"[ .\-–()\u00a0]{0,3}"
_EXTENSION = r"(?:,? {0,2}(?:ext|extn|extension|x)\.? ?\d{1,5})?"
_COUNTRY = rf"(?:\+|00) ?\(?44\)?{_BETWEEN}(?:0\)?)?{_BETWEEN}"
_BRITISH = re.compile(
    rf"{START}{_OPEN}(?:{_COUNTRY}|0{_BETWEEN})[1-35789](?:{_BETWEEN}\d){{9}}{_EXTENSION}(?!\w)", re.IGNORECASE
)
# some area codes have subscribers of five digits
_SHORT = re.compile(rf"{START}{_OPEN}(?:{_COUNTRY}|0{_BETWEEN})1(?:{_BETWEEN}\d){{8}}{_EXTENSION}(?!\w)", re.IGNORECASE)
_ABROAD = re.compile(rf"{START}{_OPEN}(?:\+|00) ?[1-9](?:{_BETWEEN}\d){{6,14}}{_EXTENSION}(?!\w)", re.IGNORECASE)
_TYPED = re.compile(
    rf"{START}(?:\+? ?44{_BETWEEN}(?:\( ?0 ?\))?|{_OPEN}[0Oo])(?:[ ./\-–()]{{0,3}}{DIGIT}){{8,12}}{_EXTENSION}{END}",
    re.IGNORECASE,
)
_ZERO_LOST = re.compile(rf"{begin('[47]')}(?:(?<=4)4 ?7|(?<=7))(?:{_BETWEEN}\d){{8,10}}{END}")
_LOCAL = re.compile(rf"{begin('[0-9]')}(?:[ \-]?\d){{5,7}}{END}")
_CUE = cue(
    r"tel(?:ephone|e|no)?|ph(?:one|oned|one no)?|mob(?:ile|s)?|cell|call(?:ed|ing|s)?|ring(?:ing)?|rang|text(?:ed|ing)?|sms|fax|"
    r"contact(?: ?(?:no|num|number|details))?|nos?|numbers?|num|whatsapp(?:ed)?|landline|home|work|hotline|out of hours|EDT|switchboard|"
    r"reach(?:ed)?|dial(?:led)?|voicemail|on|m|t|h"
)
_PLAIN_CUE = cue(
    r"(?:tel(?:ephone)?|phone|mob(?:ile)?|landline)(?: ?(?:no|num|number))?|ring|dial|call (?:her|him|them|me|us) on"
)

# Ofcom, numbers for drama: a library of assigned ranges may call them invalid.
_DRAMA = re.compile(
    r"0(?:1(?:1[3-8]|21|31|41|51|61)4960\d{3}|1914980\d{3}|2079460\d{3}|2896496\d{3}|2920180\d{3}|1632960\d{3}|7700900\d{3}|8081570\d{3}|9098790\d{3}|3069990\d{3})"
)


def telephone() -> EntityRecognizer:
    """The recogniser of telephone numbers."""
    return RuleRecognizer(
        "telephone",
        MentionType.PHONE,
        [
            Rule(_BRITISH, 0.95, is_assigned, otherwise=0.85),
            Rule(_SHORT, 0.9, is_assigned),
            Rule(_ABROAD, 0.95, is_assigned),
            Rule(_ABROAD, 0.75, cue=_CUE, reach=16),
            Rule(_TYPED, 0.7, cue=_CUE, reach=16),
            Rule(_ZERO_LOST, 0.7, cue=_CUE, reach=12),
            Rule(_LOCAL, 0.6, cue=_PLAIN_CUE, reach=4),
        ],
    )


def is_assigned(text: str) -> bool:
    """Whether libphonenumber (region GB), or Ofcom's list of numbers for drama, knows the number."""
    number = re.sub(r"^\(?00 ?", "+", text)
    number = re.sub(r"(\+ ?\(?44\)?[ .\-–(]{0,3})0\)?", r"\1", number)
    try:
        parsed = phonenumbers.parse(number, "GB")
    except phonenumbers.NumberParseException:
        return False
    return bool(phonenumbers.is_valid_number(parsed)) or _DRAMA.fullmatch(f"0{parsed.national_number}") is not None
