"""Looking at searches for topics: runs with their topics, and the segments of a topic. All text is redacted."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from sqlalchemy import Row, Select, and_, or_, select
from sqlalchemy.orm import Session

from service.actions import cursors
from service.actions.topics.selecting import TEXT
from service.actions.topics.types import Example, JoinView, TopicRun, TopicSegment, TopicSegmentPage, TopicView
from service.actions.workshop import Workshop
from service.auth.roles import Principal, Role
from service.errors import Conflict, NotFound
from service.store import audit
from service.store.tables import NoteRow, SegmentRow
from service.store.topic_tables import TopicPromotionSegmentRow, TopicRow, TopicRunRow, TopicSegmentRow

NONE = -1
Listed = TypeVar("Listed", TopicSegmentRow, TopicPromotionSegmentRow)
"""A row that lists a segment with its closeness."""
_RUNS = 100


def runs(workshop: Workshop, principal: Principal) -> list[TopicRun]:
    """The last hundred runs of the project, newest first, without their topics."""
    principal.must(Role.RESEARCHER, Role.ANALYST)
    with workshop.database.reading() as session:
        wanted = select(TopicRunRow).where(TopicRunRow.project_id == principal.project_id)
        return [view(row) for row in session.scalars(wanted.order_by(TopicRunRow.id.desc()).limit(_RUNS))]


def run(workshop: Workshop, principal: Principal, run_id: str) -> TopicRun:
    """One run with its topics.

    Raises:
        NotFound: The project has no such run.
    """
    principal.must(Role.RESEARCHER, Role.ANALYST)
    with workshop.database.reading() as session:
        return whole(session, run_row(session, principal, run_id))


def segments(
    workshop: Workshop, principal: Principal, run_id: str, number: int, *, limit: int, cursor: str | None = None
) -> TopicSegmentPage:
    """The segments of a topic, closest to its centre first; number -1 has those in no topic.

    Raises:
        NotFound: The project has no such run, or the run no such topic.
        Refused: The cursor is none of ours.
    """
    principal.must(Role.RESEARCHER, Role.ANALYST)
    with workshop.database.writing() as session:
        row = run_row(session, principal, run_id)
        if number != NONE:
            topic_row(session, row, number)
        of_topic = (TopicSegmentRow.run_id == run_id, TopicSegmentRow.topic == number)
        found = session.execute(closest(TopicSegmentRow, cursor).where(*of_topic).limit(limit + 1)).all()
        audit.record(
            session, project_id=row.project_id, actor=principal.key_id, action="topics.look",
            subject=f"{run_id} topic {number}, {min(len(found), limit)} segments",
        )  # fmt: skip
    return page_of(found, limit, lambda place: {
        "closeness": round(place.closeness, 4) if number != NONE else None, "by_hand": place.by_hand or place.pinned,
    })  # fmt: skip


def closest(own: type[Listed], cursor: str | None) -> Select[Listed, SegmentRow, Any, str]:
    """Listed segments with their note's day and their text, closest first, from behind a cursor on.

    Raises:
        Refused: The cursor is none of ours.
    """
    wanted = (
        select(own, SegmentRow, NoteRow.event_date, TEXT)
        .join(SegmentRow, SegmentRow.id == own.segment_id)
        .join(NoteRow, NoteRow.id == SegmentRow.note_id)
        .order_by(own.closeness.desc(), own.segment_id)
    )
    if cursor:
        close, last = cursors.decode(cursor, float, str)
        wanted = wanted.where(or_(own.closeness < close, and_(own.closeness == close, own.segment_id > str(last))))
    return wanted


def page_of(
    found: Sequence[Row[Listed, SegmentRow, Any, str]], limit: int, place_of: Callable[[Listed], dict[str, Any]]
) -> TopicSegmentPage:
    """A page of what `closest` gave, one more than fits telling that there is another; `place_of` tells how each is listed."""
    items = tuple(
        TopicSegment(
            id=segment.id, note=segment.note_id, index=segment.index, text=text, voice=segment.voice, event_date=day,
            **place_of(place),
        )
        for place, segment, day, text in found[:limit]
    )  # fmt: skip
    following = cursors.encode(found[limit - 1][0].closeness, items[-1].id) if len(found) > limit else None
    return TopicSegmentPage(items=items, next=following)


def run_row(session: Session, principal: Principal, run_id: str) -> TopicRunRow:
    """The row of a run of the principal's project.

    Raises:
        NotFound: The project has no such run.
    """
    row = session.get(TopicRunRow, run_id)
    if row is None or row.project_id != principal.project_id:
        raise NotFound("this project has no such run")
    return row


def done_run(session: Session, principal: Principal, run_id: str, *, only: str) -> TopicRunRow:
    """The row of a run that is done.

    Args:
        session: Of the database.
        principal: Of its project.
        run_id: Of the run.
        only: What one that is done has or can ("has topics").

    Raises:
        NotFound: The project has no such run.
        Conflict: The run is not done.
    """
    row = run_row(session, principal, run_id)
    if row.state != "done":
        raise Conflict(f"this run is {row.state}; only one that is done {only}")
    return row


def topic_row(session: Session, run: TopicRunRow, number: int) -> TopicRow:
    """A topic of a run that is not gone.

    Raises:
        NotFound: The run has no such topic, or it was merged or split.
    """
    row = session.get(TopicRow, (run.id, number))
    if row is None or row.state == "gone":
        raise NotFound("this run has no such topic; it may have been merged or split")
    return row


def topic_rows(session: Session, run_id: str, *, gone: bool = False) -> Sequence[TopicRow]:
    """The topics of a run in the order of their numbers; those that are gone only if asked for."""
    wanted = select(TopicRow).where(TopicRow.run_id == run_id).order_by(TopicRow.number)
    return session.scalars(wanted if gone else wanted.where(TopicRow.state != "gone")).all()


def view(row: TopicRunRow) -> TopicRun:
    """A run without its topics."""
    own: dict[str, Any] = {name: getattr(row, name) for name in TopicRun.model_fields if name not in ("topics", "joins")}
    return TopicRun(**own)


def whole(session: Session, row: TopicRunRow) -> TopicRun:
    """A run with its topics, where it is done."""
    if row.state != "done":
        return view(row)
    topics = topic_rows(session, row.id)
    shown = _texts(session, row.project_id, [one for topic in topics for one in topic.examples])
    joins = tuple(JoinView(**one) for one in row.joins or ())
    views = tuple(
        TopicView(
            number=topic.number, key=topic.key, name=topic.name, name_by=topic.name_by, terms=tuple(topic.terms),
            weights=tuple(topic.weights), size=topic.size, spread=topic.spread, state=topic.state,
            examples=tuple(shown[one] for one in topic.examples if one in shown),
        )
        for topic in topics
    )  # fmt: skip
    return view(row).model_copy(update={"topics": views, "joins": joins})


def _texts(session: Session, project_id: str, ids: Sequence[str]) -> dict[str, Example]:
    """Segments' texts as they stand now: what was deleted or hidden since is so here too."""
    wanted = (
        select(SegmentRow.id, SegmentRow.note_id, TEXT)
        .join(NoteRow, NoteRow.id == SegmentRow.note_id)
        .where(SegmentRow.id.in_(ids), NoteRow.project_id == project_id)
    )
    return {one: Example(segment=one, note=note, text=text) for one, note, text in session.execute(wanted)}
