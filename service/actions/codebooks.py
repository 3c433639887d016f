"""The project's codebook: its versions, and putting a new one in force."""

from datetime import UTC, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from codebook.diff import diff
from codebook.errors import CodebookError
from codebook.load import dump_codebook, parse_codebook
from codebook.schema import Codebook
from service.actions.workshop import Workshop
from service.auth.roles import Principal, Role
from service.errors import BadCodebook, NotFound, Stale
from service.store import audit
from service.store.tables import CodebookVersion, NoteRow, Project


class VersionView(BaseModel):
    """A version of the codebook."""

    model_config = ConfigDict(frozen=True)

    version: str
    codes: int
    created_at: datetime
    created_by: str
    in_force: bool


class CodebookView(BaseModel):
    """A codebook with its version, as data and as the YAML that a researcher edits."""

    model_config = ConfigDict(frozen=True)

    version: str
    in_force: bool
    codebook: dict[str, Any]
    yaml: str


class CodebookChange(BaseModel):
    """What putting a codebook in force changed; `recoded` notes will be coded again."""

    model_config = ConfigDict(frozen=True)

    version: str
    previous: str
    changes: dict[str, Any]
    recoded: int


def versions(workshop: Workshop, principal: Principal) -> list[VersionView]:
    """All versions, newest first."""
    principal.must(Role.REVIEWER, Role.RESEARCHER, Role.ANALYST)
    with workshop.database.reading() as session:
        active = _active(workshop, principal)
        rows = session.scalars(
            select(CodebookVersion)
            .where(CodebookVersion.project_id == principal.project_id)
            .order_by(CodebookVersion.created_at.desc())
        ).all()
    return [
        VersionView(
            version=row.version,
            codes=len(workshop.codebook(principal.project_id, row.version).codes),
            created_at=row.created_at,
            created_by=row.created_by,
            in_force=row.version == active,
        )
        for row in rows
    ]


def in_force(workshop: Workshop, principal: Principal) -> Codebook:
    """The codebook that new notes are coded with."""
    principal.must(Role.REVIEWER, Role.RESEARCHER, Role.ANALYST)
    return workshop.codebook(principal.project_id, _active(workshop, principal))


def show(workshop: Workshop, principal: Principal, version: str | None = None) -> CodebookView:
    """A version of the codebook, or the one in force.

    Raises:
        NotFound: The project has no such version.
    """
    principal.must(Role.REVIEWER, Role.RESEARCHER, Role.ANALYST)
    active = _active(workshop, principal)
    codebook = workshop.codebook(principal.project_id, version or active)
    return CodebookView(
        version=codebook.version,
        in_force=codebook.version == active,
        codebook=codebook.model_dump(mode="json"),
        yaml=dump_codebook(codebook),
    )


def put(workshop: Workshop, principal: Principal, content: bytes, *, recode: bool, seen: str | None = None) -> CodebookChange:
    """Put a codebook (YAML or JSON) in force; the notes that are here are coded again with it, unless told not to.

    People's decisions stay as they are: each names the codebook it was made with.

    Raises:
        BadCodebook: It has problems; all are listed with line and fix, and the one in force stays.
        Stale: `seen` was given and is not the version in force.
    """
    principal.must(Role.RESEARCHER)
    new = parsed(content)
    with workshop.database.writing() as session:
        previous, recoded = put_within(session, principal, new, recode=recode, seen=seen)
    old = workshop.codebook(principal.project_id, previous)
    return CodebookChange(version=new.version, previous=previous, changes=diff(old, new).to_dict(), recoded=recoded)


def put_within(
    session: Session, principal: Principal, new: Codebook, *, recode: bool, seen: str | None = None
) -> tuple[str, int]:
    """Put a codebook in force in the transaction of whoever asks: the version before it, and how many notes wait for it.

    Raises:
        Stale: `seen` was given and is not the version in force.
    """
    project = session.get_one(Project, principal.project_id)
    previous = project.codebook_version
    if seen is not None and seen != previous:
        raise Stale(f"version {previous} is in force, you saw {seen}; look at it again")
    if session.get(CodebookVersion, (project.id, new.version)) is None:
        session.add(
            CodebookVersion(
                project_id=project.id,
                version=new.version,
                content=dump_codebook(new),
                created_at=datetime.now(UTC),
                created_by=principal.name,
            )
        )
    project.codebook_version = new.version
    recoded = 0
    if recode and new.version != previous:
        again = update(NoteRow).where(NoteRow.project_id == project.id, NoteRow.current, NoteRow.state == "coded")
        recoded = len(session.scalars(again.values(state="received", attempts=0).returning(NoteRow.id)).all())
    audit.record(session, project_id=project.id, actor=principal.key_id, action="codebook.put", subject=new.version)
    return previous, recoded


def parsed(content: bytes) -> Codebook:
    """A codebook from YAML or JSON.

    Raises:
        BadCodebook: It has problems; all are listed with line and fix.
    """
    try:
        return parse_codebook(content, name="codebook")
    except CodebookError as error:
        problems: list[dict[str, object]] = [
            {"line": one.line, "where": one.where, "message": one.message, "fix": one.fix} for one in error.problems
        ]
        raise BadCodebook(f"{len(problems)} to mend; the codebook in force stays", errors=problems) from None


def _active(workshop: Workshop, principal: Principal) -> str:
    with workshop.database.reading() as session:
        found = session.scalar(select(Project.codebook_version).where(Project.id == principal.project_id))
    if found is None:
        raise NotFound("this project is gone")
    return found
