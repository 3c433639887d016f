"""`earshot redact`: notes in, redacted notes out, one JSON object a line."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from service.cli.cases import Cases
from service.cli.errors import complain, plain_errors
from service.cli.files import Files, Notes
from service.cli.readers import InputNote

if TYPE_CHECKING:
    from redaction.redactor import Redactor
    from redaction.types import RedactedNote

PolicyOption = Annotated[str, typer.Option(help="Redaction policy: research, strict, minimal, intervals, or a .yaml file.")]


def redact(
    files: Files,
    policy: PolicyOption = "research",
    report: Annotated[
        bool, typer.Option("--report", help='Add "report": counts by type and recogniser, and what makes it less sure.')
    ] = False,
) -> None:
    """Hide who notes are about.

    For each note one line {"id", "text", "mentions": [{"start", "end", "redacted_start", "redacted_end", "type",
    "stand_in", "score", "recogniser"}]}, in the order of the input. Names known beforehand are read from "people":
    [{"name", "role", "aliases"}]. Notes with the same "case_key" share their stand-ins. Nothing is written but the output.

    Example: earshot redact visits.jsonl > redacted.jsonl
    """
    with plain_errors():
        from redaction.report import report_on
        from service.actions.workshop import build_redactor
        from service.settings import Settings

        redactor = build_redactor(Settings(policy=policy))
        notes, cases, refused = Notes(files), Cases(), 0
        for batch in notes.batches("redacting"):
            for read, note in zip(batch, redact_batch(redactor, batch, cases), strict=True):
                if note is None:
                    refused += 1
                    continue
                line: dict[str, object] = {
                    "id": read.id,
                    "text": note.text,
                    "mentions": [asdict(mention) for mention in note.mentions],
                }
                if report:
                    line["report"] = asdict(report_on(note.text, note.mentions))
                typer.echo(json.dumps(line, ensure_ascii=False))
        if refused:
            complain(f"{refused} notes were refused; all the others were redacted")
            raise typer.Exit(1)
        notes.finish()


def redact_batch(redactor: "Redactor", batch: Sequence[InputNote], cases: Cases) -> "list[RedactedNote | None]":
    """The redacted notes of a batch; none where one had to be refused, which is said on standard error."""
    from redaction.errors import RedactionError

    memories = [cases.of(note) for note in batch]
    try:
        return list(redactor.redact_many([note.to_note() for note in batch], memories))
    except RedactionError:
        redacted: list[RedactedNote | None] = []
    for note, memory in zip(batch, memories, strict=True):
        try:
            redacted.append(redactor.redact(note.to_note(), memory))
        except RedactionError as error:
            complain(f"note {note.id} was refused: {error}")
            redacted.append(None)
    return redacted
