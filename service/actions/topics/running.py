"""A search worked off in the background: progress on its row, ended when cancelled, begun again after a kill."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from sqlalchemy import CursorResult, delete, exists, insert, select, update
from sqlalchemy.orm import Session
from ulid import ULID

from models.errors import ModelError
from service.actions.topics.asked import SearchOptions, Selection
from service.actions.topics.keeping import Kept, kept_of
from service.actions.topics.selecting import FITTED, ROWS, Read, chosen, pieces, read, sample
from service.actions.topics.starting import OPEN
from service.actions.topics.types import NOBODY
from service.actions.workshop import Workshop
from service.errors import ServiceError
from service.store import audit
from service.store.tables import MarkRow, SegmentRow
from service.store.topic_tables import TopicRow, TopicRunRow, TopicSegmentRow

if TYPE_CHECKING:
    from models.topics import Progress, TopicModel, TopicResult

EVERY = 1.0
"""Seconds between two looks at whether the run was cancelled, and two writings of how far it is."""
_NONE = -1
_LEAST = 0.1


class SearchCancelled(Exception):
    """Somebody gave the run up, or another process ended it: what was found is thrown away."""


class TextsChanged(Exception):
    """A detail was hidden in the notes while they were searched: the run is begun again."""


class Told:
    """Writes how far a run is on its row, at most once in `EVERY` seconds.

    Raises:
        SearchCancelled: When called, and the run runs no more.
    """

    def __init__(self, workshop: Workshop, run_id: str, watch: "Progress | None" = None) -> None:
        self._workshop, self._run_id, self._watch, self._last = workshop, run_id, watch, float("-inf")

    def __call__(self, doing: str, share: float) -> None:
        """Say what is being done and how far the whole is, 0 to 1."""
        if self._watch is not None:
            self._watch(doing, share)
        if time.monotonic() - self._last < EVERY:
            return
        with self._workshop.database.writing() as session:
            running = update(TopicRunRow).where(TopicRunRow.id == self._run_id, TopicRunRow.state == "running")
            done = session.execute(running.values(doing=doing[:80], share=round(share, 3)))
            if cast("CursorResult[object]", done).rowcount != 1:
                raise SearchCancelled
        self._last = time.monotonic()


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    """Segments with their topic, in the order of their ids."""

    ids: list[str] = field(repr=False)
    labels: "np.ndarray[tuple[int], np.dtype[np.intp]]" = field(repr=False)
    closeness: "np.ndarray[tuple[int], np.dtype[np.float64]]" = field(repr=False)
    sums: "np.ndarray[tuple[int, int], np.dtype[np.float64]]" = field(repr=False)


def work_next(workshop: Workshop, *, watch: "Progress | None" = None) -> bool:
    """Work off the oldest waiting run; whether there was one. A run that a killed process left is begun again.

    Args:
        workshop: Where.
        watch: Told how far it is, beside the row.
    """
    with workshop.database.writing() as session:
        waiting = select(TopicRunRow).where(TopicRunRow.state.in_(OPEN)).order_by(TopicRunRow.id).limit(1)
        row = session.scalar(waiting)
        if row is None:
            return False
        row.state, row.doing, row.share = "running", "selecting segments", 0.0
        run_id = row.id
    try:
        _work(workshop, row, Told(workshop, run_id, watch))
    except (SearchCancelled, TextsChanged):
        pass
    except ServiceError as error:
        _fail(workshop, run_id, error.detail)
    except ModelError as error:
        _fail(workshop, run_id, str(error))
    except MemoryError:
        _fail(workshop, run_id, "there is too little memory for so many segments; select fewer")
    except Exception as error:  # noqa: BLE001 - the run is shown as failed, the loop goes on
        _fail(workshop, run_id, f"the search failed ({type(error).__name__}); start it again")
    return True


def _work(workshop: Workshop, row: TopicRunRow, tell: Told) -> None:
    from models.topics import TopicInput, TopicOptions, discover

    begun, clock = datetime.now(UTC), time.monotonic()
    selection, asked = Selection.model_validate(row.selection), SearchOptions.model_validate(row.options)
    with workshop.database.reading() as session:
        ids = chosen(session, row.project_id, selection, seen=lambda count: tell(f"selecting among {count} segments", 0.02))
        fitted = ids[sample(ids, FITTED)]
        some = read(session, fitted, seen=lambda count: tell("reading segments", 0.05 + 0.15 * count / len(fitted)))
        kept = kept_of(session, row.project_id, asked.guided_by)
    options = TopicOptions(
        method=asked.method, topics=asked.topics, most=asked.most, detail=asked.detail, outliers=asked.outliers,
        seed=asked.seed, kept=kept.topics, encoder=workshop.encoder.revision,
    )  # fmt: skip
    inputs = [TopicInput(one, text) for one, text in zip(some.ids, some.texts, strict=True)]
    result = discover(inputs, some.vectors, options=options, progress=lambda what, share: tell(what, 0.2 + 0.6 * share))
    with workshop.database.reading() as session:
        parts = iter((some,)) if len(fitted) == len(ids) else pieces(session, ids)
        found = _assigned(parts, result, kept, len(ids), tell)
    _store(workshop, row.id, found, result, kept, fitted=len(some.ids), begun=begun, seconds=time.monotonic() - clock)


def _assigned(parts: Iterator[Read], result: "TopicResult", kept: Kept, count: int, tell: Told) -> _Found:
    """All segments with their topic: as the model says, those that a person put somewhere where they were put."""
    model: TopicModel | None = result.model
    number = {topic.kept: topic.number for topic in result.topics if topic.kept is not None}
    by_hand = {segment: number.get(key or "", _NONE) for segment, key in kept.by_hand.items()}
    ids: list[str] = []
    labels, closeness = np.full(count, _NONE, np.intp), np.zeros(count)
    sums = np.zeros((0, 0)) if model is None else np.zeros((model.topics, model.directions.shape[1]))
    for part in parts:
        here = slice(len(ids), len(ids) + len(part.ids))
        ids += part.ids
        if model is None:
            continue
        own = model.assign(part.vectors)
        for place, segment in enumerate(part.ids):
            own[place] = by_hand.get(segment, own[place])
        labels[here] = own
        closeness[here] = np.where(own >= 0, model.closeness(part.vectors, np.maximum(own, 0)), 0.0)
        for topic in np.unique(own[own >= 0]):
            sums[topic] += part.vectors[own == topic].sum(axis=0, dtype=np.float64)
        tell("assigning segments", 0.8 + 0.15 * len(ids) / max(count, 1))
    return _Found(ids, labels[: len(ids)], closeness[: len(ids)], sums)


def _store(
    workshop: Workshop, run_id: str, found: _Found, result: "TopicResult", kept: Kept, *, fitted: int, begun: datetime,
    seconds: float,
) -> None:  # fmt: skip
    """Write what was found in one transaction: the state is the fence."""
    outliers = float(np.mean(found.labels < 0)) if len(found.labels) else 0.0
    with workshop.database.writing() as session:
        row = session.get_one(TopicRunRow, run_id)
        if row.state != "running":
            raise SearchCancelled
        if session.scalar(select(exists().where(MarkRow.project_id == row.project_id, MarkRow.marked_at >= begun))):
            raise TextsChanged
        session.execute(delete(TopicSegmentRow).where(TopicSegmentRow.run_id == run_id))
        row.state, row.doing, row.share, row.message = "done", None, 1.0, result.message
        row.segments, row.found, row.finished_at = len(found.ids), len(result.topics), datetime.now(UTC)
        row.joins = [asdict(one) for one in result.joins]
        row.content = result.model.to_bytes() if result.model is not None else None
        row.model = workshop.encoder.revision
        row.figures = {
            "topics": len(result.topics), "outliers": round(outliers, 4), "seconds": round(seconds, 2), "fitted": fitted,
        }  # fmt: skip
        session.add_all(_topics(run_id, found, result, kept))
        for some in _rows(session, run_id, found, kept):
            session.execute(insert(TopicSegmentRow), some)
        audit.record(session, project_id=row.project_id, actor="worker", action="topics.done", subject=run_id)


def _topics(run_id: str, found: _Found, result: "TopicResult", kept: Kept) -> Iterator[TopicRow]:
    for topic in result.topics:
        own = found.closeness[found.labels == topic.number]
        name, name_by = topic.name[:200], kept.named_by.get(topic.kept or "", NOBODY)
        state = "found" if topic.kept is None else "kept"
        yield TopicRow(
            run_id=run_id,
            number=topic.number,
            key=topic.kept or str(ULID()),
            name=name,
            name_by=name_by,
            state=state,
            found={"name": name, "name_by": name_by, "state": state},
            terms=list(topic.terms),
            weights=list(topic.weights),
            size=len(own),
            examples=list(topic.examples),
            spread=round(float(own.mean()), 4) if len(own) else 0.0,
            least=float(np.quantile(own, _LEAST)) if len(own) else 1.0,
            centre=(found.sums[topic.number] / max(len(own), 1)).astype(np.float32).tobytes(),
        )


def _rows(session: Session, run_id: str, found: _Found, kept: Kept) -> Iterator[Sequence[dict[str, Any]]]:
    """Rows of segments, some thousand at a time; those whose note was deleted meanwhile are left out."""
    for first in range(0, len(found.ids), ROWS):
        ids = found.ids[first : first + ROWS]
        present = set(session.scalars(select(SegmentRow.id).where(SegmentRow.id.in_(ids))))
        labels, closeness = (part[first : first + ROWS].tolist() for part in (found.labels, found.closeness))
        rows = [
            {
                "run_id": run_id, "segment_id": one, "topic": label, "found": label, "closeness": close, "by_hand": False,
                "pinned": one in kept.by_hand,
            }
            for one, label, close in zip(ids, labels, closeness, strict=True)
            if one in present
        ]  # fmt: skip
        if rows:
            yield rows


def _fail(workshop: Workshop, run_id: str, message: str) -> None:
    with workshop.database.writing() as session:
        row = session.get(TopicRunRow, run_id)
        if row is None or row.state != "running":  # cancelled meanwhile
            return
        row.state, row.doing, row.message, row.finished_at = "failed", None, message[:500], datetime.now(UTC)
        audit.record(session, project_id=row.project_id, actor="worker", action="topics.fail", subject=run_id)
