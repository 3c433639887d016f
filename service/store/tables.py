"""The tables. Nothing here ever holds raw text: a note's text is its redacted text."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Date,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    true,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC, also on SQLite, which knows no time zones."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:  # noqa: ARG002
        """Store without zone what is in UTC."""
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:  # noqa: ARG002
        """Read as UTC."""
        return None if value is None else value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """All tables."""


class Project(Base):
    """A study with its purpose, codebook, people and keys; everything belongs to one."""

    __tablename__ = "project"

    id: Mapped[str] = mapped_column(String(26), primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    purpose: Mapped[str] = mapped_column(String(500))
    codebook_version: Mapped[str] = mapped_column(String(12))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ApiKey(Base):
    """A key of one project with its roles; only its digest is kept."""

    __tablename__ = "api_key"

    id: Mapped[str] = mapped_column(String(26), primary_key=True)
    project_id: Mapped[str] = mapped_column(ForeignKey("project.id"))
    name: Mapped[str] = mapped_column(String(120))
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    roles: Mapped[list[str]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class PageSession(Base):
    """A login at the page; only the digest of its cookie is kept."""

    __tablename__ = "page_session"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    key_id: Mapped[str] = mapped_column(ForeignKey("api_key.id"))
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)


class CodebookVersion(Base):
    """A version of a project's codebook, as YAML; versions are never changed."""

    __tablename__ = "codebook_version"

    project_id: Mapped[str] = mapped_column(ForeignKey("project.id"), primary_key=True)
    version: Mapped[str] = mapped_column(String(12), primary_key=True)
    content: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by: Mapped[str] = mapped_column(String(120))


class NoteRow(Base):
    """A redacted note. `state` is the list of work: received → coded, or failed after several tries."""

    __tablename__ = "note"
    __table_args__ = (
        UniqueConstraint("project_id", "source_system", "external_id", "revision"),
        Index("note_work", "state", "id"),
        Index("note_current", "project_id", "current", "id"),
    )

    id: Mapped[str] = mapped_column(String(26), primary_key=True)
    project_id: Mapped[str] = mapped_column(ForeignKey("project.id"))
    source_system: Mapped[str] = mapped_column(String(80))
    external_id: Mapped[str] = mapped_column(String(200))
    revision: Mapped[int] = mapped_column(Integer)
    current: Mapped[bool] = mapped_column(Boolean)
    digest: Mapped[str] = mapped_column(String(64))  # keyed; tells a repeated note from a changed one
    case_key: Mapped[str | None] = mapped_column(String(120))
    author_role: Mapped[str | None] = mapped_column(String(80))
    note_type: Mapped[str | None] = mapped_column(String(80))
    event_date: Mapped[date | None] = mapped_column(Date)
    recorded_date: Mapped[date | None] = mapped_column(Date)
    seen_alone: Mapped[bool | None] = mapped_column(Boolean)
    ai_transcribed: Mapped[bool | None] = mapped_column(Boolean)
    language: Mapped[str] = mapped_column(String(35))
    purpose: Mapped[str | None] = mapped_column(String(200))
    attributes: Mapped[dict[str, Any]] = mapped_column(JSON)
    text: Mapped[str] = mapped_column(Text)
    speakers: Mapped[list[list[str]]] = mapped_column(JSON)
    policy: Mapped[str] = mapped_column(String(80))
    state: Mapped[str] = mapped_column(String(10))
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    failure: Mapped[str | None] = mapped_column(String(300))
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    coded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    codebook: Mapped[str | None] = mapped_column(String(12))
    model: Mapped[str | None] = mapped_column(String(80))


class MentionRow(Base):
    """A hidden detail: places, type and stand-in; never its surface."""

    __tablename__ = "mention"

    note_id: Mapped[str] = mapped_column(ForeignKey("note.id", ondelete="CASCADE"), primary_key=True)
    start: Mapped[int] = mapped_column(Integer, primary_key=True)
    end: Mapped[int] = mapped_column(Integer)
    redacted_start: Mapped[int] = mapped_column(Integer)
    redacted_end: Mapped[int] = mapped_column(Integer)
    type: Mapped[str] = mapped_column(String(20))
    stand_in: Mapped[str] = mapped_column(String(60))
    score: Mapped[float] = mapped_column(Float)
    recogniser: Mapped[str] = mapped_column(String(80))


class MarkRow(Base):
    """What a person said of redaction: a detail it missed, or one hidden for nothing. A training example without words."""

    __tablename__ = "redaction_mark"

    id: Mapped[str] = mapped_column(String(26), primary_key=True)
    project_id: Mapped[str] = mapped_column(ForeignKey("project.id"))
    note_id: Mapped[str] = mapped_column(ForeignKey("note.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(10))
    type: Mapped[str] = mapped_column(String(20))
    recogniser: Mapped[str] = mapped_column(String(80))
    before: Mapped[str] = mapped_column(String(200))  # harmless words and stand-ins, of other words the shape
    shape: Mapped[str] = mapped_column(String(200))  # "Aaaa A'Aaaa 99"
    after: Mapped[str] = mapped_column(String(200))
    key_id: Mapped[str] = mapped_column(ForeignKey("api_key.id"))
    marked_at: Mapped[datetime] = mapped_column(UtcDateTime)


class CaseFile(Base):
    """One row a case; its version makes two notes of a case that come at once take turns over the stand-ins."""

    __tablename__ = "case_file"

    project_id: Mapped[str] = mapped_column(ForeignKey("project.id"), primary_key=True)
    case_key: Mapped[str] = mapped_column(String(120), primary_key=True)
    version: Mapped[int] = mapped_column(Integer)


class StandInRow(Base):
    """Keyed digest of a form of a name → its stand-in, within one case."""

    __tablename__ = "stand_in"

    project_id: Mapped[str] = mapped_column(ForeignKey("project.id"), primary_key=True)
    case_key: Mapped[str] = mapped_column(String(120), primary_key=True)
    digest: Mapped[str] = mapped_column(String(40), primary_key=True)
    stand_in: Mapped[str] = mapped_column(String(60))


class SegmentRow(Base):
    """A segment of a redacted note with its voice. Its id is the note's with its index, so a second run writes the same."""

    __tablename__ = "segment"
    __table_args__ = (Index("segment_note", "note_id", "index"),)

    id: Mapped[str] = mapped_column(String(34), primary_key=True)
    note_id: Mapped[str] = mapped_column(ForeignKey("note.id", ondelete="CASCADE"))
    index: Mapped[int] = mapped_column(Integer)
    start: Mapped[int] = mapped_column(Integer)
    end: Mapped[int] = mapped_column(Integer)
    source_start: Mapped[int] = mapped_column(Integer)
    source_end: Mapped[int] = mapped_column(Integer)
    speaker: Mapped[str | None] = mapped_column(String(80))
    heading: Mapped[str | None] = mapped_column(String(200))
    voice: Mapped[str] = mapped_column(String(24))
    voice_confidence: Mapped[float] = mapped_column(Float)
    voice_reason: Mapped[str] = mapped_column(String(200))
    doubt: Mapped[float] = mapped_column(Float, index=True)  # confidence of its most confident doubtful coding; 0: none
    reviewed: Mapped[bool] = mapped_column(Boolean, default=False)  # follows from the decisions; kept for the queue
    lot: Mapped[float | None] = mapped_column(Float)  # 0..1, from a keyed hash of the id; none: not drawn yet
    inclusion_probability: Mapped[float | None] = mapped_column(Float)  # drawn for blind review where the lot is below it
    scores: Mapped[dict[str, float]] = mapped_column(JSON)
    embedding: Mapped[bytes] = mapped_column(LargeBinary)  # float32, of the redacted text


class CodingRow(Base):
    """A code on a segment by machine, of one codebook version and one model revision."""

    __tablename__ = "coding"

    segment_id: Mapped[str] = mapped_column(ForeignKey("segment.id", ondelete="CASCADE"), primary_key=True)
    code: Mapped[str] = mapped_column(String(80), primary_key=True)
    codebook: Mapped[str] = mapped_column(String(12), primary_key=True)
    model: Mapped[str] = mapped_column(String(80), primary_key=True)
    confidence: Mapped[float] = mapped_column(Float)
    calibrated: Mapped[bool] = mapped_column(Boolean)
    outcome: Mapped[str] = mapped_column(String(10))
    reason: Mapped[dict[str, Any]] = mapped_column(JSON)


class DecisionRow(Base):
    """A person's decision about a segment. Appended, never changed; `sequence` counts within the segment."""

    __tablename__ = "decision"
    __table_args__ = (UniqueConstraint("segment_id", "sequence"),)

    id: Mapped[str] = mapped_column(String(26), primary_key=True)
    segment_id: Mapped[str] = mapped_column(ForeignKey("segment.id", ondelete="CASCADE"))
    sequence: Mapped[int] = mapped_column(Integer)
    verdict: Mapped[str] = mapped_column(String(16))
    code: Mapped[str | None] = mapped_column(String(80))
    voice: Mapped[str | None] = mapped_column(String(24))
    memo: Mapped[str | None] = mapped_column(Text)  # redacted like a note
    undoes: Mapped[str | None] = mapped_column(String(26))
    mode: Mapped[str] = mapped_column(String(12), server_default="doubtful")  # the order of the queue it was made in
    suggestion_visible: Mapped[bool] = mapped_column(Boolean, server_default=true())  # whether the machine's was shown
    codebook: Mapped[str] = mapped_column(String(12))
    key_id: Mapped[str] = mapped_column(ForeignKey("api_key.id"))
    decided_by: Mapped[str] = mapped_column(String(120))
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime)


class LearningRunRow(Base):
    """A run of learning and the state that came of it.

    queued → running → proposed, refused (no better than what is in force) or failed; then applied → superseded or reverted.
    A project has at most one applied state for a version of its codebook; what codes its notes follows from that.
    """

    __tablename__ = "learning_run"
    __table_args__ = (Index("learning_state", "project_id", "state"),)

    id: Mapped[str] = mapped_column(String(26), primary_key=True)
    project_id: Mapped[str] = mapped_column(ForeignKey("project.id"))
    codebook: Mapped[str] = mapped_column(String(12))
    state: Mapped[str] = mapped_column(String(10))
    automatic: Mapped[bool] = mapped_column(Boolean)
    message: Mapped[str | None] = mapped_column(String(500))
    revision: Mapped[str | None] = mapped_column(String(8))
    base: Mapped[str | None] = mapped_column(String(80))  # revision of the coder that it stands over
    content: Mapped[bytes | None] = mapped_column(LargeBinary)  # holds no word of any note
    figures: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    changes: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    moved: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)  # code → why its calibration holds no more
    previous: Mapped[str | None] = mapped_column(String(26))  # the state that was in force before it
    decided: Mapped[str | None] = mapped_column(String(26))  # id of the last decision that it was learned from
    created_by: Mapped[str] = mapped_column(String(120))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    settled_by: Mapped[str | None] = mapped_column(String(120))  # who applied or reverted it
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class TunedEncoderRow(Base):
    """The tuned layers that the state of a run stands on, apart from it: 7 MB are read only where they are needed."""

    __tablename__ = "tuned_encoder"

    run_id: Mapped[str] = mapped_column(ForeignKey("learning_run.id", ondelete="CASCADE"), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)  # safetensors, half precision; holds no word of any note


class IdempotencyRow(Base):
    """The answer that an Idempotency-Key was given; the request is kept as a keyed digest only."""

    __tablename__ = "idempotency"

    project_id: Mapped[str] = mapped_column(ForeignKey("project.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    request: Mapped[str] = mapped_column(String(64))
    answer: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class AuditRow(Base):
    """A look at or change to data: who, what, when; ids only. Each row's digest covers the one before."""

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    project_id: Mapped[str | None] = mapped_column(String(26))
    actor: Mapped[str] = mapped_column(String(120))
    action: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(200))
    digest: Mapped[str] = mapped_column(String(64))
