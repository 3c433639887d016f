"""Who is speaking: what the tuned coder read in context, and the rules where they know for certain."""

from collections.abc import Sequence

import numpy as np

from models.code import Floats
from models.tuned.coder import VOICES
from models.types import Segment, VoiceTag

_READ = "read in its context"


def agree(segments: Sequence[Segment], rules: Sequence[VoiceTag], chances: Floats) -> tuple[VoiceTag, ...]:
    """The voice of each segment of a note.

    A speaker whose role was posted with the transcript speaks for certain; all else is read.

    Args:
        segments: n segments.
        rules: The rules' n voices.
        chances: Shape (n, voices), in the order of `VOICES`.
    """
    return tuple(
        rule if one.speaker_role is not None and rule.confidence >= 0.9 else _read(chances[place])  # noqa: PLR2004
        for place, (one, rule) in enumerate(zip(segments, rules, strict=True))
    )


def _read(chances: Floats) -> VoiceTag:
    best = int(np.argmax(chances))
    return VoiceTag(VOICES[best], round(float(chances[best]), 4), _READ)
