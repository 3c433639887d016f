"""Review: segments with what the machine suggests, and people's decisions about them."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from ulid import ULID

from models.types import Outcome
from redaction.pseudonyms import CaseMemory
from redaction.types import Note
from service.actions import drawing
from service.actions.review_types import (
    Decision,
    DecisionIn,
    QueueOrder,
    ReviewItem,
    Suggestion,
)
from service.actions.standing import Standing, Verdict, standing
from service.actions.workshop import Workshop
from service.auth.roles import Principal, Role
from service.errors import NotFound, Refused, Stale
from service.store import audit
from service.store.tables import CodingRow, DecisionRow, NoteRow, Project, SegmentRow

_WHOLE = frozenset({Verdict.NO_OTHER, Verdict.NONE_APPLIES, Verdict.UNSURE})
# how many decisions there are is left: the next one must name it
_HIDDEN: dict[str, Any] = {
    "blind": True, "suggestions": (), "decisions": (), "codes": {}, "none_applies": False, "reviewed": False, "voice": None,
    "voice_confidence": None, "voice_by": None,
}  # fmt: skip


def item(workshop: Workshop, principal: Principal, segment_id: str, order: QueueOrder = QueueOrder.DOUBTFUL) -> ReviewItem:
    """One segment; under `audit` without what the machine says of it, while it waits for its blind decision.

    Raises:
        NotFound: This project has no such segment.
    """
    principal.must(Role.REVIEWER, Role.RESEARCHER)
    with workshop.database.reading() as session:
        segment, note = _segment(session, principal, segment_id)
        blind = order is QueueOrder.AUDIT and waits_blind(principal, segment, _decisions(session, [segment_id])[segment_id])
        return items_of(session, [(segment, note)], blind=blind)[0]


def note_items(workshop: Workshop, principal: Principal, note_id: str) -> tuple[ReviewItem, ...]:
    """All segments of a note, in order of place."""
    principal.must(Role.REVIEWER, Role.RESEARCHER)
    with workshop.database.reading() as session:
        wanted = segments_of(principal).where(NoteRow.id == note_id).order_by(SegmentRow.index)
        return items_of(session, [(segment, note) for segment, note in session.execute(wanted)])


def decide(
    workshop: Workshop,
    principal: Principal,
    segment_id: str,
    decisions: Sequence[DecisionIn],
    *,
    seen: int,
    mode: QueueOrder = QueueOrder.DOUBTFUL,
) -> ReviewItem:
    """Append decisions to a segment whose `seen` decisions the person has seen, made in the order `mode` of the queue.

    A blind decision (mode `audit`, the segment drawn, by a person who has not decided about it) says of every code whether
    it applies, or that it cannot be told: estimates rest on it.

    Raises:
        NotFound: This project has no such segment.
        Refused: A code that the codebook does not have, an undo of what is not there, a blind decision that is not whole, or
            mode `audit` for a segment that was not drawn.
        Stale: Somebody decided in between; look again.
    """
    principal.must(Role.REVIEWER, Role.RESEARCHER)
    memos = [redacted_memo(workshop, decision.memo) for decision in decisions]
    try:
        with workshop.database.writing() as session:
            segment, note = _segment(session, principal, segment_id)
            earlier = _decisions(session, [segment_id])[segment_id]
            _check(workshop, principal, session, decisions, earlier, seen=seen)
            blind = mode is QueueOrder.AUDIT and _is_blind(principal, segment, earlier, decisions)
            for place, (decision, memo) in enumerate(zip(decisions, memos, strict=True), seen + 1):
                row = _row(principal, segment_id, decision, memo, sequence=place, codebook=note.codebook or "")
                row.mode, row.suggestion_visible = str(mode), not blind
                session.add(row)
            session.flush()
            now = standing(_decisions(session, [segment_id])[segment_id])
            suggested = _suggestions(session, [segment_id])[segment_id]
            segment.reviewed = now.settles([one.code for one in suggested if one.outcome == Outcome.DOUBTFUL])
            audit.record(
                session, project_id=principal.project_id, actor=principal.key_id, action="review.decide",
                subject=segment_id,
            )  # fmt: skip
            session.flush()
            return items_of(session, [(segment, note)])[0]
    except IntegrityError:
        raise Stale("somebody decided about this segment in between; look at it again") from None


def redacted_memo(workshop: Workshop, memo: str | None) -> str | None:
    """A memo is free text about a child too: it goes the way of a note."""
    if not memo:
        return None
    return workshop.redactor.redact(Note(memo), CaseMemory(workshop.secret, salt="memo")).text


def _check(
    workshop: Workshop,
    principal: Principal,
    session: Session,
    decisions: Sequence[DecisionIn],
    earlier: Sequence[DecisionRow],
    *,
    seen: int,
) -> None:
    if seen != len(earlier):
        raise Stale(f"this segment has {len(earlier)} decisions, you saw {seen}; look at it again")
    version = session.scalars(select(Project.codebook_version).where(Project.id == principal.project_id)).one()
    known = workshop.codebook(principal.project_id, version).by_id
    for decision in decisions:
        if decision.code is not None and decision.code not in known:
            raise Refused(f"the codebook {version} has no such code; choose one of: {', '.join(known)}")
        if decision.undoes is not None and decision.undoes not in {row.id for row in earlier}:
            raise Refused("this segment has no such decision to undo")


def waits_blind(principal: Principal, segment: SegmentRow, decisions: Sequence[DecisionRow]) -> bool:
    """Whether a segment was drawn by lot, nobody decided about it blind, and this person not at all."""
    seen = any(not one.suggestion_visible or one.key_id == principal.key_id for one in decisions)
    return drawing.was_drawn(segment) and not seen


def _is_blind(
    principal: Principal, segment: SegmentRow, earlier: Sequence[DecisionRow], decisions: Sequence[DecisionIn]
) -> bool:
    if not drawing.was_drawn(segment):
        raise Refused("this segment was not drawn by lot; decide about it under another order")
    if not waits_blind(principal, segment, earlier):
        return False
    if not any(decision.verdict in _WHOLE for decision in decisions):
        raise Refused(f"a blind decision says of every code whether it applies: end it with {', '.join(sorted(_WHOLE))}")
    return True


def _row(
    principal: Principal,
    segment_id: str,
    decision: DecisionIn,
    memo: str | None,
    *,
    sequence: int,
    codebook: str,
) -> DecisionRow:
    return DecisionRow(
        id=str(ULID()),
        segment_id=segment_id,
        sequence=sequence,
        verdict=str(decision.verdict),
        code=decision.code,
        voice=str(decision.voice) if decision.voice else None,
        memo=memo,
        undoes=decision.undoes,
        codebook=codebook,
        key_id=principal.key_id,
        decided_by=principal.name,
        decided_at=datetime.now(UTC),
    )


def segments_of(principal: Principal) -> Select[SegmentRow, NoteRow]:
    """The segments of the project's notes that are current, with their notes."""
    return (
        select(SegmentRow, NoteRow)
        .join(NoteRow, NoteRow.id == SegmentRow.note_id)
        .where(NoteRow.project_id == principal.project_id, NoteRow.current)
    )


def _segment(session: Session, principal: Principal, segment_id: str) -> tuple[SegmentRow, NoteRow]:
    found = session.execute(segments_of(principal).where(SegmentRow.id == segment_id)).first()
    if found is None:
        raise NotFound("this project has no such segment; a note that was revised has new ones")
    segment, note = found
    return segment, note


def _decisions(session: Session, segment_ids: Sequence[str]) -> dict[str, list[DecisionRow]]:
    by_segment: dict[str, list[DecisionRow]] = defaultdict(list)
    for row in session.scalars(
        select(DecisionRow).where(DecisionRow.segment_id.in_(segment_ids)).order_by(DecisionRow.sequence)
    ):
        by_segment[row.segment_id].append(row)
    return by_segment


def _suggestions(session: Session, segment_ids: Sequence[str]) -> dict[str, list[CodingRow]]:
    by_segment: dict[str, list[CodingRow]] = defaultdict(list)
    wanted = (
        select(CodingRow)
        .join(SegmentRow, SegmentRow.id == CodingRow.segment_id)
        .join(NoteRow, NoteRow.id == SegmentRow.note_id)
        .where(
            CodingRow.segment_id.in_(segment_ids),
            CodingRow.codebook == NoteRow.codebook,
            CodingRow.model == NoteRow.model,
        )
        .order_by(CodingRow.confidence.desc(), CodingRow.code)
    )
    for row in session.scalars(wanted):
        by_segment[row.segment_id].append(row)
    return by_segment


def items_of(session: Session, found: Sequence[tuple[SegmentRow, NoteRow]], *, blind: bool = False) -> tuple[ReviewItem, ...]:
    """Segments as they are shown; blind ones without what the machine says and what others decided."""
    ids = [segment.id for segment, _ in found]
    decisions, suggestions = _decisions(session, ids), _suggestions(session, ids)
    items = (_item(segment, note, suggestions[segment.id], decisions[segment.id]) for segment, note in found)
    return tuple(one.model_copy(update=_HIDDEN) if blind else one for one in items)


def _item(segment: SegmentRow, note: NoteRow, suggestions: Sequence[CodingRow], decisions: Sequence[DecisionRow]) -> ReviewItem:
    now: Standing = standing(decisions)
    return ReviewItem(
        id=segment.id,
        note_id=note.id,
        note_type=note.note_type,
        author_role=note.author_role,
        case_key=note.case_key,
        event_date=note.event_date,
        index=segment.index,
        start=segment.start,
        end=segment.end,
        text=note.text[segment.start : segment.end],
        before=note.text[max(0, segment.start - 400) : segment.start],
        after=note.text[segment.end : segment.end + 400],
        speaker=segment.speaker,
        heading=segment.heading,
        voice=now.voice.voice if now.voice and now.voice.voice else segment.voice,
        voice_confidence=segment.voice_confidence,
        voice_by="person" if now.voice else "machine",
        suggestions=tuple(
            Suggestion(
                code=one.code,
                confidence=one.confidence,
                calibrated=one.calibrated,
                outcome=Outcome(one.outcome),
                reason=one.reason,
            )
            for one in suggestions
        ),
        decisions=tuple(
            Decision(
                id=one.id,
                verdict=Verdict(one.verdict),
                code=one.code,
                voice=one.voice,
                undoes=one.undoes,
                memo=one.memo,
                by=one.decided_by,
                at=one.decided_at,
                mode=one.mode,
                suggestion_visible=one.suggestion_visible,
            )
            for one in decisions
        ),
        codes={code: row.verdict != Verdict.REJECT for code, row in now.codes.items()},
        none_applies=now.none_applies is not None,
        reviewed=segment.reviewed,
        version=now.sequence,
        codebook=note.codebook or "",
        model=note.model or "",
    )
