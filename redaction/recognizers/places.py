"""Places and organisations by the words they are named with: schools, streets, towns, clubs, surgeries, councils."""

import re
from collections.abc import Iterator
from typing import Any

from presidio_analyzer import EntityRecognizer, RecognizerResult

from redaction.recognizers.cues import HARMLESS, STREET
from redaction.types import MentionType

_WORD = r"[A-ZÀ-ÖØ-ÞŁŚŻČŠŽ][\w'’]*(?:-[A-Z][\w'’]*)*"
_LINK = r"(?:of|the|and|&|in|on|upon|by|le|St|Y|yr|under|for)"
# one to five words that begin with capitals, small words between them
_RUN = rf"(?:{_WORD}\.?(?:[ ](?:{_LINK}[ ]){{0,2}}{_WORD}\.?){{0,4}})"
_SCHOOL = (
    r"(?:(?:C of E |CofE |CE |RC |Catholic |Community |Church of England |Voluntary |Junior |Infant |Free |Special |Grammar |Girls'? |Boys'? )*"
    r"(?:Primary|Secondary|High|Infants?|Juniors?|Middle|Grammar|Nursery|Pre-?school|Preschool|Playgroup|Day Nursery|Kindergarten|Special School|School|Academy|College|Sixth Form|University|PRU|Ysgol)"
    r"(?:[ ](?:School|Academy|College|Nursery|and Nursery|Pre-?school|Federation|Centre|Sixth Form))*)"
)
_ORGANISATION = (
    r"(?:Surgery|Medical (?:Centre|Practice)|Health Centre|Practice|Clinic|Hospital|Infirmary|Hospice|Pharmacy|Dental(?: Practice| Care)?|Children's (?:Home|Centre)|Family Centre|Contact Centre|Community Centre|Youth (?:Club|Centre|Project|Hub)|"
    r"FC|AFC|RFC|CC|United|Rovers|Wanderers|Athletic|Albion|Rangers|Juniors FC|Boxing (?:Club|Gym)|Gym|Gymnastics|Harriers|Swimming Club|Cricket Club|Rugby Club|Football Club|Dance (?:School|Academy|Studio)|Scouts|Guides|Brownies|Cubs|Cadets|Majorettes|"
    r"Church|Chapel|Cathedral|Mosque|Masjid|Gurdwara|Mandir|Temple|Synagogue|Parish|Islamic Centre|Kingdom Hall|Gospel Hall|Ministries|Assembly|"
    r"Council|City Council|County Council|Borough Council|Police|Constabulary|Fire (?:and Rescue )?Service|Trust|Foundation|Charity|Fostering|Foster Care|Adoption|Housing(?: Association)?|Homes|Advocacy|Solicitors|LLP|Ltd|Limited|plc|"
    r"Care Group|Care Services|Children's Services|Social Care|Family Court|Women's Aid|Refuge|Food ?bank|Project|Collective|Partnership|Agency|Associates|Cars|Taxis|Garage|Bakery|Cafe|Café|Stores|Nurseries|Farm Shop|Library|Leisure Centre|Theatre|Arena|Radio|Society|Alliance|Centre)"
)
_RESIDENCE = r"(?:House|Lodge|Manor|Hall|Court|Grange|View|Place|Cottage|Hostel|Unit|Villa)"
_PLACED = r"(?i:\b(?:placed at|placement at|resident (?:at|of)|residents? of|staff (?:at|of)|moved (?:in)?to|visit to|visited|living at|lives at|unit at|home at|hostel at|back (?:at|to)|at|from|returned to))[ ]"
_PLACE = r"(?:Estate|Town Centre|town centre|city centre|Bus Station|bus station|Shopping Centre|Retail Park|Beach|Common|Woods|Reservoir|Canal|Village|Island|Pier|Market|Station|Precinct|Harbour|Industrial Estate|estate|precinct|shops)"
_INTO = (
    r"(?i:\b(?:moved (?:back )?to|moving (?:back )?to|living in|lives in|lived in|live in|placed in|placement in|born in|grew up in|back (?:to|in)|from|in|near|outside|around|over in|down in|up in|bus to|train to|trip to|went to|gone to|go to|"
    r"going to|drive to|drove to|visit to|travel(?:led)? to|out in|towards|stay(?:ed|ing)? in|over to|up to|down to))[ ]"
)
_NO_TOWN = re.compile(
    r"(?:Year|Key Stage|Reception|Court|Foster|Contact|Care|School|Nursery|Placement|Term|Reg|Section|Part|Week|Session|Room|Police|Family|Court|Review|Spring|Summer|Autumn|Winter|Lego|Minecraft|Ramadan|Welsh|English|Polish|Arabic|Urdu)$"
)

_RULES: tuple[tuple[MentionType, str, float], ...] = (
    (MentionType.SCHOOL, rf"\b(?P<x>{_RUN}[ ]{_SCHOOL})\b", 0.85),
    (MentionType.SCHOOL, rf"\b(?P<x>Ysgol(?:[ ](?:y |yr |Gynradd |Gyfun |Bro |Uwchradd )*{_WORD}){{1,3}})", 0.9),
    (MentionType.SCHOOL, rf"(?i:\b(?:school|nursery|college|academy|playgroup) (?:is |was )?(?:called|named)|attends|(?:goes|going|went|go) to school at|(?:nursery|school|college) at|(?:primary|secondary|nursery|school):)[ ](?P<x>{_RUN})", 0.7),
    (MentionType.SCHOOL, r"\b(?P<x>(?:St|Saint|Our Lady)\.? [A-Z][\w]+(?:['’]s?|['’]s)?(?: (?:and|&) (?:St )?[A-Z]\w+(?:['’]s?)?)?)(?=[ ](?:school|nursery|primary|academy|head|teacher|juniors|infants|DSL|playground))", 0.85),
    (MentionType.SCHOOL, r"(?i:\b(?:at|to|from|head of|teacher at|DSL at))[ ](?P<x>(?:St|Saint)\.? [A-Z][a-z]+(?:['’]s?)?)(?![\w]| (?:Road|Rd|Street|Hospital|Church))", 0.6),
    (MentionType.ORGANISATION, rf"\b(?P<x>(?:The )?{_RUN}[ ]{_ORGANISATION})\b", 0.8),
    (MentionType.ORGANISATION, r"\b(?P<x>(?:London Borough|Royal Borough|City|County|Diocese|University) of [A-Z]\w+(?:[ -](?:and |upon |under )?[A-Z]\w+){0,3})", 0.85),
    (MentionType.ORGANISATION, rf"{_PLACED}(?P<x>(?:The )?{_WORD}(?: {_WORD}){{0,2}} {_RESIDENCE})\b", 0.75),
    (MentionType.ORGANISATION, rf"(?i:\b(?:works (?:at|for)|job at|employed (?:by|at)|plays for|trains (?:at|with)|volunteers? (?:at|with)|worships at|goes to church at|agency:?|provider:?|charity called|club called|group called|supports|apprenticeship (?:at|with)))[ ](?P<x>(?:the )?{_RUN})", 0.65),
    (MentionType.LOCATION, rf"(?<![\d/] )(?<!\d)\b(?P<x>{_WORD}(?: {_WORD}){{0,2}} (?:{STREET}))\b(?!['’])", 0.75),
    (MentionType.LOCATION, rf"\b(?P<x>(?:the )?{_RUN}) (?:{_PLACE})\b", 0.75),
    (MentionType.LOCATION, rf"{_INTO}(?P<x>{_WORD}(?:[ -](?:on|upon|under|le|in|by|the)[ -]{_WORD}|[ -]{_WORD}){{0,2}})(?!['’]s\b|\w)", 0.5),
)  # fmt: skip
_WEAK = 0.6
_COMPILED = tuple((kind, re.compile(pattern), score) for kind, pattern, score in _RULES)
_LEADING = re.compile(
    r"^(?:(?:The|A|An|In|At|On|To|From|By|Near|And|But|His|Her|Their|My|Our|This|That|For|With|When|If|As|He|She|They|We|I|Today|Then)\b\s+)+"
)


def recognizers() -> list[EntityRecognizer]:
    """The recognisers of this family."""
    return [PlacesByTheirWords()]


class PlacesByTheirWords(EntityRecognizer):
    """Schools, organisations and places by what they are called."""

    def __init__(self) -> None:
        kinds = [MentionType.SCHOOL, MentionType.ORGANISATION, MentionType.LOCATION]
        super().__init__(supported_entities=[str(kind) for kind in kinds], name="named place", supported_language="en")

    def load(self) -> None:
        """Nothing is loaded."""

    def analyze(self, text: str, entities: Any, nlp_artifacts: Any = None) -> list[RecognizerResult]:  # noqa: ARG002 - Presidio's interface
        """The places in `text`."""
        return [RecognizerResult(str(kind), start, end, score) for kind, start, end, score in self._spans(text)]

    def _spans(self, text: str) -> Iterator[tuple[MentionType, int, int, float]]:
        for kind, pattern, score in _COMPILED:
            for found in pattern.finditer(text):
                start, end = found.span("x")
                if leading := _leading(text, start, end):
                    start += leading
                if _says_something(text[start:end]) and not (score < _WEAK and _NO_TOWN.search(text[start:end])):
                    yield kind, start, end, score


def _leading(text: str, start: int, end: int) -> int:
    """How many characters at the beginning are no part of the name: "In", "At"; "The" only at the start of a sentence."""
    found = _LEADING.match(text[start:end])
    if found is None or (found[0].startswith("The ") and re.search(r"[a-z,] $", text[max(0, start - 2) : start])):
        return 0
    return found.end()


def _says_something(name: str) -> bool:
    """Whether a word is left that is not harmless: "the Contact Centre" names nothing."""
    words = [word.strip(".,'’").casefold().removesuffix("'s").removesuffix("’s") for word in re.split(r"[ \-]", name)]
    return any(word not in HARMLESS and word not in _GENERIC and len(word) > 1 for word in words)


_GENERIC = frozenset(
    [
        "primary",
        "secondary",
        "high",
        "infant",
        "infants",
        "junior",
        "juniors",
        "middle",
        "grammar",
        "academy",
        "college",
        "university",
        "sixth",
        "form",
        "pre-school",
        "preschool",
        "playgroup",
        "surgery",
        "medical",
        "centre",
        "practice",
        "clinic",
        "hospital",
        "infirmary",
        "pharmacy",
        "community",
        "youth",
        "club",
        "church",
        "mosque",
        "temple",
        "council",
        "city",
        "county",
        "borough",
        "police",
        "constabulary",
        "trust",
        "foundation",
        "fostering",
        "housing",
        "association",
        "advocacy",
        "solicitors",
        "services",
        "service",
        "social",
        "care",
        "court",
        "women's",
        "aid",
        "refuge",
        "food",
        "bank",
        "foodbank",
        "library",
        "leisure",
        "road",
        "street",
        "lane",
        "avenue",
        "close",
        "drive",
        "gardens",
        "way",
        "estate",
        "park",
        "town",
        "bus",
        "station",
        "shopping",
        "the",
        "of",
        "and",
        "&",
        "st",
        "special",
        "catholic",
        "children's",
        "families",
        "football",
        "boxing",
        "swimming",
        "gym",
        "scouts",
        "guides",
        "brownies",
        "cubs",
        "cadets",
        "green",
        "hill",
        "view",
        "place",
        "square",
        "high",
        "main",
        "local",
        "royal",
        "new",
        "project",
        "agency",
        "island",
        "test",
        "wales",
        "north",
        "south",
        "east",
        "west",
    ]
)
