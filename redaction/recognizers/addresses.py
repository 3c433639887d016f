"""Where somebody lives: house and street, flats, house names, postcodes, coordinates."""

import re

from presidio_analyzer import EntityRecognizer

from redaction.recognizers._base import Rule, RuleRecognizer, cue
from redaction.recognizers._postcode import OUTWARD, postcode
from redaction.recognizers.cues import STREET
from redaction.types import MentionType

_NAME = r"(?:[A-Z][\w'’.-]{0,24}|of|the|on|le|la|y|yr|de|and)"
_NUMBER = r"\d{1,4}(?: ?[a-zA-Z](?!\w))?(?: ?[-–/&] ?\d{1,4}(?:[a-zA-Z](?!\w))?)?"
_NO_AMOUNT = r"(?<![\w/.:£$€,-])(?!(?:19|20)\d\d )"
_FLAT = r"(?i:flat|apt\.?|apartment|unit|room|rm|floor|plot|block|caravan|pitch|bedsit|studio|maisonette|penthouse)(?: ?no\.?)? ?(?:\d{1,4} ?[a-zA-Z]?(?!\w)|[A-Z](?!\w))"
_HOUSE = (
    r"(?:(?:The|Old|New) )?(?:[A-Z][\w'’]{1,20} ){1,3}(?:House|Cottage|Cottages|Court|Lodge|Villas?|Farm|Farmhouse|Barn|Mill|Tower|Towers|Point|Heights|Mansions|"
    r"Buildings|Hall|Grange|Bungalow|Manor|Rectory|Vicarage|Stables|Apartments|Flats)(?![\w])"
)
_STREETS = rf"(?:{_NAME} ){{1,4}}(?:{STREET}|ROAD|RD|STREET|LANE|AVENUE|CLOSE|DRIVE)(?!\w)(?:\.(?=,| [a-z]))?(?: (?:East|West|North|South))?(?!\w)"
_ONE_WORD = (
    r"(?:The )?[A-Z][a-z]{2,14}(?:way|gate|side|croft|field|fields|bank|wood|mount|hill|lea|leigh|dale|holme|garth|fold)(?!\w)"
)
_WELSH = "(?:Ffordd|Heol|Stryd|Lôn|Lon|Rhodfa|Maes|Clos|Bryn|Cae|Rue)"
_LOOSE_STREET = rf"(?:[A-Za-z][\w'’.-]{{0,24}} ){{1,3}}(?:{STREET})(?!\w)"
_CUE = cue(
    r"(?:lives?|living|lived|stays?|staying|resides?|residing|address|addr|home|house|visit(?:ed)?|HV|SV|moved?|moving|placed|back|flat|property|attended|"
    r"going|gone|went|tenancy|residence|police|called)(?: (?:is|was|now|with \w{1,12}|to|at|out to|into|over at|visit(?: to| at)?)){0,2}|at|address:?"
)
_SITE = rf"{_NO_AMOUNT}{_FLAT}(?:,? (?:at )?(?:{_HOUSE}|{_NUMBER},? {_STREETS}|{_STREETS}|{_NUMBER},? {_HOUSE})){{1,2}}(?:,? (?:{_NUMBER},? )?{_STREETS})?(?: site)?"

_DEGREES = r"\d{1,3} ?[°º] ?\d{1,2} ?['′’] ?(?:\d{1,2}(?:\.\d{1,4})? ?[\"″”]? ?)?"


def recognizers() -> list[EntityRecognizer]:
    """The recognisers of this family."""
    return [postcode(), _address(), _town(), _coordinates()]


def _address() -> EntityRecognizer:
    house_and_street = rf"{_NO_AMOUNT}(?:{_HOUSE},? )?{_NUMBER},? {_STREETS}"
    capitals = rf"{_NO_AMOUNT}(?:{_FLAT},? )?\d{{1,4}} ?[A-Z]? (?:[A-Z][A-Z'’-]{{1,20}} ){{1,3}}(?:{STREET.upper()})(?!\w)"
    return RuleRecognizer(
        "address",
        MentionType.ADDRESS,
        [
            Rule(re.compile(_SITE), 0.9),
            Rule(re.compile(house_and_street), 0.9),
            Rule(re.compile(rf"(?<!\w){_HOUSE},? (?:{_NUMBER},? )?{_STREETS}"), 0.9),
            Rule(re.compile(capitals), 0.9),
            Rule(re.compile(rf"{_NO_AMOUNT}\d{{1,3}}[a-zA-Z]?,? {_HOUSE}"), 0.75),
            Rule(re.compile(rf"{_NO_AMOUNT}(?i:{_FLAT}, ?)?\d{{1,4}} ?[a-z]?,? (?i:{_LOOSE_STREET})"), 0.8, _is_street, cue=_CUE, reach=3),
            Rule(re.compile(rf"{_NO_AMOUNT}\d{{1,4}}[a-zA-Z]? {_ONE_WORD}"), 0.75, cue=_CUE, reach=3),
            Rule(re.compile(rf"{_NO_AMOUNT}{_NUMBER},? {_WELSH}(?: (?:y|yr|[A-Z][\w'’-]{{1,20}})){{1,3}}"), 0.85),
            # a street without the word: "lives at 7 Maes y Deri, …"
            Rule(
                re.compile(rf"{_NO_AMOUNT}\d{{1,4}}[a-zA-Z]?,? [A-Z][\w'’-]{{2,20}}(?: (?:y|yr|the|of|[A-Z][\w'’-]{{1,20}})){{0,3}}(?=[,.;\n]|$)"),
                0.7,
                cue=cue(r"lives? at|living at|address(?: is|:)?|addr|stay(?:s|ing) at|moved (?:in)?to|resid(?:es|ing) at|tenancy at"),
                reach=3,
            ),
            Rule(re.compile(r"(?<!\w)(?:P\.?O\.? Box|PO BOX) \d{1,6}(?!\w)"), 0.75),
            Rule(re.compile(r"(?<!\w)(?i:flat|apt\.?|apartment) ?\d{1,4}[a-zA-Z]?(?!\w| (?:miles?|min|mins|minutes|metres|yards|km|times|years|weeks|days)\b)"), 0.65),
        ],
    )  # fmt: skip


def _town() -> EntityRecognizer:
    """What stands between a street and an outward code is the town."""
    town = rf"(?:{STREET}|{_HOUSE}),? (?P<x>[A-Z][\w'’.-]{{1,24}}(?:[ -]{_NAME}){{0,3}}),? (?={OUTWARD}(?!\w))"
    return RuleRecognizer("town of an address", MentionType.LOCATION, [Rule(re.compile(town), 0.85)])


def _coordinates() -> EntityRecognizer:
    three_words = r"[A-Za-z]{3,20}\.[A-Za-z]{3,20}\.[A-Za-z]{3,20}(?![\w.])"
    return RuleRecognizer(
        "coordinates",
        MentionType.LOCATION,
        [
            Rule(
                re.compile(
                    r"(?<![\w.])[+-]?\d{1,2}\.\d{3,10} ?°? ?[NSns]?(?:, {0,2}| {1,2})[+-]?\d{1,3}\.\d{3,10}(?: ?°)?(?: ?[EWew](?!\w))?(?!\w)"
                ),
                0.85,
            ),
            Rule(re.compile(rf"(?<!\w){_DEGREES}[NSns],? ?{_DEGREES}[EWew](?!\w)"), 0.9),
            Rule(re.compile(rf"(?<![\w/])///{three_words}"), 0.95),
            Rule(re.compile(rf"(?<![\w./@]){three_words}"), 0.9, cue=cue(r"what ?(?:3|three) ?words|w3w")),
            Rule(
                re.compile(r"(?<!\w)[HNOST][A-HJ-Z] ?(?:\d{3} ?\d{3}|\d{4} ?\d{4}|\d{5} ?\d{5})(?!\w)"),
                0.85,
                cue=cue(r"grid ref(?:erence)?|OS(?: ref)?|NGR"),
            ),
        ],
    )


def _is_street(text: str) -> bool:
    """The words before "way" or "close" make a street only if none is a small word: "2 out of the way" is none."""
    small = frozenset(
        "to in by a an and or is was very too out from with away his her their that this more all no not min mins minutes m miles".split()
    )
    return not small & set(text.casefold().split()[1:])
