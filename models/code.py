"""Codes for segments from a codebook alone: likeness to its examples, its cues, and the direction of what is said.

For a codebook with no corrections yet. Likeness is to the prototypes of a code (the mean cosine of its three nearest examples,
its definition among them), helped by a head over its sentences where it has enough of them (`models/head.py`); cues add to
it, a nearer near miss and voices that carry no child take away. A theme with two directions is decided once, its
direction apart (`models/direction.py`). Confidences order codings and are not calibrated.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from codebook.schema import Code, Codebook, Direction
from models.cues import CueMatcher, FoundCue
from models.direction import Evidence, weigh
from models.encode import Encoder
from models.head import FEWEST, CodebookHeads, has_enough, labelled_sentences
from models.types import Coding, Outcome, Reason, Segment, Voice, VoiceTag
from redaction.pseudonyms import STAND_IN

REVISION = "prototypes-2"
# Few and rounded, in units of log-odds; set on documents s001–s014 of the bundled sample, the others took no part.
_NEAREST = 3
_PER_COSINE, _PER_COSINE_ALONE, _MIDDLE_COSINE = 6.0, 14.0, 0.5
_FIRST_CUE, _MORE_CUES = 1.0, 0.3
_NEAR_MISS = 0.5
_NO_CHILD = 1.0
_MIDDLE = -0.7
_DOUBTFUL, _ACCEPT = 0.5, 0.93
_UNSETTLED = 0.85
_NOTHING = -12.0
_FEWEST_WORDS, _SYMBOLS = 2, 0x2190  # emoji begin beyond the arrows and speak for themselves
_CHILDLESS = frozenset({Voice.PRACTITIONER, Voice.FAMILY})

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class _Prototype:
    code: Code
    examples: Floats
    definition: Floats
    counter_examples: Floats
    cues: CueMatcher


@dataclass(frozen=True, slots=True)
class _Likeness:
    """What one code has to say about all segments: its nearest sentences with their cosines, its cues, their weight."""

    nearest: Floats
    bonus: Floats
    example: NDArray[np.intp]
    example_cosine: Floats
    counter_cosine: Floats
    counter: NDArray[np.intp]
    cues: list[list[FoundCue]]


class Coder:
    """Codes segments by a codebook's own examples, definitions, near misses and cues.

    Args:
        codebook: Any codebook.
        encoder: Makes the embeddings of its sentences; segments must come embedded by the same.
    """

    def __init__(self, codebook: Codebook, encoder: Encoder) -> None:
        self._codebook = codebook
        self._prototypes = [_prototype(code, encoder) for code in codebook.codes]
        self._heads = _heads(codebook, encoder)

    def code(
        self, segments: Sequence[Segment], voices: Sequence[VoiceTag], embeddings: Floats
    ) -> list[tuple[tuple[Coding, ...], dict[str, float]]]:
        """For each segment its codings (accept and doubtful, most confident first) and every code's score.

        Args:
            segments: n segments.
            voices: Their n voices.
            embeddings: Array (n, dimensions), rows of length 1.
        """
        if not segments:
            return []
        texts = [segment.text for segment in segments]
        likenesses = {proto.code.id: _likeness(proto, texts, embeddings) for proto in self._prototypes}
        odds = self._odds(texts, embeddings, likenesses)
        childless = np.array([voice.voice in _CHILDLESS for voice in voices], dtype=np.float32)
        odds = odds - _NO_CHILD * childless[:, None]
        odds[[_says_nothing(text) for text in texts]] = _NOTHING
        coded = []
        for place, text in enumerate(texts):
            raw = {proto.code.id: float(odds[place, column]) for column, proto in enumerate(self._prototypes)}
            settled = {proto.code.id: self._evidence(proto.code, text, likenesses, place) for proto in self._prototypes}
            scores = self._scores(raw, settled)
            codings = [
                self._coding(proto, place, score, likenesses[proto.code.id], settled[proto.code.id])
                for proto in self._prototypes
                if (score := scores[proto.code.id]) >= _DOUBTFUL
            ]
            codings.sort(key=lambda coding: (-coding.confidence, coding.code))
            coded.append((tuple(codings), scores))
        return coded

    def _odds(self, texts: Sequence[str], embeddings: Floats, likenesses: dict[str, _Likeness]) -> Floats:
        """Array (segments, codes) of log-odds before direction and voice."""
        own = np.stack([likenesses[proto.code.id].bonus for proto in self._prototypes], axis=1)
        nearest = np.stack([likenesses[proto.code.id].nearest for proto in self._prototypes], axis=1)
        if self._heads is None:
            odds = own + _PER_COSINE_ALONE * (nearest - _MIDDLE_COSINE) + _MIDDLE
        else:
            odds = own + _PER_COSINE * nearest + self._heads.decide(texts, embeddings)
        return odds.astype(np.float32)

    def _evidence(self, code: Code, text: str, likenesses: dict[str, _Likeness], place: int) -> Evidence | None:
        """What speaks for each side of the code's theme; none where the theme has one side."""
        opposite = self._codebook.opposite(code)
        if opposite is None:
            return None
        felt, lacking = (code, opposite) if code.direction is Direction.FELT else (opposite, code)
        return weigh(text, likenesses[felt.id].cues[place], likenesses[lacking.id].cues[place])

    def _scores(self, raw: dict[str, float], settled: dict[str, Evidence | None]) -> dict[str, float]:
        scores = {}
        for code in self._codebook.codes:
            own, evidence = raw[code.id], settled[code.id]
            opposite = self._codebook.opposite(code)
            if opposite is None or evidence is None:
                scores[code.id] = _confidence(own)
                continue
            theme = max(own, raw[opposite.id])
            sides = evidence.directions
            if code.direction in sides:
                scores[code.id] = _confidence(theme)
            elif sides:  # the other side is expressed
                scores[code.id] = min(_confidence(own), 0.3 * _confidence(theme))
            else:  # likeness alone never settles a direction: at most doubtful
                scores[code.id] = _confidence(own) * (_UNSETTLED if own >= raw[opposite.id] else _UNSETTLED**3)
        return {code: round(score, 4) for code, score in scores.items()}

    def _coding(self, proto: _Prototype, place: int, score: float, likeness: _Likeness, evidence: Evidence | None) -> Coding:
        nearer_miss = likeness.counter_cosine[place] > likeness.example_cosine[place]
        counter = proto.code.counter_examples[likeness.counter[place]].text if nearer_miss else None
        has_cue = bool(likeness.cues[place])
        sure = score >= _ACCEPT and has_cue and not nearer_miss
        reason = Reason(
            nearest_example=proto.code.examples[likeness.example[place]],
            similarity=round(float(likeness.example_cosine[place]), 3),
            cues=tuple(dict.fromkeys(cue.cue for cue in likeness.cues[place])),
            counter_example=counter,
            direction=evidence.reason if evidence else None,
        )
        outcome = Outcome.ACCEPT if sure else Outcome.DOUBTFUL
        return Coding(proto.code.id, score, calibrated=False, outcome=outcome, reason=reason)


def _prototype(code: Code, encoder: Encoder) -> _Prototype:
    described = ". ".join(part for part in (code.definition, code.applies) if part)
    misses = [counter.text for counter in code.counter_examples]
    vectors = encoder.encode([described, *code.examples, *misses])
    last = 1 + len(code.examples)
    return _Prototype(code, vectors[1:last], vectors[0], vectors[last:], CueMatcher(code.cues))


def _heads(codebook: Codebook, encoder: Encoder) -> CodebookHeads | None:
    if not has_enough(codebook):
        return None
    sentences = [text for text, _ in labelled_sentences(codebook)]
    return CodebookHeads(codebook, sentences, encoder.encode(sentences))


def _likeness(proto: _Prototype, texts: Sequence[str], embeddings: Floats) -> _Likeness:
    to_examples = embeddings @ proto.examples.T
    to_definition = embeddings @ proto.definition
    count = _NEAREST if len(proto.examples) >= FEWEST else 1  # of two examples, one may be far off and the code still right
    nearest = np.sort(np.column_stack([to_examples, to_definition]), axis=1)[:, -count:].mean(axis=1)
    example_cosine = to_examples.max(axis=1)
    counter_cosine, counter = np.full(len(texts), -1.0, np.float32), np.zeros(len(texts), np.intp)
    if len(proto.counter_examples):
        to_counters = embeddings @ proto.counter_examples.T
        counter_cosine, counter = to_counters.max(axis=1), to_counters.argmax(axis=1)
    # a cue that is negated speaks for the theme only where the theme has two sides
    found = [proto.cues.find(text) for text in texts]
    cues = [[cue for cue in one if proto.code.direction or not cue.negated] for one in found]
    counts = np.array([len({cue.cue for cue in one}) for one in cues])
    bonus = np.where(counts > 0, _FIRST_CUE, 0) + np.clip(counts - 1, 0, 2) * _MORE_CUES
    bonus = bonus - np.where(counter_cosine > example_cosine, _NEAR_MISS, 0)
    return _Likeness(
        nearest.astype(np.float32), bonus.astype(np.float32), to_examples.argmax(axis=1), example_cosine,
        counter_cosine, counter, cues,
    )  # fmt: skip


def _says_nothing(text: str) -> bool:
    """Whether a segment is only names, numbers or a single word: no theme can be read from it."""
    left = STAND_IN.sub(" ", text)
    return len(re.findall(r"[^\W\d_]{2,}", left)) < _FEWEST_WORDS and not any(ord(one) > _SYMBOLS for one in left)


def _confidence(odds: float) -> float:
    return float(1 / (1 + np.exp(_MIDDLE - odds)))
