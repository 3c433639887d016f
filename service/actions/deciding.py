"""What people decided, gathered into what a coder learns from."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from codebook.schema import Code, Codebook
from service.actions import drawing
from service.actions.standing import standing
from service.actions.workshop import Workshop
from service.store.tables import DecisionRow, NoteRow, SegmentRow

if TYPE_CHECKING:
    from models.learn import Decided


@dataclass(frozen=True, slots=True, eq=False)
class Gathered:
    """Decided segments of a project.

    Attributes:
        decided: As heads are learned from.
        last: Of each segment, the id of its last decision.
        segments: Their ids.
        drawn: Of each, whether it was drawn by lot and decided blind.
    """

    decided: "Decided" = field(repr=False)
    last: tuple[str, ...] = field(repr=False)
    segments: tuple[str, ...] = field(repr=False)
    drawn: tuple[bool, ...] = field(repr=False)


def in_scope(project_id: str, codebook: str, base: str) -> Select[SegmentRow, NoteRow]:
    """Segments of the project's current notes that this base coder coded with this codebook, with their notes."""
    return (
        select(SegmentRow, NoteRow)
        .join(NoteRow, NoteRow.id == SegmentRow.note_id)
        .where(
            NoteRow.project_id == project_id,
            NoteRow.current,
            NoteRow.state == "coded",
            NoteRow.codebook == codebook,
            or_(NoteRow.model == base, NoteRow.model.startswith(f"{base}+learned-", autoescape=True)),
        )
        .order_by(SegmentRow.id)
    )


def gather(workshop: Workshop, session: Session, project_id: str, codebook: Codebook, base: str) -> Gathered:
    """All decisions of a project that say something of the codebook's codes, undone ones left out.

    A code applies where a person accepted or added it, and does not where a person rejected it or said that no code (or no
    other) applies: that is said only by who has seen the segment whole. A code that nobody spoke of is unknown, also on a
    segment that was settled: not to object is no decision. A decision made with an earlier version of the codebook counts
    where the code means what it meant then.
    """
    from models.learn import Decided
    from models.learned import base_odds

    by_segment: dict[str, list[DecisionRow]] = defaultdict(list)
    scope = in_scope(project_id, codebook.version, base)
    ids = scope.with_only_columns(SegmentRow.id).order_by(None)
    wanted = select(DecisionRow).where(DecisionRow.segment_id.in_(ids)).order_by(DecisionRow.segment_id, DecisionRow.sequence)
    for row in session.scalars(wanted):
        by_segment[row.segment_id].append(row)
    meant = _Meant(workshop, project_id, codebook)
    texts, vectors, labels, groups, scores, last, names, drawn = [], [], [], [], [], [], [], []
    for segment, note in session.execute(scope.where(SegmentRow.id.in_(by_segment))) if by_segment else ():
        told = _told(by_segment[segment.id], codebook, meant)
        if np.isnan(told).all():
            continue
        texts.append(note.text[segment.start : segment.end])
        vectors.append(np.frombuffer(segment.embedding, dtype=np.float32))
        labels.append(told)
        groups.append(note.case_key or note.id)
        scores.append(segment.scores)
        last.append(max(row.id for row in by_segment[segment.id]))
        names.append(segment.id)
        blind = any(not one.suggestion_visible for one in by_segment[segment.id])
        drawn.append(blind and drawing.was_drawn(segment))
    codes = [code.id for code in codebook.codes]
    decided = Decided(
        texts,
        np.stack(vectors) if vectors else np.zeros((0, 1), np.float32),
        np.stack(labels) if labels else np.zeros((0, len(codes)), np.float32),
        groups,
        base_odds(codes, scores),
    )
    return Gathered(decided, tuple(last), tuple(names), tuple(drawn))


class _Meant:
    """Whether a code meant the same in an earlier version of the codebook."""

    def __init__(self, workshop: Workshop, project_id: str, codebook: Codebook) -> None:
        self._workshop, self._project_id, self._codebook = workshop, project_id, codebook
        self._same: dict[str, frozenset[str]] = {codebook.version: frozenset(codebook.by_id)}

    def same(self, code: str, version: str) -> bool:
        if version not in self._same:
            earlier = self._workshop.codebook(self._project_id, version).by_id
            self._same[version] = frozenset(
                one.id for one in self._codebook.codes if one.id in earlier and _meaning(one) == _meaning(earlier[one.id])
            )
        return code in self._same[version]


def _meaning(code: Code) -> tuple[str | None, ...]:
    return code.definition, code.applies, code.does_not_apply


def _told(decisions: list[DecisionRow], codebook: Codebook, meant: _Meant) -> "np.ndarray[tuple[int], np.dtype[np.float32]]":
    now = standing(decisions)
    labels = np.full(len(codebook.codes), np.nan, dtype=np.float32)
    for place, code in enumerate(codebook.codes):
        verdict = now.verdict(code.id)
        if verdict is not None and meant.same(code.id, verdict[1].codebook):
            labels[place] = float(verdict[0])
    return labels
