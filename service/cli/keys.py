"""`earshot keys`: make, list and revoke the keys of a project."""

from typing import Annotated

import typer

from service.auth.roles import Role
from service.cli.errors import complain, plain_errors
from service.cli.project import ProjectOption, open_here

app = typer.Typer(no_args_is_help=True, help="Make, list and revoke the keys of a project.")


@app.command()
def create(
    name: Annotated[str, typer.Argument(help="Whose key it is: a person or a system; it stands beside decisions.")],
    role: Annotated[list[Role], typer.Option("--role", help="What it may be used for; several may be given.")],
    project: ProjectOption = "default",
    purpose: Annotated[str, typer.Option(help="What a new project is for.")] = "not stated",
    days: Annotated[int | None, typer.Option(min=1, help="How long it is good for; left out: until revoked.")] = None,
) -> None:
    """Make a key and print it, this once. A project that is not there is made, with the starter codebook.

    ingest posts and deletes notes; reviewer reads redacted segments and decides; researcher does that and works on
    codebooks and topics; analyst exports; admin may do everything.

    Example: earshot keys create "R. Haddad" --role reviewer --role researcher
    """
    with plain_errors():
        from codebook.load import load_codebook, starter_path
        from service.actions.projects import ensure_project, issue_key

        workshop = open_here()
        starter = load_codebook(starter_path())
        owner = ensure_project(workshop, slug=project, name=project, purpose=purpose, codebook=starter)
        typer.echo(issue_key(workshop, project=owner, name=name, roles=role, days=days))
        complain("this key is shown this once and kept nowhere; give it to whoever it is for")


@app.command("list")
def list_(project: ProjectOption = "default") -> None:
    """List the keys of a project, without their secrets."""
    with plain_errors():
        from service.actions.projects import list_keys, project_id

        workshop = open_here()
        for key in list_keys(workshop, project=project_id(workshop, project)):
            state = "revoked" if key.revoked_at else f"until {key.expires_at:%Y-%m-%d}" if key.expires_at else "in use"
            typer.echo(f"{key.id}  {key.name}  {', '.join(key.roles)}  {state}")


@app.command()
def revoke(
    key_id: Annotated[str, typer.Argument(help="Id of the key, as listed.")],
    project: ProjectOption = "default",
) -> None:
    """End a key at once, and every login made with it."""
    with plain_errors():
        from service.actions.projects import project_id, revoke_key

        workshop = open_here()
        revoke_key(workshop, project=project_id(workshop, project), key_id=key_id)
        typer.echo(f"{key_id} is revoked")
