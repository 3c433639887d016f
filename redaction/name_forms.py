"""The forms in which a name comes back: other case, possessive, part, initials, folded accents, one typo away."""

import itertools
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from redaction.recognizers.cues import ACRONYMS, COMMON_WORDS, NAMES_THAT_ARE_WORDS, PARTICLES, TITLES

_TOKEN = re.compile(r"[^\W\d_]+(?:['’`´][^\W\d_]+)*\.?")
_POSSESSIVE = re.compile(r"['’`´]s?\.?$|['’`´]S$")
_GAP = re.compile(r"[ \t\u00a0]{0,2}[-–.,]?\s{0,2}\n?[ \t]{0,2}")
_SENTENCE_START = re.compile(r"(?:^|[.!?…:;\n•*\-–\"“(])\s*[\"'“‘(]*$")
_TYPO_LENGTH = 5
# How likely a word must be part of a detail before a known name is seen in it: where the name is a word too, where it stands
# in lower case, where it is only nearly the name. All are low: that the name is in the note is evidence already.
_WORD_CHANCE, _LOWER_CHANCE, _TYPO_CHANCE = 0.03, 0.005, 0.03
Chances = NDArray[np.float32]
_SAYING = frozenset(
    {
        "said",
        "says",
        "told",
        "tells",
        "was",
        "is",
        "has",
        "had",
        "and",
        "went",
        "came",
        "asked",
        "wants",
        "did",
        "likes",
        "will",
    }
)


def fold(text: str) -> str:
    """A name without case, accents, apostrophes, hyphens and spare spaces: "Zoë O'Neill-Ng" → "zoe oneill ng"."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    plain = "".join(character for character in plain if not unicodedata.combining(character))
    plain = _POSSESSIVE.sub("", re.sub(r"[’`´]", "'", plain))
    return " ".join(re.sub(r"[^\w\s]", " ", plain.replace("'", "")).split())


def name_parts(name: str) -> list[str]:
    """The folded parts of a name that can stand for it: no titles, particles or single letters."""
    return [part for part in fold(name).split() if len(part) > 1 and part not in PARTICLES and part not in TITLES]


def initials_of(name: str) -> list[str]:
    """The initials of a name of several words in capitals, without its particles and with them: "MG", "MMG"."""
    every = re.sub(r"[^\w\s]", " ", fold(name.replace("-", " "))).split()
    without = [word for word in every if word not in PARTICLES and word not in TITLES]
    found = ("".join(word[0] for word in words).upper() for words in (without, every) if len(words) > 1)
    return list(dict.fromkeys(found))


def deletions(form: str) -> set[str]:
    """The form and all forms with one character less (the index of SymSpell)."""
    return {form, *(form[:place] + form[place + 1 :] for place in range(len(form)))}


def one_typo_apart(first: str, second: str) -> bool:
    """Whether one insertion, deletion, change or swap of neighbours leads from one to the other."""
    if first == second:
        return True
    if abs(len(first) - len(second)) > 1:
        return False
    start = next(
        (i for i, (a, b) in enumerate(zip(first, second, strict=False)) if a != b),
        min(len(first), len(second)),
    )
    one, other = first[start:], second[start:]
    return (
        one[1:] == other[1:]
        or one[1:] == other
        or one == other[1:]
        or (one[:2] == other[1::-1] and len(other) > 1 and one[2:] == other[2:])
    )


class TypoIndex:
    """Known forms, found again by a form that is one typo away. Same first letter, at least five letters."""

    def __init__(self) -> None:
        self._forms: dict[str, str] = {}
        self._by_deletion: defaultdict[str, set[str]] = defaultdict(set)

    def add(self, form: str, value: str) -> None:
        """Remember a form; the first value stays."""
        if form in self._forms:
            return
        self._forms[form] = value
        if len(form) >= _TYPO_LENGTH:
            for key in deletions(form):
                self._by_deletion[key].add(form)

    def find(self, form: str) -> str | None:
        """The value of the form itself, or of one that is one typo away."""
        if form in self._forms:
            return self._forms[form]
        if len(form) < _TYPO_LENGTH - 1:
            return None
        near = {known for key in deletions(form) for known in self._by_deletion.get(key, ())}
        fitting = sorted(known for known in near if known[0] == form[0] and one_typo_apart(known, form))
        return self._forms[fitting[0]] if fitting else None


@dataclass(frozen=True, slots=True)
class Token:
    """A word of the text with its folded form; `end` is before a possessive or full stop."""

    start: int
    end: int
    form: str
    surface: str


def tokens(text: str) -> list[Token]:
    """The words of a text, in order."""
    found = []
    for match in _TOKEN.finditer(text):
        surface = match[0]
        possessive = _POSSESSIVE.search(surface)
        stem = surface[: possessive.start()] if possessive else surface.rstrip(".")
        found.append(Token(match.start(), match.start() + len(stem), fold(stem), stem))
    return found


class FormFinder:
    """Finds every occurrence of names in a text, in one pass over its words."""

    def __init__(self) -> None:
        self._sequences: defaultdict[str, list[tuple[tuple[str, ...], int]]] = defaultdict(list)
        self._single: dict[str, int] = {}
        self._typos = TypoIndex()
        self._initials: dict[str, tuple[int, float]] = {}
        self._chances: Chances | None = None

    def add_whole(self, name: str, payload: int) -> None:
        """The whole name, word after word; `payload` is given back where it is found."""
        words = tuple(fold(name).split())
        if len(words) == 1:
            self.add_part(words[0], payload)
        elif words:
            self._sequences[words[0]].append((words, payload))

    def add_part(self, part: str, payload: int) -> None:
        """A folded part that stands for the name by itself."""
        if part and (part not in COMMON_WORDS or part in NAMES_THAT_ARE_WORDS):
            self._single.setdefault(part, payload)
            self._typos.add(part, str(payload))

    def add_initials(self, name: str, payload: int, *, least: float = 0.0) -> None:
        """The initials of a name of several words, written in capitals; found where the chance given to `find` is `least`."""
        for initials in initials_of(name):
            if initials not in ACRONYMS:
                self._initials.setdefault(initials, (payload, least))

    def find(self, text: str, chances: Chances | None = None) -> Iterator[tuple[int, int, int]]:
        """(start, end, payload) of each occurrence, in order, the longest at each place.

        Args:
            text: Where to look.
            chances: For each character, how likely its word is part of a detail; decides where a name is a word too, or
                where a word is only nearly the name. Without it, how the word is written decides.
        """
        words = tokens(text)
        self._chances = chances
        shouting = text.isupper()
        place = 0
        while place < len(words):
            length, payload = self._at(text, words, place, shouting=shouting)
            if length:
                yield words[place].start, words[place + length - 1].end, payload
            place += max(1, length)

    def _at(self, text: str, words: list[Token], place: int, *, shouting: bool) -> tuple[int, int]:
        token = words[place]
        fitting = [
            (len(sequence), payload)
            for sequence, payload in self._sequences.get(token.form, ())
            if _stands(text, words, place, sequence)
        ]
        if fitting:
            return max(fitting)
        for form in (token.form, token.form.removesuffix("s")):
            if form in self._single and self._is_name(text, words, place, form, shouting=shouting):
                return 1, self._single[form]
        if found := self._initials_at(words, place):
            return found
        if self._may_be_typo(token):
            near = self._typos.find(token.form)
            if near is not None and self._chance(token) >= _TYPO_CHANCE:
                return 1, int(near)
        return 0, 0

    def _is_name(self, text: str, words: list[Token], place: int, form: str, *, shouting: bool) -> bool:
        token = words[place]
        if self._chances is not None and (form in NAMES_THAT_ARE_WORDS or token.surface.islower()):
            limit = _WORD_CHANCE if form in NAMES_THAT_ARE_WORDS else _LOWER_CHANCE
            return self._chance(token) >= limit
        return _is_used_as_name(text, words, place, form, shouting=shouting)

    def _chance(self, token: Token) -> float:
        return 1.0 if self._chances is None else float(self._chances[token.start : token.end].max(initial=0.0))

    def _initials_at(self, words: list[Token], place: int) -> tuple[int, int] | None:
        token = words[place]
        runs = [1] if len(token.surface) > 1 else [3, 2]
        for length in runs:
            run = words[place : place + length]
            letters = "".join(word.surface for word in run)
            close = all(b.start - a.end <= 2 for a, b in itertools.pairwise(run))  # noqa: PLR2004
            if letters in self._initials and letters.isupper() and close and (length == 1 or len(letters) == length):
                payload, least = self._initials[letters]
                return (length, payload) if max(map(self._chance, run)) >= least else None
        return None

    def _may_be_typo(self, token: Token) -> bool:
        return len(token.form) >= _TYPO_LENGTH - 1 and token.surface[:1].isupper() and token.form not in COMMON_WORDS


def _stands(text: str, words: list[Token], place: int, sequence: tuple[str, ...]) -> bool:
    run = words[place : place + len(sequence)]
    if tuple(word.form for word in run) != sequence:
        return False
    return all(_GAP.fullmatch(text, a.end, b.start) for a, b in itertools.pairwise(run))


def _is_used_as_name(text: str, words: list[Token], place: int, form: str, *, shouting: bool) -> bool:
    """A name that is also a word counts only where it is written as a name."""
    token = words[place]
    if len(form) == 2:  # noqa: PLR2004
        return token.surface[0].isupper()
    if form not in NAMES_THAT_ARE_WORDS:
        return True
    if shouting:
        return True
    if not token.surface[0].isupper():
        return False
    if not _SENTENCE_START.search(text, max(0, token.start - 12), token.start):
        return True
    possessive = text[token.end : token.end + 2] in ("'s", "’s")
    following = words[place + 1].form if place + 1 < len(words) else ""
    return possessive or following in _SAYING
