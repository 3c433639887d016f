"""What looks like a detail and is nobody's: mum in many languages, the family's dog, the trade's abbreviations, a fraction.

"Amma" names a mother as "Mum" does; a pet or a doll is introduced as one; "CAMHS" is in capitals as a name may be; "7/10" is a
score. A note full of [PERSON 4]s that are guinea pigs is hard to read. Rules that know their form are not asked.
"""

import re
from collections.abc import Iterable
from pathlib import Path

from redaction.recognizers.cues import ACRONYMS, HARMLESS, NAMES_THAT_ARE_WORDS
from redaction.types import Detection, MentionType

KIN = frozenset((Path(__file__).parent / "words" / "kin.txt").read_text(encoding="utf-8").split())
"""Words for relatives; those that are common first names too (Anne, Lola, Tia) are not among them."""
_PETS = (
    "dogs?|puppy|pup|cats?|kitten|hamster|rabbit|bunny|guinea pigs?|gerbil|rat|pony|horse|goldfish|fish|parrot|budgie",
    "snake|lizard|gecko|tortoise|chicken|hen|duck|goat|teddy|bear|doll|dolly|toy|puppet|lurcher|staffie|labrador|whippet",
)
_PET = f"(?:{'|'.join(_PETS)})"
_NAME = r"(?P<x>[A-Z][^\W\d_]{1,15})"
_INTRODUCED = (
    re.compile(rf"\b(?i:{_PET})(?:,|:| \()? (?:(?:is |was |who is |he's |she's )?(?i:called|named) )?{_NAME}"),
    re.compile(rf"{_NAME}(?:,| is| was| \()? ?(?:the|her|his|our|their|my|your|a|an) (?:\w+ )?(?i:{_PET})\b"),
)


# Who speaks, by what they are.
_ROLES = frozenset("FC YP SW FSW SSW IRO PA KW HV TA DSL DHT HT HOY INT Int GP IV YJW SENCO Guest Caller Staff".split())  # noqa: SIM905
_PART = 0.65
_SURE_DAY, _ROOM_SURE, _LIKELY_PLACE, _LIKELY, _UNLIKELY = 0.8, 0.9, 0.8, 0.6, 0.4
_TRAITS_OF_A_COURT = 2
_ROOM = re.compile(r"(?:room|rm|ward|bay|class|floor|platform|table|desk|bus|page|unit)? ?\d{1,3}[a-z]?", re.IGNORECASE)
_OF_SOMETHING = re.compile(r" ?(?:nights?|days?|hours?|hrs|sessions?|times|out of|weeks?|months?|ml|mg|kg|of|marks?|points?)\b")
_ORDINAL = re.compile(r"\d{1,2}(?:st|nd|rd|th)")
_BEFORE_SCORE = re.compile(r"\b(?:scored?|rated|got|gave|mark(?:ed)?) $", re.IGNORECASE)
_BEFORE_TIME = re.compile(r"\b(?:at|by|till?|until|from|finished|arrived|left|ferry|train|bus|gate) $", re.IGNORECASE)
_COUNTRY = frozenset({"united kingdom", "uk", "england", "great britain", "britain"})
_FRACTION = re.compile(r"/?\d{1,2}[/.]\d{1,2}")
_NO_DAY = re.compile(
    r"(?:(?:19|20)\d\d|/?\d{1,3}(?:st|nd|rd|th)?|(?:mon|tues|wednes|thurs|fri|satur|sun)(?:day)?s?|"
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december)(?: (?:19|20)\d\d)?)",
    re.IGNORECASE,
)
_NAMED = frozenset(
    {MentionType.PERSON, MentionType.LOCATION, MentionType.ORGANISATION, MentionType.SCHOOL, MentionType.CASE_REF}
)


def without_nobody(text: str, detections: Iterable[Detection], *, guessed_by: frozenset[str]) -> list[Detection]:
    """The detections less those that are nobody's.

    Args:
        text: The text.
        detections: Of all types.
        guessed_by: Recognisers that go by how a word looks and where it stands; all others keep what they found.
    """
    detections = list(detections)
    pets = {found["x"] for pattern in _INTRODUCED for found in pattern.finditer(text)}
    in_court = sum(one.type is MentionType.TRAIT for one in detections) >= _TRAITS_OF_A_COURT
    somebodys: list[Detection] = []
    nobodys: list[Detection] = []
    for one in detections:
        is_nobodys = one.recogniser in guessed_by and _is_nobody(text, one, pets, in_court=in_court)
        (nobodys if is_nobodys else somebodys).append(one)
    return [*somebodys, *_parts(text, nobodys, somebodys)]


def _parts(text: str, nobodys: Iterable[Detection], somebodys: Iterable[Detection]) -> list[Detection]:
    """Words that are nobody's by themselves and part of the detail beside them: "Soft Play" in "Billow Beck Soft Play"."""
    edges = {place for one in somebodys for place in (one.start, one.end)}

    def touches(one: Detection) -> bool:
        before_a_space = text[one.end : one.end + 1] == " " and one.end + 1 in edges
        after_a_space = text[one.start - 1 : one.start] == " " and one.start - 1 in edges
        return before_a_space or after_a_space or one.start in edges or one.end in edges

    return [one for one in nobodys if one.score >= _PART and touches(one)]


def _is_nobody(text: str, one: Detection, pets: set[str], *, in_court: bool) -> bool:
    words = text[one.start : one.end]
    if not any(map(str.isalnum, words)):
        return True
    if words in _ROLES and text[one.end : one.end + 1] == ":":
        return True
    bare = words.strip(".,'’").removesuffix("'s").removesuffix("’s")
    if one.type is MentionType.PERSON and (bare in pets or bare.casefold() in KIN):
        return True
    if one.type is MentionType.DATE:
        around = text[max(0, one.start - 12) : one.start], text[one.end : one.end + 12]
        return _is_no_day(bare, *around, one.score, in_court=in_court)
    if one.type is MentionType.ADDRESS:
        return one.score < _ROOM_SURE and _ROOM.fullmatch(bare) is not None
    if one.type is MentionType.LOCATION and bare.casefold() in _COUNTRY:  # and not Mr England
        return True
    wanted = _UNLIKELY if one.type is MentionType.PERSON else _LIKELY_PLACE
    return one.type in _NAMED and one.score < wanted and all(map(_is_of_the_trade, re.findall(r"[^\W_]+", bare)))


def _is_no_day(words: str, before: str, after: str, score: float, *, in_court: bool) -> bool:
    """A month, year or weekday says when without saying which day; courts' records hide it with the other traits."""
    if _FRACTION.fullmatch(words):
        told = _BEFORE_TIME if "." in words else _BEFORE_SCORE
        return score < _LIKELY or _OF_SOMETHING.match(after) is not None or told.search(before) is not None
    if _ORDINAL.fullmatch(words):
        return score < _SURE_DAY
    return not in_court and _NO_DAY.fullmatch(words) is not None


def _is_of_the_trade(word: str) -> bool:
    """An abbreviation or a word of services, and no name."""
    plain = word.casefold()
    return word in ACRONYMS or (plain in HARMLESS and plain not in NAMES_THAT_ARE_WORDS)
