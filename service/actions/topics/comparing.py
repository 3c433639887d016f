"""What is new since the run before: topics of two searches over the same selection, matched."""

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from service.actions.topics.types import Change, Changes, TopicChange
from service.actions.topics.viewing import done_run, topic_rows
from service.actions.workshop import Workshop
from service.auth.roles import Principal, Role
from service.store.topic_tables import TopicRow, TopicRunRow

ALIKE = 0.8
"""Cosine of two centres from which topics are the same."""
STEADY = 0.1
"""A topic has grown or shrunk where its share of the segments changed by more than this part of itself."""
_RUNS = 500


def changes(workshop: Workshop, principal: Principal, run_id: str) -> Changes:
    """The topics of a run beside those of the last one before it with the same selection.

    Two are the same where their lasting key is, else where their centres' cosine is .8 or more, the closest first.

    Raises:
        NotFound: The project has no such run.
        Conflict: The run is not done.
    """
    principal.must(Role.RESEARCHER, Role.ANALYST)
    with workshop.database.reading() as session:
        row = done_run(session, principal, run_id, only="can be compared")
        earlier = _before(session, row)
        if earlier is None:
            return Changes(run=run_id, before=None, topics=())
        now, before = list(topic_rows(session, run_id)), list(topic_rows(session, earlier.id))
    pairs = _pairs(now, before)
    matched = {new.number: (old, cosine) for new, old, cosine in pairs}
    told = []
    for one in now:
        old, cosine = matched.get(one.number, (None, None))
        told.append(_change(one, old, cosine, row.segments, earlier.segments))
    left = {old.number for _, old, _ in pairs}
    told += [_change(None, one, None, row.segments, earlier.segments) for one in before if one.number not in left]
    return Changes(run=run_id, before=earlier.id, topics=tuple(told))


def _before(session: Session, run: TopicRunRow) -> TopicRunRow | None:
    wanted = select(TopicRunRow).where(
        TopicRunRow.project_id == run.project_id, TopicRunRow.state == "done", TopicRunRow.id < run.id
    )
    rows = session.scalars(wanted.order_by(TopicRunRow.id.desc()).limit(_RUNS))
    return next((one for one in rows if one.selection == run.selection), None)


def _pairs(now: list[TopicRow], before: list[TopicRow]) -> list[tuple[TopicRow, TopicRow, float | None]]:
    by_key = {one.key: one for one in before}
    pairs: list[tuple[TopicRow, TopicRow, float | None]] = [
        (one, by_key[one.key], _cosine(one, by_key[one.key])) for one in now if one.key in by_key
    ]
    new_taken, old_taken = {new.number for new, _, _ in pairs}, {old.number for _, old, _ in pairs}
    close = [
        (cosine, new, old)
        for new in now if new.number not in new_taken
        for old in before if old.number not in old_taken and (cosine := _cosine(new, old) or 0.0) >= ALIKE
    ]  # fmt: skip
    for cosine, new, old in sorted(close, key=lambda one: (-one[0], one[1].number, one[2].number)):
        if new.number not in new_taken and old.number not in old_taken:
            pairs.append((new, old, cosine))
            new_taken.add(new.number)
            old_taken.add(old.number)
    return pairs


def _cosine(one: TopicRow, other: TopicRow) -> float | None:
    if not one.centre or len(one.centre) != len(other.centre):
        return None
    left, right = (np.frombuffer(row.centre, np.float32).astype(np.float64) for row in (one, other))
    length = float(np.linalg.norm(left) * np.linalg.norm(right))
    return round(float(left @ right) / length, 4) if length else None


def _change(
    now: TopicRow | None, before: TopicRow | None, cosine: float | None, segments: int | None, earlier: int | None
) -> TopicChange:
    share = now.size / max(segments or 0, 1) if now else None
    before_share = before.size / max(earlier or 0, 1) if before else None
    named = now or before
    return TopicChange(
        change=_kind(share, before_share),
        key=named.key if named else "",
        name=named.name if named else "",
        topic=now.number if now else None,
        size=now.size if now else None,
        share=None if share is None else round(share, 4),
        before_topic=before.number if before else None,
        before_name=before.name if before else None,
        before_size=before.size if before else None,
        before_share=None if before_share is None else round(before_share, 4),
        cosine=cosine,
    )


def _kind(share: float | None, before: float | None) -> Change:
    if before is None:
        return "new"
    if share is None:
        return "gone"
    if share > before * (1 + STEADY):
        return "grown"
    return "shrunk" if share < before * (1 - STEADY) else "steady"
