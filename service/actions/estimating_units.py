"""The project's segments as estimates take them: the machine's scores of all, people's blind answers of those drawn."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from evaluation.estimates.parts import Floats
from evaluation.estimates.units import Places, Truths, Units, numbered
from models.types import Outcome, Voice
from service.actions import drawing
from service.actions.standing import Standing, standing
from service.actions.workshop import Workshop
from service.errors import Conflict
from service.store.tables import CodingRow, DecisionRow, NoteRow, SegmentRow

NOT_KNOWN = "not known"
_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True, eq=False)
class Study:
    """Segments in the order of their notes.

    Attributes:
        units: About the code that is asked for; about no code: nobody answered and the machine says 0.
        note: Number of each segment's note.
        about: What is known of each note: date, kind, author's role, attributes.
        voices: 1 where a person said the voice blind, shape (segments, voices); NaN where nobody did.
        machine_voices: The machine's voice as 0 and 1, same shape.
        models: Revisions that coded the notes.
        without_chance: Segments left out because they were stored while nothing was drawn.
    """

    units: Units
    note: Places
    about: list[dict[str, Any]]
    voices: Floats
    machine_voices: Truths
    models: tuple[str, ...]
    without_chance: int

    def groups(self, by: str) -> list[str]:
        """The group of each segment, as its note says."""
        names = [_group(about, by) for about in self.about]
        return [names[place] for place in self.note]


def read_study(workshop: Workshop, session: Session, project_id: str, code: str | None) -> Study:
    """All coded segments of the project's current notes; lots are drawn for those that have none.

    Raises:
        Conflict: There are none that had a chance to be drawn.
    """
    drawing.draw_what_came_before(workshop, session, project_id)
    blind = _blind(session, project_id)
    codings = _codings(session, project_id, code) if code else {}
    notes: dict[str, int] = {}
    about: list[dict[str, Any]] = []
    keys: list[str | None] = []
    rows: list[tuple[int, float, bool, float, bool, float]] = []
    voices: list[tuple[str, str | None]] = []
    models: set[str] = set()
    left_out = 0
    wanted = (
        select(SegmentRow.id, SegmentRow.lot, SegmentRow.inclusion_probability, SegmentRow.voice, SegmentRow.scores,
               NoteRow.id.label("note"), NoteRow.case_key, NoteRow.event_date, NoteRow.note_type, NoteRow.author_role,
               NoteRow.attributes, NoteRow.model)
        .join(NoteRow, NoteRow.id == SegmentRow.note_id)
        .where(NoteRow.project_id == project_id, NoteRow.current, NoteRow.state == "coded")
        .order_by(NoteRow.id, SegmentRow.id)
    )  # fmt: skip
    for row in session.execute(wanted.execution_options(yield_per=_AT_ONCE)):
        if not row.inclusion_probability:
            left_out += 1
            continue
        if row.note not in notes:
            notes[row.note] = len(notes)
            about.append({name: getattr(row, name) for name in ("event_date", "note_type", "author_role", "attributes")})
            models.add(row.model or "")
        was_drawn = row.lot < row.inclusion_probability
        said = blind.get(row.id, Standing()) if was_drawn else Standing()
        verdict = said.verdict(code) if code else None
        score, counted = codings.get(row.id, (float(row.scores.get(code, 0.0)) if code else 0.0, False))
        keys.append(row.case_key or row.note)  # a note without a case is one of its own
        answer = float(verdict[0]) if verdict else np.nan
        rows.append((notes[row.note], score, counted, row.inclusion_probability, was_drawn, answer))
        voices.append((row.voice, said.voice.voice if said.voice else None))
    if not rows:
        raise Conflict("there is nothing to estimate from: no coded segment had a chance to be drawn by lot")
    columns = [np.array(one) for one in zip(*rows, strict=True)]
    units = Units(
        numbered(list(keys)), columns[1].astype(np.float64), columns[2].astype(bool), columns[3].astype(np.float64),
        columns[4].astype(bool), columns[5].astype(np.float64),
    )  # fmt: skip
    kinds = np.array(list(Voice))
    people = np.array([kind or "" for _, kind in voices])[:, np.newaxis]
    machine = np.array([kind for kind, _ in voices])[:, np.newaxis] == kinds
    answers = np.where(people == "", np.nan, people == kinds)
    return Study(units, columns[0].astype(np.intp), about, answers, machine, tuple(sorted(models)), left_out)


def _blind(session: Session, project_id: str) -> dict[str, Standing]:
    """What people said without seeing the machine's suggestion, by segment."""
    wanted = (
        select(DecisionRow)
        .join(SegmentRow, SegmentRow.id == DecisionRow.segment_id)
        .join(NoteRow, NoteRow.id == SegmentRow.note_id)
        .where(NoteRow.project_id == project_id, NoteRow.current, DecisionRow.suggestion_visible.is_(False), drawing.DRAWN)
        .order_by(DecisionRow.segment_id, DecisionRow.sequence)
    )
    decisions: dict[str, list[DecisionRow]] = defaultdict(list)
    for decision in session.scalars(wanted):
        decisions[decision.segment_id].append(decision)
    return {segment: standing(rows) for segment, rows in decisions.items()}


def _codings(session: Session, project_id: str, code: str) -> dict[str, tuple[float, bool]]:
    """Confidence of the code where the machine suggests it, and whether it would count it alone."""
    wanted = (
        select(CodingRow.segment_id, CodingRow.confidence, CodingRow.outcome)
        .join(SegmentRow, SegmentRow.id == CodingRow.segment_id)
        .join(NoteRow, NoteRow.id == SegmentRow.note_id)
        .where(
            NoteRow.project_id == project_id, NoteRow.current, CodingRow.code == code, CodingRow.codebook == NoteRow.codebook,
            CodingRow.model == NoteRow.model,
        )
    )  # fmt: skip
    return {row.segment_id: (row.confidence, row.outcome == Outcome.ACCEPT) for row in session.execute(wanted)}


def _group(about: dict[str, Any], by: str) -> str:
    if by in ("month", "quarter", "year"):
        return _period(about["event_date"], by)
    value = about["attributes"].get(by.removeprefix("attribute:")) if by.startswith("attribute:") else about[by]
    return NOT_KNOWN if value is None or value == "" else str(value)


def _period(day: date | None, by: str) -> str:
    if day is None:
        return NOT_KNOWN
    return {"month": f"{day:%Y-%m}", "quarter": f"{day.year}-Q{(day.month + 2) // 3}", "year": str(day.year)}[by]


def period_number(name: str, by: str) -> float:
    """A period as a number that rises by one from each to the next."""
    year, _, rest = name.partition("-")
    if by == "year":
        return float(year)
    return float(int(year) * (12 if by == "month" else 4) + int(rest.removeprefix("Q")))
