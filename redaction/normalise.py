"""Repair of what hides a name from a recogniser (invisible characters, look-alikes, entities), with an offset map."""

import html
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from redaction.errors import UnreadableText

# Invisible: zero-width space and non-joiner, word joiner, byte-order mark, soft hyphen, direction marks. The zero-width
# JOINER is handled apart, because it holds emoji families together.
_INVISIBLE = frozenset("\u200b\u200c\u2060\ufeff\u00ad\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_JOINER = "\u200d"
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
# Cyrillic and Greek letters that look like Latin ones, after the Unicode confusables table (UTS #39).
_LOOKALIKES = str.maketrans(
    "АВЕЅІЈКМНОРСТУХаеорсухіјѕԁԛԝһΑΒΕΖΗΙΚΜΝΟΡΤΥΧοαν",
    "ABESIJKMHOPCTYXaeopcyxijsdqwhABEZHIKMNOPTYXoav",
)


@dataclass(frozen=True, slots=True)
class NormalisedText:
    """A repaired text; `offsets[i]` is where its character i begins in the source, one more for the end."""

    text: str = field(repr=False)
    offsets: tuple[int, ...] = field(repr=False)

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """The span [start, end) of the repaired text as a span of the source, with what is invisible inside it."""
        return self.offsets[start], self.offsets[end - 1] + self._width(end - 1)

    def _width(self, index: int) -> int:
        return self.offsets[index + 1] - self.offsets[index]


def check_readable(text: str) -> None:
    """Refuse what is no text.

    Raises:
        UnreadableText: NUL characters or halves of surrogate pairs.
    """
    if "\x00" in text:
        raise UnreadableText("the text holds NUL characters; send it without them")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise UnreadableText("the text holds half a surrogate pair; send well-formed Unicode") from None


def normalise(text: str) -> NormalisedText:
    """Repair `text` for the recognisers. Pure ASCII without entities comes back as it is."""
    if text.isascii() and "&" not in text:
        return NormalisedText(text, tuple(range(len(text) + 1)))
    characters: list[str] = []
    offsets: list[int] = []
    for start, piece in _repaired(text):
        characters.extend(piece)
        offsets.extend([start] * len(piece))
    repaired = _latinise("".join(characters))
    return NormalisedText(repaired, (*offsets, len(text)))


def _repaired(text: str) -> Iterator[tuple[int, str]]:
    """(where it begins in the source, repaired character) for each character that stays."""
    position = 0
    while position < len(text):
        start, character = position, text[position]
        position += 1
        if character == "&" and (entity := _ENTITY.match(text, start)):
            position = entity.end()
            character = html.unescape(entity[0])
        elif character in _INVISIBLE or (character == _JOINER and not _joins_emoji(text, start)):
            continue
        else:
            while position < len(text) and unicodedata.combining(text[position]):
                character += text[position]
                position += 1
        yield start, _compose(character)


def _compose(character: str) -> str:
    composed = unicodedata.normalize("NFC", character)
    if "\uff00" <= composed <= "\uff5e" or composed.isspace():
        wide = unicodedata.normalize("NFKC", composed)
        return wide if len(wide) == 1 else composed
    return composed


def _joins_emoji(text: str, position: int) -> bool:
    before = text[position - 1] if position else ""
    after = text[position + 1 : position + 2]
    return bool(before and after) and ord(before) > 0x2000 and ord(after) > 0x2000  # noqa: PLR2004


def _latinise(text: str) -> str:
    """Look-alike letters become Latin in words that hold Latin letters too; a word wholly in Cyrillic stays."""

    def repair(word: re.Match[str]) -> str:
        has_latin = any("a" <= letter <= "z" for letter in word[0].lower())
        return word[0].translate(_LOOKALIKES) if has_latin else word[0]

    return text if text.isascii() else re.sub(r"[^\W\d_]+", repair, text)
