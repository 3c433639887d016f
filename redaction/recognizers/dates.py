"""Exact calendar days, dates of birth among them; and ages so high that they single somebody out.

Months, years, weekdays and "yesterday" stay: they tell when without telling who.
"""

import re

from presidio_analyzer import EntityRecognizer

from redaction.recognizers._base import Rule, RuleRecognizer, cued
from redaction.types import MentionType

_MONTH = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_NTH = rf"{_DAY} ?(?:st|nd|rd|th)?"
_YEAR = r"(?:['’]?\d\d|(?:19|20)\d\d)"
_WORDS = [
    rf"(?<![\w/.-]){_NTH}(?: of)? {_MONTH}(?:,? {_YEAR})?(?![\w/])",
    rf"(?<![\w/.-]){_DAY}(?:st|nd|rd|th)?{_MONTH}(?: ?{_YEAR})?(?![\w/])",
    rf"(?<![\w/.-]){_DAY}[ -]{_MONTH}[ -]{_YEAR}(?![\w/])",
    rf"(?<!\w){_MONTH} (?:the )?{_DAY} ?(?:st|nd|rd|th)(?:,? {_YEAR})?(?!\w)",
    rf"(?<!\w){_MONTH} {_DAY},? (?:19|20)\d\d(?!\w)",
    rf"(?<!\w){_MONTH} {_DAY}(?![\w:.%/]|\d| ?(?:am|pm|years|yrs|months|weeks|days|times|hours|mins|points|of ))",
]
_NUMBERS = [
    rf"(?<![\w/.:-]){_DAY}[/.\-](?:0?[1-9]|1[0-2])[/.\-](?:(?:19|20)\d\d|\d\d)(?![\w/]|[.:-]\d)",
    r"(?<![\w/.:-])(?:19|20)\d\d[-/.](?:0?[1-9]|1[0-2])[-/.](?:0?[1-9]|[12]\d|3[01])(?![\w/]|[.:-]\d)",
]
_BIRTH_CUE = r"d\.?o\.?b\.?|date of birth|born(?: on)?|edd|due(?: date)?|b\.(?=\s?\d)|birthday(?: is| on)?"
_BIRTH = rf"(?<!\w)(?:{_DAY}[ /.\-]?(?:0?[1-9]|1[0-2])[ /.\-]?(?:(?:19|20)\d\d|\d\d)|\d{{6}}|\d{{8}}|{_DAY}[/.\-](?:0?[1-9]|1[0-2]))(?!\w)"
_DAY_CUE = r"on|dated?|seen|visit(?:ed)?|from|until|till|by|before|since|review|hearing|contact|meeting|appt|appointment|mon|tues?|wed|thurs?|fri|sat|sun|monday|tuesday|wednesday|thursday|friday|saturday|sunday|next|last"
_SHORT = rf"(?<![\w/.:-]){_DAY}[/.](?:0?[1-9]|1[0-2])(?![\w/%]|[.:-]\d| ?(?:of|nights|days|hours|sessions|times|out of|am|pm|hrs|weeks))"


def recognizers() -> list[EntityRecognizer]:
    """The recognisers of this family."""
    return [
        RuleRecognizer(
            "calendar day",
            MentionType.DATE,
            [
                *(Rule(re.compile(pattern, re.IGNORECASE), 0.85, _is_no_fraction) for pattern in _WORDS),
                *(Rule(re.compile(pattern), 0.9) for pattern in _NUMBERS),
                Rule(cued(_BIRTH_CUE, _BIRTH, reach=8), 0.9),
                Rule(cued(_DAY_CUE, _SHORT, reach=3), 0.7, _is_no_fraction),
                Rule(re.compile(rf"^[ \t*\-–•]*(?P<x>{_SHORT})(?=[ ]?[:\-–,])", re.MULTILINE), 0.8),
            ],
        ),
        RuleRecognizer(
            "high age",
            MentionType.AGE,
            [
                Rule(
                    re.compile(
                        r"(?<![\w.£])(?P<x>9\d|1[01]\d)(?= ?-?(?:years?|yrs?|yo|y/o)[ -]?(?:old)?\b)",
                        re.IGNORECASE,
                    ),
                    0.8,
                ),
                Rule(re.compile(r"(?i:\bage[d:]? ?)(?P<x>9\d|1[01]\d)(?![\w.%])"), 0.8),
            ],
        ),
    ]


def _is_no_fraction(text: str) -> bool:
    """24/7 and halves are no days; neither is the verb "may" or "march" after a number of something."""
    plain = text.strip().lower()
    if plain in {"24/7", "1/2", "1/3", "1/4", "2/3", "3/4", "50/50", "9/11"}:
        return False
    return not re.fullmatch(r"\d{1,2} (?:may|mar|march)", plain) or text.split()[1][0].isupper()
