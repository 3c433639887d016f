"""`earshot evaluate` for what reviewing brings, and for what a codebook's order, ids and names must not change."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from service.cli.errors import plain_errors
from service.cli.evaluate.shared import AsJson, Dataset, Split, app, notes_of, path_of, show

if TYPE_CHECKING:
    from codebook.schema import Codebook
    from evaluation.perturbed import Codings

CodebookOption = Annotated[Path | None, typer.Option("--codebook", help="Left out: the starter codebook.")]


@app.command()
def effort(
    dataset: Dataset = None,
    codebook: CodebookOption = None,
    split: Split = None,
    draws: Annotated[int, typer.Option(min=1, max=100, help="Draws of documents that are held out.")] = 3,
    segments: Annotated[int, typer.Option(min=50, help="Segments to review, drawn from those not held out.")] = 3000,
    rule: Annotated[str | None, typer.Option(help="Of the informative order: uncertain, likely, in-turn …")] = None,
    as_json: AsJson = False,
) -> None:
    """How many segments must be reviewed for 95 % of full quality, by the order of the queue: labelled notes reviewed again.

    Of the bundled corpus the train part is taken, which takes several minutes.

    Example: earshot evaluate effort --draws 1 --segments 1000
    """
    with plain_errors():
        from codebook.load import load_codebook, starter_path
        from evaluation.effort import evaluate_effort
        from evaluation.labelled_segments import decided_segments
        from models.choose import DEFAULT_RULE, Rule
        from service.actions.workshop import build_encoder
        from service.settings import Settings

        if rule is not None and rule not in list(Rule):
            raise typer.BadParameter(f"choose one of: {', '.join(Rule)}", param_hint="--rule")
        path, settings = path_of(dataset), Settings()
        book, encoder = load_codebook(codebook or starter_path()), build_encoder(settings)
        notes = notes_of(path, split or ("train" if dataset is None else None))
        report = evaluate_effort(
            book, encoder, decided_segments(notes, book, encoder), dataset=path.name, draws=draws, most=segments,
            audit_share=settings.audit_share, rule=Rule(rule) if rule else DEFAULT_RULE,
        )  # fmt: skip
        show(report, as_json=as_json)


@app.command()
def perturbed(dataset: Dataset = None, codebook: CodebookOption = None, split: Split = None, as_json: AsJson = False) -> None:
    """Whether codes follow their definitions: order changed, ids renamed, names swapped, meanings swapped between ids.

    Of the bundled corpus the dev part is taken.
    """
    with plain_errors():
        from codebook.load import load_codebook, starter_path
        from evaluation.perturbed import evaluate_perturbed
        from evaluation.remembered import Remembered
        from models.pipeline import CodingPipeline
        from redaction.types import RedactedNote
        from service.actions.workshop import build_encoder
        from service.settings import Settings

        path = path_of(dataset)
        notes = notes_of(path, split or ("dev" if dataset is None else None))
        redacted = [RedactedNote(note.text, (), "unredacted@0") for note in notes]
        encoder = Remembered(build_encoder(Settings()))

        def code(book: "Codebook") -> "Codings":
            pipeline = CodingPipeline(encoder, book)
            coded = pipeline.code_notes(redacted, [pipeline.context(note_type=note.kind) for note in notes])
            return [[frozenset(coding.code for coding in one.codings) for one in note.segments] for note in coded]

        show(evaluate_perturbed(load_codebook(codebook or starter_path()), code, dataset=path.name), as_json=as_json)
