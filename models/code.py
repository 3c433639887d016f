"""Codes for segments from a codebook alone: likeness to its examples, its cues, and the direction of what is said.

For a codebook with no corrections yet. Where every code has two examples, heads learned from its sentences decide
(`models/learn.py`); before that, likeness to the prototypes of a code (its nearest sentences, its definition among them). Cues
add to either, a nearer near miss and voices that carry no child take away. A theme with two directions is decided once, its
direction apart (`models/direction.py`). Confidences order codings and are not calibrated.

Average precision of prototypes / heads on parts held out of training data, and F1 at the floor from which codes are suggested
(`python -m scripts.few_examples`, one draw): starter codebook with 2, 4, 8, 16 of its examples, 500 segments of the train
part: .176/.234, .173/.263, .213/.310, .292/.385; F1 .033/.208, .060/.258, .120/.312, .024/.379. GoEmotions with 2, 4, 8, 300
texts: .155/.202, .129/.226, .135/.277; F1 .002/.156, .012/.173, .021/.210. Prototypes helped by heads of their own from 10
examples on, as it was before, came to .362 at 16 where these heads came to .371.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from codebook.schema import Code, Codebook, Direction
from models.cues import CueMatcher, FoundCue
from models.direction import Evidence, weigh
from models.encode import Encoder
from models.head import has_enough
from models.judge import Floors
from models.learn import Decided, LearnedHeads, learn
from models.types import Reason, Segment, Voice, VoiceTag
from redaction.pseudonyms import STAND_IN

REVISION = "prototypes-3"
# Few and rounded, in units of log-odds; set on documents s001–s014 of the bundled sample, the others took no part.
_NEAREST, _MANY = 3, 10
_PER_COSINE, _MIDDLE_COSINE = 14.0, 0.5
_PRIOR = 0.75  # share that is taken off of how rare a code is among the codebook's own sentences, which tells nothing of notes
_FIRST_CUE, _MORE_CUES = 1.0, 0.3
_NEAR_MISS = 0.5
_NO_CHILD = 1.0
_MIDDLE = -0.7
FLOORS = Floors(suggest=0.5, accept=0.93, needs_cue=True)
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
    """What one code has to say about all segments: how near its nearest sentences are, what its cues add."""

    nearest: Floats
    bonus: Floats
    cues: list[list[FoundCue]]


class Coder:
    """Codes segments by a codebook's own examples, definitions, near misses and cues.

    Args:
        codebook: Any codebook.
        encoder: Makes the embeddings of its sentences; segments must come embedded by the same.
        heads: Whether they decide where there are examples enough; without, prototypes always do.
    """

    def __init__(self, codebook: Codebook, encoder: Encoder, *, heads: bool = True) -> None:
        self._codebook = codebook
        self._with_heads = heads and has_enough(codebook)
        self._prototypes = {code.id: _prototype(code, encoder) for code in codebook.codes}
        self._encoder = encoder

    def score(self, segments: Sequence[Segment], voices: Sequence[VoiceTag], embeddings: Floats) -> list[dict[str, float]]:
        """For each segment every code's score.

        Args:
            segments: n segments.
            voices: Their n voices.
            embeddings: Array (n, dimensions), rows of length 1.
        """
        if not segments:
            return []
        texts = [segment.text for segment in segments]
        likenesses = {id_: _likeness(proto, texts, embeddings) for id_, proto in self._prototypes.items()}
        odds = self._odds(texts, embeddings, likenesses)
        childless = np.array([voice.voice in _CHILDLESS for voice in voices], dtype=np.float32)
        odds = odds - _NO_CHILD * childless[:, None]
        odds[[says_nothing(text) for text in texts]] = _NOTHING
        scored = []
        for place, text in enumerate(texts):
            raw = {id_: float(odds[place, column]) for column, id_ in enumerate(self._prototypes)}
            found = {id_: likeness.cues[place] for id_, likeness in likenesses.items()}
            settled = {code.id: self._evidence(code, text, found) for code in self._codebook.codes}
            scored.append(self._settle(raw, settled))
        return scored

    @cached_property
    def _heads(self) -> LearnedHeads | None:
        """Fitted when a code is first scored: where the tuned coder knows all codes, none ever is."""
        if not self._with_heads:
            return None
        nobody = Decided([], np.zeros((0, 1), np.float32), np.zeros((0, len(self._codebook.codes)), np.float32), [])
        return learn(self._codebook, self._encoder, nobody, thresholds=False)

    def explain(self, code: str, text: str, embedding: Floats) -> Reason:
        """Why a code may apply to a segment: the example most like it, cues, a nearer near miss, what gives the direction.

        Args:
            code: Its id.
            text: Of the segment.
            embedding: Shape (dimensions,), of length 1.
        """
        proto = self._prototypes[code]
        to_examples = proto.examples @ embedding
        nearest = int(to_examples.argmax())
        counter = None
        if len(proto.counter_examples) and (to_counters := proto.counter_examples @ embedding).max() > to_examples[nearest]:
            counter = proto.code.counter_examples[int(to_counters.argmax())].text
        pair = (proto.code, self._codebook.opposite(proto.code))
        found = {one.id: _cues(self._prototypes[one.id], text) for one in pair if one}
        evidence = self._evidence(proto.code, text, found)
        return Reason(
            nearest_example=proto.code.examples[nearest],
            similarity=round(float(to_examples[nearest]), 3),
            cues=tuple(dict.fromkeys(cue.cue for cue in found[code])),
            counter_example=counter,
            direction=evidence.reason if evidence else None,
        )

    def _odds(self, texts: Sequence[str], embeddings: Floats, likenesses: dict[str, _Likeness]) -> Floats:
        """Array (segments, codes) of log-odds before direction and voice."""
        own = np.stack([likeness.bonus for likeness in likenesses.values()], axis=1)
        nearest = np.stack([likeness.nearest for likeness in likenesses.values()], axis=1)
        if self._heads is None:
            told = _PER_COSINE * (nearest - _MIDDLE_COSINE) + _MIDDLE
        else:
            told = self._heads.decide(texts, embeddings) + _PRIOR * np.log(len(self._prototypes) - 1)
        return np.asarray(own + told, dtype=np.float32)

    def _evidence(self, code: Code, text: str, found: dict[str, list[FoundCue]]) -> Evidence | None:
        """What speaks for each side of the code's theme; none where the theme has one side."""
        opposite = self._codebook.opposite(code)
        if opposite is None:
            return None
        felt, lacking = (code, opposite) if code.direction is Direction.FELT else (opposite, code)
        return weigh(text, found[felt.id], found[lacking.id])

    def _settle(self, raw: dict[str, float], settled: dict[str, Evidence | None]) -> dict[str, float]:
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


def _prototype(code: Code, encoder: Encoder) -> _Prototype:
    described = ". ".join(part for part in (code.definition, code.applies) if part)
    misses = [counter.text for counter in code.counter_examples]
    vectors = encoder.encode([described, *code.examples, *misses])
    last = 1 + len(code.examples)
    return _Prototype(code, vectors[1:last], vectors[0], vectors[last:], CueMatcher(code.cues))


def _likeness(proto: _Prototype, texts: Sequence[str], embeddings: Floats) -> _Likeness:
    to_examples = embeddings @ proto.examples.T
    to_definition = embeddings @ proto.definition
    count = _NEAREST if len(proto.examples) >= _MANY else 1  # of two examples, one may be far off and the code still right
    nearest = np.sort(np.column_stack([to_examples, to_definition]), axis=1)[:, -count:].mean(axis=1)
    counter_cosine = np.full(len(texts), -1.0, np.float32)
    if len(proto.counter_examples):
        counter_cosine = (embeddings @ proto.counter_examples.T).max(axis=1)
    cues = [_cues(proto, text) for text in texts]
    counts = np.array([len({cue.cue for cue in one}) for one in cues])
    bonus = np.where(counts > 0, _FIRST_CUE, 0) + np.clip(counts - 1, 0, 2) * _MORE_CUES
    bonus = bonus - np.where(counter_cosine > to_examples.max(axis=1), _NEAR_MISS, 0)
    return _Likeness(nearest.astype(np.float32), bonus.astype(np.float32), cues)


def _cues(proto: _Prototype, text: str) -> list[FoundCue]:
    """A cue that is negated speaks for the theme only where the theme has two sides."""
    return [cue for cue in proto.cues.find(text) if proto.code.direction or not cue.negated]


def says_nothing(text: str) -> bool:
    """Whether a segment is only names, numbers or a single word: no theme can be read from it."""
    left = STAND_IN.sub(" ", text)
    return len(re.findall(r"[^\W\d_]{2,}", left)) < _FEWEST_WORDS and not any(ord(one) > _SYMBOLS for one in left)


def _confidence(odds: float) -> float:
    return float(1 / (1 + np.exp(_MIDDLE - odds)))
