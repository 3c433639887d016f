"""From a raw note to one that may be stored: repair, detect, find every further occurrence, put stand-ins in place."""

from collections.abc import Sequence
from dataclasses import replace

from redaction.assign import assign, introduce
from redaction.conflicts import resolve
from redaction.days import month_and_year, shifted
from redaction.detect import Detector, Found
from redaction.errors import RedactionError
from redaction.further import further_detections
from redaction.kinds import kind_of
from redaction.known import known_detections
from redaction.name_forms import fold
from redaction.normalise import NormalisedText, check_readable, normalise
from redaction.policy import Action, Policy
from redaction.pseudonyms import KEPT, STAND_IN, CaseMemory, kind_for_type
from redaction.recognizers.cues import HARMLESS
from redaction.types import Detection, Mention, MentionType, Note, Person, RedactedNote
from redaction.words.harmless import unknown_words

_KNOWN_SCORE = 1.0  # nothing outdoes what the case system says


class Redactor:
    """Hides who a note is about. Keeps nothing of what it reads: all memory of a case is handed in.

    Args:
        detector: The recognisers.
        policy: What is done with each type of mention.
    """

    def __init__(self, detector: Detector, policy: Policy) -> None:
        self._detector = detector
        self._policy = policy

    @property
    def policy(self) -> Policy:
        """The policy in force."""
        return self._policy

    @property
    def label(self) -> str:
        """What hides: the policy's name and version, and what recognises."""
        return f"{self._policy.label}+{self._detector.revision}"

    def redact(self, note: Note, case: CaseMemory) -> RedactedNote:
        """The note with everybody hidden; `case` learns the stand-ins that were new.

        Raises:
            RedactionError: The note must be refused; nothing of it may be stored.
        """
        return self.redact_many([note], [case])[0]

    def redact_many(self, notes: Sequence[Note], cases: Sequence[CaseMemory]) -> list[RedactedNote]:
        """`redact` for a batch, recognisers run together. `cases[i]` is the memory of `notes[i]`'s case.

        Raises:
            RedactionError: One of the notes must be refused; redact them one by one to learn which.
        """
        for note in notes:
            check_readable(note.text)
        repaired = [normalise(note.text) for note in notes]
        found = self._detector.detect([text.text for text in repaired])
        try:
            return [self._hide(*one) for one in zip(notes, repaired, found, cases, strict=True)]
        except RedactionError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, the note must be refused
            # no "from error": its message or its frames may hold the text
            raise RedactionError(f"redaction failed ({type(error).__name__}); the note was not stored") from None

    def _hide(self, note: Note, repaired: NormalisedText, found: Found, case: CaseMemory) -> RedactedNote:
        people = (*note.people, *_people_who_speak(note))
        introduce(people, case)
        text = repaired.text
        spans = resolve(text, self._all_detections(text, people, found))
        spans = [span for span in spans if self._policy.action(span.type) is not Action.KEEP]
        named = zip(spans, assign(text, spans, case, people), strict=True)
        kept = [(span, name) for span, name in named if name != KEPT]
        spans = [span for span, _ in kept]
        stand_ins = [self._shown(span, name, text, case) for span, name in kept]
        in_source = [_in_source(span, repaired) for span in spans]
        redacted, mentions = _replaced(note.text, in_source, stand_ins)
        speakers = tuple((_speaker(label, redacted, note, mentions), role) for label, role in note.speakers)
        return RedactedNote(redacted, mentions, self.label, speakers, note.language)

    def _all_detections(self, text: str, people: Sequence[Person], found: Found) -> list[Detection]:
        certain = [one for one in found.detections if one.score >= self._policy.limit(one.type)]
        known = [
            Detection(one.start, one.end, MentionType.PERSON, _KNOWN_SCORE, "known beforehand")
            for one in known_detections(text, people, found.chances)
        ]
        first = [*certain, *known]
        unknown = unknown_words(text) if self._policy.hide_unknown_words else ()
        already = [match.span() for match in STAND_IN.finditer(text)]
        return _outside(already, [*first, *further_detections(text, first, found.chances), *unknown])

    def _shown(self, span: Detection, stand_in: str, text: str, case: CaseMemory) -> str:
        words = text[span.start : span.end]
        match self._policy.action(span.type):
            case Action.GENERALISE:
                return f"[{kind_of(words, span.type) or kind_for_type(span.type)}]"
            case Action.SHIFT if span.type is MentionType.DATE:
                return shifted(words, case.day_shift) or stand_in
            case Action.MONTH if span.type is MentionType.DATE:
                return month_and_year(words) or stand_in
            case _:
                return stand_in


def _replaced(text: str, spans: Sequence[Detection], stand_ins: Sequence[str]) -> tuple[str, tuple[Mention, ...]]:
    """The text with its stand-ins, and the mentions; spans in order of place, not overlapping. Linear time.

    Presidio's AnonymizerEngine does the same by copying the text for every span.
    """
    pieces: list[str] = []
    mentions: list[Mention] = []
    position = length = 0
    for span, stand_in in zip(spans, stand_ins, strict=True):
        if span.start < position:
            raise RedactionError("redaction failed (spans overlap); the note was not stored")
        length += span.start - position
        end = length + len(stand_in)
        mentions.append(Mention(span.start, span.end, length, end, span.type, stand_in, round(span.score, 4), span.recogniser))
        pieces += [text[position : span.start], stand_in]
        position, length = span.end, end
    return "".join([*pieces, text[position:]]), tuple(mentions)


def _people_who_speak(note: Note) -> list[Person]:
    """Speakers of a transcript that go by a name: their role is known, so it becomes their stand-in."""
    labels = [(label, role) for label, role in note.speakers if label[:1].isupper() and len(label) > 1]
    return [
        Person(label, role)
        for label, role in labels
        if not any(character.isdigit() for character in label) and not set(fold(label).split()) <= HARMLESS
    ]


def _in_source(span: Detection, repaired: NormalisedText) -> Detection:
    start, end = repaired.source_span(span.start, span.end)
    return replace(span, start=start, end=end)


def _outside(taken: Sequence[tuple[int, int]], detections: Sequence[Detection]) -> list[Detection]:
    """The detections that touch none of the stand-ins which the text held already: redacting twice changes nothing."""
    if not taken:
        return list(detections)
    inside = {position for start, end in taken for position in range(start, end)}
    return [one for one in detections if inside.isdisjoint(range(one.start, one.end))]


def _speaker(label: str, redacted: str, note: Note, mentions: Sequence[Mention]) -> str:
    """A speaker's label as it stands in the redacted text."""
    start = 0 if note.text.startswith(f"{label}:") else note.text.find(f"\n{label}:") + 1
    end = start + len(label)
    shift = 0
    for mention in mentions:
        if mention.end <= start:
            shift = mention.redacted_end - mention.end
        elif mention.start < end:
            return redacted[start + shift : mention.redacted_end]
    return redacted[start + shift : end + shift]
