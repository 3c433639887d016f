"""Review: the queue of doubtful segments, and people's decisions about them."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from ulid import ULID

from models.types import Outcome
from redaction.pseudonyms import CaseMemory
from redaction.types import Note
from service.actions import cursors
from service.actions.review_types import (
    Decision,
    DecisionIn,
    QueueFilter,
    QueuePage,
    QueueStatus,
    ReviewItem,
    Suggestion,
)
from service.actions.standing import Standing, Verdict, standing
from service.actions.workshop import Workshop
from service.auth.roles import Principal, Role
from service.errors import NotFound, Refused, Stale
from service.store import audit
from service.store.tables import CodingRow, DecisionRow, NoteRow, Project, SegmentRow


def queue(
    workshop: Workshop, principal: Principal, narrowed: QueueFilter, *, limit: int, cursor: str | None = None
) -> QueuePage:
    """Segments to review.

    Raises:
        Refused: The cursor is none of ours.
    """
    principal.must(Role.REVIEWER, Role.RESEARCHER)
    with workshop.database.writing() as session:
        wanted = _narrowed(_segments(principal), narrowed)
        if cursor:
            doubt, last = cursors.decode(cursor, float, str)
            wanted = wanted.where(or_(SegmentRow.doubt < doubt, and_(SegmentRow.doubt == doubt, SegmentRow.id > str(last))))
        wanted = wanted.order_by(SegmentRow.doubt.desc(), SegmentRow.id).limit(limit + 1)
        found = [(segment, note) for segment, note in session.execute(wanted)]
        items = _items(session, found[:limit])
        counts = _progress(session, principal)
        audit.record(
            session, project_id=principal.project_id, actor=principal.key_id, action="review.look",
            subject=f"{len(items)} segments from {items[0].id if items else 'none'}",
        )  # fmt: skip
    last_row = found[limit - 1][0] if len(found) > limit else None
    place = cursors.encode(float(last_row.doubt), last_row.id) if last_row else None
    return QueuePage(items=items, next=place, open=counts[0], decided=counts[1])


def item(workshop: Workshop, principal: Principal, segment_id: str) -> ReviewItem:
    """One segment.

    Raises:
        NotFound: This project has no such segment.
    """
    principal.must(Role.REVIEWER, Role.RESEARCHER)
    with workshop.database.reading() as session:
        return _items(session, [_segment(session, principal, segment_id)])[0]


def note_items(workshop: Workshop, principal: Principal, note_id: str) -> tuple[ReviewItem, ...]:
    """All segments of a note, in order of place."""
    principal.must(Role.REVIEWER, Role.RESEARCHER)
    with workshop.database.reading() as session:
        wanted = _segments(principal).where(NoteRow.id == note_id).order_by(SegmentRow.index)
        return _items(session, [(segment, note) for segment, note in session.execute(wanted)])


def decide(
    workshop: Workshop, principal: Principal, segment_id: str, decisions: Sequence[DecisionIn], *, seen: int
) -> ReviewItem:
    """Append decisions to a segment whose `seen` decisions the person has seen.

    Raises:
        NotFound: This project has no such segment.
        Refused: A code that the codebook does not have, or an undo of what is not there.
        Stale: Somebody decided in between; look again.
    """
    principal.must(Role.REVIEWER, Role.RESEARCHER)
    memos = [_redacted_memo(workshop, decision.memo) for decision in decisions]
    try:
        with workshop.database.writing() as session:
            segment, note = _segment(session, principal, segment_id)
            earlier = _decisions(session, [segment_id])[segment_id]
            _check(workshop, principal, session, decisions, earlier, seen=seen)
            for place, (decision, memo) in enumerate(zip(decisions, memos, strict=True), seen + 1):
                session.add(_row(principal, segment_id, decision, memo, sequence=place, codebook=note.codebook or ""))
            session.flush()
            now = standing(_decisions(session, [segment_id])[segment_id])
            suggested = _suggestions(session, [segment_id])[segment_id]
            segment.reviewed = now.settles([one.code for one in suggested if one.outcome == Outcome.DOUBTFUL])
            audit.record(
                session, project_id=principal.project_id, actor=principal.key_id, action="review.decide",
                subject=segment_id,
            )  # fmt: skip
            session.flush()
            return _items(session, [(segment, note)])[0]
    except IntegrityError:
        raise Stale("somebody decided about this segment in between; look at it again") from None


def _redacted_memo(workshop: Workshop, memo: str | None) -> str | None:
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


def _segments(principal: Principal) -> Select[SegmentRow, NoteRow]:
    return (
        select(SegmentRow, NoteRow)
        .join(NoteRow, NoteRow.id == SegmentRow.note_id)
        .where(NoteRow.project_id == principal.project_id, NoteRow.current)
    )


def _narrowed(wanted: Select[SegmentRow, NoteRow], narrowed: QueueFilter) -> Select[SegmentRow, NoteRow]:
    if narrowed.status is QueueStatus.OPEN:
        wanted = wanted.where(SegmentRow.doubt > 0, SegmentRow.reviewed.is_(False))
    elif narrowed.status is QueueStatus.DECIDED:
        wanted = wanted.where(SegmentRow.reviewed)
    if narrowed.voice:
        wanted = wanted.where(SegmentRow.voice == narrowed.voice)
    if narrowed.note:
        wanted = wanted.where(NoteRow.id == narrowed.note)
    if narrowed.code:
        coded = select(CodingRow.segment_id).where(
            CodingRow.code == narrowed.code,
            CodingRow.codebook == NoteRow.codebook,
            CodingRow.model == NoteRow.model,
        )
        wanted = wanted.where(SegmentRow.id.in_(coded))
    return wanted


def _segment(session: Session, principal: Principal, segment_id: str) -> tuple[SegmentRow, NoteRow]:
    found = session.execute(_segments(principal).where(SegmentRow.id == segment_id)).first()
    if found is None:
        raise NotFound("this project has no such segment; a note that was revised has new ones")
    segment, note = found
    return segment, note


def _progress(session: Session, principal: Principal) -> tuple[int, int]:
    """How many segments are open, and how many people have decided."""
    counted = (
        select(SegmentRow.reviewed, func.count())
        .join(NoteRow, NoteRow.id == SegmentRow.note_id)
        .where(
            NoteRow.project_id == principal.project_id,
            NoteRow.current,
            or_(SegmentRow.doubt > 0, SegmentRow.reviewed),
        )
        .group_by(SegmentRow.reviewed)
    )
    counts = dict(session.execute(counted).all())
    return counts.get(False, 0), counts.get(True, 0)


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


def _items(session: Session, found: Sequence[tuple[SegmentRow, NoteRow]]) -> tuple[ReviewItem, ...]:
    ids = [segment.id for segment, _ in found]
    decisions, suggestions = _decisions(session, ids), _suggestions(session, ids)
    return tuple(_item(segment, note, suggestions[segment.id], decisions[segment.id]) for segment, note in found)


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
