"""API keys: made at random, shown once, kept as a digest; and the page's sessions, which are made from them."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session
from ulid import ULID

from service.auth.roles import Principal, Role
from service.errors import Unauthenticated
from service.store.tables import ApiKey, PageSession

_PREFIX = "earshot_"


def digest(secret: str) -> str:
    """SHA-256 of a secret of 256 random bits; such a secret needs no slow hash."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def create_key(
    session: Session, *, project_id: str, name: str, roles: Iterable[Role], days: int | None = None
) -> tuple[ApiKey, str]:
    """A new key and its secret, which is nowhere else."""
    secret = _PREFIX + secrets.token_urlsafe(32)
    now = datetime.now(UTC)
    row = ApiKey(
        id=str(ULID()),
        project_id=project_id,
        name=name,
        digest=digest(secret),
        roles=sorted(roles),
        created_at=now,
        expires_at=now + timedelta(days=days) if days else None,
    )
    session.add(row)
    return row, secret


def principal_of_key(session: Session, secret: str) -> Principal:
    """Who a key belongs to.

    Raises:
        Unauthenticated: The key is unknown, revoked or has expired.
    """
    return _principal(session.scalar(select(ApiKey).where(ApiKey.digest == digest(secret))))


def open_session(session: Session, principal: Principal, *, hours: int) -> str:
    """A login at the page: the secret for its cookie."""
    secret = secrets.token_urlsafe(32)
    now = datetime.now(UTC)
    session.execute(delete(PageSession).where(PageSession.expires_at < now))
    session.add(PageSession(digest=digest(secret), key_id=principal.key_id, expires_at=now + timedelta(hours=hours)))
    return secret


def principal_of_session(session: Session, secret: str) -> Principal:
    """Who is logged in at the page.

    Raises:
        Unauthenticated: The session has ended.
    """
    row = session.get(PageSession, digest(secret))
    if row is None or row.expires_at < datetime.now(UTC):
        raise Unauthenticated("your session has ended; log in again, nothing you decided is lost")
    return _principal(session.get(ApiKey, row.key_id))


def close_session(session: Session, secret: str) -> None:
    """Log out."""
    session.execute(delete(PageSession).where(PageSession.digest == digest(secret)))


def _principal(row: ApiKey | None) -> Principal:
    now = datetime.now(UTC)
    if row is None:
        raise Unauthenticated("this key is not known; use 'Authorization: Bearer <key>' with a key of this service")
    if row.revoked_at is not None or (row.expires_at is not None and row.expires_at < now):
        raise Unauthenticated("this key was revoked or has expired; ask your admin for a new one")
    return Principal(row.id, row.name, row.project_id, frozenset(Role(role) for role in row.roles))
