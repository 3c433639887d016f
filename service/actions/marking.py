"""What a reviewer saw that redaction got wrong: what it missed is hidden at once, everywhere; what it hid for nothing is noted.

What stays of a mark is how the words were written and what harmless words stood beside them (`patterns`), never the words.
"""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, model_validator
from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session
from ulid import ULID

from redaction.assign import assign, introduce
from redaction.patterns import pattern_of
from redaction.pseudonyms import KEPT, STAND_IN, CaseMemory, stands_for_role
from redaction.rehide import Rehidden, rehidden_mentions, rehide
from redaction.types import Detection, MentionType, Person
from service.actions.case_files import CaseMoved, keep_cases, read_cases
from service.actions.coding import redacted_note
from service.actions.notes import note_row
from service.actions.workshop import Workshop
from service.auth.roles import Principal, Role
from service.errors import Conflict, NotFound, Refused, Unavailable
from service.store import audit
from service.store.tables import (
    CodingRow,
    DecisionRow,
    MarkRow,
    MentionRow,
    NoteRow,
    SegmentRow,
    StandInRow,
)
from service.store.topic_tables import TopicEditRow, TopicPromotionRow, TopicRow, TopicRunRow, TopicSegmentRow

_TURNS = 20
_LONGEST = 200
BY_A_PERSON = "marked by a person"


class MissedIn(BaseModel):
    """A detail that still stands in the redacted text of a note: its span there (code points, end exclusive)."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    start: int = Field(ge=0)
    end: int = Field(ge=1)
    type: MentionType
    role: str | None = Field(default=None, max_length=80, description="What the person is to the child, if it is a person.")

    @model_validator(mode="after")
    def _fits(self) -> "MissedIn":
        if not self.start < self.end <= self.start + _LONGEST:
            raise ValueError(f"a detail has 1 to {_LONGEST} characters: start before end")
        if self.role and self.type is not MentionType.PERSON:
            raise ValueError("only a person has a role")
        return self


class Marked(BaseModel):
    """What came of a mark: the stand-in, and in how many places of how many notes it was put."""

    model_config = ConfigDict(frozen=True)

    stand_in: str
    notes: int
    places: int


def mark_missed(workshop: Workshop, principal: Principal, note_id: str, missed: MissedIn) -> Marked:
    """Hide a detail in all notes of the case (of a note without a case: in all its revisions), and code them again.

    Texts, decisions' memos and topics found so far are changed in one transaction; embeddings and reasons, which were made
    from the text, are emptied and made anew.

    Raises:
        NotFound: This project has no such note.
        Refused: There is nothing to hide in the span, or a stand-in stands there.
        Unavailable: Many notes of the case came meanwhile; nothing was changed.
    """
    principal.must(Role.REVIEWER, Role.RESEARCHER)
    for _ in range(_TURNS):
        try:
            with workshop.database.writing() as session:
                return _hide(workshop, session, principal, note_id, missed)
        except CaseMoved:
            continue
    raise Unavailable("many notes of this case came at once; nothing was changed: mark it again")


def mark_wrong(workshop: Workshop, principal: Principal, note_id: str, redacted_start: int) -> Marked:
    """Note that what a stand-in hides identifies nobody; from now on it stays in the notes of the case.

    What is hidden already cannot be brought back, for it is kept nowhere; the note can be posted again.

    Raises:
        NotFound: This project has no such note, or no stand-in begins there.
        Conflict: The stand-in is somebody's whom the case system named, or the note has no case to remember it for.
    """
    principal.must(Role.REVIEWER, Role.RESEARCHER)
    with workshop.database.writing() as session:
        row = note_row(session, principal, note_id)
        found = session.scalar(
            select(MentionRow).where(MentionRow.note_id == note_id, MentionRow.redacted_start == redacted_start)
        )
        if found is None:
            raise NotFound("no stand-in begins at this place of the note")
        if row.case_key is None:
            raise Conflict(
                "this note belongs to no case, so there is nothing to remember it for; post it again with a case_key"
            )
        if stands_for_role(found.stand_in):
            raise Conflict("this stands for somebody whom the case system named; correct the list of people there")
        session.execute(
            update(StandInRow)
            .where(
                StandInRow.project_id == row.project_id,
                StandInRow.case_key == row.case_key,
                StandInRow.stand_in == found.stand_in,
            )
            .values(stand_in=KEPT)
        )
        span = (found.redacted_start, found.redacted_end)
        _remember(session, principal, row, kind="wrong", type_=found.type, span=span, recogniser=found.recogniser)
        audit.record(session, project_id=row.project_id, actor=principal.key_id, action="redaction.mark", subject=row.id)
        same = select(MentionRow.note_id).join(NoteRow, NoteRow.id == MentionRow.note_id).where(
            NoteRow.project_id == row.project_id, NoteRow.case_key == row.case_key, MentionRow.stand_in == found.stand_in
        )  # fmt: skip
        notes = list(session.scalars(same))
        return Marked(stand_in=found.stand_in, notes=len(set(notes)), places=len(notes))


def _hide(workshop: Workshop, session: Session, principal: Principal, note_id: str, missed: MissedIn) -> Marked:
    row = note_row(session, principal, note_id)
    if missed.end > len(row.text):
        raise Refused(f"the note has {len(row.text)} characters; the span ends at {missed.end}")
    surface = row.text[missed.start : missed.end]
    if not any(character.isalnum() for character in surface):
        raise Refused("there is no letter or digit in this span")
    if any(missed.start < match.end() and missed.end > match.start() for match in STAND_IN.finditer(row.text)):
        raise Refused("a stand-in stands in this span; mark what is left beside it")
    memories, versions = read_cases(session, workshop.secret, row.project_id, [row.case_key] if row.case_key else [])
    memory = memories.get(row.case_key or "") or CaseMemory(workshop.secret, salt=str(ULID()), entries=_used_in(session, row))
    stand_in = _stand_in(row.text, missed, surface, memory)
    span = (missed.start, missed.end)
    _remember(session, principal, row, kind="missed", type_=str(missed.type), span=span, recogniser=BY_A_PERSON)
    places = 0
    notes = _same_case(session, row)
    changed = 0
    for one in notes:
        always = (missed.start, missed.end) if one.id == note_id else None
        done = rehide(one.text, surface, missed.type, stand_in, always=always)
        if done.places:
            _change_note(session, one, done, missed.type)
            audit.record(session, project_id=row.project_id, actor=principal.key_id, action="redaction.mark", subject=one.id)
            places += len(done.places)
            changed += 1
    _change_what_was_written(session, [one.id for one in notes], lambda text: rehide(text, surface, missed.type, stand_in).text)
    keep_cases(session, row.project_id, memories, versions)
    return Marked(stand_in=stand_in, notes=changed, places=places)


def _stand_in(text: str, missed: MissedIn, surface: str, memory: CaseMemory) -> str:
    if missed.role:
        introduce([Person(surface, missed.role)], memory)
    return assign(text, [Detection(missed.start, missed.end, missed.type, 1.0, BY_A_PERSON)], memory)[0]


def _used_in(session: Session, row: NoteRow) -> dict[str, str]:
    """The stand-ins of a note without a case, so that a new one gets a number of its own."""
    used = session.scalars(select(MentionRow.stand_in).where(MentionRow.note_id == row.id).distinct())
    return {f"used {number}": stand_in for number, stand_in in enumerate(used)}


def _same_case(session: Session, row: NoteRow) -> Sequence[NoteRow]:
    wanted = select(NoteRow).where(NoteRow.project_id == row.project_id)
    if row.case_key is not None:
        wanted = wanted.where(NoteRow.case_key == row.case_key)
    else:
        wanted = wanted.where(NoteRow.source_system == row.source_system, NoteRow.external_id == row.external_id)
    return list(session.scalars(wanted))


def _change_note(session: Session, row: NoteRow, done: Rehidden, kind: MentionType) -> None:
    """New text and mentions; segments keep their place in the source; what was made from the text is made again."""
    mentions = rehidden_mentions(redacted_note(session, row), done, kind, recogniser=BY_A_PERSON)
    session.execute(delete(MentionRow).where(MentionRow.note_id == row.id))
    session.execute(insert(MentionRow), [{"note_id": row.id, **asdict(one)} for one in mentions])
    for segment in session.scalars(select(SegmentRow).where(SegmentRow.note_id == row.id)):
        segment.start, segment.end = done.moved(segment.start), done.moved(segment.end)
        segment.embedding = np.zeros(len(segment.embedding) // 4, dtype=np.float32).tobytes()
    row.text = done.text
    if row.state != "failed":
        row.state, row.attempts = "received", 0


def _change_what_was_written(session: Session, note_ids: Sequence[str], hide: Callable[[str], str]) -> None:
    """Everything else that was written from the notes' text: speakers, headings, reasons, memos, topics."""
    for note in session.scalars(select(NoteRow).where(NoteRow.id.in_(note_ids))):
        note.speakers = [[hide(label), role] for label, role in note.speakers]
    segments = list(session.scalars(select(SegmentRow).where(SegmentRow.note_id.in_(note_ids))))
    for segment in segments:
        segment.speaker = hide(segment.speaker)[:80] if segment.speaker else None
        segment.heading = hide(segment.heading)[:200] if segment.heading else None
        segment.voice_reason = hide(segment.voice_reason)[:200]
    ids = [segment.id for segment in segments]
    for coding in session.scalars(select(CodingRow).where(CodingRow.segment_id.in_(ids))):
        coding.reason = _everywhere(coding.reason, hide)
    for decision in session.scalars(select(DecisionRow).where(DecisionRow.segment_id.in_(ids), DecisionRow.memo.is_not(None))):
        decision.memo = hide(decision.memo or "")
    runs = select(TopicSegmentRow.run_id).where(TopicSegmentRow.segment_id.in_(ids)).distinct()
    for topic in session.scalars(select(TopicRow).where(TopicRow.run_id.in_(runs))):
        topic.name, topic.terms = hide(topic.name)[:200], _everywhere(topic.terms, hide)
        topic.found = _everywhere(topic.found, hide)
    for run in session.scalars(select(TopicRunRow).where(TopicRunRow.id.in_(runs))):
        run.joins = _everywhere(run.joins, hide)
    for edit in session.scalars(select(TopicEditRow).where(TopicEditRow.run_id.in_(runs))):
        edit.what = _everywhere(edit.what, hide)
    for promotion in session.scalars(select(TopicPromotionRow).where(TopicPromotionRow.run_id.in_(runs))):
        promotion.code = _everywhere(promotion.code, hide)


def _everywhere(content: Any, hide: Callable[[str], str]) -> Any:
    """The content with `hide` applied to every string in it."""
    if isinstance(content, str):
        return hide(content)
    if isinstance(content, list):
        return [_everywhere(one, hide) for one in content]
    if isinstance(content, dict):
        return {name: _everywhere(one, hide) for name, one in content.items()}
    return content


def _remember(
    session: Session,
    principal: Principal,
    row: NoteRow,
    *,
    kind: str,
    type_: str,
    span: tuple[int, int],
    recogniser: str,
) -> None:
    pattern = pattern_of(row.text, span)
    session.add(
        MarkRow(
            id=str(ULID()),
            project_id=row.project_id,
            note_id=row.id,
            kind=kind,
            type=type_,
            recogniser=recogniser,
            before=pattern.before[:200],
            shape=pattern.shape[:200],
            after=pattern.after[:200],
            key_id=principal.key_id,
            marked_at=datetime.now(UTC),
        )
    )
