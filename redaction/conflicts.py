"""Overlapping detections become spans that do not overlap and still cover every character any of them covered."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from redaction.types import Detection, MentionType

# From here on a detection is trusted to swallow another one that lies inside it.
_RELIABLE = 0.6
_KNOWN = frozenset({"known beforehand", "further occurrence"})
_SMALL = frozenset({"the", "of", "at", "on", "in", "an", "and", "to", "mr", "mrs", "ms", "miss", "dr"})


def resolve(text: str, detections: Sequence[Detection]) -> list[Detection]:
    """Paint the detections over the text, the strongest last, and read off the runs of one colour.

    Strong is: reliable before doubtful, then longer, then somebody met before, then more certain. What is left of a weaker
    detection beside a stronger one stays hidden too, unless it is only punctuation. Linear in the text and the spans' length.
    """
    order = sorted(detections, key=_strength)
    owner = [-1] * len(text)
    for rank, detection in enumerate(order):
        owner[detection.start : detection.end] = [rank] * (detection.end - detection.start)
    resolved: list[Detection] = []
    position = 0
    for rank, run in groupby(owner):
        end = position + len(list(run))
        if rank >= 0 and (span := _trimmed(text, position, end)) and not _is_crumb(text, *span, order[rank]):
            resolved.append(replace(order[rank], start=span[0], end=span[1]))
        position = end
    return resolved


def _is_crumb(text: str, start: int, end: int, whole: Detection) -> bool:
    """Whether what is left of a detection beside a stronger one is only a small word: "the"."""
    if (start, end) == (whole.start, whole.end):
        return False
    words = "".join(mark if mark.isalnum() else " " for mark in text[start:end]).casefold().split()
    return all(word in _SMALL for word in words)


def _strength(detection: Detection) -> tuple[bool, int, bool, float, str]:
    length = detection.end - detection.start
    # a surname that is a town, too, leads to the stand-in of the person who is known by it
    person = detection.type is MentionType.PERSON and detection.recogniser in _KNOWN
    return detection.score >= _RELIABLE, length, person, detection.score, detection.recogniser


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The span without white space at its ends; none if no letter or digit is left."""
    piece = text[start:end]
    if not any(character.isalnum() for character in piece):
        return None
    start += len(piece) - len(piece.lstrip())
    return start, start + len(piece.strip())
