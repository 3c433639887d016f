"""Coding what came in: a batch of note ids → segments, voices and codings, written once whoever runs it again."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import cast

import numpy as np
from sqlalchemy import CursorResult, delete, insert, select, update
from sqlalchemy.orm import Session

from models.errors import ModelError
from models.types import CodedNote, CodedSegment, Coding, Outcome
from redaction.types import Mention, MentionType, RedactedNote
from service.actions import drawing
from service.actions.in_force import in_force
from service.actions.workshop import Workshop
from service.store import audit
from service.store.tables import CodingRow, MentionRow, NoteRow, Project, SegmentRow

MAX_ATTEMPTS = 3


def waiting(workshop: Workshop, *, limit: int) -> list[str]:
    """Ids of notes that wait to be coded, oldest first."""
    with workshop.database.reading() as session:
        found = select(NoteRow.id).where(NoteRow.state == "received").order_by(NoteRow.id).limit(limit)
        return list(session.scalars(found))


def code_batch(workshop: Workshop, note_ids: Sequence[str]) -> int:
    """Code the notes that still wait among `note_ids`; how many were written.

    A note that makes the coder fail is tried alone, and after three attempts it is shown as failed: it never stops
    the others. A model that cannot be used is no fault of the notes: they wait.

    Raises:
        ModelError: The coder or what was learned over it cannot be used; the message says what to do.
    """
    try:
        return _code(workshop, note_ids)
    except (MemoryError, ModelError):
        raise
    except Exception as error:  # noqa: BLE001 - whatever the coder trips over must not stop the queue
        if len(note_ids) == 1:
            _failed(workshop, note_ids[0], error)
            return 0
    return sum(code_batch(workshop, [note_id]) for note_id in note_ids)


def _code(workshop: Workshop, note_ids: Sequence[str]) -> int:
    written = 0
    for project_id, notes in _load(workshop, note_ids).items():
        with workshop.database.reading() as session:
            version = session.scalars(select(Project.codebook_version).where(Project.id == project_id)).one()
        pipeline = workshop.pipeline(project_id, version)
        redacted = [note for _, note in notes]
        contexts = [pipeline.context(author_role=row.author_role, note_type=row.note_type) for row, _ in notes]
        coded = pipeline.code_notes(redacted, contexts)
        with workshop.database.writing() as session:
            learned = in_force(session, project_id, version, pipeline.base_revision)[1]
            if pipeline.with_learned(learned).model_revision != pipeline.model_revision:
                continue  # what is in force changed meanwhile: the notes still wait
            for (row, _), result in zip(notes, coded, strict=True):
                written += _write(workshop, session, row, result)
    return written


def _load(workshop: Workshop, note_ids: Sequence[str]) -> dict[str, list[tuple[NoteRow, RedactedNote]]]:
    by_project: dict[str, list[tuple[NoteRow, RedactedNote]]] = defaultdict(list)
    with workshop.database.reading() as session:
        for row in session.scalars(
            select(NoteRow).where(NoteRow.id.in_(note_ids), NoteRow.state == "received").order_by(NoteRow.id)
        ):
            by_project[row.project_id].append((row, redacted_note(session, row)))
    return by_project


def redacted_note(session: Session, row: NoteRow) -> RedactedNote:
    """The stored note as the type that coding works on."""
    mentions = tuple(
        Mention(
            one.start, one.end, one.redacted_start, one.redacted_end, MentionType(one.type), one.stand_in, one.score,
            one.recogniser,
        )
        for one in session.scalars(select(MentionRow).where(MentionRow.note_id == row.id).order_by(MentionRow.start))
    )  # fmt: skip
    speakers = tuple((label, role) for label, role in row.speakers)
    return RedactedNote(row.text, mentions, row.policy, speakers, row.language)


def _write(workshop: Workshop, session: Session, row: NoteRow, coded: CodedNote) -> int:
    """Write a note's codings, unless somebody else did or the note is gone: the state is the fence."""
    moved = session.execute(
        update(NoteRow)
        .where(NoteRow.id == row.id, NoteRow.state == "received")
        .values(
            state="coded",
            failure=None,
            coded_at=datetime.now(UTC),
            codebook=coded.codebook,
            model=coded.model,
        )
    )
    if cast("CursorResult[object]", moved).rowcount != 1:
        return 0
    rows = [_segment(row.id, one, vector) for one, vector in zip(coded.segments, coded.embeddings, strict=True)]
    # after a change of codebook the segments are here already and decisions point at them: they are updated in place
    present = set(session.scalars(select(SegmentRow.id).where(SegmentRow.note_id == row.id)))
    if new := [one for one in rows if one["id"] not in present]:
        session.execute(insert(SegmentRow), [one | drawing.lot_of(workshop, str(one["id"])) for one in new])
    if known := [one for one in rows if one["id"] in present]:
        session.execute(update(SegmentRow), known)
    codings = [coding for one in coded.segments for coding in _codings(row.id, one, coded)]
    # what earlier states over the same base coder made of an older text goes too; a return to them makes it anew
    session.execute(
        delete(CodingRow).where(
            CodingRow.segment_id.in_([one["id"] for one in rows]),
            CodingRow.codebook == coded.codebook,
            CodingRow.model.startswith(coded.base_model or coded.model, autoescape=True),
        )
    )
    if codings:
        session.execute(insert(CodingRow), codings)
    audit.record(session, project_id=row.project_id, actor="worker", action="note.code", subject=row.id)
    return 1


def segment_id(note_id: str, index: int) -> str:
    """A segment's id follows from its note's, so that a second run writes the same rows."""
    return f"{note_id}-{index:05d}"


def _segment(note_id: str, coded: CodedSegment, vector: "np.ndarray[tuple[int], np.dtype[np.float32]]") -> dict[str, object]:
    one = coded.segment
    doubts = [coding.confidence for coding in coded.codings if coding.outcome is Outcome.DOUBTFUL]
    return {
        "id": segment_id(note_id, one.index),
        "note_id": note_id,
        "index": one.index,
        "start": one.start,
        "end": one.end,
        "source_start": one.source_start,
        "source_end": one.source_end,
        "speaker": one.speaker[:80] if one.speaker else None,
        "heading": one.heading[:200] if one.heading else None,
        "voice": str(coded.voice.voice),
        "voice_confidence": coded.voice.confidence,
        "voice_reason": coded.voice.reason[:200],
        "doubt": max(doubts, default=0.0),
        "scores": {code: round(score, 4) for code, score in coded.scores.items()},
        "embedding": np.asarray(vector, dtype=np.float32).tobytes(),
    }


def _codings(note_id: str, coded: CodedSegment, note: CodedNote) -> list[dict[str, object]]:
    """The rows of what is in force and, where something learned is, of the base coder: it is learned from again."""
    name = segment_id(note_id, coded.segment.index)
    rows = coding_rows(name, coded.codings, codebook=note.codebook, model=note.model)
    if coded.base is not None:
        rows += coding_rows(name, coded.base, codebook=note.codebook, model=note.base_model)
    return rows


def coding_rows(segment: str, codings: Sequence[Coding], *, codebook: str, model: str) -> list[dict[str, object]]:
    """A segment's codings as they are stored."""
    return [
        {
            "segment_id": segment,
            "code": coding.code,
            "codebook": codebook,
            "model": model,
            "confidence": coding.confidence,
            "calibrated": coding.calibrated,
            "outcome": str(coding.outcome),
            "reason": asdict(coding.reason),
        }
        for coding in codings
    ]


def _failed(workshop: Workshop, note_id: str, error: Exception) -> None:
    """Count the attempt; after the last, the note is shown as failed, with what kind of error it was."""
    with workshop.database.writing() as session:
        row = session.get(NoteRow, note_id)
        if row is None or row.state != "received":
            return
        row.attempts += 1
        if row.attempts >= MAX_ATTEMPTS:
            row.state = "failed"
            row.failure = f"coding failed {row.attempts} times ({type(error).__name__})"
            audit.record(session, project_id=row.project_id, actor="worker", action="note.fail", subject=row.id)
