"""Topics: a run over the project's segments, queued, worked off in the background, kept with its result."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

import numpy as np
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Select, insert, select
from ulid import ULID

from service.actions.workshop import Workshop
from service.auth.roles import Principal, Role
from service.errors import Conflict, NotFound
from service.store import audit
from service.store.tables import CodingRow, NoteRow, SegmentRow, TopicRunRow, TopicSegmentRow


class TopicRequest(BaseModel):
    """Which segments to search, and how."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    child_voice_only: bool = Field(default=False, description="Only segments that carry a child's own voice.")
    uncoded_only: bool = Field(default=False, description="Only segments that no code was suggested for.")
    seed: int = Field(default=0, ge=0, le=2**31 - 1)
    max_topics: int | None = Field(default=None, ge=2, le=200, description="At most this many; left out: as found.")


class TopicRun(BaseModel):
    """A run with its state (queued, running, done, failed, cancelled) and, when done, its topics."""

    model_config = ConfigDict(frozen=True)

    id: str
    state: str
    options: dict[str, Any]
    segments: int | None
    message: str | None
    topics: list[dict[str, Any]] | None
    model: str | None
    created_by: str
    created_at: datetime
    finished_at: datetime | None


def start(workshop: Workshop, principal: Principal, request: TopicRequest) -> TopicRun:
    """Queue a run."""
    principal.must(Role.RESEARCHER)
    with workshop.database.writing() as session:
        row = TopicRunRow(
            id=str(ULID()),
            project_id=principal.project_id,
            state="queued",
            options=request.model_dump(mode="json"),
            created_by=principal.name,
            created_at=datetime.now(UTC),
        )
        session.add(row)
        session.flush()
        audit.record(
            session,
            project_id=principal.project_id,
            actor=principal.key_id,
            action="topics.start",
            subject=row.id,
        )
        return _view(row)


def runs(workshop: Workshop, principal: Principal) -> list[TopicRun]:
    """The runs of the project, newest first, without their topics."""
    principal.must(Role.RESEARCHER, Role.ANALYST)
    with workshop.database.reading() as session:
        wanted = select(TopicRunRow).where(TopicRunRow.project_id == principal.project_id)
        rows = session.scalars(wanted.order_by(TopicRunRow.id.desc()).limit(100)).all()
    return [_view(row).model_copy(update={"topics": None}) for row in rows]


def run(workshop: Workshop, principal: Principal, run_id: str) -> TopicRun:
    """One run with its topics.

    Raises:
        NotFound: The project has no such run.
    """
    principal.must(Role.RESEARCHER, Role.ANALYST)
    with workshop.database.reading() as session:
        row = session.get(TopicRunRow, run_id)
    if row is None or row.project_id != principal.project_id:
        raise NotFound("this project has no such run")
    return _view(row)


def cancel(workshop: Workshop, principal: Principal, run_id: str) -> TopicRun:
    """Give up a run that has not ended; what a running one finds is thrown away.

    Raises:
        NotFound: The project has no such run.
        Conflict: It has ended.
    """
    principal.must(Role.RESEARCHER)
    with workshop.database.writing() as session:
        row = session.get(TopicRunRow, run_id)
        if row is None or row.project_id != principal.project_id:
            raise NotFound("this project has no such run")
        if row.state not in ("queued", "running"):
            raise Conflict(f"this run is {row.state}")
        row.state, row.finished_at = "cancelled", datetime.now(UTC)
        return _view(row)


def work_next(workshop: Workshop) -> bool:
    """Work off the oldest waiting run; whether there was one. A run that a killed process left is begun again."""
    with workshop.database.writing() as session:
        waiting = select(TopicRunRow).where(TopicRunRow.state.in_(["queued", "running"]))
        row = session.scalar(waiting.order_by(TopicRunRow.id).limit(1))
        if row is None:
            return False
        row.state = "running"
        run_id, project_id, options = row.id, row.project_id, TopicRequest.model_validate(row.options)
    try:
        _work(workshop, run_id, project_id, options)
    except Exception as error:  # noqa: BLE001 - the run is shown as failed, the loop goes on
        _end(
            workshop,
            run_id,
            state="failed",
            message=f"the search failed ({type(error).__name__}); start it again",
        )
    return True


def _work(workshop: Workshop, run_id: str, project_id: str, request: TopicRequest) -> None:
    from models.topics import TopicInput, TopicOptions, discover

    with workshop.database.reading() as session:
        found = session.execute(_selection(project_id, request)).all()
    inputs = [TopicInput(segment.id, note.text[segment.start : segment.end]) for segment, note in found]
    vectors = [np.frombuffer(segment.embedding, dtype=np.float32) for segment, _ in found]
    embeddings = np.stack(vectors) if vectors else np.zeros((0, 0), dtype=np.float32)
    result = discover(inputs, embeddings, options=TopicOptions(seed=request.seed, most=request.max_topics))
    _end(
        workshop,
        run_id,
        state="done",
        message=result.message,
        topics=[asdict(topic) for topic in result.topics],
        assignments=list(result.assignments.items()),
        model=found[0][1].model if found else None,
        segments=len(inputs),
    )


def _selection(project_id: str, request: TopicRequest) -> Select[SegmentRow, NoteRow]:
    wanted = (
        select(SegmentRow, NoteRow)
        .join(NoteRow, NoteRow.id == SegmentRow.note_id)
        .where(NoteRow.project_id == project_id, NoteRow.current, NoteRow.state == "coded")
        .order_by(SegmentRow.id)
    )
    if request.child_voice_only:
        wanted = wanted.where(SegmentRow.voice.startswith("child"))
    if request.uncoded_only:
        coded = select(CodingRow.segment_id).where(CodingRow.codebook == NoteRow.codebook, CodingRow.model == NoteRow.model)
        wanted = wanted.where(SegmentRow.id.not_in(coded))
    return wanted


def _end(
    workshop: Workshop, run_id: str, *, state: str, message: str | None,
    topics: list[dict[str, Any]] | None = None, assignments: Sequence[tuple[str, int]] = (),
    model: str | None = None, segments: int | None = None,
) -> None:  # fmt: skip
    with workshop.database.writing() as session:
        row = session.get(TopicRunRow, run_id)
        if row is None or row.state != "running":  # cancelled meanwhile
            return
        row.state, row.message, row.topics = state, message, topics
        row.model, row.segments, row.finished_at = model, segments, datetime.now(UTC)
        # segments whose note was deleted meanwhile are left out
        present = set(session.scalars(select(SegmentRow.id)))
        rows = [
            {"run_id": run_id, "segment_id": segment, "topic": topic} for segment, topic in assignments if segment in present
        ]
        if rows:
            session.execute(insert(TopicSegmentRow), rows)


def _view(row: TopicRunRow) -> TopicRun:
    return TopicRun(**{name: getattr(row, name) for name in TopicRun.model_fields})
