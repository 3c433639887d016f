"""From how likely each code is to what is done with it: taken, put before a person, or left out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from models.types import Coding, Outcome, Reason

Explain = Callable[[str], Reason]


@dataclass(frozen=True, slots=True)
class Floors:
    """From which score on a code is suggested, and from which it is taken without a person.

    Attributes:
        suggest: Below it the code is left out.
        accept: Above 1 where none is ever taken without a person.
        needs_cue: Whether it is taken only where a cue stands in the segment and no near miss lies nearer.
    """

    suggest: float
    accept: float
    needs_cue: bool = False


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a coder says of one segment.

    Attributes:
        scores: Of every code of the codebook, 0 to 1; they order codings and are no probabilities.
        floors: Of every code.
        explain: Why a code was scored so; asked only about those that are suggested.
    """

    scores: Mapping[str, float]
    floors: Mapping[str, Floors]
    explain: Explain = field(repr=False)

    def codings(self) -> tuple[Coding, ...]:
        """The codings (accept and doubtful), most confident first."""
        put = [self._coding(code, score) for code, score in self.scores.items() if score >= self.floors[code].suggest]
        return tuple(sorted(put, key=lambda coding: (-coding.confidence, coding.code)))

    def _coding(self, code: str, score: float) -> Coding:
        reason, floors = self.explain(code), self.floors[code]
        sure = score >= floors.accept and not (floors.needs_cue and (not reason.cues or reason.counter_example))
        outcome = Outcome.ACCEPT if sure else Outcome.DOUBTFUL
        return Coding(code, score, calibrated=False, outcome=outcome, reason=reason)
