"""`earshot codebook`: check, compare, read and try codebooks."""

import json
from pathlib import Path
from typing import Annotated

import typer

from service.cli.errors import plain_errors
from service.cli.project import ProjectOption, open_here, operator

app = typer.Typer(no_args_is_help=True, help="Check, compare, read and try codebooks.")
BookFile = Annotated[Path, typer.Argument(help="Codebook, .yaml or .json.")]


@app.command()
def check(file: BookFile) -> None:
    """Say what is wrong with a codebook: every problem with its line and how to mend it.

    Example: earshot codebook check my_study.yaml
    """
    from codebook.errors import CodebookError
    from codebook.load import load_codebook

    with plain_errors():
        try:
            book = load_codebook(file)
        except CodebookError as error:
            for problem in error.problems:
                place = f"{file}:{problem.line}" if problem.line else str(file)
                typer.echo(f"{place}: {problem.where}: {problem.message} {problem.fix}".replace("  ", " "), err=True)
            raise typer.Exit(1) from None
        examples = sum(len(code.examples) for code in book.codes)
        typer.echo(f"{file}: {len(book.codes)} codes, {examples} examples, version {book.version}: nothing to mend")


@app.command()
def diff(old: BookFile, new: BookFile) -> None:
    """Say what changed between two codebooks. The order of codes is no change.

    Example: earshot codebook diff my_study_v1.yaml my_study_v2.yaml
    """
    from codebook import diff as differences
    from codebook.load import load_codebook

    with plain_errors():
        for line in differences.diff(load_codebook(old), load_codebook(new)).lines():
            typer.echo(line)


@app.command()
def show(
    file: Annotated[Path | None, typer.Argument(help="Codebook; left out: the starter codebook.")] = None,
    code: Annotated[str | None, typer.Option(help="Only this code, with all of its examples.")] = None,
) -> None:
    """Print a codebook as a researcher reads it: --code shows one code whole.

    Example: earshot codebook show --code trust.lacking
    """
    from codebook.load import load_codebook, starter_path

    with plain_errors():
        book = load_codebook(file or starter_path())
        if code is not None and code not in book.by_id:
            raise typer.BadParameter(f"there is no such code; choose one of: {', '.join(book.by_id)}", param_hint="--code")
        typer.echo(f"{book.name} · version {book.version} · {len(book.codes)} codes")
        for one in book.codes if code is None else [book.by_id[code]]:
            typer.echo(f"\n{one.id} · {one.name}\n  {one.definition}")
            if one.applies:
                typer.echo(f"  applies: {one.applies}")
            if one.does_not_apply:
                typer.echo(f"  does not apply: {one.does_not_apply}")
            if code is not None:
                for example in one.examples:
                    typer.echo(f"  + {example}")
                for counter in one.counter_examples:
                    typer.echo(f"  - {counter.text}  (instead: {', '.join(counter.instead) or 'none'})")
            else:
                typer.echo(f"  {len(one.examples)} examples, {len(one.counter_examples)} near misses")


@app.command()
def preview(file: BookFile, project: ProjectOption = "default") -> None:
    """Say which stored segments would gain or lose a code with a codebook, before it is put in force. Nothing is stored.

    Example: earshot codebook preview my_study.yaml
    """
    from service.actions import preview as previewing

    with plain_errors():
        workshop = open_here()
        told = previewing.preview(workshop, operator(workshop, project), file.read_bytes())
        typer.echo(json.dumps(told.model_dump(mode="json"), ensure_ascii=False, indent=2))
