"""What people kept of an earlier search, so that the next one is guided by it."""

from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models.topics import NONE, KeptTopic
from service.actions.topics.replaying import edits_of, touched, undone
from service.actions.topics.viewing import topic_rows
from service.store.topic_tables import TopicRunRow, TopicSegmentRow


@dataclass(frozen=True, slots=True)
class Kept:
    """What comes back.

    Attributes:
        topics: As the search takes them.
        named_by: Who named each, by lasting key.
        by_hand: Segment → lasting key of the topic that a person put it in; none: out of all.
    """

    topics: tuple[KeptTopic, ...] = ()
    named_by: dict[str, str] = field(default_factory=dict)
    by_hand: dict[str, str | None] = field(default_factory=dict)


def kept_of(session: Session, project_id: str, run_id: str | None) -> Kept:
    """The topics of a run that people changed, or that were kept there already; nothing where there is no such run."""
    run = session.get(TopicRunRow, run_id) if run_id is not None else None
    if run is None or run.project_id != project_id:
        return Kept()
    rows = [row for row in topic_rows(session, run.id) if row.state == "kept" and row.centre]
    keys = {row.number: row.key for row in rows}
    # who merges or splits topics puts all of their segments where they then are
    edits = edits_of(session, run.id)
    taken_back = undone(edits)
    put = set().union(*(touched(one) for one in edits if one.kind in ("merge", "split") and one.id not in taken_back))
    wanted = select(TopicSegmentRow.segment_id, TopicSegmentRow.topic).where(
        TopicSegmentRow.run_id == run.id,
        or_(TopicSegmentRow.by_hand, TopicSegmentRow.pinned, TopicSegmentRow.topic.in_(put & keys.keys())),
    )
    by_hand: dict[str, str | None] = {}
    members: dict[str, list[str]] = defaultdict(list)
    for segment, number in session.execute(wanted.order_by(TopicSegmentRow.segment_id)):
        if number in keys:
            members[keys[number]].append(segment)
        if number in keys or number == NONE:
            by_hand[segment] = keys.get(number)
    topics = tuple(
        KeptTopic(row.key, row.name, tuple(members[row.key]), tuple(np.frombuffer(row.centre, np.float32).tolist()), row.least)
        for row in rows
    )
    return Kept(topics, {row.key: row.name_by for row in rows}, by_hand)
