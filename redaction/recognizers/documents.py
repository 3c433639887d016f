"""Documents and vehicles: passport, residence permit, driving licence, vehicle registration."""

import re

from presidio_analyzer import EntityRecognizer

from redaction.recognizers._base import DIGIT, END, START, Rule, RuleRecognizer, begin, cue, spaced
from redaction.types import MentionType

# DVLA: five letters of the surname (9 fills up), decade, month (+50 for women), day, year digit, initials, check.
_LICENCE = re.compile(
    r"(?<!\w)(?=[A-Z])[A-Z9]{5}[ -]?\d(?:0[1-9]|1[0-2]|5[1-9]|6[0-2])(?:0[1-9]|[12]\d|3[01])\d[ -]?[A-Z9]{2} ?[A-Z0-9]{3}(?:[ -]?\d\d)?(?!\w)",
    re.IGNORECASE,
)
_LICENCE_SPACED = re.compile(r"(?<!\w)[A-Z](?:[ -]?[A-Z0-9]){15,17}(?!\w)")
_LICENCE_TYPED = re.compile(r"(?<!\w)(?=[A-Za-z]{0,5}\d)[A-Za-z0-9]{4,6}[ -]?[A-Za-z0-9]{5,7}[ -]?[A-Za-z0-9]{3,7}(?!\w)")
_NORTHERN_LICENCE = re.compile(rf"{begin('[0-9]')}\d{{6,8}}{END}")
_LICENCE_CUE = cue(
    r"driv(?:ing|er'?s?|er’s) licen[cs]e(?: ?(?:no|num|number))?|(?:provisional|full) licen[cs]e|licen[cs]e(?: ?(?:no|num|number))?|DL ?(?:no|number)|DVLA|DVA"
)
_PASSPORT = re.compile(rf"(?:{begin('[0-9]')}\d{{8}}|(?<!\w)[A-Za-z]{{1,2}} ?\d{{7,8}}){END}")
_PASSPORT_TYPED = re.compile(
    rf"{START}(?:(?:[A-Za-z]{{1,3}}-?|(?!NO|IS|ID)[A-Z]{{1,2}} )(?=\d))?{DIGIT}(?:[ ./\-]{{0,2}}{DIGIT}){{5,9}}[A-Za-z]?{END}"
)
_PASSPORT_CUE = cue(
    r"passports?(?: ?(?:no|num|number))?|travel document|BRP|biometric residence permit|residence permit|visa (?:no|number)|(?:national )?(?:ID|identity) card"
)

# DVLA, INF104: current AB12 CDE, prefix A123 BCD, suffix ABC 123D, Northern Ireland with an I or Z among its letters.
_AREA = r"[A-HJ-PR-Y][A-HJ-PR-Y]"
_CURRENT = rf"(?<!\w){_AREA}\d\d[ \-]?[A-HJ-PR-Z]{{3}}(?!\w)"
_CURRENT_SPACED = rf"(?<!\w){_AREA}[ \-]?\d[ ]?\d[ .\-]{{0,3}}[A-Z][ ]?[A-Z][ ]?[A-Z](?!\w)"
_PREFIXED = r"[A-HJ-NPR-TV-Y][ ]?[1-9]\d{0,2}[ \-]?[A-HJ-PR-Y][A-HJ-PR-Z]{2}"
_SUFFIXED = r"[A-HJ-PR-Z]{3}[ \-]?[1-9]\d{0,2}[ ]?[A-HJ-NPR-TV-Y]"
_NORTHERN = r"(?=[A-Z]{0,2}[IZ])[A-Z]{2,3}[ \-]?[1-9]\d{0,3}"
_OLD = rf"(?<!\w)(?:{_PREFIXED}|{_SUFFIXED}|{_NORTHERN})(?!\w)"
_ANY_PLATE = r"(?<![\w.:])(?=[A-Z ]{0,4}\d)(?:[A-Z0-9]{5,8}|[A-Z0-9]{1,5}[ \-][A-Z0-9]{2,4}|[A-Z0-9]{2}[ ][A-Z0-9]{2}[ ][A-Z0-9]{2,3})(?!\w)"
_PLATE_CUE = cue(
    r"reg(?:istration|\.)?(?: ?(?:no|num|number|plate|mark))?|(?:number|licen[cs]e) ?plates?|plates?|VRM|VRN|index(?: ?(?:no|number))?"
)
_VEHICLE_CUE = cue(
    r"vehicle|cars?|vans?|taxi|cab|moped|motor ?bike|scooter|minibus|bus|lorry|truck|4x4|jeep|corsa|fiesta|golf|astra|transit|focus|clio|polo|qashqai|"
    r"juke|micra|yaris|corolla|prius|civic|insignia|zafira|mondeo|ka|kuga|mokka|adam|up|tiguan|passat|berlingo|sprinter|vivaro|merc(?:edes)?|bmw|audi|"
    r"vw|volkswagen|ford|vauxhall|toyota|nissan|honda|hyundai|kia|peugeot|renault|citroen|skoda|seat|fiat|mini|volvo|land ?rover|range ?rover|tesla"
)
_WORDS = frozenset(
    "AND ARE BUT DAD DAY FOR GOT HAD HAS HER HRS MUM NAN NOT SAT SAW SAY SHE THE WAS WAY WHO WHY YRS YET".split()
)
_MARCH = range(2, 30)
_SEPTEMBER = range(51, 80)
_FEWEST_LICENCE_DIGITS = 4


def recognizers() -> list[EntityRecognizer]:
    """The recognisers of this family."""
    return [_identity(), _vehicles()]


def _identity() -> EntityRecognizer:
    return RuleRecognizer(
        "identity document",
        MentionType.PASSPORT,
        [
            Rule(_LICENCE, 0.95),
            Rule(_LICENCE_SPACED, 0.9, lambda text: bool(_LICENCE.fullmatch(re.sub(r"[ -]", "", text)))),
            Rule(_LICENCE_TYPED, 0.7, _has_digits, cue=_LICENCE_CUE),
            Rule(_NORTHERN_LICENCE, 0.75, cue=_LICENCE_CUE),
            Rule(_PASSPORT, 0.85, cue=_PASSPORT_CUE),
            Rule(spaced(r"\d", r"\d", 8, 8), 0.85, cue=_PASSPORT_CUE),
            Rule(_PASSPORT_TYPED, 0.7, cue=_PASSPORT_CUE),
        ],
    )


def _vehicles() -> EntityRecognizer:
    return RuleRecognizer(
        "vehicle registration",
        MentionType.VEHICLE_REG,
        [
            Rule(re.compile(_CURRENT), 0.9, _is_plate),
            Rule(re.compile(_CURRENT_SPACED, re.IGNORECASE), 0.85, _is_no_phrase, cue=_PLATE_CUE, reach=24),
            Rule(re.compile(_CURRENT, re.IGNORECASE), 0.8, cue=_VEHICLE_CUE),
            Rule(re.compile(_CURRENT_SPACED), 0.75, _is_plate, cue=_VEHICLE_CUE),
            Rule(re.compile(_OLD), 0.8, cue=_VEHICLE_CUE),
            Rule(re.compile(_OLD, re.IGNORECASE), 0.8, cue=_PLATE_CUE, reach=12),
            Rule(re.compile(_ANY_PLATE), 0.7, _mixes, cue=_PLATE_CUE, reach=12),
            Rule(re.compile(r"(?<!\w)(?=[a-z]{1,3}\d)[a-z0-9]{5,8}(?!\w)"), 0.65, _mixes, cue=_PLATE_CUE, reach=8),
        ],
    )


def _is_plate(text: str) -> bool:
    """The age numbers given out so far and soon (02–29 in March, 51–79 in September); no "YR10 AND"."""
    plate = re.sub(r"[ .-]", "", text).upper()
    age = int(plate[2:4])
    return (age in _MARCH or age in _SEPTEMBER) and plate[4:] not in _WORDS


def _is_no_phrase(text: str) -> bool:
    return re.sub(r"[ .-]", "", text).upper()[4:] not in _WORDS


def _mixes(text: str) -> bool:
    letters = sum(character.isalpha() for character in text)
    return letters >= 2 and 1 <= sum(character.isdigit() for character in text) <= 5  # noqa: PLR2004


def _has_digits(text: str) -> bool:
    return sum(character.isdigit() for character in text) >= _FEWEST_LICENCE_DIGITS
