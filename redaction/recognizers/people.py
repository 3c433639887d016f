"""People whose names are introduced: by a title, a role, a speaker label, a list of those present, or by grammar.

Without a trained recogniser these rules carry the load; a capitalised word in mid-sentence that nothing else explains is
taken for a name too, with a lower score.
"""

import re
from collections.abc import Iterator
from typing import Any

from presidio_analyzer import EntityRecognizer, RecognizerResult

from redaction.recognizers.cues import ACRONYMS, HARMLESS, NAMES_THAT_ARE_WORDS, PARTICLES, ROLE, STREET, WEEKDAYS_AND_MONTHS
from redaction.types import MentionType

_UP, _LOW = (
    "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪĮİĶŁĽĻŃŇŅŌŐŘŚŞŠȘŤȚŪŮŰŲŹŻŽƠƯ",
    "a-zß-öø-ÿāăąćčďđēėęěğģīįıķłľļńňņōőřśşšșťțūůűųźżžơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ",
)
_WORD = rf"(?:(?:Mc|Mac|O['’]|D['’]|N['’])?[{_UP}][{_LOW}]+(?:['’][{_LOW}]{{2,}})?(?:[{_UP}][{_LOW}]+)?|[{_UP}]{{2,}}(?:['’][{_UP}]+)?)"
_NAME = rf"{_WORD}(?:-{_WORD})*"
_PARTICLE = r"(?:de|da|dos|das|do|di|del|van|von|der|den|la|al|el|bin|bint|ibn|ap|ab|ferch)"
_INITIAL = rf"[{_UP}]\.?"
# "Mia Okafor", "Joana da Silva", "K. Adeyemi", "T Bello"
FULL_NAME = (
    rf"(?:(?:[{_UP}]\. ?|[{_UP}] ){{1,2}}{_NAME}|{_NAME}(?:[ \u00a0](?:{_PARTICLE}[ -]){{0,2}}(?:{_NAME}|[{_UP}]\b\.?)){{0,3}})"
)
_TITLE = (
    r"(?i:\b(?:mrs|mr|ms|miss|mx|dr|doctor|prof|professor|rev|reverend|sister|nurse|midwife|pcso|pc|dc|ds|sgt|sergeant|insp|inspector|auntie|aunty|aunt|uncle|nana|nanny|nan|"
    r"gran|granny|grandma|grandad|grandpa|imam|rabbi|pastor|judge|hhj|dj|sheriff|cllr|councillor|officer|coach))\b\.?"
)
_MORE = re.compile(rf"\s*(?:,|&|\+|/| and | & |, and )\s*(?P<x>{FULL_NAME})")
_LOWER_NAME = r"[a-z]{3,20}"
_SPEECH = (
    r"said|says|told|tells|asked|asks|replied|answered|stated|explained|reported|reports|disclosed|shared|added|agreed|thinks|thought|feels|felt|wants|wanted|wishes|hopes|likes|loves|hates|"
    r"was|is|has|had|seems|seemed|appears|appeared|looks|looked|went|came|goes|got|gets|took|gave|did|does|didn['’]?t|doesn['’]?t|isn['’]?t|wasn['’]?t|won['’]?t|can['’]?t|couldn['’]?t|"
    r"will|would|could|can|plays|played|sat|stood|drew|made|ran|cried|smiled|laughed|shrugged|nodded|refused|showed|spoke|talked|knows|knew|wore|woke|slept|ate|needs|needed|remains|"
    r"continues|presents|presented|attended|attends|engaged|arrived|stayed|stays|rang|called|texted|messaged|picked|brought|asked|kept|left|started|stopped|settled|misses|missed|enjoys|enjoyed|"
    r"became|began|and I|keeps|reckons|lives|lived|moved|turned|turns|put|held|helped|helps|shouted|walked|joined|opened|chose|wrote|read|sleeps|eats|runs|sits|laughs|cries|smiles|clung|hid|threw|pushed|hit|met|saw|sees|aged"
)
_BELONGINGS = r"mum|mam|mom|dad|nan|room|bedroom|house|home|school|teacher|carer|carers|phone|bag|bed|sister|brother|siblings|friend|friends|face|voice|words|views|wishes|behaviour|placement|family|parents|social|foster|key|plan|review|case|file|hand|eyes|birthday|father|mother|partner|boyfriend|flat|place|worker"
_AFTER = rf"(?:aged? \d|\(\d{{1,2}} ?(?:\)|y|m|wk|w\b)|\(age|, \d{{1,2}},|\((?:{ROLE})|, (?:(?:her|his|their|my|the|a|our) )?(?:{ROLE})\b)"

_LABEL = re.compile(rf"^[ \t]*(?:\[?\d{{1,2}}[:.]\d{{2}}\]?[ \-–]*)?(?P<x>{FULL_NAME})(?= ?(?::|[-–] ))", re.MULTILINE)
_LIST = re.compile(
    r"^[ \t*#]*(?i:re|regarding|subject|present|attendees?|attended|in attendance|attending|also present|apologies|cc|bcc|to|from|distribution|signed|written by|completed by|recorded by|author|worker|name|names|seen|"
    r"child|young person|yp|children|mother|father|parents?|carers?|foster carers?|social worker|sw|iro|chair|staff|visitor|interviewer|key ?worker|regards|kind regards|best wishes|love|yours sincerely|from your social worker)"
    r"[*:, \-–]+\n?[ \t]*(?P<x>[^\n]{2,300})",
    re.MULTILINE,
)
_PIECE = re.compile(rf"(?:^|[,;/&(]|\band\b|\+| - )\s*(?:{_TITLE}\s*)?(?:{ROLE}\s+)?(?P<x>{FULL_NAME})")
_SIGNATURE = re.compile(
    rf"(?im:^(?:regards|kind regards|best wishes|many thanks|thanks|yours sincerely|yours truly|love(?: from)?|lots of love|take care|from|cheers)[,.!x ]*)\n+[ \t]*(?P<x>{FULL_NAME})(?=[ \t]*(?:x*[ \t]*$|[,(]|\n|x))",
    re.MULTILINE,
)

_RULES: tuple[tuple[str, float, bool], ...] = (
    (rf"{_TITLE}[ \u00a0]{{1,2}}(?P<x>{FULL_NAME})", 0.9, False),
    (rf"(?i:\b(?:mrs|mr|ms|miss|dr))\.?[ ]{{1,2}}(?P<x>{_LOWER_NAME})(?:\b)", 0.8, False),
    (rf"{ROLE}(?:['’]s)?(?: (?:is|was|called|named|who is called))?[ ]?[,:(\-–]?[ ]?(?:{_TITLE}[ ])?[\"“‘']?(?P<x>{FULL_NAME})", 0.79, True),
    (rf"(?i:\b(?:called|named|known as|a\.?k\.?a\.?|nicknamed|name is|name's|names|i am called|alias|n[ée]e))[ ][\"“‘']?(?P<x>{FULL_NAME})", 0.8, True),
    (rf"(?i:\b(?:this is|it's|it is|hi|hiya|hello|hey|dear|thanks|thank you|bye|alright|morning|love from|happy birthday)),? (?P<x>{FULL_NAME})", 0.7, True),
    (rf"\b(?P<x>{FULL_NAME})(?=['’]s (?:{_BELONGINGS})\b)", 0.8, False),
    (rf"(?<![\w'’])(?P<x>{FULL_NAME}) (?=(?:also |just |still |then |now |never |always |really |only |quickly |quietly )?(?:{_SPEECH})\b)", 0.65, False),
    (rf"\b(?P<x>{FULL_NAME}) ?(?={_AFTER})", 0.8, False),
    (rf"(?<![\w.])(?P<x>(?:[{_UP}]\. ?){{1,2}}{_NAME})", 0.75, False),
    (rf"(?m:^)[ \t\d.)*•-]{{0,6}}(?P<x>{FULL_NAME}) (?=to (?:book|chase|send|ring|call|speak|arrange|complete|follow|check|contact|update|email|refer|visit|provide|discuss|request|share|attend|liaise|write|ask|look|confirm|organise|make|be)\b)", 0.75, False),
    (rf"(?i:\b(?:the))[ ](?P<x>{FULL_NAME})(?=[ ](?:family|household|children|siblings|brothers|sisters|twins|boys|girls)\b)", 0.75, False),
    (rf"(?i:\b(?:home of|house of|care of|son of|daughter of|mother of|father of|parents of|name of))[ ](?P<x>{FULL_NAME})", 0.75, True),
    (rf"(?i:\b(?:our|w/|with|spoke to|spoken to|met|saw|seen|rang|called|phoned|texted|emailed|asked|told|from|by|for|like|love|miss|hate|missed|about|and|between|via|cc|tc from|tc to|tc with|t/c with|t/c from))[ ](?P<x>{FULL_NAME})", 0.6, True),
    (rf"(?<![\w'’-])(?P<x>{_NAME}(?:[ \u00a0](?:{_PARTICLE}[ -]){{0,2}}{_NAME}){{1,3}})", 0.5, False),
    (rf"(?<![.!?:\n\"“•*\-–] )(?<![.!?:\n\"“‘•*\-–#(])(?<!^)(?<=[\w,;/(&'’] )(?P<x>{FULL_NAME})", 0.45, False),
)  # fmt: skip
# Two capitalised words that nothing explains, wherever they stand.
_PAIR = 0.5
_SURE = 0.8
_STRONG = 0.75
_ABBREVIATION = 3
_COMPILED = tuple((re.compile(pattern, re.MULTILINE), score, goes_on) for pattern, score, goes_on in _RULES)
_SPLIT = re.compile(r"[ \u00a0]+")
_PLACE_AFTER = re.compile(
    rf"[ ](?:{STREET}|Primary|Secondary|School|Academy|College|Nursery|High|Juniors?|Infants?|University|Surgery|Clinic|Hospital|Church|Mosque|Council|Estate|Centre|Center|Club|United|City|Town|Rovers|FC|Trust|Police|Fostering|Families|Services?|Lodge|House|Farm|Cottage|Library|Station|County|Council|Borough|Ltd|Foundation|Project|Shield|Leisure|Hub|Ward|Unit|Team|Island|Beach|Bay|Zoo|Castle)\b"
)
_PLACE_BEFORE = re.compile(r"\b(?:in|at|to|near|from|the|a|an|St|visit to|trip to|moved to|lives in|back to|of) $")
_SENTENCE_FIRST = re.compile(r"(?:^|[.!?:\n…]\s*|[\"“‘•*\-–(]\s*)$")


def recognizers() -> list[EntityRecognizer]:
    """The recognisers of this family."""
    return [IntroducedNames()]


class IntroducedNames(EntityRecognizer):
    """Names by what stands beside them."""

    def __init__(self) -> None:
        super().__init__(supported_entities=[str(MentionType.PERSON)], name="introduced name", supported_language="en")

    def load(self) -> None:
        """Nothing is loaded."""

    def analyze(self, text: str, entities: Any, nlp_artifacts: Any = None) -> list[RecognizerResult]:  # noqa: ARG002 - Presidio's interface
        """The names in `text`."""
        best: dict[tuple[int, int], float] = {}
        for start, end, score in self._spans(text):
            if text[end : end + 1].isalpha():
                continue
            if score < _SURE and _is_shouted(text, start):
                continue  # where everything is in capitals, only a title, a label or an age tells a name
            for first, last in _names_in(text, start, end, strong=score >= _STRONG):
                pair_is_one = score == _PAIR and " " not in text[first:last]
                if pair_is_one or not re.search(r"[^\W\d_]{2}", text[first:last]):
                    continue
                best[first, last] = max(score, best.get((first, last), 0))
        return [RecognizerResult(str(MentionType.PERSON), *span, score) for span, score in best.items()]

    def _spans(self, text: str) -> Iterator[tuple[int, int, float]]:
        for pattern, score, goes_on in _COMPILED:
            for found in pattern.finditer(text):
                if score < 0.7 and _is_place(text, *found.span("x")):  # noqa: PLR2004 - weak evidence gives way
                    continue
                yield *found.span("x"), score
                end = found.end("x")
                while goes_on and (more := _MORE.match(text, end)):
                    yield *more.span("x"), score - 0.05
                    end = more.end("x")
        for found in (*_LABEL.finditer(text), *_SIGNATURE.finditer(text)):
            yield *found.span("x"), 0.8
        for listed in _LIST.finditer(text):
            for piece in _PIECE.finditer(listed["x"]):
                yield piece.start("x") + listed.start("x"), piece.end("x") + listed.start("x"), 0.7


def _is_place(text: str, start: int, end: int) -> bool:
    return bool(_PLACE_AFTER.match(text, end) or _PLACE_BEFORE.search(text, max(0, start - 12), start))


def _names_in(text: str, start: int, end: int, *, strong: bool) -> Iterator[tuple[int, int]]:
    """The stretches of text[start:end] that are left when harmless words are taken out."""
    if _PLACE_AFTER.match(text, end):
        return
    position = start
    first: int | None = None
    last = start
    for word in [*_SPLIT.split(text[start:end]), ""]:
        stop = position + len(word)
        if first is not None and word.casefold() in PARTICLES:
            pass  # "Joana da Silva": the particle belongs to what follows
        elif word and not _is_harmless(word, text, position, strong=strong):
            first = position if first is None else first
            last = stop
        elif first is not None:
            yield first, _without_end(text, first, last)
            first = None
        position = stop + 1


def _without_end(text: str, first: int, last: int) -> int:
    """A final full stop belongs to the name only after an initial."""
    return last - 1 if text[last - 1] == "." and last - first > 2 and text[last - 3] != " " else last  # noqa: PLR2004


def _is_harmless(word: str, text: str, position: int, *, strong: bool) -> bool:
    plain = word.strip(".'’").casefold().replace("’", "'")
    plain = plain.removesuffix("'s")
    if plain in WEEKDAYS_AND_MONTHS:
        return True
    if plain in NAMES_THAT_ARE_WORDS:
        return bool(_SENTENCE_FIRST.search(text, max(0, position - 4), position)) and not text[
            position + len(word) :
        ].startswith(("'s", "’s", " said", " told"))
    if len(plain) == 1:  # an initial belongs to the name that follows it
        return not text[position + len(word) : position + len(word) + 2].strip()[:1].isupper()
    pieces = plain.split("-")
    if all(piece in HARMLESS for piece in pieces if piece):
        return True
    if word.isupper():
        # an abbreviation that nobody introduced is no name, unless everything around it is in capitals too
        plain_name = bool(re.search(r"[AEIOUY]", word)) and word not in ACRONYMS
        return not (plain_name and (strong or (len(word) > _ABBREVIATION and _is_shouted(text, position))))
    return False


def _is_shouted(text: str, position: int) -> bool:
    """Whether the words around are in capitals, so that capitals mean nothing."""
    around = text[max(0, position - 60) : position + 60]
    letters = [character for character in around if character.isalpha()]
    return sum(character.isupper() for character in letters) > 0.7 * len(letters)
