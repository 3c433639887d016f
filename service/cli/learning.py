"""`earshot learn`: learn from the project's decisions, see what would change, apply it, take it back."""

import json
from typing import Annotated, Any

import typer

from service.cli.errors import complain, plain_errors
from service.cli.project import ProjectOption, open_here, operator


def learn(
    project: ProjectOption = "default",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would come of it; keep nothing.")] = False,
    apply: Annotated[str | None, typer.Option(help="Put this proposal in force and code stored segments with it.")] = None,
    revert: Annotated[bool, typer.Option("--revert", help="Take back what is in force.")] = False,
) -> None:
    """Learn from people's decisions: figures on decisions held out, what is guaranteed, and which segments would change.

    Nothing changes before it is applied. Example: earshot learn; earshot learn --apply 01JD…; earshot learn --revert
    """
    if sum((dry_run, apply is not None, revert)) > 1:
        raise typer.BadParameter("take one of --dry-run, --apply and --revert")
    with plain_errors():
        from service.actions import learning

        workshop = open_here()
        principal = operator(workshop, project)
        if dry_run:
            _show(learning.look(workshop, principal))
            return
        if apply is not None:
            told = learning.apply(workshop, principal, apply)
        elif revert:
            told = learning.revert(workshop, principal)
        else:
            told = learning.start(workshop, principal)
            while told.state in ("queued", "running"):
                learning.work_next(workshop)
                told = learning.run(workshop, principal, told.id)
        _show(told.model_dump(mode="json"))
        if told.state == "proposed":
            complain(f"put it in force with: earshot learn --apply {told.id}")
        elif told.state in ("refused", "failed"):
            complain(f"{told.state}: {told.message}")


def _show(told: dict[str, Any]) -> None:
    typer.echo(json.dumps(told, ensure_ascii=False, indent=2))
