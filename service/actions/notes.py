"""One note: what became of it, and its deletion with everything that was derived from it."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from redaction.report import report_on
from service.actions.review import note_items
from service.actions.review_types import ReviewItem
from service.actions.workshop import Workshop
from service.auth.roles import Principal, Role
from service.errors import Conflict, NotFound
from service.store import audit
from service.store.tables import CaseFile, IdempotencyRow, MentionRow, NoteRow, StandInRow


class _View(BaseModel):
    model_config = ConfigDict(frozen=True)


class MentionView(_View):
    """What was hidden, where, and by which recogniser; never what it was."""

    redacted_start: int
    redacted_end: int
    type: str
    stand_in: str
    score: float
    recogniser: str


class RedactionView(_View):
    """What redaction did, in counts, and what makes it less sure ("not English", "other script", "no words")."""

    by_type: dict[str, int]
    by_recogniser: dict[str, int]
    unsure: int
    flags: tuple[str, ...]


class NoteView(_View):
    """A note as it is kept: redacted, with its state and, for those who may read it, text and codes."""

    id: str
    source_system: str
    external_id: str
    revision: int
    current: bool
    state: str
    failure: str | None
    case_key: str | None
    author_role: str | None
    note_type: str | None
    event_date: date | None
    recorded_date: date | None
    seen_alone: bool | None
    ai_transcribed: bool | None
    language: str
    purpose: str | None
    attributes: dict[str, Any]
    policy: str
    received_at: datetime
    coded_at: datetime | None
    codebook: str | None
    model: str | None
    text: str | None
    mentions: tuple[MentionView, ...]
    redaction: RedactionView
    segments: tuple[ReviewItem, ...]


def look(workshop: Workshop, principal: Principal, note_id: str) -> NoteView:
    """A note. Its redacted text and codes are for reviewers and researchers; a case system sees its state.

    Raises:
        NotFound: This project has no such note.
    """
    principal.must(Role.INGEST, Role.REVIEWER, Role.RESEARCHER)
    may_read = principal.may(Role.REVIEWER, Role.RESEARCHER)
    with workshop.database.writing() as session:
        row = note_row(session, principal, note_id)
        mentions = session.scalars(select(MentionRow).where(MentionRow.note_id == note_id).order_by(MentionRow.start))
        hidden = tuple(
            MentionView(
                redacted_start=one.redacted_start,
                redacted_end=one.redacted_end,
                type=one.type,
                stand_in=one.stand_in,
                score=one.score,
                recogniser=one.recogniser,
            )
            for one in mentions
        )
        audit.record(
            session,
            project_id=principal.project_id,
            actor=principal.key_id,
            action="note.look",
            subject=note_id,
        )
    own = {name: getattr(row, name) for name in NoteView.model_fields.keys() & set(NoteRow.__table__.columns.keys())}
    segments = note_items(workshop, principal, note_id) if may_read and row.current else ()
    done = RedactionView(**asdict(report_on(row.text, hidden)))
    return NoteView(**(own | {"text": row.text if may_read else None}), mentions=hidden, redaction=done, segments=segments)


def forget(workshop: Workshop, principal: Principal, note_id: str) -> None:
    """Delete a note with its segments, codings, decisions and places in topics; all of its revisions.

    The last note of a case takes the case's stand-ins with it.

    Raises:
        NotFound: This project has no such note.
    """
    principal.must(Role.INGEST)
    with workshop.database.writing() as session:
        row = note_row(session, principal, note_id)
        same = (
            NoteRow.project_id == row.project_id,
            NoteRow.source_system == row.source_system,
            NoteRow.external_id == row.external_id,
        )
        for one in session.scalars(select(NoteRow.id).where(*same)):
            audit.record(session, project_id=row.project_id, actor=principal.key_id, action="note.delete", subject=one)
        session.execute(delete(NoteRow).where(*same))
        session.execute(delete(IdempotencyRow).where(IdempotencyRow.project_id == row.project_id))
        if row.case_key is not None:
            _forget_case_if_empty(session, row.project_id, row.case_key)


def retry(workshop: Workshop, principal: Principal, note_id: str) -> None:
    """Put a failed note back in the queue.

    Raises:
        NotFound: This project has no such note.
        Conflict: It has not failed.
    """
    principal.must(Role.INGEST)
    with workshop.database.writing() as session:
        row = note_row(session, principal, note_id)
        if row.state != "failed":
            raise Conflict(f"this note is {row.state}; only a failed one can be tried again")
        row.state, row.attempts, row.failure = "received", 0, None
        row.coded_at = None
        audit.record(session, project_id=row.project_id, actor=principal.key_id, action="note.retry", subject=note_id)


def note_row(session: Session, principal: Principal, note_id: str) -> NoteRow:
    """The row of a note of the principal's project.

    Raises:
        NotFound: This project has no such note.
    """
    row = session.get(NoteRow, note_id)
    if row is None or row.project_id != principal.project_id:
        raise NotFound("this project has no such note")
    return row


def _forget_case_if_empty(session: Session, project_id: str, case_key: str) -> None:
    left = session.scalar(select(NoteRow.id).where(NoteRow.project_id == project_id, NoteRow.case_key == case_key).limit(1))
    if left is None:
        for table in (StandInRow, CaseFile):
            session.execute(delete(table).where(table.project_id == project_id, table.case_key == case_key))
