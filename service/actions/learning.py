"""Learning from decisions: a run learns and compares, shows what would change, and is applied or reverted by a person."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from ulid import ULID

from models.errors import ModelError
from service.actions.in_force import applied, learned_of
from service.actions.proposing import propose
from service.actions.recoding import judged, put_in_force, stored
from service.actions.workshop import Workshop
from service.auth.roles import Principal, Role
from service.errors import Conflict, NotFound
from service.store import audit
from service.store.tables import DecisionRow, LearningRunRow, NoteRow, Project, SegmentRow, TunedEncoderRow

if TYPE_CHECKING:
    from models.learned import Learned
    from models.pipeline import CodingPipeline

BY_ITSELF = "earshot"
_OPEN = ("queued", "running")
_APPLICABLE = ("proposed", "reverted")


class LearningRun(BaseModel):
    """A run: queued, running, proposed (better), refused (not better), failed, applied, superseded or reverted.

    `figures` compare it with what was in force, on decisions held out by case, and state the guarantee; `changes` say for each
    code which stored segments would be newly coded, no longer coded, or get another outcome. `moved` names the codes whose
    confidences are not calibrated any more, and why.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    codebook: str
    state: str
    automatic: bool
    message: str | None
    revision: str | None
    base: str | None
    figures: dict[str, Any] | None
    changes: dict[str, Any] | None
    moved: dict[str, str]
    created_by: str
    created_at: datetime
    finished_at: datetime | None
    settled_by: str | None
    settled_at: datetime | None


def start(workshop: Workshop, principal: Principal) -> LearningRun:
    """Queue a run. Nothing that is stored changes before it is applied."""
    principal.must(Role.RESEARCHER)
    with workshop.database.writing() as session:
        row = _queue(session, principal.project_id, principal.name, automatic=False)
        _audit(session, principal, "learning.start", row)
        return _view(row)


def runs(workshop: Workshop, principal: Principal) -> list[LearningRun]:
    """The last hundred runs of the project, newest first, without what they would change."""
    principal.must(Role.RESEARCHER)
    with workshop.database.reading() as session:
        wanted = select(LearningRunRow).where(LearningRunRow.project_id == principal.project_id)
        rows = session.scalars(wanted.order_by(LearningRunRow.id.desc()).limit(100)).all()
    return [_view(row).model_copy(update={"changes": None}) for row in rows]


def run(workshop: Workshop, principal: Principal, run_id: str) -> LearningRun:
    """One run.

    Raises:
        NotFound: The project has no such run.
    """
    principal.must(Role.RESEARCHER)
    with workshop.database.reading() as session:
        return _view(_row(session, principal, run_id))


def apply(workshop: Workshop, principal: Principal, run_id: str) -> LearningRun:
    """Put what a run learned in force and code all stored segments with it; people's decisions stay as they are.

    Raises:
        NotFound: The project has no such run.
        Conflict: It is no proposal, what it was compared with is no longer in force, or what is stored of it is damaged.
    """
    principal.must(Role.RESEARCHER)
    with workshop.database.reading() as session:
        row = _row(session, principal, run_id)
        _check_applicable(session, workshop, row)
    return _put(workshop, principal.project_id, run_id, actor=principal.key_id, name=principal.name)


def revert(workshop: Workshop, principal: Principal, run_id: str | None = None) -> LearningRun:
    """Take back the state in force: the one before it, or the base coder, codes again, exactly as it did.

    Raises:
        NotFound: The project has no such run.
        Conflict: The run is not in force, nothing is, or what is stored of the state before it is damaged.
    """
    principal.must(Role.RESEARCHER)
    with workshop.database.reading() as session:
        version = _version(session, principal.project_id)
        base = workshop.base_pipeline(principal.project_id, version)
        current = applied(session, principal.project_id, version, base.base_revision)
        if run_id is not None:
            _row(session, principal, run_id)
        if current is None or (run_id is not None and run_id != current):
            raise Conflict("nothing that was learned is in force" if current is None else "this run is not in force")
        previous = session.get_one(LearningRunRow, current).previous
        earlier = None if previous is None else _readable(session, previous)
        segments = stored(session, principal.project_id, version, base.base_revision)
    codings = judged(base, earlier, segments)
    with workshop.database.writing() as session:
        row = session.get_one(LearningRunRow, current)
        if row.state != "applied":
            raise Conflict("somebody else settled this run in between; look at it again")
        row.state, row.settled_by, row.settled_at = "reverted", principal.name, datetime.now(UTC)
        if previous is not None:
            session.get_one(LearningRunRow, previous).state = "applied"
        session.flush()
        prepared = {one.id: (one, codings[one.id]) for one in segments}
        put_in_force(session, principal.project_id, base, earlier, prepared)
        _audit(session, principal, "learning.revert", row)
        return _view(row)


def work_next(workshop: Workshop) -> bool:
    """Work off the oldest waiting run; whether there was one. A run that a killed process left is begun again."""
    with workshop.database.writing() as session:
        waiting = select(LearningRunRow).where(LearningRunRow.state.in_(_OPEN)).order_by(LearningRunRow.id).limit(1)
        row = session.scalar(waiting) or _due(workshop, session)
        if row is None:
            return False
        row.state = "running"
        run_id, project_id, automatic = row.id, row.project_id, row.automatic
    try:
        better = _learn(workshop, project_id, run_id)
        if better and automatic:
            _apply_by_itself(workshop, project_id, run_id)
    except Exception as error:  # noqa: BLE001 - the run is shown as failed, the loop goes on
        plain = isinstance(error, ModelError)  # says what to do, and nothing of any note
        message = str(error) if plain else f"learning failed ({type(error).__name__}); start it again"
        with workshop.database.writing() as session:
            failed = session.get(LearningRunRow, run_id)
            if failed is not None and failed.state == "running":
                failed.state, failed.message, failed.finished_at = "failed", message, datetime.now(UTC)
    return True


def look(workshop: Workshop, principal: Principal) -> dict[str, Any]:
    """What a run would come to, without keeping anything of it: figures and changes."""
    principal.must(Role.RESEARCHER)
    found = propose(workshop, principal.project_id)
    return {"revision": found["learned"].revision, "figures": found["figures"], "changes": found["changes"]}


def _learn(workshop: Workshop, project_id: str, run_id: str) -> bool:
    found = propose(workshop, project_id)
    learned: Learned = found["learned"]
    better = bool(found["figures"]["better"])
    with workshop.database.writing() as session:
        row = session.get_one(LearningRunRow, run_id)
        row.codebook, row.base, row.revision, row.content = learned.codebook, learned.base, learned.revision, learned.to_bytes()
        row.figures, row.changes, row.previous, row.decided = (
            found["figures"],
            found["changes"],
            found["previous"],
            found["last"],
        )
        row.state, row.message = "proposed" if better else "refused", found["figures"]["why"]
        row.finished_at = datetime.now(UTC)
        if better and learned.upper is not None:
            session.add(TunedEncoderRow(run_id=run_id, content=learned.upper.to_bytes()))
        audit.record(session, project_id=project_id, actor="worker", action=f"learning.{row.state}", subject=run_id)
    return better


def _put(workshop: Workshop, project_id: str, run_id: str, *, actor: str, name: str) -> LearningRun:
    """Apply a run: codings are made before the transaction, everything is written in it."""
    with workshop.database.reading() as session:
        row = session.get_one(LearningRunRow, run_id)
        pipeline = workshop.base_pipeline(project_id, row.codebook)
        learned = _readable(session, run_id)
        segments = stored(session, project_id, row.codebook, pipeline.base_revision)
    codings = judged(pipeline, learned, segments)
    with workshop.database.writing() as session:
        row = session.get_one(LearningRunRow, run_id)
        _check_applicable(session, workshop, row)
        if row.previous is not None:
            session.get_one(LearningRunRow, row.previous).state = "superseded"
        row.state, row.settled_by, row.settled_at = "applied", name, datetime.now(UTC)
        session.flush()
        put_in_force(session, project_id, pipeline, learned, {one.id: (one, codings[one.id]) for one in segments})
        audit.record(session, project_id=project_id, actor=actor, action="learning.apply", subject=run_id)
        return _view(row)


def _readable(session: Session, run_id: str) -> "Learned":
    try:
        return learned_of(session, run_id)
    except ModelError as error:
        raise Conflict(str(error)) from None


def _check_applicable(session: Session, workshop: Workshop, row: LearningRunRow) -> None:
    if row.state not in _APPLICABLE:
        raise Conflict(f"this run is {row.state}; only one that is proposed or was reverted can be applied")
    version = _version(session, row.project_id)
    base: CodingPipeline = workshop.base_pipeline(row.project_id, version)
    if row.codebook != version or row.base != base.base_revision:
        raise Conflict("this was learned with another codebook or coder than is in force; learn again")
    if applied(session, row.project_id, version, base.base_revision) != row.previous:
        raise Conflict("something else was applied or reverted since this was learned; learn again")


def _apply_by_itself(workshop: Workshop, project_id: str, run_id: str) -> None:
    """Apply a better state unless a person took one back: whoever did decides from then on."""
    with workshop.database.reading() as session:
        taken_back = session.scalar(
            select(func.count()).select_from(LearningRunRow).where(
                LearningRunRow.project_id == project_id, LearningRunRow.state == "reverted"
            )
        )  # fmt: skip
    if not taken_back:
        _put(workshop, project_id, run_id, actor="worker", name=BY_ITSELF)


def _due(workshop: Workshop, session: Session) -> LearningRunRow | None:
    """A new run for a project with decisions enough since its last one, where the settings want that."""
    if (enough := workshop.settings.learn_after) == 0:
        return None
    for project_id in session.scalars(select(Project.id)).all():
        last = select(func.max(LearningRunRow.created_at)).where(LearningRunRow.project_id == project_id)
        since = session.scalar(last)
        wanted = (
            select(func.count())
            .select_from(DecisionRow)
            .join(SegmentRow, SegmentRow.id == DecisionRow.segment_id)
            .join(NoteRow, NoteRow.id == SegmentRow.note_id)
            .where(NoteRow.project_id == project_id)
        )
        if since is not None:
            wanted = wanted.where(DecisionRow.decided_at > since)
        if (session.scalar(wanted) or 0) >= enough:
            return _queue(session, project_id, BY_ITSELF, automatic=True)
    return None


def _queue(session: Session, project_id: str, name: str, *, automatic: bool) -> LearningRunRow:
    row = LearningRunRow(
        id=str(ULID()),
        project_id=project_id,
        codebook=_version(session, project_id),
        state="queued",
        automatic=automatic,
        moved={},
        created_by=name,
        created_at=datetime.now(UTC),
    )
    session.add(row)
    session.flush()
    return row


def _version(session: Session, project_id: str) -> str:
    return session.scalars(select(Project.codebook_version).where(Project.id == project_id)).one()


def _row(session: Session, principal: Principal, run_id: str) -> LearningRunRow:
    row = session.get(LearningRunRow, run_id)
    if row is None or row.project_id != principal.project_id:
        raise NotFound("this project has no such run")
    return row


def _audit(session: Session, principal: Principal, action: str, row: LearningRunRow) -> None:
    audit.record(session, project_id=principal.project_id, actor=principal.key_id, action=action, subject=row.id)


def _view(row: LearningRunRow) -> LearningRun:
    return LearningRun(**{name: getattr(row, name) for name in LearningRun.model_fields})
