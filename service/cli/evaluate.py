"""`earshot evaluate`: how well does it do on labelled notes, with intervals by document."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from service.cli.errors import plain_errors
from service.cli.progress import progress_bar
from service.cli.redacting import PolicyOption

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evaluation.labelled import LabelledNote
    from evaluation.report import Report
    from redaction.types import Note, RedactedNote

app = typer.Typer(no_args_is_help=True, help="Measure redaction, coding and speed on labelled notes.")
Dataset = Annotated[
    Path | None,
    typer.Argument(help="Labelled notes (.jsonl); left out: the bundled corpus.", show_default=False),
]
Split = Annotated[str | None, typer.Option(help="Only documents of this split (train, dev, test).")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object instead of a table.")]
_BATCH = 32


@app.command()
def redaction(dataset: Dataset = None, policy: PolicyOption = "research", split: Split = None, as_json: AsJson = False) -> None:
    """What is hidden of what should be, and what is hidden for nothing.

    Example: earshot evaluate redaction notes.jsonl --json
    """
    with plain_errors():
        from evaluation.redaction import evaluate_redaction

        path = _path(dataset)
        pairs = [
            (note, [(mention.start, mention.end, mention.type) for mention in redacted.mentions])
            for note, redacted in _redacted(path, policy, split)
        ]
        _print(evaluate_redaction(pairs, dataset=path.name), as_json=as_json)


@app.command()
def coding(
    dataset: Dataset = None,
    codebook: Annotated[Path | None, typer.Option(help="Left out: the starter codebook.")] = None,
    policy: PolicyOption = "research",
    split: Split = None,
    as_json: AsJson = False,
) -> None:
    """How far the machine's codes and voices agree with those of the labels; notes are redacted first.

    Example: earshot evaluate coding notes.jsonl --codebook my_study.yaml
    """
    with plain_errors():
        from codebook.load import load_codebook, starter_path
        from evaluation.alignment import MachineSegment
        from evaluation.coding import evaluate_coding
        from models.pipeline import CodingPipeline
        from service.actions.workshop import build_encoder
        from service.settings import Settings

        path = _path(dataset)
        pipeline = CodingPipeline(build_encoder(Settings()), load_codebook(codebook or starter_path()))
        pairs = []
        for note, redacted in _redacted(path, policy, split):
            context = pipeline.context(author_role=None, note_type=note.kind)
            (coded,) = pipeline.code_notes([redacted], [context])
            segments = [
                MachineSegment(
                    one.segment.source_start,
                    one.segment.source_end,
                    one.voice.voice,
                    one.scores,
                    {coding.code for coding in one.codings},
                )
                for one in coded.segments
            ]
            pairs.append((note, segments))
        _print(evaluate_coding(pairs, dataset=path.name), as_json=as_json)


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

        _print(bench(dataset, repeats=repeats), as_json=as_json)


@app.command()
def corpus(as_json: AsJson = False) -> None:
    """Whether the bundled corpus is valid, how much it holds of what, and how far its two readings agree.

    Exits with 1 where a label is wrong or two documents are nearly the same. Example: earshot evaluate corpus --json
    """
    with plain_errors():
        from evaluation.corpus.report import evaluate_corpus

        report, sound = evaluate_corpus()
        _print(report, as_json=as_json)
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

        _print(
            learning_curve(read_corpus("train"), read_corpus("dev"), build_encoder(Settings()), draws=draws), as_json=as_json
        )


def _path(dataset: Path | None) -> Path:
    from evaluation.corpus.load import corpus_path

    return dataset or corpus_path()


def _redacted(path: Path, policy: str, split: str | None) -> "Iterator[tuple[LabelledNote, RedactedNote]]":
    """The notes of a data set as the service would store them; notes of one case share their stand-ins."""
    from collections import defaultdict
    from secrets import token_bytes

    from evaluation.labelled import read_labelled
    from redaction.pseudonyms import CaseMemory
    from service.actions.workshop import build_redactor
    from service.settings import Settings

    redactor = build_redactor(Settings(policy=policy))
    key = token_bytes(32)
    cases: defaultdict[str, CaseMemory] = defaultdict(lambda: CaseMemory(key, salt=token_bytes(8).hex()))
    notes = [note for note in read_labelled(path) if split is None or note.split == split]
    with progress_bar("evaluating", total=len(notes)) as bar:
        for start in range(0, len(notes), _BATCH):
            batch = notes[start : start + _BATCH]
            memories = [cases[f"case {note.case_key}" if note.case_key else f"note {note.id}"] for note in batch]
            yield from zip(batch, redactor.redact_many([_note(note) for note in batch], memories), strict=True)
            bar.advance(len(batch))


def _note(labelled: "LabelledNote") -> "Note":
    from redaction.types import Note, Person

    people = tuple(Person(person.name, person.role, person.aliases) for person in labelled.people)
    return Note(text=labelled.text, people=people)


def _print(report: "Report", *, as_json: bool) -> None:
    from rich.console import Console

    if as_json:
        typer.echo(report.to_json())
    else:
        Console(width=110).print(report.table())
