"""The review queue in its three orders: what is in doubt, what teaches most, and the share drawn by lot, blind."""

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from service.actions import cursors, drawing, ranking
from service.actions.review import items_of, segments_of
from service.actions.review_types import QueueFilter, QueueOrder, QueuePage, QueueStatus
from service.actions.workshop import Workshop
from service.auth.roles import Principal, Role
from service.errors import Refused
from service.store import audit
from service.store.tables import CodingRow, DecisionRow, NoteRow, SegmentRow

_Found = list[tuple[SegmentRow, NoteRow]]
_CHUNK = 200


def queue(
    workshop: Workshop, principal: Principal, narrowed: QueueFilter, *, limit: int, cursor: str | None = None
) -> QueuePage:
    """Segments to review, in one of the orders.

    - `doubtful`: segments with doubtful codes, most confident doubt first.
    - `informative`: as `ranking` has them, of the notes that were coded when the first page was asked for; decisions made
      meanwhile change no place, so that pages follow each other. What is drawn by lot is left to the audit.
    - `audit`: what is drawn by lot, in the order of the lots, so that whoever stops early has a random share too; blind. What
      was drawn stays here until somebody has decided about it blind, whatever was decided in another order.

    Raises:
        Refused: The cursor is none of ours, or the order does not go with what it is narrowed to.
    """
    principal.must(Role.REVIEWER, Role.RESEARCHER)
    _check(narrowed)
    page = {
        QueueOrder.DOUBTFUL: _doubtful, QueueOrder.INFORMATIVE: _informative, QueueOrder.AUDIT: _audit,
    }[narrowed.order]  # fmt: skip
    with workshop.database.writing() as session:
        if narrowed.order is QueueOrder.AUDIT:
            drawing.draw_what_came_before(workshop, session, principal.project_id)
        found, place = page(workshop, session, principal, narrowed, limit, cursor)
        items = items_of(session, found, blind=narrowed.order is QueueOrder.AUDIT)
        left, decided = _progress(session, principal, narrowed.order)
        audit.record(
            session, project_id=principal.project_id, actor=principal.key_id, action="review.look",
            subject=f"{len(items)} segments from {items[0].id if items else 'none'}",
        )  # fmt: skip
    return QueuePage(items=items, next=place, open=left, decided=decided)


def _check(narrowed: QueueFilter) -> None:
    if narrowed.order is not QueueOrder.DOUBTFUL and narrowed.status is not QueueStatus.OPEN:
        raise Refused(f"the order {narrowed.order} has what is open; take order=doubtful for what was decided")
    if narrowed.order is QueueOrder.AUDIT and (narrowed.code or narrowed.voice):
        raise Refused("the order audit is blind; it cannot be narrowed by the machine's codes or voice")


def _doubtful(
    _: Workshop, session: Session, principal: Principal, narrowed: QueueFilter, limit: int, cursor: str | None
) -> tuple[_Found, str | None]:
    wanted = _narrowed(segments_of(principal), narrowed)
    if narrowed.status is QueueStatus.OPEN:
        wanted = wanted.where(SegmentRow.doubt > 0)
    if cursor:
        doubt, last = cursors.decode(cursor, float, str)
        wanted = wanted.where(or_(SegmentRow.doubt < doubt, and_(SegmentRow.doubt == doubt, SegmentRow.id > str(last))))
    wanted = wanted.order_by(SegmentRow.doubt.desc(), SegmentRow.id).limit(limit + 1)
    found = [(segment, note) for segment, note in session.execute(wanted)]
    last_row = found[limit - 1][0] if len(found) > limit else None
    return found[:limit], cursors.encode(float(last_row.doubt), last_row.id) if last_row else None


def _audit(
    _: Workshop, session: Session, principal: Principal, narrowed: QueueFilter, limit: int, cursor: str | None
) -> tuple[_Found, str | None]:
    wanted = segments_of(principal).where(_waits_blind(principal))
    if narrowed.note:
        wanted = wanted.where(NoteRow.id == narrowed.note)
    if cursor:
        lot, last = cursors.decode(cursor, float, str)
        wanted = wanted.where(or_(SegmentRow.lot > lot, and_(SegmentRow.lot == lot, SegmentRow.id > str(last))))
    found = [
        (segment, note) for segment, note in session.execute(wanted.order_by(SegmentRow.lot, SegmentRow.id).limit(limit + 1))
    ]
    last_row = found[limit - 1][0] if len(found) > limit else None
    return found[:limit], cursors.encode(last_row.lot or 0.0, last_row.id) if last_row else None


def _informative(
    workshop: Workshop, session: Session, principal: Principal, narrowed: QueueFilter, limit: int, cursor: str | None
) -> tuple[_Found, str | None]:
    begun, start = ranking.moment(session, principal.project_id), 0
    if cursor:
        moment, last = cursors.decode(cursor, str, int)
        begun, start = ranking.read_moment(str(moment)), int(last)
    if begun is None:
        return [], None
    ranked = ranking.ranked(workshop, session, principal, begun)
    found: list[tuple[int, tuple[SegmentRow, NoteRow]]] = []
    for first in range(start, len(ranked), _CHUNK):
        places = {one: first + place for place, one in enumerate(ranked[first : first + _CHUNK])}
        wanted = _narrowed(segments_of(principal), narrowed).where(SegmentRow.id.in_(places))
        found += sorted(
            ((places[segment.id], (segment, note)) for segment, note in session.execute(wanted)), key=lambda one: one[0]
        )
        if len(found) > limit:
            break
    following = cursors.encode(begun.isoformat(), found[limit][0]) if len(found) > limit else None
    return [one for _, one in found[:limit]], following


def _narrowed(wanted: Select[SegmentRow, NoteRow], narrowed: QueueFilter) -> Select[SegmentRow, NoteRow]:
    if narrowed.status is QueueStatus.OPEN:
        wanted = wanted.where(SegmentRow.reviewed.is_(False))
    elif narrowed.status is QueueStatus.DECIDED:
        wanted = wanted.where(SegmentRow.reviewed)
    if narrowed.voice:
        wanted = wanted.where(SegmentRow.voice == narrowed.voice)
    if narrowed.note:
        wanted = wanted.where(NoteRow.id == narrowed.note)
    if narrowed.code:
        coded = select(CodingRow.segment_id).where(
            CodingRow.code == narrowed.code,
            CodingRow.codebook == NoteRow.codebook,
            CodingRow.model == NoteRow.model,
        )
        wanted = wanted.where(SegmentRow.id.in_(coded))
    return wanted


def _blind_decision() -> ColumnElement[bool]:
    return exists().where(DecisionRow.segment_id == SegmentRow.id, DecisionRow.suggestion_visible.is_(False))


def _waits_blind(principal: Principal) -> ColumnElement[bool]:
    """As `review.waits_blind`, for the database."""
    own = exists().where(DecisionRow.segment_id == SegmentRow.id, DecisionRow.key_id == principal.key_id)
    return and_(drawing.DRAWN, ~_blind_decision(), ~own)


def _progress(session: Session, principal: Principal, order: QueueOrder) -> tuple[int, int]:
    """How many segments of the order are open, and how many people have decided."""
    counted = (
        select(func.count())
        .select_from(SegmentRow)
        .join(NoteRow, NoteRow.id == SegmentRow.note_id)
        .where(NoteRow.project_id == principal.project_id, NoteRow.current)
    )
    left, decided = {
        QueueOrder.DOUBTFUL: (and_(SegmentRow.doubt > 0, SegmentRow.reviewed.is_(False)), SegmentRow.reviewed),
        QueueOrder.INFORMATIVE: (
            and_(SegmentRow.reviewed.is_(False), or_(SegmentRow.lot.is_(None), ~drawing.DRAWN)),
            and_(SegmentRow.reviewed, or_(SegmentRow.lot.is_(None), ~drawing.DRAWN)),
        ),
        QueueOrder.AUDIT: (_waits_blind(principal), and_(drawing.DRAWN, _blind_decision())),
    }[order]
    return session.scalar(counted.where(left)) or 0, session.scalar(counted.where(decided)) or 0
