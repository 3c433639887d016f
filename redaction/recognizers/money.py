"""Money: sort code and account, cards, IBAN, National Insurance number."""

import re

from presidio_analyzer import EntityRecognizer
from presidio_analyzer.predefined_recognizers import IbanRecognizer
from stdnum import iban, luhn

from redaction.recognizers._base import DIGIT, END, Rule, RuleRecognizer, begin, cue, digits, spaced
from redaction.types import MentionType

# HMRC, NIM39110: no D F I Q U V, nor O as second letter; some pairs are never given out; QQ is for examples.
_PREFIX = r"(?:(?!BG|GB|KN|NK|NT|TN|ZZ)[ABCEGHJ-PRSTW-Z][ABCEGHJ-NPRSTW-Z]|QQ)"
_NINO = re.compile(rf"(?<!\w){_PREFIX}[ ./-]?\d\d[ ./-]?\d\d[ ./-]?\d\d[ ./-]?[A-D](?!\w)", re.IGNORECASE)
# in lower case "at 200 000 a year" would be one
_NINO_SPACED = re.compile(rf"(?<!\w){_PREFIX}(?:[ ./\-]{{0,3}}\d){{6}}[ ./\-]{{0,3}}[A-D](?!\w)")
_NINO_TOUCHING = re.compile(rf"(?<!\w){_PREFIX}\d{{6}}(?!\w)", re.IGNORECASE)
_NINO_TYPED = re.compile(
    rf"(?:(?<!\w)|(?<=(?i:no))|(?<=(?i:NI)))[A-Za-z][ ./\-]{{0,2}}[A-Za-z0](?:[ ./\-]{{0,3}}{DIGIT}){{5,7}}(?:[ ./\-]{{0,3}}[A-Za-z0-9])?(?!\w)"
)
_NINO_LOOSE = re.compile(r"(?<!\w)(?=[A-Za-z]{0,3}\d)[A-Za-z0-9]{8,10}(?!\w)")
_NINO_CUE = cue(
    r"NI|NIN|NINO|national ins(?:urance)?|nat\.? ?ins\.?|N\.I\.?|(?:NI|national insurance) ?(?:no|num|number)|insurance (?:no|num|number)"
)

_SORT = r"\d[ \-–.]?\d\d[ \-–.]?\d\d"
_SORT_CUE = cue(r"sort(?:ing)?(?: ?code)?|s/c|sc")
_ACCOUNT_CUE = cue(r"acc(?:oun)?t?s?\.?(?: ?(?:no|num|number))?|a/c(?: ?no)?|bank(?:s|ed)?|bank details|roll (?:no|number)")
_CARD_CUE = cue(
    r"(?:debit|credit|bank|visa|mastercard|amex|post office|pre-?paid|prepaid)? ?cards?(?: ?(?:no|num|number))?|visa|mastercard|maestro|amex|PAN"
)
# With sort code and account side by side neither needs a cue.
_NEXT_TO = r"[ ,;:/|()a-zA-Z.]{1,20}"
_SORT_THEN_ACCOUNT = re.compile(rf"(?P<x>{begin('[0-9]')}\d[ \-]\d\d[ \-]\d\d)(?={_NEXT_TO}\d{{7,8}}(?!\d))")
_ACCOUNT_THEN_SORT = re.compile(rf"(?P<x>{begin('[0-9]')}\d{{7}})(?={_NEXT_TO}\d\d-\d\d-\d\d(?!\d))")
_ACCOUNT_AFTER = re.compile(rf"(?<=\d\d[ \-]\d\d[ \-]\d\d){_NEXT_TO}(?P<x>\d{{7,8}})(?!\d)")
_SORT_AFTER = re.compile(rf"(?<=(?<!\d)\d{{8}}){_NEXT_TO}(?P<x>\d\d-\d\d-\d\d)(?!\d)")
_BRITISH_IBAN = re.compile(r"(?<!\w)(?:GB|IE|IM|JE|GG)(?:[ -]?\d){2}[ -]?[A-Z]{4}(?:[ -]?\d){14}(?!\w)", re.IGNORECASE)
_IBAN_TYPED = re.compile(r"(?<!\w)[A-Z]{2}[ .-]{0,3}\d\d(?:[ .-]{0,3}[A-Z0-9]{2,5}){2,8}(?!\w)")
_FEWEST_TYPED = 5
_FEWEST_IBAN = 12


def recognizers() -> list[EntityRecognizer]:
    """The recognisers of this family."""
    # Presidio gives its IBAN recogniser words of context; earshot's engine looks for none.
    return [_national_insurance(), _bank(), IbanRecognizer(supported_entity=str(MentionType.BANK), name="IBAN")]


def _national_insurance() -> EntityRecognizer:
    return RuleRecognizer(
        "National Insurance number",
        MentionType.NINO,
        [
            Rule(_NINO, 0.95),
            Rule(_NINO_SPACED, 0.9),
            Rule(_NINO_TOUCHING, 0.85, cue=_NINO_CUE),
            Rule(_NINO_TYPED, 0.75, cue=_NINO_CUE),
            Rule(_NINO_LOOSE, 0.65, _is_typed, cue=_NINO_CUE),
        ],
    )


def _bank() -> EntityRecognizer:
    return RuleRecognizer(
        "bank account",
        MentionType.BANK,
        [
            Rule(_BRITISH_IBAN, 0.97, _is_iban),
            Rule(_IBAN_TYPED, 0.7, _is_long, cue=cue(r"IBAN(?: ?(?:no|num|number))?")),
            Rule(spaced(r"\d", r"\d", 12, 18), 0.9, is_card),
            Rule(spaced(r"\d", r"\d", 12, 18), 0.75, cue=_CARD_CUE),
            Rule(re.compile(rf"{begin('[0-9]')}{_SORT}{END}"), 0.9, cue=_SORT_CUE, reach=12),
            Rule(spaced(r"\d", r"\d", 4, 6), 0.7, cue=_SORT_CUE, reach=8),
            Rule(spaced(r"\d", r"\d", 7, 7), 0.85, cue=_ACCOUNT_CUE, reach=24),
            Rule(spaced(r"\d", r"\d", 5, 9), 0.7, cue=_ACCOUNT_CUE, reach=10),
            Rule(_SORT_THEN_ACCOUNT, 0.9),
            Rule(_ACCOUNT_AFTER, 0.9),
            Rule(_ACCOUNT_THEN_SORT, 0.9),
            Rule(_SORT_AFTER, 0.9),
        ],
    )


def is_card(text: str) -> bool:
    """13 to 19 digits of an issuer of payment cards, with Luhn's check digit."""
    number = digits(text)
    return number[0] in "3456" and len(set(number)) > 1 and bool(luhn.is_valid(number))


def _is_iban(text: str) -> bool:
    return bool(iban.is_valid(re.sub(r"[ -]", "", text)))


def _is_long(text: str) -> bool:
    return sum(character.isdigit() for character in text) >= _FEWEST_IBAN


def _is_typed(text: str) -> bool:
    return sum(character.isdigit() for character in text) >= _FEWEST_TYPED
