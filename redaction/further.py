"""The second pass: whatever was found once is hidden wherever else it stands in the note."""

from collections.abc import Sequence
from dataclasses import replace

from redaction.name_forms import Chances, FormFinder, fold, name_parts
from redaction.recognizers.cues import HARMLESS
from redaction.types import Detection, MentionType

_REPEATED = frozenset(
    {
        MentionType.PERSON,
        MentionType.SCHOOL,
        MentionType.ORGANISATION,
        MentionType.LOCATION,
        MentionType.HANDLE,
    }
)
_STRONG = 0.5
_INITIALS = 0.01  # the least chance that the classifier must give letters which somebody's name in the note begins with


def further_detections(text: str, found: Sequence[Detection], chances: Chances | None = None) -> list[Detection]:
    """Further occurrences of people (by any part of their name), schools, organisations, places and handles.

    Only what was found with some certainty is looked for; its score, a little lowered, goes with each occurrence.
    `chances` as in `FormFinder.find`.
    """
    finder = FormFinder()
    known: dict[tuple[MentionType, str], int] = {}
    sources: list[Detection] = []
    for detection in found:
        if detection.type not in _REPEATED or detection.score < _STRONG:
            continue
        surface = text[detection.start : detection.end]
        key = (detection.type, fold(surface))
        if key in known or not key[1] or key[1] in HARMLESS:
            continue
        known[key] = len(sources)
        finder.add_whole(surface, len(sources))
        if detection.type is MentionType.PERSON:
            for part in name_parts(surface):
                finder.add_part(part, len(sources))
            finder.add_initials(surface, len(sources), least=_INITIALS)
        sources.append(detection)
    taken = {(detection.start, detection.type) for detection in found}
    return [
        replace(
            sources[number], start=start, end=end, score=round(sources[number].score * 0.95, 4),
            recogniser="further occurrence",
        )
        for start, end, number in finder.find(text, chances)
        if (start, sources[number].type) not in taken
    ]  # fmt: skip
