"""`earshot evaluate estimates`: whether intervals of estimates hold the truth, in simulated studies."""

from typing import Annotated

import typer

from service.cli.errors import plain_errors
from service.cli.evaluate.shared import AsJson, app, show
from service.cli.progress import progress_bar


@app.command()
def estimates(
    studies: Annotated[int, typer.Option(min=10, help="Simulated studies of each prevalence and machine.")] = 2000,
    cases: Annotated[int, typer.Option(min=2, help="Cases of a study.")] = 600,
    segments: Annotated[int, typer.Option(min=1, help="Segments of a case in the mean.")] = 12,
    reviewed: Annotated[float, typer.Option(min=0.001, max=1, help="Share of the segments that is reviewed.")] = 0.05,
    seed: Annotated[int, typer.Option(help="The same seed gives the same figures.")] = 8,
    as_json: AsJson = False,
) -> None:
    """How often 95 % intervals hold the truth, by prevalence and by how good the machine is, and how narrow they are.

    Example: earshot evaluate estimates --studies 2000

    Example: earshot evaluate estimates --cases 20 --segments 100 --reviewed 0.2
    """
    with plain_errors():
        from evaluation.estimates.studies import MACHINES, PREVALENCES, Design, evaluate_studies

        with progress_bar("simulating", total=len(MACHINES) * len(PREVALENCES)) as bar:
            report = evaluate_studies(
                studies, design=Design(cases, segments, reviewed), seed=seed, advance=lambda: bar.advance(1)
            )
        show(report, as_json=as_json)
