"""A search is asked for, or given up."""

from datetime import UTC, datetime

from ulid import ULID

from service.actions.topics.asked import TopicRequest
from service.actions.topics.types import TopicRun
from service.actions.topics.viewing import run_row, view
from service.actions.workshop import Workshop
from service.auth.roles import Principal, Role
from service.errors import Conflict
from service.store import audit
from service.store.topic_tables import TopicRunRow

OPEN = ("queued", "running")


def start(workshop: Workshop, principal: Principal, request: TopicRequest) -> TopicRun:
    """Queue a search.

    Raises:
        NotFound: The project has no run that should guide it.
        Conflict: That run is not done.
    """
    principal.must(Role.RESEARCHER)
    with workshop.database.writing() as session:
        if (guide := request.options.guided_by) is not None and run_row(session, principal, guide).state != "done":
            raise Conflict("the run that should guide this one is not done")
        row = TopicRunRow(
            id=str(ULID()),
            project_id=principal.project_id,
            state="queued",
            share=0.0,
            version=0,
            selection=request.selection.model_dump(mode="json"),
            options=request.options.model_dump(mode="json"),
            created_by=principal.name,
            created_at=datetime.now(UTC),
        )
        session.add(row)
        session.flush()
        audit.record(
            session, project_id=row.project_id, actor=principal.key_id, action="topics.start", subject=row.id
        )  # fmt: skip
        return view(row)


def cancel(workshop: Workshop, principal: Principal, run_id: str) -> TopicRun:
    """Give up a search that has not ended; what a running one has found so far is thrown away.

    Raises:
        NotFound: The project has no such run.
        Conflict: It has ended.
    """
    principal.must(Role.RESEARCHER)
    with workshop.database.writing() as session:
        row = run_row(session, principal, run_id)
        if row.state not in OPEN:
            raise Conflict(f"this run is {row.state}")
        row.state, row.doing, row.finished_at = "cancelled", None, datetime.now(UTC)
        audit.record(session, project_id=row.project_id, actor=principal.key_id, action="topics.cancel", subject=row.id)
        return view(row)
