"""Shift watched: where newly coded segments are unlike those that calibration was fitted among, confidences say so."""

from typing import TYPE_CHECKING

from sqlalchemy import func, select, update

from service.actions.deciding import in_scope
from service.actions.in_force import learned_of
from service.actions.workshop import Workshop
from service.store import audit
from service.store.tables import CodingRow, LearningRunRow, NoteRow, Project, SegmentRow

if TYPE_CHECKING:
    from models.shift import Shift

_EVERY = 20  # notes between two looks
_LATEST = 5000  # segments looked at


def watch(workshop: Workshop) -> bool:
    """Look at every state in force that stands over enough new notes; always false, for it leaves nothing to do."""
    with workshop.database.reading() as session:
        wanted = select(LearningRunRow.id, LearningRunRow.settled_at).join(Project, Project.id == LearningRunRow.project_id)
        applied = wanted.where(LearningRunRow.state == "applied", LearningRunRow.codebook == Project.codebook_version)
        states = session.execute(applied).all()
    for run_id, since in states:
        with workshop.database.reading() as session:
            row = session.get_one(LearningRunRow, run_id)
            newer = select(func.count()).select_from(NoteRow).where(
                NoteRow.project_id == row.project_id, NoteRow.state == "coded", NoteRow.coded_at > since
            )  # fmt: skip
            count = session.scalar(newer) or 0
        if count >= workshop.watched.get(run_id, 0) + _EVERY:
            workshop.watched[run_id] = count
            look(workshop, run_id)
    return False


def look(workshop: Workshop, run_id: str) -> "Shift":
    """Compare the segments coded since a state was applied with those that it was learned among.

    Of codes that moved, the codings of these segments and all later ones are called not calibrated, and none is taken without
    a person, until something new is applied.
    """
    from models.learned import base_odds
    from models.shift import compare

    with workshop.database.reading() as session:
        row, learned = session.get_one(LearningRunRow, run_id), learned_of(session, run_id)
        new = in_scope(row.project_id, row.codebook, learned.base).where(NoteRow.coded_at > row.settled_at)
        latest = new.with_only_columns(SegmentRow.id, SegmentRow.scores).order_by(None).order_by(SegmentRow.id.desc())
        found = session.execute(latest.limit(_LATEST)).all()
    codes = tuple(learned.heads.codes)
    shift = compare(learned.fingerprint, codes, base_odds(codes, [scores for _, scores in found]))
    moved = {code: why for code, why in shift.moved.items() if learned.calibration.codes[code].calibrated}
    if set(moved) - set(row.moved):
        with workshop.database.writing() as session:
            again = session.get_one(LearningRunRow, run_id)
            again.moved = moved | dict(again.moved)
            ids = new.with_only_columns(SegmentRow.id).order_by(None)
            model = workshop.base_pipeline(row.project_id, row.codebook).with_learned(learned).model_revision
            changed = update(CodingRow).where(
                CodingRow.segment_id.in_(ids), CodingRow.codebook == row.codebook, CodingRow.model == model,
                CodingRow.code.in_(list(moved)),
            )  # fmt: skip
            session.execute(changed.values(calibrated=False).execution_options(synchronize_session=False))
            audit.record(session, project_id=row.project_id, actor="worker", action="learning.moved", subject=run_id)
    return shift
