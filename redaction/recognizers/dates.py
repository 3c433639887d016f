"""Exact calendar days, dates of birth among them; and ages so high that they single somebody out.

Months, years, weekdays and "yesterday" stay: they tell when without telling who.
"""

import re

from presidio_analyzer import EntityRecognizer

from redaction.recognizers._base import Rule, RuleRecognizer, cue
from redaction.types import MentionType

# "two may have": the verb
_MAY = r"may(?! (?:be|have|not|also|need|well|want|still|come|go|get|do|require|benefit|feel|find|help|seem|take|make|only|or|attend|indicate|suggest|never|just|struggle|show|say|look|try)\b)"
_MONTH = rf"(?:jan(?:uary)?|feb(?:r?uary)?|mar(?:ch)?|apr(?:il)?|{_MAY}|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?![^\W\d_])(?:\.(?= ?(?:19|20)\d\d|,? ?['’]\d\d))?"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_TH = r"(?: ?(?:st|nd|rd|th))"
_SPELT = (
    r"(?:(?:twenty|thirty)[ -])?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|tenth|eleventh|twelfth|"
    r"(?:thir|four|fif|six|seven|eigh|nine)teenth|twentieth|thirtieth"
)
# also the days of a range: "4-6 Nov", "3rd and 4th of May", "the night of 4/5 November"
_DAYS = rf"{_DAY}{_TH}?(?: ?(?:[-–/&]|to|and|or) ?{_DAY}{_TH}?)?"
_YEAR = r"(?:['’]?\d\d(?![\d:.]|[ ]?(?:am|pm|hrs))|(?:19|20)\d\d)"
_BEFORE = r"(?<![\w/£])(?<!\d[.:,-])"
_WORDS = [
    rf"{_BEFORE}{_DAYS}(?: ?of)?[ ,]{{0,2}}{_MONTH}(?:[ ,]{{0,2}}{_YEAR})?(?![\w/])",
    rf"{_BEFORE}{_DAY}[ ./-]{{1,2}}{_MONTH}[ ./-]{{1,2}}{_YEAR}(?![\w/])",
    rf"{_BEFORE}{_DAY}{_MONTH}{_YEAR}(?![\w/])",
    rf"(?<!\w)(?:{_SPELT})(?: day)?(?: of)? {_MONTH}(?:,? {_YEAR})?(?!\w)",
    rf"(?<!\w){_MONTH} the (?:{_SPELT})(?!\w)",
    rf"(?<!\w){_MONTH}\.? (?:the )?{_DAY}{_TH}(?:,? {_YEAR})?(?!\w)",
    rf"(?<!\w){_MONTH}\.? {_DAY},? (?:19|20)\d\d(?!\w)",
    rf"(?<!\w){_MONTH} {_DAY}(?![\w:%/-]|[.,]\d| ?(?:am|pm|years?|yrs|months|weeks|days|times|hours|mins|points|children|people|of )\b)",
]  # fmt: skip
_AFTER = r"(?![\w/]|[.:-]\d)"
_ISO = rf"{_BEFORE}(?:19|20)\d\d[-/.](?:0?[1-9]|1[0-2])[-/.]{_DAY}(?=[T ]\d\d:|{_AFTER}|[.:-](?!\d))(?!\d)"
_SLASHED = rf"{_BEFORE}{_DAY} ?/ ?(?:0?[1-9]|[12]\d|3[01]) ?/ ?(?:(?:19|20)\d\d|\d\d){_AFTER}"
_DOTTED = rf"{_BEFORE}{_DAY}\. ?(?:0?[1-9]|1[0-2])\. ?(?:(?:19|20)\d\d|\d\d){_AFTER}"
_DASHED = rf"{_BEFORE}{_DAY} ?[-–] ?(?:0?[1-9]|1[0-2]) ?[-–] ?(?:(?:19|20)\d\d|\d\d){_AFTER}"

_BIRTH_CUE = cue(
    r"d ?\.? ?/?o\.? ?/?b\.?|date of birth|birth ?date|born(?: on)?|edd|due(?: date)?|b\.?|birthday(?: is| on)?|d\.?o\.?d\.?|died(?: on)?"
)
_BIRTH = re.compile(
    r"(?<![\d/])(?:\d{1,2}[ /.\-–]{1,2}\d{1,2}[ /.\-–]{1,2}(?:(?:19|20)\d{2}|\d{2,3})|\d{6}|\d{8}|(?:19|20)\d\d[ /.-]\d{1,2}[ /.-]\d{1,2})(?![\w/])"
)
_BIRTH_SHORT = re.compile(rf"(?<![\w/.]){_DAY}[/.\-](?:0?[1-9]|1[0-2])(?![\w/]|[.:-]\d)")
_WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|weds|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?"
_DAY_CUE = cue(
    rf"on|dated?|seen|visit(?:ed|s)?|from|until|till?|by|before|since|hearing|contact|meeting|appt|appointment|{_WEEKDAY}|next|last|w/c|w/b|wk beg|"
    r"week (?:commencing|beginning)|w/e|to|and|due|expires?|starts?|ends?|home|lac review|cpc|iro|held|met|of"
)
_SHORT = re.compile(
    rf"(?<![\w/.:£-])(?<!\d ){_DAY}[/.](?:0?[1-9]|1[0-2])(?![\w/%]|[.:-]\d| ?(?:of|nights?|days?|hours?|hrs|sessions?|times|out of|am|pm|weeks?|months?|ml|mg|kg)\b)"
)
_LINE = re.compile(
    rf"(?:^[ \t*\-–•]{{0,6}}(?=\d\d?/\d\d?(?:[ ]?[:\-–,.]|[ ][A-Z]|$))|(?<=[.!?] )(?=\d\d?/\d\d?[.:]))(?P<x>{_DAY}/(?:0?[1-9]|1[0-2]))(?!\d|[.:-]\d)",
    re.MULTILINE,
)
_WEEKDAY_AND_DAY = re.compile(
    rf"(?<!\w)(?i:{_WEEKDAY}),? (?:the )?(?P<x>{_DAY}(?:st|nd|rd|th))(?!\w)(?! (?:time|week|attempt|session|visit|day)\b)"
)
_BARE = re.compile(
    rf"(?<!\w)(?:on|by|until|till?|since|from|before|after|for|to|of|and|due|back) (?P<x>(?:the )?{_DAY}(?:st|nd|rd|th))(?!\w)"
    r"(?! (?:time|week|year|attempt|session|visit|day|one|floor|birthday|school|placement|child|person|place|in|century|of (?!the)))",
    re.IGNORECASE,
)
_WEEKDAY_AND_NUMBER = re.compile(
    rf"(?<!\w)(?P<x>(?i:{_WEEKDAY}),? (?:the )?{_DAY})(?=[:;,.)]?(?:\s|$))(?! ?(?:am|pm|a\.m|p\.m|hrs?|min|till|until|to|-|–|x|of)\b)(?!\.\d|:\d)"
)
_RUN_TOGETHER = re.compile(r"(?<![\w/.-])(?:(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))(?![\w/.-])")

_HIGH = r"(?:9\d|1[01]\d)"
_HIGH_SPELT = r"(?:ninety(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?|(?:a|one) hundred(?: and \w{3,6})?)"
_AGES = [
    rf"(?<![\w.£/])(?P<x>{_HIGH})(?= ?-? ?(?:years?|yrs?|yo|y/o|y\.o\.)(?:[ -]olds?)?\b)(?! ?-? ?(?:years?|yrs?) (?!old)(?:ago|in|of|for|later|sentence)\b)",
    rf"\bage[d:]{{0,2}}(?: of)? ?(?P<x>{_HIGH})(?![\w.%])",
    rf"\b(?:turn(?:s|ed|ing)|nearly|almost) (?P<x>{_HIGH})(?![\w.%]| ?(?:percent|per cent|minutes|mins|people|days|pounds|miles))",
    rf"(?<!\w)(?P<x>{_HIGH})(?=th birthday\b)",
    rf"(?<!\w)(?P<x>{_HIGH_SPELT})(?=[ -]years?[ -]old\b)",
    rf"\baged (?P<x>{_HIGH_SPELT})\b",
]  # fmt: skip


def recognizers() -> list[EntityRecognizer]:
    """The recognisers of this family."""
    return [_days(), _days_of_the_month(), _ages()]


def _days() -> EntityRecognizer:
    return RuleRecognizer(
        "calendar day",
        MentionType.DATE,
        [
            *(Rule(re.compile(pattern, re.IGNORECASE), 0.9, _is_month) for pattern in _WORDS),
            Rule(re.compile(_ISO), 0.95),
            Rule(re.compile(_SLASHED), 0.95, _is_day),
            Rule(re.compile(_DOTTED), 0.9),
            Rule(re.compile(_DASHED), 0.85),
            Rule(_BIRTH, 0.85, cue=_BIRTH_CUE, reach=8),
            Rule(_BIRTH_SHORT, 0.75, _is_no_fraction, cue=_BIRTH_CUE, reach=5),
            Rule(_SHORT, 0.7, _is_no_fraction, cue=_DAY_CUE, reach=2),
            Rule(_LINE, 0.75, _is_no_fraction),
            Rule(_WEEKDAY_AND_DAY, 0.7),
            Rule(_RUN_TOGETHER, 0.6, cue=cue(r"dated?|on|recorded|created|received"), reach=4),
        ],
    )


def _days_of_the_month() -> EntityRecognizer:
    """A day without its month ("on the 14th", "Weds 30:") pins a day to whoever knows when the note was written."""
    return RuleRecognizer(
        "day of the month",
        MentionType.DATE,
        [Rule(_BARE, 0.7), Rule(_WEEKDAY_AND_NUMBER, 0.7)],
    )


def _ages() -> EntityRecognizer:
    return RuleRecognizer("high age", MentionType.AGE, [Rule(re.compile(pattern, re.IGNORECASE), 0.8) for pattern in _AGES])


def _is_month(text: str) -> bool:
    """Lower-case "may 10" and "march 10" are verbs unless "th" or a year follows."""
    if not re.match(r"(?:may|mar|march)\b", text):
        return True
    return re.search(r"(?:19|20)\d\d|\d ?(?:st|nd|rd|th)\b|\bthe\b", text) is not None


def _is_day(text: str) -> bool:
    """One of the first two numbers is a month ("11/24/2025" is written by machines)."""
    first, second = (int(number) for number in re.findall(r"\d+", text)[:2])
    return min(first, second) <= 12  # noqa: PLR2004


def _is_no_fraction(text: str) -> bool:
    """24/7 and halves are no days; nor are the doctor's 3/7 (days), 2/52 (weeks) and, where it may be, 6/12 (months)."""
    return text not in {"24/7", "1/2", "1/3", "1/4", "2/3", "3/4", "4/5", "9/10", "9/11", "10/10", "3/7", "5/7", "7/7"}
