"""What the measuring commands share: which data set, notes redacted as the service would, a report printed."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from service.cli.progress import progress_bar

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from evaluation.alignment import MachineSegment
    from evaluation.labelled import LabelledNote
    from evaluation.redaction import Span
    from evaluation.report import Report
    from evaluation.robustness import Redact
    from models.types import CodedNote
    from redaction.types import Note, RedactedNote

app = typer.Typer(no_args_is_help=True, help="Measure redaction, coding and speed on labelled notes.")
Dataset = Annotated[
    Path | None,
    typer.Argument(
        help="Labelled notes (.jsonl), presidio-research or TAB JSON, or CoNLL (.conll); left out: the bundled corpus.",
        show_default=False,
    ),
]
Split = Annotated[str | None, typer.Option(help="Only documents of this split (train, dev, test).")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object instead of a table.")]
_BATCH = 32


def machine_segments(coded: "CodedNote") -> "list[MachineSegment]":
    """A coded note's segments as the measures take them."""
    from evaluation.alignment import MachineSegment
    from models.types import Outcome

    return [
        MachineSegment(
            one.segment.source_start,
            one.segment.source_end,
            one.voice.voice,
            one.scores,
            {coding.code for coding in one.codings},
            {coding.code for coding in one.codings if coding.outcome == Outcome.ACCEPT},
        )
        for one in coded.segments
    ]


def path_of(dataset: Path | None) -> Path:
    """The data set named, or the bundled corpus."""
    from evaluation.corpus.load import corpus_path

    return dataset or corpus_path()


def notes_of(path: Path, split: str | None) -> "list[LabelledNote]":
    """The notes of a data set, or of one split of it."""
    from evaluation.formats.read import read_dataset

    return [note for note in read_dataset(path) if split is None or note.split == split]


def redacted_notes(path: Path, policy: str, split: str | None) -> "Iterator[tuple[LabelledNote, RedactedNote]]":
    """The notes of a data set as the service would store them."""
    yield from hidden_notes(notes_of(path, split), policy)


def predictor(policy: str) -> "Redact":
    """The redaction under a policy, as something to measure."""

    def redact(notes: "Sequence[LabelledNote]") -> "list[list[Span]]":
        return [[(one.start, one.end, str(one.type)) for one in hidden.mentions] for _, hidden in hidden_notes(notes, policy)]

    return redact


def hidden_notes(notes: "Sequence[LabelledNote]", policy: str) -> "Iterator[tuple[LabelledNote, RedactedNote]]":
    """Each note with what would be stored of it; notes of one case share their stand-ins."""
    from collections import defaultdict
    from secrets import token_bytes

    from redaction.pseudonyms import CaseMemory
    from service.actions.workshop import build_redactor
    from service.settings import Settings

    redactor = build_redactor(Settings(policy=policy))
    key = token_bytes(32)
    cases: defaultdict[str, CaseMemory] = defaultdict(lambda: CaseMemory(key, salt=token_bytes(8).hex()))
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


def show(report: "Report", *, as_json: bool) -> None:
    """Print a report as a table or as one JSON object."""
    from rich.console import Console

    if as_json:
        typer.echo(report.to_json())
    else:
        Console(width=110).print(report.table())
