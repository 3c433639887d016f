"""The map of a run: where its topics lie, and at most 2,000 of its segments in even steps."""

import numpy as np
from pydantic import BaseModel, ConfigDict
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.topics.layout import MOST_POINTS, lay_out
from service.actions.topics.selecting import TEXT
from service.actions.topics.viewing import done_run, topic_rows
from service.actions.workshop import Workshop
from service.auth.roles import Principal, Role
from service.store import audit
from service.store.tables import NoteRow, SegmentRow
from service.store.topic_tables import TopicRow, TopicRunRow, TopicSegmentRow

_LONGEST = 160


class MapTopic(BaseModel):
    """A topic's disc: its middle and how far it reaches, where the map's longer side is 1."""

    model_config = ConfigDict(frozen=True)

    number: int
    name: str
    size: int
    x: float
    y: float
    radius: float


class MapSegment(BaseModel):
    """A segment's place, its topic (-1: none) and the beginning of its redacted text."""

    model_config = ConfigDict(frozen=True)

    id: str
    topic: int
    x: float
    y: float
    text: str


class TopicMap(BaseModel):
    """The map of a run: `segments` are those that are drawn, of `of` in all."""

    model_config = ConfigDict(frozen=True)

    topics: tuple[MapTopic, ...]
    segments: tuple[MapSegment, ...]
    of: int


def topic_map(workshop: Workshop, principal: Principal, run_id: str) -> TopicMap:
    """Where the topics of a run lie, and its segments about them; the same every time.

    Raises:
        NotFound: The project has no such run.
        Conflict: The run is not done.
    """
    principal.must(Role.RESEARCHER, Role.ANALYST)
    with workshop.database.writing() as session:
        row = done_run(session, principal, run_id, only="has a map")
        found = _map(session, row)
        audit.record(
            session, project_id=row.project_id, actor=principal.key_id, action="topics.look",
            subject=f"{run_id} map, {len(found.segments)} segments",
        )  # fmt: skip
    return found


def _map(session: Session, run: TopicRunRow) -> TopicMap:
    topics = [one for one in topic_rows(session, run.id) if one.centre]
    drawn = _drawn(session, run.id)
    places = {topic.number: place for place, topic in enumerate(topics)}
    labels = np.array([places.get(topic, -1) for _, topic, _, _ in drawn], np.intp)
    width = len(topics[0].centre) // 4 if topics else 0  # float32
    kept = [place for place, one in enumerate(drawn) if one[3] is not None and len(one[3]) == width * 4]
    drawn, labels = [drawn[place] for place in kept], labels[kept]
    vectors = np.frombuffer(b"".join(one[3] for one in drawn), np.float32).reshape(len(drawn), width)
    layout = lay_out(_centres(topics, width), np.array([one.size for one in topics], np.intp), vectors, labels)
    return TopicMap(
        topics=tuple(
            MapTopic(number=one.number, name=one.name, size=one.size, x=_short(x), y=_short(y), radius=_short(radius))
            for one, (x, y), radius in zip(topics, layout.topics, layout.radii, strict=True)
        ),
        segments=tuple(
            MapSegment(id=one, topic=topic, x=_short(x), y=_short(y), text=text)
            for (one, topic, text, _), (x, y) in zip(drawn, layout.points, strict=True)
        ),
        of=run.segments or 0,
    )


def _centres(topics: list[TopicRow], width: int) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    return np.array([np.frombuffer(one.centre, np.float32) for one in topics], np.float64).reshape(len(topics), width)


def _drawn(session: Session, run_id: str) -> list[tuple[str, int, str, bytes]]:
    """Segments in even steps through their topics, closest first: each topic has its share of the points."""
    own = TopicSegmentRow
    count = session.scalar(select(func.count()).select_from(own).where(own.run_id == run_id)) or 0
    step = max(1, -(-count // MOST_POINTS))
    order = func.row_number().over(order_by=(own.topic, own.closeness.desc(), own.segment_id))
    numbered = select(own.segment_id, own.topic, order.label("place")).where(own.run_id == run_id).subquery()
    wanted = (
        select(numbered.c.segment_id, numbered.c.topic, TEXT, SegmentRow.embedding)
        .join(SegmentRow, SegmentRow.id == numbered.c.segment_id)
        .join(NoteRow, NoteRow.id == SegmentRow.note_id)
        .where((numbered.c.place - 1) % step == 0)
        .order_by(numbered.c.place)
    )
    return [(one, topic, (said or "")[:_LONGEST], vector) for one, topic, said, vector in session.execute(wanted)]


def _short(number: float) -> float:
    return round(float(number), 4)
