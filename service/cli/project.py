"""The project that a command works on: the database of this machine, and the rights of whoever may read its files."""

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from service.actions.workshop import Workshop
    from service.auth.roles import Principal

ProjectOption = Annotated[str, typer.Option(help="Short name of the project.")]


def open_here() -> "Workshop":
    """The workshop on this machine's database."""
    from service.app import open_workshop
    from service.settings import Settings

    return open_workshop(Settings())


def operator(workshop: "Workshop", slug: str) -> "Principal":
    """Whoever can open the database file may do what an admin of the project may; the audit log says so.

    Raises:
        NotFound: There is no such project.
    """
    from service.actions.projects import project_id
    from service.auth.roles import Principal, Role

    return Principal("command-line", "command line", project_id(workshop, slug), frozenset({Role.ADMIN}))
