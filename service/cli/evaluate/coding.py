"""`earshot evaluate` for coding, the corpus and speed."""

from pathlib import Path
from typing import Annotated

import typer

from service.cli.errors import plain_errors
from service.cli.evaluate.shared import AsJson, Dataset, Split, app, machine_segments, path_of, redacted_notes, show
from service.cli.redacting import PolicyOption


@app.command()
def coding(
    dataset: Dataset = None,
    codebook: Annotated[Path | None, typer.Option(help="Left out: the starter codebook.")] = None,
    policy: PolicyOption = "research",
    split: Split = None,
    text: Annotated[str | None, typer.Option(help="CSV, TSV: column of the text.")] = None,
    labels: Annotated[str | None, typer.Option(help="CSV, TSV: column of labels, or columns of 0 and 1 by commas.")] = None,
    group: Annotated[str | None, typer.Option(help="CSV, TSV: what must stay on one side (a case, a question).")] = None,
    train: Annotated[Path | None, typer.Option(help="CSV, TSV: learn from this file, measure on the other.")] = None,
    test: Annotated[Path | None, typer.Option(help="CSV, TSV: measure on this file, learn from the other.")] = None,
    shots: Annotated[str, typer.Option(help="CSV, TSV: examples a code.")] = "0,8,32,128,all",
    seeds: Annotated[int, typer.Option(min=1, max=50, help="CSV, TSV: draws at each number of examples.")] = 3,
    arms: Annotated[str, typer.Option(help="CSV, TSV: learners: ours, tfidf, frozen, setfit (slow).")] = "ours,tfidf,frozen",
    as_json: AsJson = False,
) -> None:
    """How far the machine's codes and voices agree with those of the labels; notes are redacted first.

    Of a table (CSV, TSV) a part is learned from and the rest measured on, texts as they are.

    Example: earshot evaluate coding notes.jsonl --codebook my_study.yaml

    Example: earshot evaluate coding answers.csv --text answer --labels topic --group question --shots 0,8,all
    """
    with plain_errors():
        if dataset is not None and dataset.suffix in {".csv", ".tsv"}:
            from service.cli.evaluate.shots import ShotOptions, coded_table

            options = ShotOptions(codebook, text, labels, group, train, test, shots, seeds, arms)
            show(coded_table(dataset, options), as_json=as_json)
            return
        from codebook.load import load_codebook, starter_path
        from evaluation.coding import evaluate_coding
        from models.pipeline import CodingPipeline
        from service.actions.workshop import build_encoder
        from service.settings import Settings

        path = path_of(dataset)
        pipeline = CodingPipeline(build_encoder(Settings()), load_codebook(codebook or starter_path()))
        pairs = []
        for note, redacted in redacted_notes(path, policy, split):
            context = pipeline.context(author_role=None, note_type=note.kind)
            (coded,) = pipeline.code_notes([redacted], [context])
            pairs.append((note, machine_segments(coded)))
        show(evaluate_coding(pairs, dataset=path.name), as_json=as_json)


@app.command()
def speed(
    dataset: Dataset = None,
    repeats: Annotated[int, typer.Option(min=1, max=50, help="Runs of each; the median counts.")] = 3,
    as_json: AsJson = False,
) -> None:
    """Notes per second end to end and the share of each step, against the obvious pipeline in the same run.

    Without notes of your own the demonstration's are taken.
    """
    with plain_errors():
        from service.cli.bench import bench

        show(bench(dataset, repeats=repeats), as_json=as_json)


@app.command()
def corpus(as_json: AsJson = False) -> None:
    """Whether the bundled corpus is valid, how much it holds of what, and how far its two readings agree.

    Exits with 1 where a label is wrong or two documents are nearly the same. Example: earshot evaluate corpus --json
    """
    with plain_errors():
        from evaluation.corpus.report import evaluate_corpus

        report, sound = evaluate_corpus()
        show(report, as_json=as_json)
        if not sound:
            raise typer.Exit(1)


@app.command()
def curve(
    draws: Annotated[int, typer.Option(min=1, max=100, help="Random draws of documents at each size.")] = 5,
    as_json: AsJson = False,
) -> None:
    """The learner's curve: how well simple heads code the corpus's dev part, by how many documents they were trained on."""
    with plain_errors():
        from evaluation.corpus.load import read_corpus
        from evaluation.curve import learning_curve
        from service.actions.workshop import build_encoder
        from service.settings import Settings

        show(learning_curve(read_corpus("train"), read_corpus("dev"), build_encoder(Settings()), draws=draws), as_json=as_json)
