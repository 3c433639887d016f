"""Stored segments coded again with what was learned: from their stored scores, texts and embeddings; decisions stay."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from models.types import Coding, Outcome, Reason
from service.actions.coding import coding_rows
from service.actions.deciding import in_scope
from service.actions.standing import standing
from service.store.tables import CodingRow, DecisionRow, NoteRow, SegmentRow

if TYPE_CHECKING:
    from models.learned import Learned
    from models.pipeline import CodingPipeline

_T = TypeVar("_T")
_SHOWN = 200
_BATCH = 500


@dataclass(frozen=True, slots=True, eq=False)
class Stored:
    """A segment as it is stored, with the base coder's codings."""

    id: str
    note_id: str
    model: str
    text: str = field(repr=False)
    embedding: bytes = field(repr=False)
    scores: Mapping[str, float] = field(repr=False)
    base: tuple[Coding, ...] = field(repr=False)


def stored(session: Session, project_id: str, codebook: str, base: str) -> list[Stored]:
    """All segments of a project that a base coder coded with a version of the codebook."""
    found = [(segment, note) for segment, note in session.execute(in_scope(project_id, codebook, base))]
    codings = codings_of(session, [segment.id for segment, _ in found], codebook, base)
    return [
        Stored(
            segment.id, note.id, note.model or "", note.text[segment.start : segment.end], segment.embedding, segment.scores,
            tuple(map(coding_of, codings.get(segment.id, ()))),
        )
        for segment, note in found
    ]  # fmt: skip


def codings_of(session: Session, segments: Sequence[str], codebook: str, model: str) -> dict[str, list[CodingRow]]:
    """The rows of one codebook and one model, by segment."""
    by_segment: dict[str, list[CodingRow]] = defaultdict(list)
    for some in _batches(segments):
        wanted = select(CodingRow).where(
            CodingRow.segment_id.in_(some), CodingRow.codebook == codebook, CodingRow.model == model
        )
        for row in session.scalars(wanted.order_by(CodingRow.segment_id, CodingRow.confidence.desc(), CodingRow.code)):
            by_segment[row.segment_id].append(row)
    return by_segment


def coding_of(row: CodingRow) -> Coding:
    """A stored coding as coding gave it."""
    reason: dict[str, Any] = {name: tuple(part) if isinstance(part, list) else part for name, part in row.reason.items()}
    return Coding(row.code, row.confidence, row.calibrated, Outcome(row.outcome), Reason(**reason))


def judged(pipeline: "CodingPipeline", learned: "Learned | None", segments: Sequence[Stored]) -> dict[str, tuple[Coding, ...]]:
    """What a state makes of stored segments: id → its codings. Without a state, the base coder's."""
    if learned is None:
        return {one.id: one.base for one in segments}
    put: dict[str, tuple[Coding, ...]] = {}
    for some in _batches(segments):
        vectors = np.stack([np.frombuffer(one.embedding, dtype=np.float32) for one in some])
        texts, scores, base = ([getattr(one, part) for one in some] for part in ("text", "scores", "base"))
        codings = pipeline.learned_codings(learned, texts, vectors, scores, base)
        put |= dict(zip((one.id for one in some), codings, strict=True))
    return put


def differences(
    before: Mapping[str, Iterable[Coding]], after: Mapping[str, Iterable[Coding]], codes: Sequence[str]
) -> dict[str, Any]:
    """What changes code by code: how many segments, and the first of their ids."""
    sorts: dict[str, dict[str, list[str]]] = {code: defaultdict(list) for code in codes}
    for segment in sorted(before.keys() | after.keys()):
        old = {coding.code: coding.outcome for coding in before.get(segment, ())}
        new = {coding.code: coding.outcome for coding in after.get(segment, ())}
        for code in old.keys() | new.keys():
            if code not in sorts or (code in old and code in new and old[code] == new[code]):
                continue
            kind = "newly_coded" if code not in old else "no_longer_coded" if code not in new else "outcome_changed"
            sorts[code][kind].append(segment)
    return {
        code: {kind: {"segments": len(ids), "ids": ids[:_SHOWN]} for kind, ids in sorted(kinds.items())}
        for code, kinds in sorts.items()
        if kinds
    }


def put_in_force(
    session: Session,
    project_id: str,
    pipeline: "CodingPipeline",
    learned: "Learned | None",
    prepared: Mapping[str, tuple[Stored, tuple[Coding, ...]]],
) -> int:
    """Give all notes of the project what a state makes of them, in the transaction of whoever asks; how many segments.

    Rows that are there already stay as they are, so that a return to an earlier state brings back the very same.

    Args:
        session: Writes.
        project_id: Of the project.
        pipeline: The base coder with the codebook.
        learned: The state; none: the base coder.
        prepared: Codings made before the transaction, with what they were made from; what changed since is made again.
    """
    codebook, base = pipeline.codebook.version, pipeline.base_revision
    model = pipeline.with_learned(learned).model_revision
    now = stored(session, project_id, codebook, base)
    late = [one for one in now if not _same(prepared.get(one.id), one)]
    codings = {segment: put for segment, (_, put) in prepared.items()} | judged(pipeline, learned, late)
    present = codings_of(session, [one.id for one in now], codebook, model)
    fresh = []
    for one in now:
        known = tuple(map(coding_of, present.get(one.id, ())))
        own = tuple(coding for coding in codings[one.id] if coding.code not in {there.code for there in known})
        fresh += coding_rows(one.id, own, codebook=codebook, model=model)
        codings[one.id] = known + own
    for some in _batches(fresh):
        session.execute(insert(CodingRow), some)
    for ids in _batches(sorted({one.note_id for one in now})):
        session.execute(update(NoteRow).where(NoteRow.id.in_(ids)).values(model=model))
    _follow(session, now, codings)
    return len(now)


def _same(prepared: tuple[Stored, tuple[Coding, ...]] | None, now: Stored) -> bool:
    if prepared is None:
        return False
    then = prepared[0]
    return (then.text, then.embedding, then.scores) == (now.text, now.embedding, now.scores) and then.base == now.base


def _follow(session: Session, segments: Sequence[Stored], codings: Mapping[str, tuple[Coding, ...]]) -> None:
    """What follows from codings and is kept for the queue: the doubt of a segment, and whether decisions settle it."""
    for some in _batches(segments):
        decisions: dict[str, list[DecisionRow]] = defaultdict(list)
        wanted = select(DecisionRow).where(DecisionRow.segment_id.in_([one.id for one in some]))
        for row in session.scalars(wanted.order_by(DecisionRow.sequence)):
            decisions[row.segment_id].append(row)
        rows = []
        for one in some:
            doubtful = [coding for coding in codings[one.id] if coding.outcome is Outcome.DOUBTFUL]
            settled = standing(decisions[one.id]).settles([coding.code for coding in doubtful])
            rows.append(
                {"id": one.id, "doubt": max((coding.confidence for coding in doubtful), default=0.0), "reviewed": settled}
            )
        session.execute(update(SegmentRow), rows)


def _batches(rows: Sequence[_T]) -> Iterable[Sequence[_T]]:
    return (rows[first : first + _BATCH] for first in range(0, len(rows), _BATCH))
