"""Shares of topics over time and groups, with intervals; what rests on too few is hidden."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from evaluation.intervals import Metric, share
from evaluation.shares import INTERVAL, clustered_share
from evaluation.small_numbers import hidden
from service.actions.topics.selecting import standings, voice_of
from service.actions.topics.types import HIDDEN, Share, ShareCell, ShareGroup, Shares, TopicName
from service.actions.topics.viewing import NONE, done_run, topic_rows
from service.actions.workshop import Workshop
from service.auth.roles import Principal, Role
from service.errors import Refused
from service.settings import Settings
from service.store.tables import NoteRow, SegmentRow
from service.store.topic_tables import TopicRunRow, TopicSegmentRow

NOT_KNOWN = "not known"
ATTRIBUTE = "attribute:"
_MOST = 400
_Counts = dict[str, dict[str, Counter[int]]]
"""Group → case → topic → segments."""


@dataclass(frozen=True, slots=True)
class _Table:
    """Counted: cells in the order of groups and topics."""

    groups: list[str]
    topics: list[int]
    counts: _Counts

    def of(self, group: str) -> "np.ndarray[tuple[int, int], np.dtype[np.float64]]":
        """Segments of a group's cases by topic, shape (cases, topics)."""
        cases = self.counts[group]
        rows = [[cases[case][topic] for topic in self.topics] for case in sorted(cases)]
        return np.array(rows, np.float64).reshape(len(cases), len(self.topics))


def shares(workshop: Workshop, principal: Principal, run_id: str, by: str) -> Shares:
    """Shares of a run's topics by `month`, `quarter`, `year` (of the note's event), `voice` or `attribute:NAME`.

    A cell that rests on fewer segments or cases than the settings say (10 and 3), and whatever would give it away, is hidden.
    A case is a note's case, or the note where it has none.

    Raises:
        NotFound: The project has no such run.
        Conflict: The run is not done.
        Refused: There is no such grouping, or it has too many groups to be one.
    """
    principal.must(Role.RESEARCHER, Role.ANALYST)
    _check(by)
    with workshop.database.reading() as session:
        row = done_run(session, principal, run_id, only="has topics")
        names = {one.number: one.name for one in topic_rows(session, run_id)} | {NONE: "in no topic"}
        counts = _counted(session, row, by)
    if len(counts) > _MOST:
        raise Refused(f"this has {len(counts)} groups; a table has at most {_MOST}")
    groups = sorted(counts.keys() - {NOT_KNOWN}) + ([NOT_KNOWN] if NOT_KNOWN in counts else [])
    return _shown(_Table(groups, list(names), counts), names, by, workshop.settings)


def _check(by: str) -> None:
    if by not in ("month", "quarter", "year", "voice") and not (by.startswith(ATTRIBUTE) and by != ATTRIBUTE):
        raise Refused("shares are by month, quarter, year, voice or attribute:NAME")


def _counted(session: Session, run: TopicRunRow, by: str) -> _Counts:
    attribute = by.removeprefix(ATTRIBUTE) if by.startswith(ATTRIBUTE) else None
    people = standings(session, run.project_id) if by == "voice" else {}
    wanted = (
        select(
            TopicSegmentRow.topic, SegmentRow.id, SegmentRow.voice, NoteRow.id.label("note"), NoteRow.case_key,
            NoteRow.event_date, NoteRow.attributes,
        )
        .join(SegmentRow, SegmentRow.id == TopicSegmentRow.segment_id)
        .join(NoteRow, NoteRow.id == SegmentRow.note_id)
        .where(TopicSegmentRow.run_id == run.id, NoteRow.current)
    )  # fmt: skip
    counts: _Counts = defaultdict(lambda: defaultdict(Counter))
    for row in session.execute(wanted.execution_options(yield_per=2_000)):
        if by == "voice":
            group = voice_of(row.voice, people[row.id]) if row.id in people else row.voice
        elif attribute is not None:
            group = _named(row.attributes.get(attribute))
        else:
            group = _period(row.event_date, by)
        counts[group][row.case_key or row.note][row.topic] += 1
    return counts


def _named(value: Any) -> str:
    return NOT_KNOWN if value is None or value == "" else str(value)


def _period(day: date | None, by: str) -> str:
    if day is None:
        return NOT_KNOWN
    return {"month": f"{day:%Y-%m}", "quarter": f"{day.year}-Q{(day.month + 2) // 3}", "year": str(day.year)}[by]


def _shown(table: _Table, names: dict[int, str], by: str, settings: Settings) -> Shares:
    of = [table.of(group) for group in table.groups]
    size = (len(of), len(table.topics))
    segments = np.array([one.sum(axis=0) for one in of]).reshape(size).astype(np.int64)
    cases = np.array([(one > 0).sum(axis=0) for one in of]).reshape(size).astype(np.int64)
    in_all, cases_in_all = segments.sum(axis=1), np.array([len(one) for one in of], np.int64)
    few, few_cases = settings.least_segments, settings.least_cases
    small_groups = (in_all < few) | (cases_in_all < few_cases)
    mask = hidden(segments, (segments < few) | (cases < few_cases), small_groups)
    closed = [bool(row.all()) for row in mask]
    cells = []
    for row, group in enumerate(table.groups):
        for column, topic in enumerate(table.topics):
            if mask[row, column]:
                cells.append(_no_cell(group, topic))
                continue
            of_all = clustered_share(of[row][:, column], of[row].sum(axis=1))
            of_cases = share(int(cases[row, column]), int(cases_in_all[row]))
            cells.append(
                ShareCell(
                    group=group, topic=topic, hidden=None, segments=int(segments[row, column]), cases=int(cases[row, column]),
                    share=_share(of_all), case_share=_share(of_cases),
                )
            )  # fmt: skip
    groups = tuple(
        ShareGroup(name=group, hidden=HIDDEN, segments=None, cases=None)
        if closed[row]
        else ShareGroup(name=group, hidden=None, segments=int(in_all[row]), cases=int(cases_in_all[row]))
        for row, group in enumerate(table.groups)
    )
    topics = tuple(
        TopicName(number=topic, name=names[topic], size=int(segments[:, column].sum()))
        for column, topic in enumerate(table.topics)
    )
    return Shares(
        by=by, groups=groups, topics=topics, cells=tuple(cells), least_segments=few, least_cases=few_cases, interval=INTERVAL
    )


def _no_cell(group: str, topic: int) -> ShareCell:
    return ShareCell(group=group, topic=topic, hidden=HIDDEN, segments=None, cases=None, share=None, case_share=None)


def _share(metric: Metric) -> Share:
    return Share(value=round(metric.value, 4), low=round(metric.low, 4), high=round(metric.high, 4))
