"""Minimal pairs: two segments that differ in a few words and in their codes.

They are contrast sets as Gardner et al. 2020 (Evaluating Models' Local Decision Boundaries via Contrast Sets) describe
them: what a model gets right on both sides it did not get right by a word alone. Written form, two segments a pair::

    === m1-001 negation
    {{cr safety+|Says she sleeps fine at [[PERSON|Joan]]'s.}}
    {{cr safety-|Says she never sleeps fine at [[PERSON|Joan]]'s.}}
"""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from evaluation.corpus.markup import MarkupError, strip_marks
from evaluation.labelled import Entity
from models.types import Voice

Difference = Literal["negation", "time", "whose", "hypothetical", "contrast", "irony", "source", "choice", "degree", "theme"]
"""What the few words change: yes or no; then or now; whose feeling; wished or real; after a "but"; meant or mocked; the child's
experience or a professional's judgement; not asked or will not say; how much; which theme."""

_MOST_DIFFERENT = 0.4


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Side(_Frozen):
    """One segment of a pair."""

    text: str = Field(repr=False)
    codes: tuple[str, ...]
    voice: Voice
    entities: tuple[Entity, ...] = ()


class MinimalPair(_Frozen):
    """Two segments that differ in a few words and in their codes."""

    id: str
    difference: Difference
    split: str
    a: Side
    b: Side

    @property
    def similarity(self) -> float:
        """Share of words that both sides have in the same order, 0 to 1 (Ratcliff and Obershelp, by difflib)."""
        return SequenceMatcher(None, _words(self.a.text), _words(self.b.text), autojunk=False).ratio()

    def problem(self) -> str | None:
        """What is wrong with it, if something is."""
        if set(self.a.codes) == set(self.b.codes):
            return "both sides have the same codes"
        if self.similarity < _MOST_DIFFERENT:
            return f"the sides share only {self.similarity:.0%} of their words"
        return None


def read_pair_markup(path: Path, *, split: str = "train") -> Iterator[MinimalPair]:
    """The pairs of a file in their written form.

    Raises:
        MarkupError: A pair has no two segments, or a difference that is not one of `Difference`.
    """
    for part in re.split(r"^=== *", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        head, _, rest = part.partition("\n")
        identifier, _, difference = head.strip().partition(" ")
        where = f"{path.name}, {identifier}"
        sides = [_side(line, where=where) for line in rest.splitlines() if line.strip()]
        if len(sides) != 2 or difference.strip() not in Difference.__args__:  # type: ignore[attr-defined]  # noqa: PLR2004
            raise MarkupError(f"{where}: a pair is '=== id difference' and two lines; differences are {Difference.__args__}")  # type: ignore[attr-defined]
        yield MinimalPair(id=identifier, difference=difference.strip(), split=split, a=sides[0], b=sides[1])


def _side(line: str, *, where: str) -> Side:
    text, entities, codings = strip_marks(line.strip(), where=where)
    if len(codings) != 1 or (codings[0].start, codings[0].end) != (0, len(text)):
        raise MarkupError(f"{where}: a line of a pair is one segment, {{{{voice codes|words}}}}, and nothing beside it")
    return Side(text=text, codes=codings[0].codes, voice=codings[0].voice, entities=entities)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+(?:['’]\w+)*", text.lower())
