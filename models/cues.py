"""Cues of a codebook found in a segment, each with whether it stands in the scope of a negation."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

_NEGATION = re.compile(
    r"\b(?:not|no|never|nobody|no one|no-one|none|nothing|without|hardly|barely|cannot|neither|nor|stopped|isn['’]?t|aren['’]?t|wasn['’]?t|weren['’]?t|don['’]?t|dont|doesn['’]?t|doesnt|didn['’]?t|didnt|"
    r"won['’]?t|wont|can['’]?t|cant|couldn['’]?t|wouldn['’]?t|hasn['’]?t|haven['’]?t|hadn['’]?t|ain['’]?t|nah)\b",
    re.IGNORECASE,
)
_CLAUSE_END = re.compile(
    r"[,;:.!?–—]|\b(?:but|though|although|except|however|and then|because|cos|cuz|so that)\b", re.IGNORECASE
)
_SCOPE_WORDS = 6


@dataclass(frozen=True, slots=True)
class FoundCue:
    """A cue in a segment.

    Attributes:
        cue: As the codebook has it.
        start: Where it stands.
        negated: Whether a negation's scope covers it ("do not feel safe"): within six words, in the same clause.
    """

    cue: str
    start: int
    negated: bool


class CueMatcher:
    """The cues of one code as one pattern: whole words, any case, any apostrophe."""

    def __init__(self, cues: Iterable[str]) -> None:
        self._cues = {_plain(cue): cue for cue in cues}
        longest_first = sorted(self._cues, key=len, reverse=True)
        words = "|".join(re.escape(cue) for cue in longest_first)
        self._pattern = re.compile(rf"(?<!\w)(?:{words})(?!\w)") if longest_first else None

    def find(self, text: str) -> list[FoundCue]:
        """The cues in `text`, in order of place."""
        if self._pattern is None:
            return []
        plain = _plain(text)
        return [
            FoundCue(self._cues[found[0]], found.start(), is_negated(plain, found.start(), found[0]))
            for found in self._pattern.finditer(plain)
        ]


def is_negated(text: str, place: int, cue: str = "") -> bool:
    """Whether what begins at `place` stands in the scope of a negation that is not part of it."""
    if _NEGATION.match(cue):
        return False
    before = text[:place]
    for boundary in _CLAUSE_END.finditer(before):
        before_clause = boundary.end()
        text_before = before[before_clause:]
        if not _CLAUSE_END.search(text_before):
            before = text_before
            break
    near = " ".join(before.split()[-_SCOPE_WORDS:])
    return len(_NEGATION.findall(near)) % 2 == 1


def _plain(text: str) -> str:
    return text.casefold().replace("’", "'").replace("‘", "'")
