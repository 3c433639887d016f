"""A detail as an example to learn from without its words: how it was written, and the harmless words beside it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from redaction.pseudonyms import STAND_IN
from redaction.words.harmless import is_harmless_word

_AROUND = 3


@dataclass(frozen=True, slots=True)
class Pattern:
    """How a detail was written, and up to three words on each side; a word not known to be harmless shows its shape only."""

    before: str
    shape: str
    after: str


def pattern_of(text: str, span: tuple[int, int]) -> Pattern:
    """The pattern of a span of redacted text; a stand-in in the span has no shape of its own."""
    start, end = span
    words = text[start:end]
    return Pattern(
        before=" ".join(_veiled(text[:start].split()[-_AROUND:])),
        shape="" if STAND_IN.fullmatch(words) else shape(words),
        after=" ".join(_veiled(text[end:].split()[:_AROUND])),
    )


def shape(words: str) -> str:
    """How words are written, without what they say: letters as A and a, digits as 9 ("Mia O'K 7" → "Aaa A'A 9")."""
    return "".join("9" if mark.isdigit() else "A" if mark.isupper() else "a" if mark.isalpha() else mark for mark in words)


def _veiled(words: Sequence[str]) -> Iterator[str]:
    for word in words:
        plain = word.strip(".,;:!?()\"'“”‘’")
        yield word if STAND_IN.search(word) or is_harmless_word(plain) else shape(word)
