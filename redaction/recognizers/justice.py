"""References of courts, police, education plans and local case systems."""

import re

from presidio_analyzer import EntityRecognizer

from redaction.recognizers._base import Rule, RuleRecognizer, cued
from redaction.types import MentionType

# Family court: two letters of the court, the year, a letter of the kind, five digits (LE25C00417).
_COURT = re.compile(r"(?<!\w)[A-Z]{2}[ -]?\d{2}[ -]?[A-Z][ -]?\d{5}(?!\w)")
_POLICE_CUE = (
    r"(?:crime|occurrence|occ|incident|log|CAD|URN|STORM|custody|police|missing|misper|niche|merlin|OEL|PPN|VPN)"
    r"(?: ?(?:ref(?:erence)?|no|num|number|log|record|report|id))*"
)
_PLAN_CUE = r"EHC ?P?(?: ?(?:plan|ref|no|number|id))*|education,? health and care plan(?: ?(?:ref|no|number))*"
_SYSTEM_CUE = (
    r"(?:LCS|mosaic|liquidlogic|eclipse|care ?first|frameworki|azeus|protocol|CPOMS|EHM|SystmOne|RiO|PARIS|casebook|core ?plus|child ?view)"
    r"(?: ?(?:ref(?:erence)?|no|num|number|id))*"
)
_CASE_CUE = (
    r"(?:case|client|person|child|family|service user|file|referral|record|our|your|court|claim|unique|local|panel|hearing|SCRA|reporter|contact record)"
    r"(?:'?s)? ?(?:ref(?:erence)?|no|num|number|id|i\.d)\b|\bref(?:erence)?(?: ?(?:no|num|number))?\b|\bURN\b|\bUIN\b|\bARC\b|home office ref"
)
_REFERENCE = r"(?<![\w/])(?=[\w/.-]*\d)[A-Za-z]{0,6}[/.-]?\d[\w]*(?:[/.-][A-Za-z0-9]+){0,5}(?![\w])"
# Beside a word as common as "ref" or "police" a reference must look like one: five digits, or digits and marks.
_LONG = r"(?<![\w/])(?:[A-Za-z]{1,6}[/ .-]?)?(?:\d{4,}\w*(?:[/.-]\w+){0,4}|\d{1,6}(?:[/-]\w{1,8}){1,4})(?![\w])"


def recognizers(local_patterns: tuple[str, ...] = ()) -> list[EntityRecognizer]:
    """The recognisers of this family; `local_patterns` are a site's own forms of case numbers."""
    own = [Rule(re.compile(pattern), 0.9) for pattern in local_patterns]
    return [
        RuleRecognizer(
            "case reference",
            MentionType.CASE_REF,
            [
                *own,
                Rule(_COURT, 0.9),
                Rule(re.compile(r"(?<!\w)\d{2}[A-Z]{1,2}\d?/\d{3,7}/\d{2}(?!\w)"), 0.8),
                Rule(cued(_POLICE_CUE, _LONG, reach=14), 0.8, _is_reference),
                Rule(cued(_PLAN_CUE, _LONG, reach=14), 0.8, _is_reference),
                Rule(cued(_SYSTEM_CUE, _REFERENCE, reach=14), 0.85, _is_reference),
                Rule(cued(_CASE_CUE, _LONG, reach=10), 0.8, _is_reference),
                Rule(re.compile(r"(?<![\w/])(?:CR|CAD|EHC|EHCP|CRN|CIN|LAC|REF|URN)[/-]?\d[\w/-]{3,18}\b"), 0.8),
            ],
        )
    ]


def _is_reference(text: str) -> bool:
    """At least four digits, and no date, time or year."""
    count = sum(character.isdigit() for character in text)
    if re.fullmatch(r"(?:19|20)\d\d|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{1,2}[:.]\d\d(?:am|pm)?", text):
        return False
    return count >= 4 or (count >= 3 and "/" in text)  # noqa: PLR2004
