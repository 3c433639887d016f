"""One training text: its details, and which classes its source would have marked."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from redaction.tagger.labels import CLASSES, Class

ALL = frozenset(CLASSES)


@dataclass(frozen=True, slots=True)
class Span:
    """A detail of the text; without a class it is neither right nor wrong to mark it (the source is unlike us there)."""

    start: int
    end: int
    kind: Class | None


@dataclass(frozen=True, slots=True)
class Example:
    """A text with its details.

    Attributes:
        text: The text.
        spans: Its details, in order of place, not overlapping.
        known: Classes that the source marks; whether an unmarked word belongs to another class it does not say.
        source: Where it comes from.
    """

    text: str = field(repr=False)
    spans: tuple[Span, ...]
    known: frozenset[Class] = ALL
    source: str = ""

    def recased(self, text: str) -> "Example":
        """The same with its text in another case.

        Raises:
            ValueError: The text has another length, so that spans would not fit.
        """
        if len(text) != len(self.text):
            raise ValueError("the text has another length")
        return replace(self, text=text)


def _as_it_is(text: str) -> str:
    return text


def rebuilt(example: Example, pieces: Iterable[tuple[Span, str]], *, between: Callable[[str], str] = _as_it_is) -> Example:
    """The example with the words of its spans replaced, and what stands between them changed by `between`."""
    text: list[str] = []
    spans = []
    position = length = 0
    for span, words in pieces:
        before = between(example.text[position : span.start])
        length += len(before)
        spans.append(Span(length, length + len(words), span.kind))
        text += [before, words]
        length += len(words)
        position = span.end
    return replace(example, text="".join([*text, between(example.text[position:])]), spans=tuple(spans))
