"""From a raw note to one that may be stored: repair, detect, find every further occurrence, put stand-ins in place."""

from collections.abc import Sequence
from dataclasses import replace

from presidio_anonymizer import AnonymizerEngine
from presidio_anonymizer.entities import OperatorConfig, RecognizerResult

from redaction.assign import assign, introduce
from redaction.conflicts import resolve
from redaction.detect import Detector
from redaction.errors import RedactionError
from redaction.further import further_detections
from redaction.known import known_detections
from redaction.name_forms import fold
from redaction.normalise import NormalisedText, check_readable, normalise
from redaction.policy import Action, Policy
from redaction.pseudonyms import STAND_IN, CaseMemory, kind_for_type
from redaction.recognizers.cues import HARMLESS
from redaction.types import Detection, Mention, MentionType, Note, Person, RedactedNote

_KNOWN_SCORE = 0.99


class Redactor:
    """Hides who a note is about. Keeps nothing of what it reads: all memory of a case is handed in.

    Args:
        detector: The recognisers.
        policy: What is done with each type of mention.
    """

    def __init__(self, detector: Detector, policy: Policy) -> None:
        self._detector = detector
        self._policy = policy
        self._anonymizer = AnonymizerEngine()  # type: ignore[no-untyped-call]  # Presidio's constructor is untyped

    @property
    def policy(self) -> Policy:
        """The policy in force."""
        return self._policy

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

    def _hide(self, note: Note, repaired: NormalisedText, found: Sequence[Detection], case: CaseMemory) -> RedactedNote:
        people = (*note.people, *_people_who_speak(note))
        introduce(people, case)
        text = repaired.text
        spans = resolve(text, self._all_detections(text, people, found))
        spans = [span for span in spans if self._policy.action(span.type) is not Action.KEEP]
        stand_ins = [self._shown(span, name) for span, name in zip(spans, assign(text, spans, case), strict=True)]
        in_source = [_in_source(span, repaired) for span in spans]
        redacted, mentions = self._anonymise(note.text, in_source, stand_ins)
        speakers = tuple((_speaker(label, redacted, note, mentions), role) for label, role in note.speakers)
        return RedactedNote(redacted, mentions, self._policy.label, speakers, note.language)

    def _all_detections(self, text: str, people: Sequence[Person], found: Sequence[Detection]) -> list[Detection]:
        certain = [one for one in found if one.score >= self._policy.threshold]
        known = [
            Detection(one.start, one.end, MentionType.PERSON, _KNOWN_SCORE, "known beforehand")
            for one in known_detections(text, people)
        ]
        first = [*certain, *known]
        already = [match.span() for match in STAND_IN.finditer(text)]
        return _outside(already, [*first, *further_detections(text, first)])

    def _shown(self, span: Detection, stand_in: str) -> str:
        if self._policy.action(span.type) is Action.GENERALISE:
            return f"[{kind_for_type(span.type)}]"
        return stand_in

    def _anonymise(self, text: str, spans: Sequence[Detection], stand_ins: Sequence[str]) -> tuple[str, tuple[Mention, ...]]:
        # The stand-in serves Presidio as the entity type, so that each span is replaced by its own.
        results = [
            RecognizerResult(stand_in, span.start, span.end, span.score)
            for span, stand_in in zip(spans, stand_ins, strict=True)
        ]
        operators = {name: OperatorConfig("replace", {"new_value": name}) for name in set(stand_ins)}
        outcome = self._anonymizer.anonymize(text, results, operators, merge_entities_with_spaces=False)
        places = sorted((item.start, item.end) for item in outcome.items)
        if len(places) != len(spans):
            raise RedactionError("redaction failed (spans were merged); the note was not stored")
        mentions = tuple(
            Mention(span.start, span.end, start, end, span.type, stand_in, round(span.score, 4), span.recogniser)
            for span, stand_in, (start, end) in zip(spans, stand_ins, places, strict=True)
        )
        return str(outcome.text), mentions


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
