"""Where a segment stands: what people decided, derived from their decisions, which are appended and never changed."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from service.store.tables import DecisionRow


class Verdict(StrEnum):
    """What a person can decide about a segment."""

    ACCEPT = "accept"  # a code the machine suggested applies
    REJECT = "reject"  # … does not apply
    ADD = "add"  # a code applies that the machine did not suggest
    NONE_APPLIES = "none_applies"  # no code applies: a decision of its own
    NO_OTHER = "no_other"  # beside the codes decided about, none applies: what makes a blind decision whole
    UNSURE = "unsure"  # looked at, and it cannot be told
    VOICE = "voice"  # who is speaking
    UNDO = "undo"  # an earlier decision is taken back


NEEDS_CODE = frozenset({Verdict.ACCEPT, Verdict.REJECT, Verdict.ADD})


@dataclass(frozen=True, slots=True)
class Standing:
    """What holds now, by people.

    Attributes:
        sequence: How many decisions there are; what a new decision must have seen.
        codes: Code → the decision that holds about it.
        none_applies: The decision that no code applies, where that holds.
        no_other: The decision that no code applies beside those in `codes`, where that holds.
        unsure: Whether somebody said that it cannot be told, and nobody else could.
        voice: The decision about the voice.
    """

    sequence: int = 0
    codes: dict[str, DecisionRow] = field(default_factory=dict)
    none_applies: DecisionRow | None = None
    no_other: DecisionRow | None = None
    unsure: bool = False
    voice: DecisionRow | None = None

    def verdict(self, code: str) -> tuple[bool, DecisionRow] | None:
        """Whether a code applies, and the decision that says so; none where nobody said."""
        if decision := self.codes.get(code):
            return decision.verdict != Verdict.REJECT, decision
        rest = self.none_applies or self.no_other
        return (False, rest) if rest else None

    def settles(self, doubtful: Collection[str]) -> bool:
        """Whether nothing is left to decide for somebody who is shown these doubtful codes."""
        said_of_all = self.none_applies is not None or self.no_other is not None
        return self.unsure or said_of_all or (bool(self.codes) and set(doubtful) <= set(self.codes))


def standing(decisions: Sequence[DecisionRow]) -> Standing:
    """What follows from a segment's decisions, given in the order of their sequence."""
    undone = _undone(decisions)
    codes: dict[str, DecisionRow] = {}
    none_applies: DecisionRow | None = None
    no_other: DecisionRow | None = None
    voice: DecisionRow | None = None
    unsure = False
    for decision in decisions:
        if decision.id in undone:
            continue
        match Verdict(decision.verdict):
            case Verdict.ACCEPT | Verdict.ADD | Verdict.REJECT:
                codes[decision.code or ""] = decision
                unsure = False
                if decision.verdict != Verdict.REJECT:
                    none_applies = None
            case Verdict.NONE_APPLIES:
                codes, none_applies, no_other, unsure = {}, decision, None, False
            case Verdict.NO_OTHER:
                none_applies, no_other, unsure = None, decision, False
            case Verdict.UNSURE:
                unsure = True
            case Verdict.VOICE:
                voice = decision
            case Verdict.UNDO:
                pass
    sequence = decisions[-1].sequence if decisions else 0
    return Standing(sequence, codes, none_applies, no_other, unsure, voice)


def _undone(decisions: Sequence[DecisionRow]) -> set[str]:
    """Ids of the decisions that were taken back; an "undo" that was itself undone takes nothing back."""
    undone: set[str] = set()
    for decision in reversed(decisions):
        if decision.verdict == Verdict.UNDO and decision.id not in undone and decision.undoes:
            undone.add(decision.undoes)
    return undone
