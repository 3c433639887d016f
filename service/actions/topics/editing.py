"""People mend the topics of a run: rename, merge, split, move, undo. Edits are appended; what they changed is kept."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import numpy as np
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from ulid import ULID

from service.actions.topics.asked import EditIn
from service.actions.topics.measuring import measure
from service.actions.topics.replaying import apply, edits_of, origin, replay, touched, undone
from service.actions.topics.selecting import FITTED, pieces, read, sample
from service.actions.topics.types import NOBODY, EditView, TopicRun
from service.actions.topics.viewing import NONE, run_row, topic_row, topic_rows, whole
from service.actions.workshop import Workshop
from service.auth.roles import Principal, Role
from service.errors import Conflict, NotFound, Refused, Stale
from service.store import audit
from service.store.topic_tables import TopicEditRow, TopicMoveRow, TopicRow, TopicRunRow, TopicSegmentRow


@dataclass(frozen=True, slots=True)
class _Parts:
    """What a topic is split into: a name for each part, and which segments go to which."""

    names: tuple[str, ...]
    part_of: dict[str, int] = field(repr=False)


def edit(workshop: Workshop, principal: Principal, run_id: str, asked: EditIn, *, seen: int) -> TopicRun:
    """Append an edit to a run whose `seen` edits the person has seen.

    Raises:
        NotFound: The project has no such run, or the run no such topic, segment or edit.
        Conflict: The run is not done, or an edit that is to be undone has others resting on it.
        Refused: The topic cannot be split so.
        Stale: Somebody changed the run in between; look again.
    """
    principal.must(Role.RESEARCHER)
    parts = None
    if asked.kind == "split":
        with workshop.database.reading() as session:
            row = _editable(session, principal, run_id, seen)
            parts = _parts(session, row, topic_row(session, row, asked.topic or 0), asked.parts or 0)
    try:
        with workshop.database.writing() as session:
            row = _editable(session, principal, run_id, seen)
            new = TopicEditRow(
                id=str(ULID()), run_id=run_id, sequence=seen + 1, kind=asked.kind, what={}, undoes=asked.undoes,
                key_id=principal.key_id, by=principal.name, at=datetime.now(UTC),
            )  # fmt: skip
            earlier = edits_of(session, run_id)
            new.what, moves = _what(session, row, asked, parts, earlier)
            session.add(new)
            row.version = seen + 1
            session.flush()
            if moves:
                session.execute(insert(TopicMoveRow), [{"edit_id": new.id} | one for one in moves])
            if new.kind == "undo":
                replay(session, run_id)
            else:
                apply(session, new)
            measure(session, row, touched(origin([*earlier, new], new)))
            audit.record(
                session, project_id=row.project_id, actor=principal.key_id, action=f"topics.{new.kind}",
                subject=f"{run_id} edit {new.id}",
            )  # fmt: skip
            session.flush()
            return whole(session, row)
    except IntegrityError:
        raise Stale("somebody changed these topics in between; look at them again") from None


def edits(workshop: Workshop, principal: Principal, run_id: str) -> tuple[EditView, ...]:
    """The edits of a run, in their order.

    Raises:
        NotFound: The project has no such run.
    """
    principal.must(Role.RESEARCHER, Role.ANALYST)
    with workshop.database.reading() as session:
        run_row(session, principal, run_id)
        rows = edits_of(session, run_id)
    taken_back = undone(rows)
    return tuple(
        EditView(
            id=row.id, sequence=row.sequence, kind=row.kind, what=row.what, undoes=row.undoes, undone=row.id in taken_back,
            by=row.by, at=row.at,
        )
        for row in rows
    )  # fmt: skip


def _editable(session: Session, principal: Principal, run_id: str, seen: int) -> TopicRunRow:
    row = run_row(session, principal, run_id)
    if row.state != "done":
        raise Conflict(f"this run is {row.state}; only what one that is done found can be changed")
    if row.version != seen:
        raise Stale(f"these topics were changed {row.version} times, you saw {seen}; look at them again")
    return row


def _what(
    session: Session, run: TopicRunRow, asked: EditIn, parts: _Parts | None, earlier: Sequence[TopicEditRow]
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """What an edit is kept as, and where it puts segments."""
    match asked.kind:
        case "rename":
            topic = topic_row(session, run, asked.topic or 0)
            return {"topic": topic.number, "name": asked.name, "before": topic.name}, []
        case "merge":
            numbers = list(dict.fromkeys(topic_row(session, run, one).number for one in asked.topics))
            return {"topics": numbers, "into": numbers[0], "name": asked.name}, []
        case "split":
            topic = topic_row(session, run, asked.topic or 0)
            numbers = _new_topics(session, run, topic, parts or _Parts((), {}))
            part_of = {} if parts is None else parts.part_of
            moves = [{"segment_id": one, "topic": numbers[part]} for one, part in part_of.items()]
            return {"topic": topic.number, "parts": numbers}, moves
        case "move":
            return _moved(session, run, asked)
        case _:
            return _undo(asked, earlier), []


def _moved(session: Session, run: TopicRunRow, asked: EditIn) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    to = NONE if asked.to is None or asked.to == NONE else topic_row(session, run, asked.to).number
    wanted = select(TopicSegmentRow.segment_id, TopicSegmentRow.topic).where(
        TopicSegmentRow.run_id == run.id, TopicSegmentRow.segment_id.in_(asked.segments)
    )
    places = dict(session.execute(wanted).all())
    if missing := len(set(asked.segments) - places.keys()):
        raise NotFound(f"{missing} of these segments are not in this run; nothing was moved")
    what = {"segments": len(places), "from": sorted(set(places.values())), "to": to}
    return what, [{"segment_id": one, "topic": to} for one in sorted(places)]


def _undo(asked: EditIn, earlier: Sequence[TopicEditRow]) -> dict[str, Any]:
    target = next((one for one in earlier if one.id == asked.undoes), None)
    if target is None:
        raise NotFound("this run has no such edit to undo")
    taken_back = undone(earlier)
    if target.id in taken_back:
        raise Conflict("this edit was undone before")
    first = origin(earlier, target)
    topics = touched(first) - {NONE}
    later = [one for one in earlier if one.sequence > first.sequence and one.id not in taken_back]
    if any(touched(one) & topics for one in later):
        raise Conflict("a later edit of the same topics rests on this one; undo that first")
    return {"kind": first.kind}


def _parts(session: Session, run: TopicRunRow, topic: TopicRow, count: int) -> _Parts:
    """The segments of a topic searched for so many topics: made before the transaction."""
    from models.topics import TopicInput, TopicOptions, discover

    members = select(TopicSegmentRow.segment_id).where(TopicSegmentRow.run_id == run.id, TopicSegmentRow.topic == topic.number)
    ids = np.array(session.scalars(members.order_by(TopicSegmentRow.segment_id)).all(), dtype="S34")
    some = read(session, ids[sample(ids, FITTED)])
    inputs = [TopicInput(one, text) for one, text in zip(some.ids, some.texts, strict=True)]
    result = discover(inputs, some.vectors, options=TopicOptions(topics=count, outliers=0.0, encoder=run.model))
    if result.model is None or len(result.topics) < len("ab"):
        raise Refused(f"this topic cannot be split: {result.message or 'its segments are too much alike'}")
    part_of: dict[str, int] = {}
    for part in pieces(session, ids):
        part_of |= dict(zip(part.ids, result.model.assign(part.vectors).tolist(), strict=True))
    return _Parts(tuple(one.name for one in result.topics), part_of)


def _new_topics(session: Session, run: TopicRunRow, topic: TopicRow, parts: _Parts) -> list[int]:
    """Rows for the parts of a topic; they begin as gone, and are there as long as the split holds."""
    first = topic_rows(session, run.id, gone=True)[-1].number + 1
    for number, name in enumerate(parts.names, first):
        session.add(
            TopicRow(
                run_id=run.id, number=number, key=str(ULID()), name=name[:200], name_by=NOBODY, state="gone",
                found={"name": name[:200], "name_by": NOBODY, "state": "gone"}, terms=[], weights=[], size=0, examples=[],
                spread=0.0, least=1.0, centre=topic.centre,
            )
        )  # fmt: skip
    session.flush()
    return list(range(first, first + len(parts.names)))
