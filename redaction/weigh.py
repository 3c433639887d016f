"""Rules and token classifier weighed together: one score for each detection, the chance that it is a detail at all.

A rule says how far its form can be trusted, the classifier how likely the words are part of a detail where they stand. Both are
put on the log-odds scale and added with weights for each group of recognisers (a logistic regression, fitted on documents that
took no part in training by `scripts/recogniser/weights.py`), so that of detections with a score of .4 four in ten are right.
Rules that know the form of what they look for are not overruled: they are nearly always right.
"""

import json
import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from operator import attrgetter
from pathlib import Path

from redaction.ner import CLASSIFIER, Reading
from redaction.types import Detection, MentionType

PATH = Path(__file__).parent.parent / "models" / "weights" / "recogniser" / "weights.json"
# Rules that go by how a word is written and what stands beside it: guesses that the classifier can overrule.
GUESSES = frozenset({"introduced name", "named place", "initials"})
# What the classifier knows by a coarse name only; a rule that finds the same knows better what it is.
_COARSE = frozenset({MentionType.CASE_REF, MentionType.HANDLE, MentionType.ADDRESS})
_LEAST = 0.001
_LONGEST = 200  # characters of what a rule finds
_START = attrgetter("start")


@dataclass(frozen=True, slots=True)
class Weights:
    """Log-odds of a detection being right: `bias` + `rule` × those of its own score + `chance` × those of the classifier's."""

    bias: float
    rule: float
    chance: float

    def score(self, own: float, chance: float) -> float:
        """The chance, 0 to 1, that a detection of this group is right."""
        odds = self.bias + self.rule * log_odds(own) + self.chance * log_odds(chance)
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))


def weigh(found: Sequence[Detection], reading: Reading) -> list[Detection]:
    """The rules' detections and the pipeline's, each with its weighed score."""
    return [replace(one, score=_score(one, reading)) for one in typed(found, reading)]


def typed(found: Sequence[Detection], reading: Reading) -> list[Detection]:
    """All detections, each with the type that whoever knows best gives it, with its own score.

    A guess takes the type of what the classifier found there: that a capitalised word stands after "from" does not tell a
    person from a town. What the classifier knows only as a number takes the type of the rule that found it.
    """
    details = sorted((one for one in reading.details if one.recogniser == CLASSIFIER), key=_START)
    rules = [_named(one, _near(details, one)) if one.recogniser in GUESSES else one for one in found]
    return [*rules, *named(found, reading)]


def named(found: Sequence[Detection], reading: Reading) -> list[Detection]:
    """The pipeline's details; what it knows by a coarse name only has the type of the rule that found most of the same."""
    certain = sorted((one for one in found if one.recogniser not in GUESSES), key=_START)
    return [
        _named(one, _near(certain, one)) if one.recogniser == CLASSIFIER and one.type in _COARSE else one
        for one in reading.details
    ]


def group_of(one: Detection) -> str:
    """Which weights a detection is weighed with; a rule that knows its form and its cue is in no group."""
    return f"{one.recogniser}/{one.type}"


def chance_of(one: Detection, reading: Reading) -> float | None:
    """How likely the classifier finds the words of a detection to be part of a detail; none where it was not asked."""
    return None if reading.chances is None else float(reading.chances[one.start : one.end].max(initial=0.0))


def log_odds(chance: float) -> float:
    """Logarithm of the odds, bounded, so that certainty is never infinite."""
    chance = min(max(chance, _LEAST), 1 - _LEAST)
    return math.log(chance / (1 - chance))


@lru_cache(maxsize=1)
def load_weights() -> dict[str, Weights]:
    """The weights of each group; a group that has none keeps the recogniser's own score."""
    if not PATH.is_file():
        return {}
    content = json.loads(PATH.read_text(encoding="utf-8"))
    return {group: Weights(*values) for group, values in content.items()}


def _score(one: Detection, reading: Reading) -> float:
    chance, weights = chance_of(one, reading), load_weights().get(group_of(one))
    return one.score if chance is None or weights is None else weights.score(one.score, chance)


def _near(ordered: Sequence[Detection], one: Detection) -> Sequence[Detection]:
    """Those of `ordered`, which is in order of start, that may overlap this one: not all of a text with thousands."""
    first = bisect_left(ordered, one.start - _LONGEST, key=_START)
    return ordered[first : bisect_left(ordered, one.end, lo=first, key=_START)]


def _named(one: Detection, rules: Sequence[Detection]) -> Detection:
    shared = [(min(one.end, rule.end) - max(one.start, rule.start), rule) for rule in rules if rule.end > one.start]
    width, rule = max(shared, key=lambda pair: pair[0], default=(0, one))
    return replace(one, type=rule.type) if 2 * width > one.end - one.start else one
