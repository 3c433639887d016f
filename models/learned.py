"""A learned state: heads, calibration, thresholds with their guarantee, and what shift is told by; one value, stored as bytes.

It stands over the base coder: a code with too few decisions stays as the base coder has it.
"""

import hashlib
import json
import struct
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np

from models.calibrate import Calibration, log_odds
from models.code import says_nothing
from models.head import Floats
from models.judge import Floors
from models.learned_heads import HeadsUnreadable, LearnedHeads
from models.outcomes import Guarantee
from models.shift import Fingerprint
from models.types import Coding, Outcome, Reason
from models.upper import Upper

_MAGIC = b"earshot-learned-1\n"


@dataclass(frozen=True, slots=True)
class Told:
    """What a learned state says of a code on a segment.

    Attributes:
        chance: Its probability; a score where it is not calibrated.
        calibrated: Which of both.
        outcome: What the guarantee makes of it; none where it makes nothing.
    """

    chance: float
    calibrated: bool
    outcome: Outcome | None


@dataclass(frozen=True, eq=False)  # no slots: the revision is computed once
class Learned:
    """What was learned from people's decisions.

    Attributes:
        heads: Of all codes; used for those in `taught`.
        taught: Codes with decisions enough.
        calibration: Curves of all codes.
        guarantee: Thresholds, and what is promised of them.
        suggest: Of calibrated codes, the chance from which they are suggested where nothing is promised of rejection.
        fingerprint: How the base coder's scores lay.
        base: Revision of the base coder.
        upper: The tuned last layers of the encoder that the heads stand on; none: they stand on the packaged one's.
        moved: Code → why its calibration holds no more; found later, no part of the revision.
    """

    heads: LearnedHeads
    taught: frozenset[str]
    calibration: Calibration
    guarantee: Guarantee
    suggest: Mapping[str, float]
    fingerprint: Fingerprint
    base: str
    upper: Upper | None = None
    moved: Mapping[str, str] = field(default_factory=dict)

    @property
    def codebook(self) -> str:
        """Version of the codebook."""
        return self.heads.codebook

    @cached_property
    def revision(self) -> str:
        """Content hash: the same state has the same."""
        return hashlib.sha256(self._told().encode() + self.heads.revision.encode()).hexdigest()[:8]

    def despite(self, moved: Mapping[str, str]) -> "Learned":
        """The same state, with these codes no longer calibrated."""
        return replace(self, moved=dict(moved))

    def judge(self, texts: Sequence[str], embeddings: Floats, scores: Sequence[Mapping[str, float]]) -> list[dict[str, Told]]:
        """What it says of each segment: of every code in `taught`.

        Args:
            texts: n redacted texts.
            embeddings: Shape (n, dimensions), rows of length 1, by the encoder that the heads stand on.
            scores: The base coder's n.
        """
        if not len(texts) or not self.taught:
            return [{} for _ in texts]
        base = base_odds(self.heads.codes, scores)
        chances = self.calibration.apply(self.heads.decide(texts, embeddings, base))
        return [
            {
                code: self._told_of(code, float(chances[row, place]))
                for place, code in enumerate(self.heads.codes)
                if code in self.taught
            }
            for row in range(len(texts))
        ]

    def codings(
        self,
        text: str,
        told: Mapping[str, Told],
        base: Sequence[Coding],
        *,
        floors: Mapping[str, Floors],
        explain: Callable[[str], Reason],
    ) -> tuple[Coding, ...]:
        """The codings of a segment (accept and doubtful, most confident first).

        A code that is not calibrated is taken without a person only where the base coder takes it too.

        Args:
            text: Of the segment.
            told: What `judge` said of it.
            base: The base coder's codings; their reasons stay, with the words that moved the heads where they name none.
            floors: The base coder's, for codes that nothing is promised of.
            explain: Why, for codes that the base coder did not suggest.
        """
        before = {coding.code: coding for coding in base}
        put = [coding for coding in base if coding.code not in told]
        for code, one in told.items():
            own = before.get(code)
            if (outcome := self._outcome(code, one, own, floors[code])) is Outcome.REJECT or says_nothing(text):
                continue
            reason = own.reason if own else explain(code)
            if not reason.words:
                reason = replace(reason, words=self.heads.words(text, code))
            put.append(Coding(code, one.chance, one.calibrated, outcome, reason))
        return tuple(sorted(put, key=lambda coding: (-coding.confidence, coding.code)))

    def _told_of(self, code: str, chance: float) -> Told:
        calibrated = self.calibration.codes[code].calibrated and code not in self.moved
        chance = round(chance, 4)
        outcome = self.guarantee.codes[code].outcome(chance)
        if outcome is Outcome.ACCEPT and not calibrated:
            outcome = Outcome.DOUBTFUL
        return Told(chance, calibrated, outcome)

    def _outcome(self, code: str, told: Told, base: Coding | None, floors: Floors) -> Outcome:
        if told.outcome is not None:
            return told.outcome
        if told.chance < self.suggest.get(code, floors.suggest):
            return Outcome.REJECT
        taken = not told.calibrated and base is not None and base.outcome is Outcome.ACCEPT
        return Outcome.ACCEPT if taken else Outcome.DOUBTFUL

    def _told(self) -> str:
        told = {
            "taught": sorted(self.taught),
            "calibration": self.calibration.to_dict(),
            "guarantee": self.guarantee.to_dict(),
            "suggest": dict(self.suggest),
            "fingerprint": self.fingerprint.to_dict(),
            "base": self.base,
        }
        encoder = {} if self.upper is None else {"encoder": {"base": self.upper.base, "revision": self.upper.revision}}
        return json.dumps(told | encoder)

    def to_bytes(self) -> bytes:
        """As it is stored: JSON and arrays, no pickle; tuned layers are stored beside it (`Upper.to_bytes`)."""
        told = self._told().encode()
        return _MAGIC + struct.pack(">Q", len(told)) + told + self.heads.to_bytes()

    @staticmethod
    def from_bytes(content: bytes, upper: bytes | None = None) -> "Learned":
        """As it was stored.

        Args:
            content: Of `to_bytes`.
            upper: The tuned layers that were stored beside it, where there are some.

        Raises:
            HeadsUnreadable: It is none of `to_bytes`.
            EncoderUnreadable: The tuned layers are missing, damaged or others.
        """
        begin = len(_MAGIC) + 8
        if not content.startswith(_MAGIC) or len(content) < begin:
            raise HeadsUnreadable("what was learned cannot be read; run earshot learn again")
        (length,) = struct.unpack(">Q", content[len(_MAGIC) : begin])
        try:
            told: dict[str, Any] = json.loads(content[begin : begin + length])
            return Learned(
                LearnedHeads.from_bytes(content[begin + length :]),
                frozenset(told["taught"]),
                Calibration.from_dict(told["calibration"]),
                Guarantee.from_dict(told["guarantee"]),
                told["suggest"],
                Fingerprint.from_dict(told["fingerprint"]),
                told["base"],
                Upper.from_bytes(upper or b"", **told["encoder"]) if "encoder" in told else None,
            )
        except (KeyError, TypeError, ValueError) as error:
            raise HeadsUnreadable(
                f"what was learned cannot be read ({type(error).__name__}); run earshot learn again"
            ) from None


def base_odds(codes: Sequence[str], scores: Sequence[Mapping[str, float]]) -> Floats:
    """Log-odds of the base coder's scores, shape (segments, codes); of a code that it does not know, those of never."""
    table = np.array([[one.get(code, 0.0) for code in codes] for one in scores], dtype=np.float32)
    return log_odds(table.reshape(len(scores), len(codes)))
