"""The informative order of a project's segments, the same for all pages that begin at one moment.

It is made anew when notes are coded: new ones, or all of them with newly learned heads. Only what was stored and decided
until then goes into it, so that it can be made again from the moment alone; it is kept in memory to be quick.
"""

from collections import OrderedDict
from datetime import UTC, datetime
from threading import Lock

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from models.choose import informative_order, worth
from service.actions import drawing
from service.actions.standing import Verdict
from service.actions.workshop import Workshop
from service.auth.roles import Principal
from service.errors import Refused
from service.store.tables import DecisionRow, NoteRow, SegmentRow

_POOL = 500  # that many are ordered with an eye on each other, the rest by what each is worth alone
_SEEN = 500
_TURNS_AT = 0.5
_KEPT = 8
_Key = tuple[str, str, datetime]
_RANKED: OrderedDict[_Key, list[str]] = OrderedDict()
_LOCK = Lock()


def moment(session: Session, project_id: str) -> datetime | None:
    """When a note of the project was coded last; none where none is."""
    return session.scalar(select(func.max(NoteRow.coded_at)).where(NoteRow.project_id == project_id, NoteRow.current))


def read_moment(written: str) -> datetime:
    """A moment as a cursor has it.

    Raises:
        Refused: It is none.
    """
    try:
        return datetime.fromisoformat(written).astimezone(UTC)
    except ValueError:
        raise Refused("this cursor is none of ours; begin the list again without one") from None


def ranked(workshop: Workshop, session: Session, principal: Principal, until: datetime) -> list[str]:
    """Ids of the segments nobody had decided about and no lot had drawn at a moment, most informative first."""
    key = (str(workshop.database.engine.url), principal.project_id, until)
    with _LOCK:
        if key in _RANKED:
            _RANKED.move_to_end(key)
            return _RANKED[key]
    order = _rank(session, principal.project_id, until)
    with _LOCK:
        _RANKED[key] = order
        while len(_RANKED) > _KEPT:
            _RANKED.popitem(last=False)
    return order


def _rank(session: Session, project_id: str, until: datetime) -> list[str]:
    decided = select(DecisionRow.segment_id).where(DecisionRow.decided_at <= until)
    wanted = (
        select(SegmentRow.id, SegmentRow.scores)
        .join(NoteRow, NoteRow.id == SegmentRow.note_id)
        .where(NoteRow.project_id == project_id, NoteRow.current, NoteRow.coded_at <= until)
        .where(or_(SegmentRow.lot.is_(None), ~drawing.DRAWN), SegmentRow.id.not_in(decided))
        .order_by(SegmentRow.id)
    )
    rows = session.execute(wanted).all()
    if not rows:
        return []
    codes = sorted({code for _, scores in rows for code in scores})
    scores = np.array([[scores.get(code, 0.0) for code in codes] for _, scores in rows]).reshape(len(rows), len(codes))
    found = _found(session, project_id, until, codes)
    thresholds = np.full(len(codes), _TURNS_AT)
    alone = np.argsort(-worth(scores, thresholds=thresholds, found=found), kind="stable")
    pool, rest = alone[:_POOL], alone[_POOL:]
    picked = informative_order(
        scores[pool], _embeddings(session, [rows[place][0] for place in pool]), thresholds=thresholds, found=found,
        count=len(pool), seen=_seen(session, project_id, until),
    )  # fmt: skip
    return [rows[place][0] for place in (*pool[picked], *rest)]


def _found(session: Session, project_id: str, until: datetime, codes: list[str]) -> NDArray[np.float64]:
    """On how many segments people put each code; one taken back counts too, as this only weighs codes."""
    counted = (
        select(DecisionRow.code, func.count(DecisionRow.segment_id.distinct()))
        .join(SegmentRow, SegmentRow.id == DecisionRow.segment_id)
        .join(NoteRow, NoteRow.id == SegmentRow.note_id)
        .where(NoteRow.project_id == project_id, DecisionRow.decided_at <= until)
        .where(DecisionRow.verdict.in_([Verdict.ACCEPT, Verdict.ADD]))
        .group_by(DecisionRow.code)
    )
    counts = dict(session.execute(counted).all())
    return np.array([counts.get(code, 0) for code in codes], dtype=np.float64)


def _seen(session: Session, project_id: str, until: datetime) -> NDArray[np.float32] | None:
    """Embeddings of what was decided last."""
    wanted = (
        select(DecisionRow.segment_id)
        .join(SegmentRow, SegmentRow.id == DecisionRow.segment_id)
        .join(NoteRow, NoteRow.id == SegmentRow.note_id)
        .where(NoteRow.project_id == project_id, NoteRow.current, DecisionRow.decided_at <= until)
        .order_by(DecisionRow.id.desc())
        .limit(_SEEN)
    )
    ids = list(dict.fromkeys(session.scalars(wanted)))
    return _embeddings(session, ids) if ids else None


def _embeddings(session: Session, ids: list[str]) -> NDArray[np.float32]:
    stored: dict[str, bytes] = dict(
        session.execute(select(SegmentRow.id, SegmentRow.embedding).where(SegmentRow.id.in_(ids))).all()
    )
    return np.stack([np.frombuffer(stored[one], dtype=np.float32) for one in ids])
