"""Projects and their keys: made by whoever runs the machine, at the command line."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select
from ulid import ULID

from codebook.load import dump_codebook
from codebook.schema import Codebook
from service.actions.workshop import Workshop
from service.auth.keys import create_key
from service.auth.roles import Role
from service.errors import Conflict, NotFound, Refused
from service.store import audit
from service.store.tables import ApiKey, CodebookVersion, Project


@dataclass(frozen=True, slots=True)
class KeyView:
    """A key as it is listed: never its secret."""

    id: str
    name: str
    roles: tuple[str, ...]
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None


def ensure_project(workshop: Workshop, *, slug: str, name: str, purpose: str, codebook: Codebook) -> str:
    """Id of the project `slug`, which is made if it is not there.

    Raises:
        Refused: The slug is no plain word.
    """
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,59}", slug):
        raise Refused("a project's short name has lower-case letters, digits and hyphens, at most 60")
    with workshop.database.writing() as session:
        if found := session.scalar(select(Project).where(Project.slug == slug)):
            return found.id
        now = datetime.now(UTC)
        project = Project(
            id=str(ULID()),
            slug=slug,
            name=name,
            purpose=purpose,
            codebook_version=codebook.version,
            created_at=now,
        )
        session.add(project)
        session.flush()
        session.add(
            CodebookVersion(
                project_id=project.id,
                version=codebook.version,
                content=dump_codebook(codebook),
                created_at=now,
                created_by="system",
            )
        )
        audit.record(session, project_id=project.id, actor="system", action="project.create", subject=project.id)
        return project.id


def project_id(workshop: Workshop, slug: str) -> str:
    """Id of the project `slug`.

    Raises:
        NotFound: There is none.
    """
    with workshop.database.reading() as session:
        found = session.scalar(select(Project.id).where(Project.slug == slug))
    if found is None:
        raise NotFound(f"there is no project {slug!r}; make it with: earshot keys create --project {slug} …")
    return found


def issue_key(workshop: Workshop, *, project: str, name: str, roles: Iterable[Role], days: int | None = None) -> str:
    """A new key of a project: its secret, shown this once."""
    with workshop.database.writing() as session:
        row, secret = create_key(session, project_id=project, name=name, roles=roles, days=days)
        session.flush()
        audit.record(session, project_id=project, actor="system", action="key.create", subject=row.id)
    return secret


def list_keys(workshop: Workshop, *, project: str) -> list[KeyView]:
    """The keys of a project, oldest first."""
    with workshop.database.reading() as session:
        rows = session.scalars(select(ApiKey).where(ApiKey.project_id == project).order_by(ApiKey.id))
        return [KeyView(row.id, row.name, tuple(row.roles), row.created_at, row.expires_at, row.revoked_at) for row in rows]


def revoke_key(workshop: Workshop, *, project: str, key_id: str) -> None:
    """End a key, and with it every session at the page that was opened with it.

    Raises:
        NotFound: The project has no such key.
        Conflict: It was revoked before.
    """
    with workshop.database.writing() as session:
        row = session.get(ApiKey, key_id)
        if row is None or row.project_id != project:
            raise NotFound("this project has no such key; see: earshot keys list")
        if row.revoked_at is not None:
            raise Conflict("this key was revoked before")
        row.revoked_at = datetime.now(UTC)
        audit.record(session, project_id=project, actor="system", action="key.revoke", subject=key_id)
