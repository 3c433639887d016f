"""Words that nothing vouches for: what the strict policy hides besides everything that a recogniser found.

The way of Philter (Norgeot et al. 2020, Protected Health Information filter): a word is safe only if it is known to be
harmless. A capitalised word is taken for a name where its place does not explain the capital.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from redaction.recognizers.cues import HARMLESS, NAMES_THAT_ARE_WORDS
from redaction.types import Detection, MentionType

PATH = Path(__file__).parent / "harmless.txt"
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_SENTENCE_FIRST = re.compile(r"(?:^|[.!?:\n…]\s*|[\"“‘•*\-–(]\s*)$")
_SCORE = 0.2
_LONGEST_NUMBER = 3  # a number of more digits may be somebody's


def unknown_words(text: str) -> Iterator[Detection]:
    """Every word of `text` that is not known to be harmless. Linear time."""
    for found in _WORD.finditer(text):
        if not _is_harmless(text, found):
            yield Detection(found.start(), found.end(), MentionType.WORD, _SCORE, "unknown word")


def _is_harmless(text: str, found: "re.Match[str]") -> bool:
    word = found[0]
    if word.isdigit():
        return len(word) <= _LONGEST_NUMBER or bool(re.fullmatch(r"(?:19|20)\d\d", word))
    plain = word.casefold().replace("’", "'")
    stem = plain.removesuffix("'s")
    if not {plain, stem} & _words():
        return len(plain) == 1 and not word.isupper()
    named = stem in NAMES_THAT_ARE_WORDS and word[0].isupper() and not text.isupper()
    return not named or bool(_SENTENCE_FIRST.search(text, max(0, found.start() - 4), found.start()))


def is_harmless_word(word: str) -> bool:
    """Whether a word is known to say nothing of anybody, in whatever case it is written."""
    plain = word.casefold().replace("’", "'")
    return plain in _words() and plain not in NAMES_THAT_ARE_WORDS


@lru_cache(maxsize=1)
def _words() -> frozenset[str]:
    return frozenset(PATH.read_text(encoding="utf-8").split()) | HARMLESS | NAMES_THAT_ARE_WORDS
