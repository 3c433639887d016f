"""The share of segments that is drawn by lot for blind review: what honest estimates rest on."""

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from models import choose
from service.actions.workshop import Workshop
from service.store.tables import NoteRow, SegmentRow

DRAWN: ColumnElement[bool] = SegmentRow.lot < SegmentRow.inclusion_probability
"""Whether a segment is in the share; not known (NULL) before its lot was drawn."""


def lot_of(workshop: Workshop, segment_id: str) -> dict[str, object]:
    """The two columns of a segment's draw: its lot and the share that holds now."""
    lot = choose.lot(segment_id, key=workshop.secret)
    return {"lot": lot, "inclusion_probability": workshop.settings.audit_share}


def was_drawn(segment: SegmentRow) -> bool:
    """As `DRAWN`, of a row that was read; not drawn before its lot was."""
    return segment.lot is not None and choose.is_drawn(segment.lot, segment.inclusion_probability or 0.0)


def draw_what_came_before(workshop: Workshop, session: Session, project_id: str) -> int:
    """Lots for segments stored by an earshot that drew none; they get the share that holds now. How many there were."""
    wanted = (
        select(SegmentRow.id)
        .join(NoteRow, NoteRow.id == SegmentRow.note_id)
        .where(NoteRow.project_id == project_id, SegmentRow.lot.is_(None))
    )
    rows = [{"id": one} | lot_of(workshop, one) for one in session.scalars(wanted)]
    if rows:
        session.execute(update(SegmentRow), rows)
    return len(rows)
