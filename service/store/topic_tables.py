"""The tables of topics: searches, what they found, what people changed, and topics proposed as codes."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Boolean, Float, ForeignKey, Index, Integer, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from service.store.tables import Base, UtcDateTime


class TopicRunRow(Base):
    """A search for topics: queued → running → done, failed or cancelled."""

    __tablename__ = "topic_run"
    __table_args__ = (Index("topic_run_state", "state", "id"),)

    id: Mapped[str] = mapped_column(String(26), primary_key=True)
    project_id: Mapped[str] = mapped_column(ForeignKey("project.id"))
    state: Mapped[str] = mapped_column(String(10))
    doing: Mapped[str | None] = mapped_column(String(80))
    share: Mapped[float] = mapped_column(Float, default=0.0, server_default="0")
    selection: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, server_default="{}")
    options: Mapped[dict[str, Any]] = mapped_column(JSON)
    segments: Mapped[int | None] = mapped_column(Integer)
    message: Mapped[str | None] = mapped_column(String(500))
    figures: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    joins: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON)
    found: Mapped[int | None] = mapped_column(Integer)  # how many topics the search itself found
    model: Mapped[str | None] = mapped_column(String(80))
    content: Mapped[bytes | None] = mapped_column(LargeBinary)  # centres: no word of any text
    version: Mapped[int] = mapped_column(Integer, default=0, server_default="0")  # how many edits; what If-Match names
    created_by: Mapped[str] = mapped_column(String(120))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class TopicRow(Base):
    """A topic of a run, as it stands after all edits; `found` holds name, namer and state as the search gave them."""

    __tablename__ = "topic"

    run_id: Mapped[str] = mapped_column(ForeignKey("topic_run.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    key: Mapped[str] = mapped_column(String(26))  # lasting: the same when it comes back in a later run
    name: Mapped[str] = mapped_column(String(200))
    name_by: Mapped[str] = mapped_column(String(120))
    state: Mapped[str] = mapped_column(String(10))
    found: Mapped[dict[str, Any]] = mapped_column(JSON)  # a part that a person split off begins as gone
    terms: Mapped[list[str]] = mapped_column(JSON)
    weights: Mapped[list[float]] = mapped_column(JSON)
    size: Mapped[int] = mapped_column(Integer)
    examples: Mapped[list[str]] = mapped_column(JSON)  # ids of segments: their text is read where it is kept
    spread: Mapped[float] = mapped_column(Float)
    least: Mapped[float] = mapped_column(Float)  # 10th percentile of its segments' cosine to the centre
    centre: Mapped[bytes] = mapped_column(LargeBinary)  # float32, mean of its segments' embeddings


class TopicSegmentRow(Base):
    """Which topic of a run a segment belongs to, now and as it was found; -1 is none."""

    __tablename__ = "topic_segment"
    __table_args__ = (Index("topic_segment_close", "run_id", "topic", "closeness", "segment_id"),)

    run_id: Mapped[str] = mapped_column(ForeignKey("topic_run.id", ondelete="CASCADE"), primary_key=True)
    segment_id: Mapped[str] = mapped_column(ForeignKey("segment.id", ondelete="CASCADE"), primary_key=True)
    topic: Mapped[int] = mapped_column(Integer)
    found: Mapped[int] = mapped_column(Integer, default=-1, server_default="-1")
    closeness: Mapped[float] = mapped_column(Float, default=0.0, server_default="0")  # cosine to the centre; 0 in no topic
    by_hand: Mapped[bool] = mapped_column(Boolean, default=False, server_default="0")
    pinned: Mapped[bool] = mapped_column(Boolean, default=False, server_default="0")  # by hand in the run that guided this one


class TopicEditRow(Base):
    """A change that a person made to the topics of a run. Appended, never changed; what holds follows from all of them."""

    __tablename__ = "topic_edit"
    __table_args__ = (UniqueConstraint("run_id", "sequence"),)

    id: Mapped[str] = mapped_column(String(26), primary_key=True)
    run_id: Mapped[str] = mapped_column(ForeignKey("topic_run.id", ondelete="CASCADE"))
    sequence: Mapped[int] = mapped_column(Integer)
    kind: Mapped[str] = mapped_column(String(10))
    what: Mapped[dict[str, Any]] = mapped_column(JSON)
    undoes: Mapped[str | None] = mapped_column(String(26))
    key_id: Mapped[str] = mapped_column(String(26))
    by: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class TopicMoveRow(Base):
    """Where an edit (split, move) put a segment."""

    __tablename__ = "topic_move"

    edit_id: Mapped[str] = mapped_column(ForeignKey("topic_edit.id", ondelete="CASCADE"), primary_key=True)
    segment_id: Mapped[str] = mapped_column(ForeignKey("segment.id", ondelete="CASCADE"), primary_key=True)
    topic: Mapped[int] = mapped_column(Integer)


class TopicPromotionRow(Base):
    """A topic proposed as a code, and what became of it: proposed → approved or rejected."""

    __tablename__ = "topic_promotion"
    __table_args__ = (Index("topic_promotion_project", "project_id", "id"),)

    id: Mapped[str] = mapped_column(String(26), primary_key=True)
    project_id: Mapped[str] = mapped_column(ForeignKey("project.id"))
    run_id: Mapped[str] = mapped_column(ForeignKey("topic_run.id"))
    topic: Mapped[int] = mapped_column(Integer)
    topic_key: Mapped[str] = mapped_column(String(26))
    state: Mapped[str] = mapped_column(String(10))
    code: Mapped[dict[str, Any]] = mapped_column(JSON)
    examples: Mapped[list[str]] = mapped_column(JSON)  # segments whose text was released
    segments: Mapped[int] = mapped_column(Integer)
    proposed_by: Mapped[str] = mapped_column(String(120))
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    settled_by: Mapped[str | None] = mapped_column(String(120))
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reason: Mapped[str | None] = mapped_column(String(500))
    version: Mapped[str | None] = mapped_column(String(12))


class TopicPromotionSegmentRow(Base):
    """A segment that a proposed code would be given to, and how close it is to the topic."""

    __tablename__ = "topic_promotion_segment"

    promotion_id: Mapped[str] = mapped_column(ForeignKey("topic_promotion.id", ondelete="CASCADE"), primary_key=True)
    segment_id: Mapped[str] = mapped_column(ForeignKey("segment.id", ondelete="CASCADE"), primary_key=True)
    closeness: Mapped[float] = mapped_column(Float)
