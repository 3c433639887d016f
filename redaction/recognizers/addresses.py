"""Where somebody lives: house and street, flats, house names, postcodes, coordinates."""

import re

from presidio_analyzer import EntityRecognizer

from redaction.recognizers._base import Rule, RuleRecognizer, cued
from redaction.recognizers.cues import STREET
from redaction.types import MentionType

# Royal Mail: the areas there are, and the letters that may stand in each place of the rest.
_AREA = (
    r"(?:A[BL]|B[ABDHLNRST]?|C[ABFHMORTVW]|D[ADEGHLNTY]|E[CHNX]?|F[KY]|G[LUY]?|H[ADGPRSUX]|I[GMPV]|J[E]|K[ATWY]|L[ADELNSU]?|M[EKL]?|"
    r"N[EGNPRW]?|O[LX]|P[AEHLOR]|R[GHM]|S[AEGKLMNOPRSTWY]?|T[ADFNQRSW]|UB|W[ACDFNRSV]?|YO|ZE|QQ|ZZ|XX)"
)
_OUTWARD = rf"{_AREA}\d(?:\d|[A-HJKPS-UW-Z])?"
_INWARD = r"\d[ABD-HJLNP-UW-Z]{2}"
_POSTCODE = rf"(?<!\w){_OUTWARD}[ \u00a0]{{0,2}}{_INWARD}(?!\w)"
_LOOSE = rf"(?<!\w){_AREA} ?[0-9OI](?:[0-9OI]|[A-HJKPS-UW-Z])?[ .\-]{{0,3}}[0-9OI] ?[ABD-HJLNP-UW-Z] ?[ABD-HJLNP-UW-Z](?!\w)"
_NAME = r"(?:[A-Z][\w'’.-]{0,24}|of|the|on|le|la|y|de)"
_NUMBER = r"\d{1,4}(?: ?[a-zA-Z](?![\w]))?(?: ?[-–/] ?\d{1,4}[a-zA-Z]?)?"
_FLAT = r"(?:flat|apt\.?|apartment|unit|room|floor|plot|block|caravan|pitch)\.? ?(?:\d{1,4}[a-zA-Z]?|[A-Z])\b"
_HOUSE = r"(?:[A-Z][\w'’]{1,20} ){1,3}(?:House|Cottage|Court|Lodge|Villa|Farm|Barn|Mill|Tower|Point|Heights|Mansions|Buildings|Hall|Grange|Bungalow)"
_STREETS = rf"(?:{_NAME} ){{1,4}}(?:{STREET})\b\.?"


def recognizers() -> list[EntityRecognizer]:
    """The recognisers of this family."""
    loose_street = rf"(?:[A-Za-z][\w'’.-]{{1,24}} ){{1,3}}(?:{STREET})\b"
    return [
        RuleRecognizer(
            "postcode",
            MentionType.POSTCODE,
            [
                Rule(re.compile(_POSTCODE), 0.95),
                Rule(re.compile(_POSTCODE, re.IGNORECASE), 0.85, _not_words),
                Rule(re.compile(_LOOSE), 0.75, _has_digits),
                Rule(cued(r"post ?code|p/code|pc", f"(?i:{_LOOSE})", reach=10), 0.8),
                Rule(cued(r"post ?code|p/code", f"(?i:(?<!\\w){_OUTWARD}(?!\\w))", reach=10), 0.7),
            ],
        ),
        RuleRecognizer(
            "address",
            MentionType.ADDRESS,
            [
                Rule(
                    re.compile(rf"(?<![\w/.£])(?:{_FLAT},? (?:at )?)?(?:{_HOUSE},? )?{_NUMBER},? {_STREETS}"),
                    0.9,
                ),
                Rule(
                    re.compile(
                        rf"(?<!\w)(?i:{_FLAT}),? (?:at )?(?:{_HOUSE}|{_NUMBER},? {_STREETS}|{_STREETS})(?:,? {_STREETS})?"
                    ),
                    0.9,
                ),
                Rule(re.compile(rf"(?<!\w){_HOUSE}, (?:{_NUMBER} )?{_STREETS}"), 0.85),
                Rule(re.compile(rf"(?<![\w/.£])\d{{1,3}}[a-zA-Z]?,? {_HOUSE}\b"), 0.75),
                Rule(
                    re.compile(
                        rf"(?i:\b(?:lives? at|address(?: is)?:?|moved to|home visit to|HV to|visit(?:ed)? (?:at|to)|staying at|at))[ ]{{1,2}}(?P<x>\d{{1,4}}[a-z]? {loose_street})",
                        re.IGNORECASE,
                    ),
                    0.8,
                ),
                Rule(
                    re.compile(rf"(?<![\w/.£])\d{{1,4}}[A-Z]? (?:[A-Z][A-Z'’-]{{1,20}} ){{1,3}}(?:{STREET.upper()})\b"),
                    0.85,
                ),
                Rule(re.compile(r"(?<!\w)(?i:flat|apt\.?|apartment) ?\d{1,4}[a-zA-Z]?(?=[,.;]|$)", re.MULTILINE), 0.6),
            ],
        ),
        RuleRecognizer(
            "town of an address",
            MentionType.LOCATION,
            [
                Rule(
                    re.compile(rf"(?:{STREET}|{_HOUSE}),? (?P<x>{_NAME}(?:[ -]{_NAME}){{0,3}}),? (?={_OUTWARD}\b)"),
                    0.85,
                )
            ],
        ),
        RuleRecognizer(
            "coordinates",
            MentionType.LOCATION,
            [
                Rule(
                    re.compile(r"(?<![\w.])-?\d{1,2}\.\d{3,8}°? ?[NS]?,? {0,2}-?\d{1,3}\.\d{3,8}°? ?[EW]?(?![\w.])"),
                    0.85,
                ),
                Rule(re.compile(r"(?<!\w)///[a-z]{3,20}\.[a-z]{3,20}\.[a-z]{3,20}\b"), 0.95),
                Rule(cued(r"what ?3 ?words|w3w", r"[a-z]{3,20}\.[a-z]{3,20}\.[a-z]{3,20}\b"), 0.9),
            ],
        ),
    ]


def _has_digits(text: str) -> bool:
    return sum(character.isdigit() for character in text) >= 1 and any(one.isdigit() for one in text[-4:])


def _not_words(text: str) -> bool:
    """In lower case "so1 2me" is a postcode and "m1 1st" is none."""
    return not re.search(r"\d(?:st|nd|rd|th)$", text, re.IGNORECASE) or text.isupper()
