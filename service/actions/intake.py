"""Taking notes in: redacted inside the request, stored once or refused with the reason."""

import hashlib
import hmac
import json
import secrets
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from sqlalchemy import Select, insert, select
from sqlalchemy.orm import Session
from ulid import ULID

from redaction.errors import RedactionError
from redaction.pseudonyms import CaseMemory
from redaction.types import RedactedNote
from service.actions.case_files import CaseMoved, keep_cases, read_cases
from service.actions.posted import NoteIn
from service.actions.workshop import Workshop
from service.auth.roles import Principal, Role
from service.errors import Conflict, Refused, ServiceError, TooLarge, Unavailable
from service.store import audit
from service.store.tables import MentionRow, NoteRow

# Two notes of one case that come at once take turns; more turns than this mean that something is wrong.
_TURNS = 20


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the sender is told: the note is ours now. `repeated` says that it was before."""

    id: str
    revision: int
    state: str
    mentions: int
    repeated: bool


def take(workshop: Workshop, principal: Principal, posted: NoteIn) -> Receipt:
    """Redact and store one note.

    Raises:
        ServiceError: It was refused; nothing of it is stored.
    """
    outcome = take_many(workshop, principal, [posted])[0]
    if isinstance(outcome, ServiceError):
        raise outcome
    return outcome


def take_many(workshop: Workshop, principal: Principal, posted: Sequence[NoteIn]) -> list[Receipt | ServiceError]:
    """Redact and store a batch: for each note its receipt, or why it was refused. Accepted notes are on disk on return.

    Raises:
        StorageFull: There is no room; none of the batch is stored.
        Unavailable: The database cannot be written now; none of the batch is stored.
    """
    principal.must(Role.INGEST)
    outcomes: dict[int, Receipt | ServiceError] = {}
    for index, note in enumerate(posted):
        if refusal := _refusal(workshop, note):
            outcomes[index] = refusal
    # a note that stands twice in the batch must meet its first copy in the database
    for batch in _without_repeats([index for index in range(len(posted)) if index not in outcomes], posted):
        taken = _take_batch(workshop, principal, [posted[index] for index in batch])
        outcomes.update(zip(batch, taken, strict=True))
    return [outcomes[index] for index in range(len(posted))]


def _refusal(workshop: Workshop, note: NoteIn) -> ServiceError | None:
    limit = workshop.settings.max_note_characters
    length = len(note.text or "") + sum(len(turn.text) for turn in note.turns or ())
    if length > limit:
        return TooLarge(f"a note may have {limit:,} characters, this one has {length:,}; send it in parts")
    return None


def _without_repeats(indices: Sequence[int], posted: Sequence[NoteIn]) -> list[list[int]]:
    batches: list[list[int]] = []
    seen: dict[tuple[str, str], int] = defaultdict(int)
    for index in indices:
        name = (posted[index].source_system, posted[index].external_id)
        if seen[name] == len(batches):
            batches.append([])
        batches[seen[name]].append(index)
        seen[name] += 1
    return batches


def _take_batch(workshop: Workshop, principal: Principal, posted: Sequence[NoteIn]) -> list[Receipt | ServiceError]:
    with workshop.database.reading() as session:
        repeated = [_repeated(workshop, session, principal, note) for note in posted]
    fresh = [note for note, receipt in zip(posted, repeated, strict=True) if receipt is None]
    taken = iter(_take_fresh(workshop, principal, fresh))
    return [receipt or next(taken) for receipt in repeated]


def _repeated(workshop: Workshop, session: Session, principal: Principal, posted: NoteIn) -> Receipt | None:
    """The receipt of a note that is here already; spares redacting what a case system sends every night."""
    row = session.scalar(
        _revisions(principal, posted)
        .where(NoteRow.digest == content_digest(workshop.secret, posted))
        .order_by(NoteRow.revision.desc())
        .limit(1)
    )
    same = row is not None and (row.current if posted.revision is None else row.revision == posted.revision)
    return _receipt(session, row, repeated=True) if row is not None and same else None


def _revisions(principal: Principal, posted: NoteIn) -> Select[NoteRow]:
    return select(NoteRow).where(
        NoteRow.project_id == principal.project_id,
        NoteRow.source_system == posted.source_system,
        NoteRow.external_id == posted.external_id,
    )


def _take_fresh(workshop: Workshop, principal: Principal, posted: Sequence[NoteIn]) -> list[Receipt | ServiceError]:
    for _ in range(_TURNS):
        keys = {note.case_key for note in posted if note.case_key}
        with workshop.database.reading() as session:
            memories, versions = read_cases(session, workshop.secret, principal.project_id, keys)
        redacted = _redact(workshop, posted, memories)
        try:
            with workshop.database.writing() as session:
                receipts = [
                    content if isinstance(content, ServiceError) else _store(workshop, session, principal, note, content)
                    for note, content in zip(posted, redacted, strict=True)
                ]
                keep_cases(session, principal.project_id, memories, versions)
                return receipts
        except CaseMoved:
            continue
    raise Unavailable("many notes of one case came at once; nothing was stored: send it again")


def _redact(workshop: Workshop, posted: Sequence[NoteIn], memories: dict[str, CaseMemory]) -> list[RedactedNote | ServiceError]:
    notes = [note.note() for note in posted]
    cases = [memories.get(note.case_key or "") or _one_off(workshop) for note in posted]
    try:
        return list(workshop.redactor.redact_many(notes, cases))
    except RedactionError as error:
        if len(posted) == 1:
            return [Refused(str(error))]
    # one of them must be refused: find out which, the others are taken
    return [one for note in posted for one in _redact(workshop, [note], memories)]


def _one_off(workshop: Workshop) -> CaseMemory:
    """A note without a case shares its stand-ins with nothing."""
    return CaseMemory(workshop.secret, salt=secrets.token_hex(16))


def _store(
    workshop: Workshop, session: Session, principal: Principal, posted: NoteIn, redacted: RedactedNote
) -> Receipt | ServiceError:
    earlier = list(session.scalars(_revisions(principal, posted).order_by(NoteRow.revision)))
    digest = content_digest(workshop.secret, posted)
    latest = earlier[-1] if earlier else None
    same = next(
        (row for row in earlier if row.revision == posted.revision),
        latest if posted.revision is None else None,
    )
    if same is not None and same.digest == digest:
        return _receipt(session, same, repeated=True)
    revision = posted.revision or (latest.revision + 1 if latest else 1)
    if latest is not None and revision <= latest.revision:
        return Conflict(
            f"revision {revision} of this note is not newer than revision {latest.revision}, which is stored with other "
            "content; send a higher revision, or none"
        )
    if latest is not None:
        latest.current = False
    row = _row(principal, posted, redacted, revision=revision, digest=digest)
    session.add(row)
    session.flush()
    if redacted.mentions:
        session.execute(insert(MentionRow), [{"note_id": row.id, **asdict(mention)} for mention in redacted.mentions])
    audit.record(session, project_id=principal.project_id, actor=principal.key_id, action="note.take", subject=row.id)
    return _receipt(session, row, repeated=False, mentions=len(redacted.mentions))


def _receipt(session: Session, row: NoteRow, *, repeated: bool, mentions: int | None = None) -> Receipt:
    if mentions is None:
        found = session.execute(select(MentionRow.start).where(MentionRow.note_id == row.id))
        mentions = len(found.all())
    return Receipt(row.id, row.revision, row.state, mentions, repeated)


def _row(principal: Principal, posted: NoteIn, redacted: RedactedNote, *, revision: int, digest: str) -> NoteRow:
    described = posted.model_dump(
        include={
            "source_system", "external_id", "case_key", "author_role", "note_type", "event_date", "recorded_date",
            "seen_alone", "ai_transcribed", "language", "purpose", "attributes",
        }
    )  # fmt: skip
    return NoteRow(
        id=str(ULID()),
        project_id=principal.project_id,
        revision=revision,
        current=True,
        digest=digest,
        text=redacted.text,
        speakers=[list(speaker) for speaker in redacted.speakers],
        policy=redacted.policy,
        state="received",
        attempts=0,
        received_at=datetime.now(UTC),
        **described,
    )


def content_digest(secret: bytes, posted: NoteIn) -> str:
    """Keyed digest of what was posted: tells a repeated note from a changed one and gives nothing away."""
    canonical = json.dumps(posted.content(), sort_keys=True, separators=(",", ":"))
    return hmac.new(secret, b"note\x1f" + canonical.encode(), hashlib.sha256).hexdigest()
