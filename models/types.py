"""The frozen types that coding makes out of a redacted note: segments, voices, codings with confidence and reason."""

from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray


class Voice(StrEnum):
    """Who is speaking in a segment (meanings in the starter codebook)."""

    CHILD_DIRECT = "child.direct"
    CHILD_REPORTED = "child.reported"
    CHILD_NONVERBAL = "child.nonverbal"
    CHILDREN_COLLECTIVE = "children.collective"
    FAMILY = "family"
    PRACTITIONER = "practitioner"
    UNCLEAR = "unclear"

    @property
    def is_child(self) -> bool:
        """Whether the segment carries a child's own voice, whoever wrote it down."""
        return self.value.startswith("child")


class Outcome(StrEnum):
    """What is done with a code's confidence: taken, put before a person, or left out."""

    ACCEPT = "accept"
    DOUBTFUL = "doubtful"
    REJECT = "reject"


@dataclass(frozen=True, slots=True)
class Segment:
    """One sentence or one speaker's utterance, whichever is shorter.

    Attributes:
        index: Place in the note, from 0.
        start, end: Span in the redacted text (code points, end exclusive).
        source_start, source_end: The same span in the text as posted.
        text: The redacted text of the span.
        speaker: Label of the speaker in a transcript, as it stands in the redacted text.
        speaker_role: Role of that speaker where it is known ("child", "mother", "social worker", "interviewer").
        heading: The last heading above it ("Child's wishes and feelings"), if any.
    """

    index: int
    start: int
    end: int
    source_start: int
    source_end: int
    text: str
    speaker: str | None = None
    speaker_role: str | None = None
    heading: str | None = None


@dataclass(frozen=True, slots=True)
class VoiceTag:
    """A voice with its confidence and the rule that gave it."""

    voice: Voice
    confidence: float
    reason: str


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a code was suggested.

    Attributes:
        nearest_example: The codebook's example that the segment is most like.
        similarity: Cosine to it, -1 to 1.
        cues: Cues of the code found in the segment.
        counter_example: The near miss that spoke against it, where one did.
        direction: What settled the direction ("negated: no longer scared"), where the theme has two.
        words: Words of the segment that spoke most for the code, where the coder can tell.
    """

    nearest_example: str | None = None
    similarity: float | None = None
    cues: tuple[str, ...] = ()
    counter_example: str | None = None
    direction: str | None = None
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Coding:
    """A code on a segment, by machine.

    `confidence` is in 0..1; while `calibrated` is false it orders codings and is no probability.
    """

    code: str
    confidence: float
    calibrated: bool
    outcome: Outcome
    reason: Reason


@dataclass(frozen=True, slots=True)
class CodedSegment:
    """A segment with its voice, its codings (accept and doubtful, most confident first) and every code's score.

    `scores` are the base coder's, and so are the codings in `base`: none where nothing learned stands over it.
    """

    segment: Segment
    voice: VoiceTag
    codings: tuple[Coding, ...]
    scores: dict[str, float] = field(default_factory=dict)
    base: tuple[Coding, ...] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class CodedNote:
    """A note's coded segments, and what coded them.

    Attributes:
        segments: The coded segments, in order of place.
        embeddings: Array of shape (segments, dimensions), float32, rows of length 1; of the redacted text.
        codebook: Version of the codebook.
        model: Revision of the coder: encoder, rules and heads, and what was learned over them.
        base_model: Revision without what was learned.
    """

    segments: tuple[CodedSegment, ...]
    embeddings: NDArray[np.float32] = field(repr=False)
    codebook: str
    model: str
    base_model: str = ""
