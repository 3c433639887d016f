"""Topics described anew after an edit: their centre, how close their segments are, terms and examples."""

from collections.abc import Collection, Sequence

import numpy as np
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from models.topics.examples import choose_examples
from models.topics.terms import terms_of
from models.topics.words import words_of
from service.actions.topics.selecting import pieces
from service.actions.topics.viewing import NONE, topic_rows
from service.store.topic_tables import TopicRow, TopicRunRow, TopicSegmentRow

LEAST = 0.1
"""Of its segments' cosines to the centre: what is further away is not taken for one of the topic."""
_AMONG = 400  # closest segments of a topic that its words and examples are chosen among


def measure(session: Session, run: TopicRunRow, changed: Collection[int]) -> None:
    """Describe the topics that changed, and count what is in all of them."""
    rows = topic_rows(session, run.id)
    own = TopicSegmentRow.run_id == run.id
    if NONE in changed:
        away = update(TopicSegmentRow).where(own, TopicSegmentRow.topic == NONE, TopicSegmentRow.closeness != 0)
        session.execute(away.values(closeness=0.0))
    for row in rows:
        if row.number in changed:
            _place(session, row)
    _describe(session, rows, changed)
    counted = select(TopicSegmentRow.topic, func.count()).where(own).group_by(TopicSegmentRow.topic)
    sizes = {topic: count for topic, count in session.execute(counted)}  # noqa: C416 - rows, not tuples
    for row in rows:
        row.size = sizes.get(row.number, 0)
    every = sum(sizes.values())
    run.segments = every
    run.figures = (run.figures or {"seconds": 0.0, "fitted": every}) | {
        "topics": len(rows), "outliers": round(sizes.get(NONE, 0) / max(every, 1), 4),
    }  # fmt: skip


def _place(session: Session, row: TopicRow) -> None:
    """Centre, spread and how close each segment is; the embeddings are read twice, so that memory stays bounded."""
    members = select(TopicSegmentRow.segment_id).where(
        TopicSegmentRow.run_id == row.run_id, TopicSegmentRow.topic == row.number
    )
    ids = np.array(session.scalars(members.order_by(TopicSegmentRow.segment_id)).all(), dtype="S34")
    if not len(ids):
        row.spread, row.least = 0.0, 1.0
        return
    total = sum(part.vectors.sum(axis=0, dtype=np.float64) for part in pieces(session, ids))
    centre = np.asarray(total, np.float64) / len(ids)
    direction = centre / max(float(np.linalg.norm(centre)), 1e-12)
    close: list[float] = []
    for part in pieces(session, ids):
        cosines = (np.asarray(part.vectors, np.float64) @ direction).tolist()
        rows = [
            {"run_id": row.run_id, "segment_id": one, "closeness": cosine}
            for one, cosine in zip(part.ids, cosines, strict=True)
        ]
        session.execute(update(TopicSegmentRow), rows)
        close += cosines
    row.centre = centre.astype(np.float32).tobytes()
    row.spread, row.least = round(float(np.mean(close)), 4), float(np.quantile(close, LEAST))


def _describe(session: Session, rows: Sequence[TopicRow], changed: Collection[int]) -> None:
    """Terms and examples of what changed; terms set a topic apart from the others, so all topics' words are read."""
    if not any(row.number in changed for row in rows):
        return
    texts: list[str] = []
    labels: list[int] = []
    for place, row in enumerate(rows):
        closest = (
            select(TopicSegmentRow.segment_id)
            .where(TopicSegmentRow.run_id == row.run_id, TopicSegmentRow.topic == row.number)
            .order_by(TopicSegmentRow.closeness.desc(), TopicSegmentRow.segment_id)
            .limit(_AMONG)
        )
        own = list(pieces(session, np.array(session.scalars(closest).all(), dtype="S34")))
        ids = [one for part in own for one in part.ids]
        said = [text for part in own for text in part.texts]
        texts += said
        labels += [place] * len(said)
        if row.number in changed and ids:
            centre = np.frombuffer(row.centre, np.float32)
            direction = centre / max(float(np.linalg.norm(centre)), 1e-12)
            vectors = np.concatenate([part.vectors for part in own])
            row.examples = [ids[one] for one in choose_examples(said, vectors, direction)]
    if not texts:
        return
    words = words_of(texts)
    table = terms_of(words, np.array(labels, np.intp), len(rows))
    for place, row in enumerate(rows):
        if row.number in changed:
            terms, weights = table.told(place, words)
            row.terms, row.weights = list(terms), list(weights)
