"""The rows that analysts get: one for each segment and code, machine and person told apart, missing kinds kept apart."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from codebook.schema import Codebook
from models.types import Outcome, Voice
from service.actions import drawing
from service.actions.codebooks import in_force
from service.actions.standing import Standing, standing
from service.actions.workshop import Workshop
from service.auth.roles import Principal, Role
from service.store import audit
from service.store.tables import CodingRow, DecisionRow, NoteRow, SegmentRow

_BATCH = 200
_NOTE_COLUMNS = (
    "source_system", "external_id", "revision", "case_key", "author_role", "note_type", "event_date", "recorded_date",
    "seen_alone", "ai_transcribed", "language",
)  # fmt: skip
_OWN_COLUMNS = (
    "note_id", *_NOTE_COLUMNS, "note_state", "note_has_child_voice", "segment_id", "segment_index", "segment_start",
    "segment_end", "voice", "voice_confidence", "voice_by", "code", "theme", "direction", "value", "value_by",
    "machine_confidence", "machine_calibrated", "machine_outcome", "person_verdict", "person_by", "person_at",
    "person_mode", "person_saw_suggestion", "blind_value", "drawn_by_lot", "inclusion_probability",
    "codebook_version", "model_revision", "redaction_policy",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Table:
    """Rows with a fixed list of columns; the rows are made as they are read."""

    columns: tuple[str, ...]
    rows: Iterator[dict[str, Any]]


def segments_table(workshop: Workshop, principal: Principal, *, with_text: bool = False) -> Table:
    """Note × segment × code, of the current revision of every note.

    `value` is one of present, absent (somebody looked, or the machine is sure enough), not_reviewed (the machine is in
    doubt and nobody looked) and not_codable (the note could not be coded, or has no segment; one row without a code).
    That no child's voice is heard in a note is a fact of its own, `note_has_child_voice`.

    How a decision came about: `person_mode` is the order of the queue in which it was made (doubtful, informative, audit),
    `person_saw_suggestion` whether the machine's was in sight. `drawn_by_lot` says whether the segment is in the share drawn by
    lot, `inclusion_probability` how probable that was, whatever stands in it; `blind_value` is what was said blind, present or
    absent. Estimates of how often a code applies weigh the drawn segments' `blind_value` by 1/`inclusion_probability`
    (Horvitz and Thompson 1952, JASA 47) once all of them are decided; those decided so far are a random share of them, as
    the queue has them in the order of their lots. Both columns are empty where no lot was drawn yet.
    """
    principal.must(Role.ANALYST, Role.RESEARCHER)
    codebook = in_force(workshop, principal)
    with workshop.database.writing() as session:
        audit.record(
            session, project_id=principal.project_id, actor=principal.key_id, action="export.segments",
            subject=f"codebook {codebook.version}, {'with' if with_text else 'without'} redacted text",
        )  # fmt: skip
    attributes = _attribute_names(workshop, principal)
    columns = (*_OWN_COLUMNS, *(f"attr_{name}" for name in attributes), *(("text",) if with_text else ()))
    return Table(columns, _rows(workshop, principal, codebook, columns))


def _attribute_names(workshop: Workshop, principal: Principal) -> list[str]:
    names: set[str] = set()
    with workshop.database.reading() as session:
        wanted = select(NoteRow.attributes).where(NoteRow.project_id == principal.project_id, NoteRow.current)
        for attributes in session.scalars(wanted.execution_options(yield_per=1000)):
            names.update(attributes)
    return sorted(names)


def _rows(workshop: Workshop, principal: Principal, codebook: Codebook, columns: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Notes in the order they came, read in batches so that memory does not grow with the table."""
    last = ""
    while True:
        with workshop.database.reading() as session:
            notes = session.scalars(
                select(NoteRow)
                .where(NoteRow.project_id == principal.project_id, NoteRow.current, NoteRow.id > last)
                .order_by(NoteRow.id)
                .limit(_BATCH)
            ).all()
            if not notes:
                return
            batch = _Batch(session, [note.id for note in notes])
        for note in notes:
            for row in _note_rows(note, batch, codebook):
                yield {column: row.get(column) for column in columns}
        last = notes[-1].id


class _Batch:
    """What belongs to a batch of notes, read with one query a table."""

    def __init__(self, session: Session, note_ids: Sequence[str]) -> None:
        self.segments: dict[str, list[SegmentRow]] = defaultdict(list)
        for segment in session.scalars(select(SegmentRow).where(SegmentRow.note_id.in_(note_ids)).order_by(SegmentRow.id)):
            self.segments[segment.note_id].append(segment)
        within = select(SegmentRow.id).where(SegmentRow.note_id.in_(note_ids))
        self.codings: dict[tuple[str, str, str, str], CodingRow] = {
            (row.segment_id, row.code, row.codebook, row.model): row
            for row in session.scalars(select(CodingRow).where(CodingRow.segment_id.in_(within)))
        }
        decisions: dict[str, list[DecisionRow]] = defaultdict(list)
        for decision in session.scalars(
            select(DecisionRow).where(DecisionRow.segment_id.in_(within)).order_by(DecisionRow.sequence)
        ):
            decisions[decision.segment_id].append(decision)
        self.standings = {segment_id: standing(rows) for segment_id, rows in decisions.items()}
        self.blind = {
            segment_id: standing([row for row in rows if not row.suggestion_visible]) for segment_id, rows in decisions.items()
        }


def _note_rows(note: NoteRow, batch: _Batch, codebook: Codebook) -> Iterator[dict[str, Any]]:
    segments = batch.segments[note.id]
    voices = [_voice(segment, batch.standings.get(segment.id, Standing())) for segment in segments]
    about_note: dict[str, Any] = {name: getattr(note, name) for name in _NOTE_COLUMNS} | {
        "note_id": note.id,
        "note_state": note.state,
        "note_has_child_voice": any(Voice(voice).is_child for voice, _ in voices) if note.state == "coded" else None,
        "codebook_version": note.codebook,
        "model_revision": note.model,
        "redaction_policy": note.policy,
        **{f"attr_{name}": value for name, value in note.attributes.items()},
    }
    if note.state != "coded" or not segments:
        yield about_note | {
            "value": "not_codable" if note.state != "received" else "not_reviewed",
            "text": note.text,
        }
        return
    for segment, (voice, voice_by) in zip(segments, voices, strict=True):
        about_segment = about_note | {
            "segment_id": segment.id,
            "segment_index": segment.index,
            "segment_start": segment.start,
            "segment_end": segment.end,
            "voice": voice,
            "voice_confidence": segment.voice_confidence,
            "voice_by": voice_by,
            "drawn_by_lot": None if segment.lot is None else drawing.was_drawn(segment),
            "inclusion_probability": segment.inclusion_probability,
            "text": note.text[segment.start : segment.end],
        }
        now = batch.standings.get(segment.id, Standing())
        blind = batch.blind.get(segment.id, Standing())
        for code in codebook.codes:
            coding = batch.codings.get((segment.id, code.id, note.codebook or "", note.model or ""))
            about_code = {
                "code": code.id,
                "theme": code.theme,
                "direction": str(code.direction) if code.direction else None,
                "machine_confidence": coding.confidence if coding else segment.scores.get(code.id),
                "machine_calibrated": coding.calibrated if coding else False,
                "machine_outcome": coding.outcome if coding else str(Outcome.REJECT),
            }
            said = blind.verdict(code.id)
            said_blind = {"blind_value": "present" if said[0] else "absent"} if said else {}
            yield about_segment | about_code | _value(code.id, coding, now) | said_blind


def _voice(segment: SegmentRow, now: Standing) -> tuple[str, str]:
    return (now.voice.voice, "person") if now.voice and now.voice.voice else (segment.voice, "machine")


def _value(code: str, coding: CodingRow | None, now: Standing) -> dict[str, Any]:
    """What holds about a code, and who says so: a person if one looked, else the machine."""
    if found := now.verdict(code):
        applies, decision = found
        return {
            "value": "present" if applies else "absent",
            "value_by": "person",
            "person_verdict": decision.verdict,
            "person_by": decision.decided_by,
            "person_at": decision.decided_at,
            "person_mode": decision.mode,
            "person_saw_suggestion": decision.suggestion_visible,
        }
    outcome = coding.outcome if coding else Outcome.REJECT
    value = {Outcome.ACCEPT: "present", Outcome.DOUBTFUL: "not_reviewed"}.get(Outcome(outcome), "absent")
    return {"value": value, "value_by": "machine"}
