"""`/v1/notes`: notes come in, are looked at, are deleted."""

import hashlib
import hmac
from typing import Annotated, Any

from fastapi import APIRouter, Header, Response
from pydantic import BaseModel, ConfigDict

from service.actions import idempotency, intake, marking, notes
from service.actions.intake import Receipt
from service.actions.marking import Marked, MissedIn
from service.actions.notes import NoteView
from service.actions.posted import NoteIn
from service.api.deps import Ingest, Reader, Reviewer
from service.doors import TheLoop, TheWorkshop

router = APIRouter(prefix="/v1", tags=["notes"])


class Accepted(BaseModel):
    """The note is stored, redacted; coding follows. `repeated` says that it was here before, unchanged."""

    model_config = ConfigDict(frozen=True)

    id: str
    revision: int
    state: str
    mentions: int
    repeated: bool
    href: str

    @classmethod
    def of(cls, receipt: Receipt) -> "Accepted":
        """The answer for a receipt."""
        return cls(
            id=receipt.id,
            revision=receipt.revision,
            state=receipt.state,
            mentions=receipt.mentions,
            repeated=receipt.repeated,
            href=f"/v1/notes/{receipt.id}",
        )


@router.post("/notes", status_code=202)
def post_note(
    posted: NoteIn,
    workshop: TheWorkshop,
    loop: TheLoop,
    principal: Ingest,
    response: Response,
    idempotency_key: Annotated[str | None, Header(max_length=200)] = None,
) -> Accepted:
    """Take one note: redacted and on disk when the answer comes, coded soon after."""

    def taken() -> dict[str, Any]:
        return Accepted.of(intake.take(workshop, principal, posted)).model_dump()

    if idempotency_key is None:
        answer = taken()
    else:
        digest = intake.content_digest(workshop.secret, posted)
        request = hmac.new(workshop.secret, f"{posted.revision}\x1f{digest}".encode(), hashlib.sha256).hexdigest()
        answer = idempotency.once(workshop, principal, key=idempotency_key, request=request, do=taken)
    loop.wake()
    response.headers["Location"] = str(answer["href"])
    return Accepted.model_validate(answer)


@router.get("/notes/{note_id}")
def get_note(note_id: str, workshop: TheWorkshop, principal: Reader) -> NoteView:
    """A note as it is kept, with its state; text and codes for reviewers and researchers."""
    return notes.look(workshop, principal, note_id)


@router.delete("/notes/{note_id}", status_code=204)
def delete_note(note_id: str, workshop: TheWorkshop, principal: Ingest) -> None:
    """Delete a note, all of its revisions and everything derived from them."""
    notes.forget(workshop, principal, note_id)


@router.post("/notes/{note_id}/mentions", status_code=201)
def mark_missed(note_id: str, missed: MissedIn, workshop: TheWorkshop, loop: TheLoop, principal: Reviewer) -> Marked:
    """Hide a detail that redaction missed, at once and in every note of the case; they are coded again."""
    marked = marking.mark_missed(workshop, principal, note_id, missed)
    loop.wake()
    return marked


@router.post("/notes/{note_id}/mentions/{redacted_start}:wrong")
def mark_wrong(note_id: str, redacted_start: int, workshop: TheWorkshop, principal: Reviewer) -> Marked:
    """Note that what a stand-in hides identifies nobody: from now on it stays. What is hidden cannot be brought back."""
    return marking.mark_wrong(workshop, principal, note_id, redacted_start)


@router.post("/notes/{note_id}:retry", status_code=202)
def retry_note(note_id: str, workshop: TheWorkshop, loop: TheLoop, principal: Ingest) -> None:
    """Try a failed note again."""
    notes.retry(workshop, principal, note_id)
    loop.wake()
