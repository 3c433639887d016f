"""A word that is written as a name again and again, each time with a little evidence, is a name.

One occurrence may say too little ("Mo, desk."); together they say enough. The classifier's chances of all occurrences are put
together as independent hints: that at least one of them is right.
"""

from collections import defaultdict
from itertools import pairwise

from redaction.name_forms import Chances, Token, tokens
from redaction.recognizers.cues import HARMLESS
from redaction.types import Detection, MentionType

_HINT = 0.04
_ENOUGH = 0.3
GATHERED = "gathered hints"


def gathered(text: str, chances: Chances | None) -> list[Detection]:
    """People whose name stands in the text twice or more, by what the classifier sees of it each time. Linear time."""
    if chances is None:
        return []
    hints: defaultdict[str, list[tuple[Token, float]]] = defaultdict(list)
    for token in tokens(text):
        if token.surface[:1].isupper() and len(token.surface) > 1 and token.form not in HARMLESS:
            hints[token.surface].append((token, float(chances[token.start : token.end].max(initial=0.0))))
    found = []
    for occurrences in hints.values():
        told = [(token, chance) for token, chance in occurrences if chance >= _HINT]
        apart = [b[0].start - a[0].end for a, b in pairwise(told)]
        if len(told) < 2 or max(apart) < 2:  # noqa: PLR2004 - "Bye bye"
            continue
        none = 1.0
        for _, chance in told:
            none *= 1 - chance
        if (score := 1 - none) >= _ENOUGH:
            found += [Detection(token.start, token.end, MentionType.PERSON, min(score, 0.95), GATHERED) for token, _ in told]
    return sorted(found, key=lambda one: one.start)
