"""Topics beside codes: in how many segments of a topic a code applies, by the machine and by people, told apart."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.types import Outcome
from service.actions.codebooks import in_force
from service.actions.topics.selecting import ROWS, standings
from service.actions.topics.types import CodeName, Overlap, OverlapCell, TopicName
from service.actions.topics.viewing import NONE, done_run, topic_rows
from service.actions.workshop import Workshop
from service.auth.roles import Principal, Role
from service.store.tables import CodingRow, NoteRow, SegmentRow
from service.store.topic_tables import TopicRunRow, TopicSegmentRow

_Cells = dict[tuple[int, str], Counter[str]]


def overlap(workshop: Workshop, principal: Principal, run_id: str) -> Overlap:
    """Counts and lifts of topics and the codes of the codebook in force, over the segments of a run.

    The machine's are the codings in force of notes that are current; people's are what follows from their decisions.

    Raises:
        NotFound: The project has no such run.
        Conflict: The run is not done.
    """
    principal.must(Role.RESEARCHER, Role.ANALYST)
    codebook = in_force(workshop, principal)
    with workshop.database.reading() as session:
        row = done_run(session, principal, run_id, only="has topics")
        sizes = _sizes(session, run_id)
        cells = _by_machine(session, run_id)
        _by_people(session, row, list(codebook.by_id), cells)
        names = {one.number: one.name for one in topic_rows(session, run_id)} | {NONE: "in no topic"}
    every = sum(sizes.values())
    totals: dict[str, Counter[str]] = defaultdict(Counter)
    for (_, code), counted in cells.items():
        totals[code].update(counted)
    return Overlap(
        codebook=codebook.version,
        segments=every,
        topics=tuple(TopicName(number=one, name=names[one], size=sizes.get(one, 0)) for one in names),
        codes=tuple(CodeName(id=one.id, name=one.name) for one in codebook.codes),
        cells=tuple(
            _cell(topic, code, counted, totals[code], sizes[topic], every)
            for (topic, code), counted in sorted(cells.items())
            if topic in names and code in codebook.by_id
        ),
    )


def _sizes(session: Session, run_id: str) -> dict[int, int]:
    counted = (
        select(TopicSegmentRow.topic, func.count())
        .join(SegmentRow, SegmentRow.id == TopicSegmentRow.segment_id)
        .join(NoteRow, NoteRow.id == SegmentRow.note_id)
        .where(TopicSegmentRow.run_id == run_id, NoteRow.current)
        .group_by(TopicSegmentRow.topic)
    )
    return dict(session.execute(counted).all())


def _by_machine(session: Session, run_id: str) -> _Cells:
    counted = (
        select(TopicSegmentRow.topic, CodingRow.code, CodingRow.outcome, func.count())
        .join(SegmentRow, SegmentRow.id == TopicSegmentRow.segment_id)
        .join(NoteRow, NoteRow.id == SegmentRow.note_id)
        .join(CodingRow, CodingRow.segment_id == SegmentRow.id)
        .where(
            TopicSegmentRow.run_id == run_id,
            NoteRow.current,
            CodingRow.codebook == NoteRow.codebook,
            CodingRow.model == NoteRow.model,
            CodingRow.outcome.in_([str(Outcome.ACCEPT), str(Outcome.DOUBTFUL)]),
        )
        .group_by(TopicSegmentRow.topic, CodingRow.code, CodingRow.outcome)
    )
    cells: _Cells = defaultdict(Counter)
    for topic, code, outcome, count in session.execute(counted):
        cells[topic, code][outcome] = count
    return cells


def _by_people(session: Session, run: TopicRunRow, codes: Iterable[str], cells: _Cells) -> None:
    known = list(codes)
    decided = standings(session, run.project_id)
    ids = sorted(decided)
    for first in range(0, len(ids), ROWS):
        placed = select(TopicSegmentRow.segment_id, TopicSegmentRow.topic).where(
            TopicSegmentRow.run_id == run.id, TopicSegmentRow.segment_id.in_(ids[first : first + ROWS])
        )
        for segment, topic in session.execute(placed):
            for code in known:
                if (said := decided[segment].verdict(code)) is not None:
                    cells[topic, code].update({"decided": 1, "people": int(said[0])})


def _cell(topic: int, code: str, own: Counter[str], every: Counter[str], size: int, segments: int) -> OverlapCell:
    accept = str(Outcome.ACCEPT)
    return OverlapCell(
        topic=topic,
        code=code,
        accepted=own[accept],
        doubtful=own[str(Outcome.DOUBTFUL)],
        people=own["people"],
        decided=own["decided"],
        lift=_lift(own[accept], size, every[accept], segments),
        people_lift=_lift(own["people"], own["decided"], every["people"], every["decided"]),
    )


def _lift(part: int, whole: int, every_part: int, every: int) -> float | None:
    if not whole or not every_part or not every:
        return None
    return round((part / whole) / (every_part / every), 3)
