"""Ways to reach somebody: telephone, e-mail, web address, social handle, IP address."""

import re
from functools import cache
from typing import Any

from presidio_analyzer import EntityRecognizer
from presidio_analyzer.predefined_recognizers import IpRecognizer

from redaction.recognizers._base import Rule, RuleRecognizer, cue
from redaction.recognizers._telephone import telephone
from redaction.recognizers.cues import HARMLESS
from redaction.types import MentionType

_LOCAL_PART = r"(?<![\w.+%'’-])\w[\w.+%'’-]{0,63}"
_EMAIL = re.compile(rf"{_LOCAL_PART}@(?:[\w-]{{1,63}}\.){{1,5}}[A-Za-z]{{2,24}}(?![\w@])")
_PROVIDER = (
    r"(?:gmail|googlemail|hotmail|outlook|yahoo|icloud|live|btinternet|sky|aol|msn|protonmail|proton|virginmedia|talktalk|nhs)"
)
_AT = r"(?: ?\(at\) ?| ?\[at\] ?| at )"
_DOT = r"(?: ?\(dot\) ?| ?\[dot\] ?| dot )"
# mistyped: a blank beside the sign, two signs, a comma for a full stop, the provider without its ending
_EMAIL_TYPED = re.compile(
    rf"{_LOCAL_PART}(?: ?@{{1,2}} ?| ?\(at\) ?| ?\[at\] ?)[\w-]{{1,63}}(?:[.,][\w-]{{1,63}}){{0,3}}[.,] ?(?:com|net|org|info|co[.,]uk|org[.,]uk|gov[.,]uk|nhs[.,]uk|example|test)(?!\w)"
    rf"|{_LOCAL_PART}(?: ?@{{1,2}} ?|{_AT}){_PROVIDER}(?:[ .,](?:com?|net|org|uk)){{0,2}}(?!\w)",
    re.IGNORECASE,
)
_SPELT_EMAIL = re.compile(
    rf"(?<![\w.])(?:\w{{1,30}} (?:dot|underscore|dash|hyphen) ){{0,3}}\w[\w.+-]{{0,63}}{_AT}[\w-]{{2,40}}{_DOT}[a-z]{{2,12}}(?:{_DOT}[a-z]{{2,12}})?\b",
    re.IGNORECASE,
)

_URL = re.compile(r"(?<![\w@.])(?:https?://|ftp://|www\.)[^\s<>\"“”()]{3,400}[^\s<>\"“”().,;:!?'’]", re.IGNORECASE)
# Endings seen at the end of a host without a path. In others ("school.It") a missing blank is likelier than an address.
_ENDING = r"(?:com|net|org|co\.uk|org\.uk|gov\.uk|ac\.uk|nhs\.uk|sch\.uk|police\.uk|me\.uk|uk|scot|wales|cymru|london|eu|ie|info|biz|io|gg|tv|app|dev|example|test|invalid|onion)"
_HOST = re.compile(rf"(?<![\w@./-])(?:[a-z0-9][a-z0-9-]{{0,39}}\.){{1,4}}{_ENDING}(?![\w@-]|\.\w)", re.IGNORECASE)
_HOST_WITH_PATH = re.compile(
    r"(?<![\w@./-])(?P<x>(?:[a-z0-9-]{2,40}\.){1,4}[a-z]{2,12}/[^\s<>\"“”()]{0,300}[^\s<>\"“”().,;:!?'’])", re.IGNORECASE
)
_SPELT_HOST = re.compile(
    rf"(?<!\w)(?:www{_DOT})?[\w-]{{2,40}}{_DOT}(?:com|org|net|co{_DOT}uk|org{_DOT}uk|gov{_DOT}uk)(?!\w)", re.IGNORECASE
)

_AT_SIGN_AND_NAME = re.compile(r"(?<![\w@./])@[A-Za-z0-9_](?:[\w.]{0,40}\w)?")
_TAGGED = re.compile(r"(?<![\w#])[A-Za-z]\w{1,31}#\d{4}(?!\w)")
_PLATFORM = (
    r"insta(?:gram)?|snap(?: ?chat)?|tik ?tok|discord|psn|xbox(?: live)?|play ?station|roblox|fortnite|minecraft|twitch|steam|whatsapp|bereal|"
    r"facebook|fb|twitter|telegram|kik|yubo|signal|messenger|vinted|reddit|you ?tube|threads|bluesky|ig|sc"
)
_CUE = cue(
    rf"(?:{_PLATFORM})(?:[ ,]{{1,2}}(?:handle|name|account|user ?name|id|tag|profile))?|gamer ?(?:tag|name|id)|user ?names?|user ?id|handle|"
    r"screen ?name|plays as|goes by|known as|online as|logs? (?:on|in) as|account|profile|finsta|tag"
)
_MADE_UP = r"(?<![\w@./-])(?=[A-Za-z.\-_]{0,30}[\d_.\-])(?=[\d_.\-]{0,20}[A-Za-z])[A-Za-z0-9_][\w.-]{1,38}\w(?![\w@/])"
# a name without digit or underscore needs a colon or a dash between it and its cue, and nothing after it
_PLAIN = re.compile(
    rf"(?<![^\W\d_])(?i:(?:{_PLATFORM})(?: (?:handle|name|user ?name|id|tag))?(?: ?[:=]| ?[-–] )|(?:gamer ?tag|user ?name|handle|screen ?name)(?: ?[:=]| ?[-–] | is ))"
    r"[ ]?[\"'“‘]?(?P<x>[A-Za-z][A-Za-z0-9]{3,30})(?=[\"'”’]?(?:[.,;)\n]|\s*$))"
)
_ON_PLATFORM = re.compile(rf"(?P<x>{_MADE_UP})(?= (?:on|via) (?:{_PLATFORM})\b)", re.IGNORECASE)
_GAMES = re.compile(
    r"(?:ps|xbox|gta|fifa|fc|cod|mw|bo|nba|wwe|ufc|f1|[a-z]{1,3})-?\d{1,2}(?:k\d\d)?|\d{1,4}[a-z]{1,6}", re.IGNORECASE
)
_SAID_OF_ACCOUNTS = frozenset(
    "private blocked deleted active public removed posted messages online offline unknown hacked suspended banned new fake".split()
)
_TIME = re.compile(r"\d{1,4}(?:[.:]\d\d)?(?:am|pm|hrs?|ish)?", re.IGNORECASE)


def recognizers() -> list[EntityRecognizer]:
    """The recognisers of this family."""
    return [
        telephone(),
        RuleRecognizer(
            "e-mail", MentionType.EMAIL, [Rule(_EMAIL, 0.99), Rule(_SPELT_EMAIL, 0.8), Rule(_EMAIL_TYPED, 0.75)]
        ),
        RuleRecognizer(
            "web address",
            MentionType.URL,
            [Rule(_URL, 0.95), Rule(_HOST, 0.85), Rule(_HOST_WITH_PATH, 0.75, _known_ending), Rule(_SPELT_HOST, 0.75)],
        ),
        _handles(),
        _addresses_of_machines(),
    ]  # fmt: skip


def _handles() -> EntityRecognizer:
    return RuleRecognizer(
        "handle",
        MentionType.HANDLE,
        [
            Rule(_AT_SIGN_AND_NAME, 0.9, _is_handle),
            Rule(_TAGGED, 0.85),
            Rule(re.compile(_MADE_UP), 0.8, _is_made_up, cue=_CUE, reach=10),
            Rule(_ON_PLATFORM, 0.8, _is_made_up),
            Rule(_PLAIN, 0.7, _is_handle),
        ],
    )


def _addresses_of_machines() -> EntityRecognizer:
    # "::" alone, Presidio's unspecified address, is punctuation in a note
    patterns = [pattern for pattern in IpRecognizer.PATTERNS if pattern.name != "IPv6_unspecified"]
    return IpRecognizer(patterns=patterns, supported_entity=str(MentionType.URL), name="IP address")


def _is_handle(text: str) -> bool:
    """No "@ home" without its blank, and no "@3pm"."""
    name = text.removeprefix("@").casefold()
    return name not in HARMLESS | _SAID_OF_ACCOUNTS and name.removesuffix("s") not in HARMLESS and not _TIME.fullmatch(name)


def _is_made_up(text: str) -> bool:
    """A name with a digit, underscore or stop in it; no game or time, no words with a hyphen or a stop between them."""
    if _GAMES.fullmatch(text) or _TIME.fullmatch(text):
        return False
    if any(character.isdigit() or character == "_" for character in text):
        return True
    first, *others = re.split(r"[.\-]", text)
    return "." in text and bool(others) and not {first.casefold(), *map(str.casefold, others)} & HARMLESS


def _known_ending(text: str) -> bool:
    """Whether the host ends as web addresses do (public suffix list, the copy that comes with tldextract)."""
    found = _suffixes()(text.split("/", maxsplit=1)[0])
    return bool(found.suffix) and bool(found.domain)


@cache
def _suffixes() -> Any:
    import tldextract

    # no URLs: the list must never be fetched
    return tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)
