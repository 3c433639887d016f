"""A proposed code is approved, and then in the codebook, or rejected with a reason; either by a person, and kept."""

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from codebook.load import dump_codebook
from codebook.schema import Code, Codebook
from service.actions.codebooks import parsed, put_within
from service.actions.review import redacted_memo
from service.actions.topics.promoting import promotion_row, view
from service.actions.topics.types import Promotion
from service.actions.workshop import Workshop
from service.auth.roles import Principal, Role
from service.errors import Conflict
from service.store import audit
from service.store.tables import Project
from service.store.topic_tables import TopicPromotionRow


def approve(workshop: Workshop, principal: Principal, promotion_id: str) -> Promotion:
    """Put a codebook in force that has the proposed code beside those in force; notes are coded again with it.

    Raises:
        NotFound: The project has no such proposal.
        Conflict: It was settled before, or the codebook has a code of its id by now.
        BadCodebook: The codebook would have problems with it.
    """
    principal.must(Role.RESEARCHER)
    with workshop.database.writing() as session:
        row = _open(session, principal, promotion_id)
        version = session.get_one(Project, row.project_id).codebook_version
        old = workshop.codebook(row.project_id, version)
        code = Code.model_validate(row.code)
        if code.id in old.by_id:
            raise Conflict("the codebook has a code of this id by now; reject this one and propose the topic again")
        new = parsed(dump_codebook(Codebook.model_validate(old.model_dump() | {"codes": (*old.codes, code)})).encode())
        put_within(session, principal, new, recode=True)
        row.version = new.version
        return _settled(session, principal, row, "approved")


def reject(workshop: Workshop, principal: Principal, promotion_id: str, reason: str) -> Promotion:
    """Leave the codebook as it is, and say why.

    Raises:
        NotFound: The project has no such proposal.
        Conflict: It was settled before.
    """
    principal.must(Role.RESEARCHER)
    said = redacted_memo(workshop, reason)  # free text may be about a child too
    with workshop.database.writing() as session:
        row = _open(session, principal, promotion_id)
        row.reason = said
        return _settled(session, principal, row, "rejected")


def _open(session: Session, principal: Principal, promotion_id: str) -> TopicPromotionRow:
    row = promotion_row(session, principal, promotion_id)
    if row.state != "proposed":
        raise Conflict(f"this proposal was {row.state} before")
    return row


def _settled(session: Session, principal: Principal, row: TopicPromotionRow, state: str) -> Promotion:
    row.state, row.settled_by, row.settled_at = state, principal.name, datetime.now(UTC)
    audit.record(
        session, project_id=row.project_id, actor=principal.key_id, action=f"topics.{state}", subject=row.id
    )  # fmt: skip
    session.flush()
    return view(row)
