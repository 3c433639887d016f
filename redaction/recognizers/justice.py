"""References of courts, police, education plans and local case systems."""

import re

from presidio_analyzer import EntityRecognizer

from redaction.errors import PolicyError
from redaction.recognizers._base import Rule, RuleRecognizer, cue
from redaction.types import MentionType

# "no" labels a number only right before it: "family no reply (07700 …)"
_LABEL = r"(?:[ .]{0,2}(?:ref(?:erence)?s?|nos?(?=[.:#= ]{0,3}\Z)|num|numbers?|record|report|ids?|i\.d))"
# Family court: two letters of the court, the year, a letter of the kind, five digits (LE25C00417).
_COURT = r"(?<!\w)[A-Z]{2}[ /-]?\d{2}[ /-]?[A-Z][ /-]?\d{5}(?!\w)"
_HIGH_COURT = r"(?<!\w)[A-Z]{2}-20\d\d-\d{6}(?!\w)"
# force or station, running number, year; a middle of four digits or more is no month
_POLICE = r"(?<![\w/])[A-Za-z0-9]{1,4}/\d{4,7}/(?:20)?\d{2}(?![\w/])"
_OCCURRENCE = r"(?<![\w/])\d{2}[A-Z]{1,2}\d?/\d{3,7}/\d{2}(?!\w)"
_NATIONAL_COMPUTER = r"(?<![\w/])(?:19|20)?\d{2}/\d{4,7}[A-Z](?!\w)"
_PREFIXED = r"(?<![\w/])(?:CR|CAD|EHCP?|CRN|CIN|CLA|LAC|REF|URN|OEL|NIR|STORM)[/-]\d[\w/-]{3,18}(?![\w/])"

_NAMED_SYSTEM = cue(
    r"(?:LCS|ICS|mosaic|liquid ?logic|eclipse|care ?first|frameworki|fwi|azeus|protocol|CPOMS|my ?concern|safeguard my school|EHM|EHH|system ?one|systmone|"
    rf"(?-i:RiO|RIO|PARIS)|WCCIS|casebook|core ?plus|child ?view|capita one|synergy|careworks|(?-i:SWIFT|SIMS)|arbor|bromcom){_LABEL}{{0,2}}"
)
_LABELLED = cue(
    r"(?:case|client|person|child(?:'s)?|family|service user|file|referral|our|your|claim|unique|local|panel|hearing|SCRA|reporter|contact|"
    r"patient|hospital|unit|prison|housing|tenancy|rent|benefit|asylum|home office|HO|council tax|social care|adoption|SEND?|plan|assessment)"
    rf"{_LABEL}{{1,2}}|MRN|CRN|URN|UIN|ARC|NOMIS|NASS|UAN|PNC(?: ?ID)?|CRO|EHCP?|education,? health (?:and|&) care plan|EHC ?plan{_LABEL}?"
)
_COMMON = cue(
    r"crime|occurrence|occ|incident|log(?:ged)?|CAD|STORM|custody|police|missing|misper|niche|merlin|OEL|PPN|VPN|court|case|"
    rf"ref(?:erence)?s?|EHC|sealed order|reporter|tribunal{_LABEL}{{0,2}}"
)
_REF = cue(r"ref(?:erence)?s?(?: ?(?:nos?|num|numbers?|id))?")
_TOKEN = re.compile(
    r"(?<![\w/£$€])(?=[A-Za-z/.\-–]{0,10}\d)[A-Za-z0-9]{1,14}(?:[/.\-–_][A-Za-z0-9]{1,12}){0,5}(?!\w)",
)
_SPACED = re.compile(r"(?<![\w/£$€])(?:[A-Z]{1,5} )?\d{2,8}(?: \d{2,8}){1,3}(?![\w.,:/]?\d)(?!\w)")
# letters and a blank before the number belong to it only where a "ref" comes before them: "reporter ref SCRA 55/20917"
_LETTERS_FIRST = re.compile(
    r"(?<![\w/])(?!(?:NO|ID|IS|REF|NUM|WAS|AND|FOR|THE|ON|AT|OF|IN|TO|BY|PC|DC|DS)\b)[A-Z]{1,6} (?=[A-Z]{0,3}\d)[A-Z0-9]{2,12}(?:[/\-][A-Za-z0-9]{1,12}){0,4}(?!\w)"
)
# "application no. 18403/91", as courts count them
_NUMBER_AND_YEAR = re.compile(r"(?<!\w)(?i:nos?\.?|and) ?(?P<x>\d{3,6}/(?:19|20)?\d\d)(?![\w/])")
# the local system's name is a part of the number where it stands right before it: "LCS 204417"
_WITH_SYSTEM = re.compile(
    r"(?<!\w)(?:LCS|ICS|FWI|EHM|LDS|CPOMS|RiO|RIO|PARIS|WCCIS|MOSAIC|Mosaic|SWIFT|Swift|UASC|DUD|SWK)[ -]?\d{4,10}(?![\w/])"
)
_DISPATCH = re.compile(r"(?<!\w)CAD ?\d{1,5}(?:/\w{4,9}| of \d{1,2}/\d{1,2}/\d{2,4})?(?![\w/])")
_OF_THE_DAY = re.compile(r"(?<![\w/])(?P<x>\d{2,5})(?= (?:of|on) \d{1,2}[/. ])")
_NO_REFERENCE = re.compile(
    r"(?:19[3-9]|20[0-3])\d|(?:19|20)\d\d[/\-–](?:19|20)?\d\d|\d{1,2}[/.\-–]\d{1,2}[/.\-–]\d{2,4}|(?:19|20)\d\d-\d\d-\d\d|\d{1,2}[:.]\d\d(?:am|pm|hrs)?|"
    r"\d{3,4}(?:am|pm|hrs?|h|s|ml|mg|m|kg|g|cm|k|ish)|\d{1,3}(?:[\-–/.]\d{1,3}){0,2}|\d{1,2}(?:st|nd|rd|th)?[ /-]?[A-Za-z]{3,9}[ /-]?\d{2,4}",
    re.IGNORECASE,
)
_FEWEST_LABELLED = 4
_FEWEST_COMMON = 5


def recognizers(local_patterns: tuple[str, ...] = ()) -> list[EntityRecognizer]:
    r"""The recognisers of this family.

    Args:
        local_patterns: Regular expressions of a site's own case numbers, taken as they are (`r"\\bNF-\\d{6}\\b"`).

    Raises:
        PolicyError: One of them is no regular expression.
    """
    return [
        RuleRecognizer(
            "case reference",
            MentionType.CASE_REF,
            [
                *(Rule(_compiled(pattern), 0.95) for pattern in local_patterns),
                Rule(re.compile(_COURT), 0.95),
                Rule(re.compile(rf"{_HIGH_COURT}|{_OCCURRENCE}|{_NATIONAL_COMPUTER}|{_PREFIXED}"), 0.85),
                Rule(re.compile(r"(?<!\w)[a-z]{2}\d{2}[a-z]\d{5}(?!\w)"), 0.85),
                Rule(re.compile(_POLICE), 0.85, _is_no_day),
                Rule(_NUMBER_AND_YEAR, 0.85),
                Rule(_DISPATCH, 0.8),
                Rule(_OF_THE_DAY, 0.8, cue=_COMMON, reach=6),
                Rule(_WITH_SYSTEM, 0.9),
                Rule(_TOKEN, 0.85, _is_labelled_number, cue=_NAMED_SYSTEM, reach=14),
                Rule(_TOKEN, 0.85, _is_labelled_number, cue=_LABELLED, reach=14),
                Rule(_TOKEN, 0.8, _is_reference, cue=_COMMON, reach=10),
                Rule(_SPACED, 0.75, _is_reference, cue=_COMMON, reach=10),
                Rule(_SPACED, 0.75, _is_reference, cue=_LABELLED, reach=10),
                Rule(_LETTERS_FIRST, 0.85, _is_labelled_number, cue=_REF, reach=4),
                Rule(_TOKEN, 0.8, _is_labelled_number, cue=_REF, reach=3),
            ],
        )
    ]


def _compiled(pattern: str) -> "re.Pattern[str]":
    try:
        return re.compile(pattern)
    except re.error as error:
        raise PolicyError(f"the local case number pattern {pattern!r} is no regular expression: {error}") from error


def _is_labelled_number(text: str) -> bool:
    """Four digits at least, and no date, time, year or amount."""
    return _counts(text) >= _FEWEST_LABELLED and not _NO_REFERENCE.fullmatch(text)


def _is_reference(text: str) -> bool:
    """Beside a word as common as "police" a reference must look like one: five digits, or four with marks or letters."""
    least = _FEWEST_COMMON if text.isdigit() else _FEWEST_LABELLED
    return _counts(text) >= least and not _NO_REFERENCE.fullmatch(text)


def _is_no_day(text: str) -> bool:
    return not _NO_REFERENCE.fullmatch(text)


def _counts(text: str) -> int:
    return sum(character.isdigit() for character in text)
