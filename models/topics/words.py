"""Texts as numbers of words: each word once, with its lemma, whether it says anything by itself, and where it stands."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from redaction.pseudonyms import STAND_IN

Numbers = NDArray[np.int32]
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_TOKEN = re.compile(r"\x00|" + _WORD.pattern)
_MARKS = re.compile(r"[.!?;:,()\"“”\n]+")
_CONTRACTED = re.compile(r"['’](?:s|ll|ve|re|d|m)$")
_SHORTEST = 3
_SAID_ALL_THE_TIME = frozenset(
    "say said says saying tell told ask asked think thinks know like want wants get got go going went come came really "
    "just also today yesterday lot thing things okay yeah yes um er erm don didn doesn dont don't doesn't didn't isn't "
    "wasn't aren't won't can't couldn't wouldn't shouldn't haven't hasn't hadn't it's i'm i've i'll that's he's she's "
    "there's let's".split()
)


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """n texts, word by word.

    Attributes:
        surfaces: Every word that occurs, in lower case, in alphabetical order.
        lemmas: Every lemma, in alphabetical order.
        lemma_of: For each surface its lemma's number; -1 where it says nothing by itself (a stop word).
        tokens: Surfaces' numbers, text after text; -1 stands between words that do not stand side by side.
        rows: For each token the number of its text.
        texts: n.
    """

    surfaces: tuple[str, ...] = field(repr=False)
    lemmas: tuple[str, ...] = field(repr=False)
    lemma_of: Numbers = field(repr=False)
    tokens: Numbers = field(repr=False)
    rows: Numbers = field(repr=False)
    texts: int

    def counts(self) -> sparse.csr_array:
        """How often each lemma stands in each text: shape (texts, lemmas)."""
        lemmas = self.said()
        there = lemmas >= 0
        ones = np.ones(int(there.sum()), np.float32)
        return sparse.csr_array((ones, (self.rows[there], lemmas[there])), shape=(self.texts, len(self.lemmas)))

    def said(self) -> Numbers:
        """For each token its lemma's number, -1 for what says nothing."""
        said: Numbers = np.r_[self.lemma_of, -1][self.tokens].astype(np.int32)  # of -1, the last
        return said


def words_of(texts: Sequence[str]) -> Words:
    """The words of redacted texts. A stand-in says who, not what: it is no word, and nothing stands side by side over it."""
    split = [_split(text) for text in texts]
    seen = Counter(word for words in split for word in words)
    seen.pop("", None)
    surfaces = tuple(sorted(seen))
    number = {word: place for place, word in enumerate(surfaces)} | {"": -1}
    tokens = np.fromiter((number[word] for words in split for word in words), np.int32)
    rows = np.repeat(np.arange(len(texts), dtype=np.int32), [len(words) for words in split])
    lemma = {word: _lemma(word) for word in surfaces if not _is_stop(word)}
    lemma = _as_said({word: found for word, found in lemma.items() if not _is_stop(found)}, seen)
    lemmas = tuple(sorted(set(lemma.values())))
    places = {word: place for place, word in enumerate(lemmas)}
    lemma_of = np.array([places[lemma[word]] if word in lemma else -1 for word in surfaces], dtype=np.int32)
    return Words(surfaces, lemmas, lemma_of, tokens, rows, len(texts))


def _as_said(lemma: dict[str, str], seen: Counter[str]) -> dict[str, str]:
    """A lemma that nobody said is known by the word of it that was said most."""
    most: dict[str, str] = {}
    for word, found in lemma.items():
        if found not in seen and seen[word] > seen[most.get(found, "")]:
            most[found] = word
    return {word: most.get(found, found) for word, found in lemma.items()}


def _split(text: str) -> list[str]:
    """Words in lower case; an empty one for each stand-in and each mark between words."""
    marked = _MARKS.sub(" \x00 ", STAND_IN.sub(" \x00 ", text).lower().replace("’", "'"))
    found = _TOKEN.findall(marked)
    return ["" if one == "\x00" else _CONTRACTED.sub("", one) if "'" in one else one for one in found]


@lru_cache(maxsize=1)
def stop_words() -> frozenset[str]:
    """Words that say nothing by themselves: spaCy's English list and what such notes say all the time."""
    from spacy.lang.en.stop_words import STOP_WORDS

    return frozenset(STOP_WORDS) | _SAID_ALL_THE_TIME


def _is_stop(word: str) -> bool:
    return len(word) < _SHORTEST or word in stop_words()


@lru_cache(maxsize=200_000)
def _lemma(word: str) -> str:
    import simplemma

    return str(simplemma.lemmatize(word, lang="en")).lower()
