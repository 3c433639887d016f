"""Ways to reach somebody: telephone, e-mail, web address, social handle, IP address."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import phonenumbers
from presidio_analyzer import EntityRecognizer, RecognizerResult

from redaction.recognizers._base import Rule, RuleRecognizer, cued
from redaction.types import MentionType

_EMAIL = re.compile(r"(?<![\w.+%-])[\w.+%'’-]{1,64}@(?:[\w-]{1,63}\.){1,5}[A-Za-z]{2,24}(?![\w@])")
_SPELT_EMAIL = re.compile(
    r"(?<![\w.])[\w.+-]{1,64} ?(?:\(at\)|\[at\]| at ) ?[\w-]{2,40} ?(?:\(dot\)|\[dot\]| dot ) ?[a-z]{2,12}(?: ?(?:\(dot\)| dot ) ?[a-z]{2,12})?\b",
    re.IGNORECASE,
)
_URL = re.compile(r"(?<![\w@.])(?:https?://|www\.)[^\s<>\"“”()]{3,400}[^\s<>\"“”().,;:!?'’]", re.IGNORECASE)
_BARE_URL = re.compile(
    r"(?<![\w@./-])(?:[a-z0-9-]{2,40}\.){1,4}[a-z]{2,12}(?:/[^\s<>\"“”()]{0,300}[^\s<>\"“”().,;:!?'’])?(?![\w@-])",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"(?<![\w@./])@[A-Za-z0-9_](?:[\w.]{0,40}\w)?")
_HANDLE_CUE = (
    r"insta(?:gram)?(?: handle| name)?|snap(?:chat)?(?: name)?|tik ?tok|discord|gamer ?tag|psn|xbox|roblox|fortnite|twitch|steam|whatsapp name|"
    r"user ?name|handle|screen ?name|bereal|facebook(?: name)?|fb|plays as|goes by|online as|logs? (?:on|in) as"
)
_HANDLE_NAME = r"(?<!\w)(?=[\w.-]*[\d_.])[A-Za-z0-9_][\w.-]{2,40}\w"
_PHONE_CUE = (
    r"tel(?:ephone)?|ph(?:one)?|mob(?:ile)?|call(?:ed)?|ring|rang|text(?:ed)?|fax|contact no|number|num|on|whatsapp|landline"
)
_NEARLY_PHONE = r"(?<![\w/.])(?:\+ ?44 ?(?:\(0\))?|0)[ -]?\d(?:[ .\-–]{0,2}\d){7,10}(?![\w/])"
_ANY_PHONE = re.compile(
    r"(?<![\w/.])(?:\+ ?44 ?(?:\( ?0 ?\))? ?|\(?0)\d(?:[ .\-–()]{0,2}\d){8,9}(?:\s?(?:ext|x)\.? ?\d{1,5})?(?![\w/])",
    re.IGNORECASE,
)
_PHONE_WINDOW = 400_000


def recognizers() -> list[EntityRecognizer]:
    """The recognisers of this family."""
    return [
        PhoneNumbers(),
        RuleRecognizer(
            "telephone", MentionType.PHONE,
            [Rule(_ANY_PHONE, 0.85), Rule(cued(_PHONE_CUE, _NEARLY_PHONE, reach=20), 0.7)],
        ),
        RuleRecognizer("e-mail", MentionType.EMAIL, [Rule(_EMAIL, 0.99), Rule(_SPELT_EMAIL, 0.8)]),
        RuleRecognizer("web address", MentionType.URL, [Rule(_URL, 0.95), Rule(_BARE_URL, 0.75, _known_ending)]),
        RuleRecognizer(
            "handle", MentionType.HANDLE, [Rule(_HANDLE, 0.9), Rule(cued(_HANDLE_CUE, _HANDLE_NAME, reach=16), 0.8)]
        ),
        RuleRecognizer(
            "IP address", MentionType.URL,
            [
                Rule(re.compile(r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.])"), 0.8, _is_ip),
                Rule(re.compile(r"(?<![\w:])(?:[0-9a-fA-F]{1,4}:){3,7}[0-9a-fA-F]{1,4}(?![\w:])"), 0.8, _is_ip),
            ],
        ),
    ]  # fmt: skip


class PhoneNumbers(EntityRecognizer):
    """Google's libphonenumber over the text: numbers of Great Britain, and international ones with their prefix."""

    def __init__(self) -> None:
        super().__init__(supported_entities=[str(MentionType.PHONE)], name="libphonenumber", supported_language="en")

    def load(self) -> None:
        """Nothing is loaded."""

    def analyze(self, text: str, entities: Any, nlp_artifacts: Any = None) -> list[RecognizerResult]:  # noqa: ARG002 - Presidio's interface
        """The telephone numbers in `text`."""
        return [RecognizerResult(str(MentionType.PHONE), start, end, 0.9) for start, end in _valid_numbers(text)]


def _valid_numbers(text: str) -> Iterator[tuple[int, int]]:
    if not any(character.isdigit() for character in text):
        return
    matcher = phonenumbers.PhoneNumberMatcher(text[:_PHONE_WINDOW], "GB", max_tries=100_000)
    for found in matcher:
        surface = found.raw_string
        if surface.lstrip(" (").startswith(("0", "+")):
            yield found.start, found.end


def _known_ending(text: str) -> bool:
    """Whether a word with dots ends as web addresses do (public suffix list, the copy that comes with tldextract)."""
    found = _suffixes()(text.split("/", maxsplit=1)[0])
    return bool(found.suffix) and bool(found.domain) and found.domain.lower() not in {"e", "i", "p", "a"}


@cache
def _suffixes() -> Any:
    import tldextract

    # no URLs: the list must never be fetched
    return tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)


def _is_ip(text: str) -> bool:
    import ipaddress

    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
