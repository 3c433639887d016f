"""Each time an example is read it is another one: other names of all origins, initials, other numbers, another case, typos.

In some copies people go by initials and in some everything is as speech-to-text leaves it: then what stands around must tell.
"""

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from redaction.recognizers.cues import TITLES
from redaction.tagger.labels import Class
from scripts.recogniser.example import Example, Span, rebuilt
from scripts.recogniser.names import Names
from scripts.recogniser.spoken import spoken

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_DIGIT = re.compile(r"\d")
_TYPO = 0.05
_KEEP = {Class.LOCATION: 0.5, Class.SCHOOL: 0.4}
_LOWER, _UPPER, _BARE = 0.14, 0.05, 0.04
_INITIALS, _OF_THEM, _SPOKEN = 0.25, 0.4, 0.08
"""Share of copies where people go by initials, of the people in such a copy, and of copies as speech-to-text leaves them."""
_LETTERS = "ABCDEFGHIJKLMNOPRSTVWYZ"
_BEFORE_STREET = re.compile(r"[^\W\d_][\w'’ -]*?(?= (?i:road|rd|street|lane|avenue|close|drive)\b)")


@dataclass(slots=True)
class _Cast:
    """Who stands for whom in one copy of a text, so that a name is replaced alike wherever it stands."""

    chance: random.Random
    names: Names
    by_initials: bool = False
    by_word: dict[str, str] = field(default_factory=dict)
    short: dict[str, str] = field(default_factory=dict)

    def initials(self, words: Sequence[str]) -> str | None:
        """What stands for somebody who goes by initials in this copy: the same wherever the first name returns."""
        if not self.by_initials or not all(word[:1].isupper() and len(word) > 1 for word in words):
            return None
        key = words[0].casefold()
        if key not in self.short:
            letters = "".join(self.chance.choice(_LETTERS) for _ in range(self.chance.choice([1, 2, 2, 2, 3])))
            self.short[key] = letters if self.chance.random() < _OF_THEM else ""
        letters = self.short[key]
        if not letters:
            return None
        lot = self.chance.random()
        return ".".join(letters) + ("." if lot < 0.1 else "") if lot < 0.2 else letters  # noqa: PLR2004

    def word(self, word: str, draw: Callable[[random.Random], str]) -> str:
        """The name that stands for a word of a name, written as the word was."""
        key = word.casefold()
        if key not in self.by_word:
            self.by_word[key] = draw(self.chance)
        return _written_like(word, self.by_word[key])


def vary(example: Example, names: Names, chance: random.Random) -> Example:
    """A copy with other names, numbers and case. Which words are details stays as it is."""
    cast = _Cast(chance, names, by_initials=chance.random() < _INITIALS)
    changed = rebuilt(example, ((span, _replaced(example.text[span.start : span.end], span, cast)) for span in example.spans))
    return said(changed, chance) if chance.random() < _SPOKEN else recase(changed, chance)


def said(example: Example, chance: random.Random) -> Example:
    """A copy as speech-to-text leaves it: no capitals, few stops, numbers in words."""
    stops = chance.random() < 0.3  # noqa: PLR2004

    def heard(text: str) -> str:
        return spoken(text if stops else re.sub(r"[.,;:!?\"“”](?=\s|$)|(?<=\s)[\"“”'‘]", "", text), chance)

    return rebuilt(example, ((span, heard(example.text[span.start : span.end])) for span in example.spans), between=heard)


def recase(example: Example, chance: random.Random) -> Example:
    """A copy now and then all in lower case, all in capitals, or without its commas and stops."""
    lot = chance.random()
    text = example.text
    if lot < _LOWER:
        text = text.lower()
    elif lot < _LOWER + _UPPER:
        text = text.upper()
    elif lot < _LOWER + _UPPER + _BARE:
        text = re.sub(r"[.,;!?](?=\s|$)", " ", text).lower()
    return example.recased(text) if len(text) == len(example.text) else example


def _replaced(words: str, span: Span, cast: _Cast) -> str:
    chance = cast.chance
    if span.kind is Class.PERSON:
        return _person(words, cast)
    if span.kind is Class.LOCATION:
        if chance.random() < _KEEP[span.kind] or not _is_title(words):
            return words
        return _written_like(words, cast.names.place(chance))
    if span.kind is Class.SCHOOL:
        return words if chance.random() < _KEEP[span.kind] else _written_like(words, cast.names.school(chance))
    if span.kind is Class.ADDRESS:
        return _address(words, cast)
    if span.kind in {Class.NUMBER, Class.ONLINE}:
        return _DIGIT.sub(lambda _: str(chance.randrange(10)), words)
    if span.kind is Class.DATE:
        return _date(words, chance)
    return words


def _person(words: str, cast: _Cast) -> str:
    """Name by name; the first word from the forenames, the others from the surnames; initials become other initials."""
    if (short := cast.initials(_WORD.findall(words))) is not None:
        return short
    count = 0

    def put(found: re.Match[str]) -> str:
        nonlocal count
        word = found[0]
        if word.casefold() in TITLES:
            return word
        count += 1
        if len(word) == 1:
            return _written_like(word, cast.chance.choice(_LETTERS))
        if len(word) <= 3 and word.isupper():  # noqa: PLR2004 - "RT": initials
            return "".join(cast.chance.choice(_LETTERS) for _ in word)
        new = cast.word(word, cast.names.forename if count == 1 else cast.names.surname)
        return _misspelt(new, cast.chance) if cast.chance.random() < _TYPO else new

    return _WORD.sub(put, words)


def _address(words: str, cast: _Cast) -> str:
    chance = cast.chance
    changed = re.sub(r"\d+", lambda found: str(chance.randrange(1, 10 ** len(found[0]))), words)
    found = _BEFORE_STREET.search(changed)
    if found is None or chance.random() < 0.5:  # noqa: PLR2004
        return changed
    base = cast.names.place(chance) if chance.random() < 0.5 else cast.names.surname(chance)  # noqa: PLR2004
    return changed[: found.start()] + _written_like(found[0], base) + changed[found.end() :]


def _date(words: str, chance: random.Random) -> str:
    """Other digits of the same length that still make a day."""

    def put(found: re.Match[str]) -> str:
        digits = found[0]
        if len(digits) == 4:  # noqa: PLR2004
            return str(chance.randrange(1995, 2027))
        return str(chance.randrange(1, 13)).zfill(len(digits)) if len(digits) <= 2 else digits  # noqa: PLR2004

    return re.sub(r"\d+", put, words)


def _misspelt(word: str, chance: random.Random) -> str:
    """One letter left out, doubled, or two changed round."""
    if len(word) < 4:  # noqa: PLR2004
        return word
    place = chance.randrange(1, len(word) - 1)
    lot = chance.randrange(3)
    if lot == 0:
        return word[:place] + word[place + 1 :]
    if lot == 1:
        return word[:place] + word[place] + word[place:]
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def _is_title(words: str) -> bool:
    return words[:1].isupper() or words.islower()


def _written_like(old: str, new: str) -> str:
    if old.isupper() and len(old) > 1:
        return new.upper()
    return new.lower() if old.islower() else new
