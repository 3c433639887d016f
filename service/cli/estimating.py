"""`earshot estimate`: figures with intervals from the project's coded and reviewed notes."""

from typing import Annotated

import typer

from service.cli.errors import plain_errors
from service.cli.project import ProjectOption, open_here, operator


def estimate(
    code: Annotated[str | None, typer.Argument(help="A code of the codebook; left out: with --measure voices.")] = None,
    purpose: Annotated[str, typer.Option(help="What it is for; the audit log keeps it.", prompt=True)] = "",
    measure: Annotated[str, typer.Option(help="prevalence, difference, trend, regression or voices.")] = "prevalence",
    of: Annotated[str, typer.Option(help="prevalence: segments, notes or cases.")] = "segments",
    by: Annotated[str | None, typer.Option(help="month, quarter, year, note_type, author_role or attribute:NAME.")] = None,
    between: Annotated[tuple[str, str] | None, typer.Option(help="difference: the two groups.")] = None,
    on: Annotated[list[str] | None, typer.Option(help="regression: an attribute, as --by; may be given again.")] = None,
    family: Annotated[str, typer.Option(help="trend, regression: linear (shares) or logistic (log-odds).")] = "linear",
    population: Annotated[str, typer.Option(help="wider (cases like these) or these (the stored notes).")] = "wider",
    project: ProjectOption = "default",
) -> None:
    """How often a code applies, by people and machine together, with a 95 % interval: one JSON object.

    Example: earshot estimate worry --purpose "annual report" --by quarter

    Example: earshot estimate worry --purpose "placements" --measure difference --by attribute:placement --between foster home
    """
    with plain_errors():
        from pydantic import ValidationError

        from service.actions import estimating
        from service.actions.estimating_types import EstimateRequest

        try:
            asked = EstimateRequest.model_validate(
                {
                    "purpose": purpose, "measure": measure, "code": code, "of": of, "by": by, "between": between,
                    "on": tuple(on or ()), "family": family, "population": population,
                }
            )  # fmt: skip
        except ValidationError as error:
            raise typer.BadParameter("; ".join(one["msg"] for one in error.errors())) from None
        workshop = open_here()
        typer.echo(estimating.estimate(workshop, operator(workshop, project), asked).model_dump_json(indent=2))
