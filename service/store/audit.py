"""The audit log: every look at and change to data, append-only, each row's digest covering the one before it."""

import hashlib
import json
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.store.tables import AuditRow

_FIRST = "0" * 64


def record(session: Session, *, project_id: str | None, actor: str, action: str, subject: str) -> None:
    """Append one row, in the transaction of what it tells of. `subject` names things by id only."""
    previous = session.scalar(select(AuditRow.digest).order_by(AuditRow.id.desc()).limit(1)) or _FIRST
    row = AuditRow(at=datetime.now(UTC), project_id=project_id, actor=actor, action=action, subject=subject, digest="")
    row.digest = _digest(previous, row)
    session.add(row)
    session.flush()


def first_broken(session: Session) -> int | None:
    """Id of the first row whose digest does not follow from the rows before it; none if the chain holds."""
    previous = _FIRST
    for row in session.scalars(select(AuditRow).order_by(AuditRow.id).execution_options(yield_per=1000)):
        if row.digest != _digest(previous, row):
            return row.id
        previous = row.digest
    return None


def _digest(previous: str, row: AuditRow) -> str:
    content = [previous, row.at.isoformat(), row.project_id, row.actor, row.action, row.subject]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()
