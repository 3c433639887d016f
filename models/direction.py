"""Which side of a theme a segment expresses: from cues and valence words with the scope of negation, contrast and time.

Never from a cosine: "I feel safe at home" and "I do not feel safe at home" lie closer together in an embedding than
either to its paraphrase. Likeness to examples says that a theme is there; here it is settled which side of it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from codebook.schema import Direction
from models.cues import FoundCue, is_negated

_POSITIVE = (
    r"safe|safer|calm|happy|happier|good|nice|kind|love|loves|loved|like|likes|liked|enjoys?|trust|trusts|settled|better|glad|pleased|proud|best|fun|great|comfy|cosy|relaxed|relax|relaxes|listens?|listened|believes?|believed|"
    r"kept|keeps|includes?|included|belongs?|fine|sorted|stay|staying|stays|helped|helps|asked me|chose|choose|always (?:comes|there)|every time|same|together|welcome|warm|sleeps?|smil\w+|laugh\w*|hugg?\w*|cwtch|brilliant|sound|home"
)
_NEGATIVE = (
    r"scared|afraid|frightened|hate|hates|hated|horrible|alone|lonely|left out|lied|lies|lying|broke|broken|moved|moving|hurts?|hid|hides|hiding|shout\w*|hit|hits|push\w*|worse|worst|bad|angry|upset|sad|cried|cry|crying|different|guest|forgot\w*|"
    r"ignored|decided|without (?:me|asking)|behind|secret|dread\w*|nightmares?|threat\w*|bull\w+|stares?|packed|gone|left|leaves?|kicked|unsafe|unsettled|again|no point|whats the point|what's the point|you lot|stranger|strangers|wary|flinch\w*|locked|can't|cannot|fake|snitch\w*|grass\w*"
)
_VALENCE = re.compile(
    rf"\b(?:(?P<good>{_POSITIVE})|(?P<bad>{_NEGATIVE})|(?P<nobody>nobody|no one|no-one|never|nothing|none))\b",
    re.IGNORECASE,
)
_CONTRAST = re.compile(r"\b(?:but|though|although|except|however|whereas)\b|\bnot the\b", re.IGNORECASE)
_USED_TO = re.compile(
    r"\bused to\b|\b(?:was|were|had been)\b(?=.{0,80}\b(?:any ?more|but now|now|these days|no longer)\b)",
    re.IGNORECASE,
)
_CUE_WEIGHT, _VALENCE_WEIGHT, _ENOUGH = 1.0, 0.4, 0.35


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for each side, and the words that do.

    Attributes:
        felt, lacking: Weight of evidence for each side, 0 or more.
        words: The words that count, in the order of the text.
    """

    felt: float
    lacking: float
    words: tuple[str, ...]

    @property
    def directions(self) -> frozenset[Direction]:
        """The sides that are expressed: both in a contrast, none where nothing settles it."""
        if min(self.felt, self.lacking) >= _CUE_WEIGHT and self.felt == self.lacking:
            return frozenset(Direction)
        if abs(self.felt - self.lacking) < _ENOUGH:
            return frozenset()
        return frozenset({Direction.FELT if self.felt > self.lacking else Direction.LACKING})

    @property
    def reason(self) -> str | None:
        """The words as a reason."""
        return ", ".join(self.words[:4]) or None


def weigh(text: str, felt_cues: Sequence[FoundCue], lacking_cues: Sequence[FoundCue]) -> Evidence:
    """The evidence for each side of a theme in `text`, given the cues of its two codes that were found there."""
    plain = text.casefold().replace("’", "'")
    sums = {Direction.FELT: 0.0, Direction.LACKING: 0.0}
    words: list[tuple[int, str]] = []
    covered: set[int] = set()
    for cues, side in ((felt_cues, Direction.FELT), (lacking_cues, Direction.LACKING)):
        for cue in cues:
            turned = cue.negated != _is_over(plain, cue.start)
            sums[_turn(side, turned=turned)] += _CUE_WEIGHT
            words.append((cue.start, f"{'no longer or not ' if turned else ''}“{cue.cue}”"))
            covered.update(range(cue.start, cue.start + len(cue.cue)))
    for found in _VALENCE.finditer(plain):
        if found.start() in covered:
            continue
        side = Direction.FELT if found["good"] else Direction.LACKING
        turned = not found["nobody"] and is_negated(plain, found.start(), found[0]) != _is_over(plain, found.start())
        sums[_turn(side, turned=turned)] += _VALENCE_WEIGHT
        words.append((found.start(), f"{'not ' if turned else ''}“{found[0]}”"))
    return Evidence(sums[Direction.FELT], sums[Direction.LACKING], tuple(word for _, word in sorted(words)))


def _is_over(plain: str, place: int) -> bool:
    """Whether what stands at `place` is told as past and done: "used to be scared of him, not any more"."""
    used_to = next((found for found in _USED_TO.finditer(plain) if found.start() <= place), None)
    if used_to is None:
        return False
    turn = _CONTRAST.search(plain, used_to.end())
    return turn is None or place < turn.start()


def _turn(side: Direction, *, turned: bool) -> Direction:
    if not turned:
        return side
    return Direction.LACKING if side is Direction.FELT else Direction.FELT
