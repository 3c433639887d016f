"""`earshot evaluate` for redaction: what is hidden, of whom, however it is written, and what that changes."""

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from service.cli.errors import plain_errors
from service.cli.evaluate.shared import (
    AsJson,
    Dataset,
    Split,
    app,
    machine_segments,
    notes_of,
    path_of,
    predictor,
    redacted_notes,
    show,
)
from service.cli.redacting import PolicyOption

if TYPE_CHECKING:
    from collections.abc import Sequence

    from redaction.types import Note, RedactedNote


@app.command()
def redaction(dataset: Dataset = None, policy: PolicyOption = "research", split: Split = None, as_json: AsJson = False) -> None:
    """What is hidden of what should be, and what is hidden for nothing.

    Example: earshot evaluate redaction notes.jsonl --json
    """
    with plain_errors():
        from evaluation.redaction import evaluate_redaction
        from evaluation.redaction_scores import evaluate_scores

        path = path_of(dataset)
        hidden = [(note, redacted.mentions) for note, redacted in redacted_notes(path, policy, split)]
        spans = [(note, [(one.start, one.end, str(one.type)) for one in mentions]) for note, mentions in hidden]
        report = evaluate_redaction(spans, dataset=path.name)
        scores = evaluate_scores((note, [(one.start, one.end, one.score) for one in mentions]) for note, mentions in hidden)
        show(replace(report, metrics=report.metrics | scores), as_json=as_json)


@app.command()
def robustness(
    dataset: Dataset = None, policy: PolicyOption = "research", split: Split = None, as_json: AsJson = False
) -> None:
    """What redaction loses when the same notes are in lower case, in capitals, misspelt, or hold invisible characters.

    Example: earshot evaluate robustness --split dev
    """
    with plain_errors():
        from evaluation.robustness import evaluate_robustness

        path = path_of(dataset)
        show(evaluate_robustness(notes_of(path, split), predictor(policy), dataset=path.name), as_json=as_json)


@app.command()
def origins(policy: PolicyOption = "research", as_json: AsJson = False) -> None:
    """Whether names of some origins are hidden less reliably than others': the same sentences with each."""
    with plain_errors():
        from evaluation.origins import origin_notes
        from evaluation.robustness import evaluate_origins

        show(evaluate_origins(origin_notes(), predictor(policy), dataset="names by origin"), as_json=as_json)


@app.command()
def redaction_speed(
    dataset: Dataset = None,
    split: Split = "dev",
    repeats: Annotated[int, typer.Option(min=1, max=50, help="Runs of each; the median counts.")] = 3,
    as_json: AsJson = False,
) -> None:
    """How fast details are found, against Presidio's engine with the same recognisers note by note, in the same run."""
    with plain_errors():
        from evaluation.formats.read import read_dataset
        from evaluation.redaction_speed import evaluate_redaction_speed

        path = path_of(dataset)
        texts = [note.text for note in read_dataset(path) if split is None or note.split in {split, None}]
        show(evaluate_redaction_speed(texts, dataset=path.name, repeats=repeats), as_json=as_json)


@app.command()
def identifiers(
    each: Annotated[int, typer.Option(min=1, max=10_000, help="How many of each kind.")] = 100,
    policy: PolicyOption = "research",
    as_json: AsJson = False,
) -> None:
    """Whether made-up UK identifiers are hidden: valid, oddly spaced, and mistyped beside their cue."""
    with plain_errors():
        from evaluation.identifiers import evaluate_identifiers

        show(evaluate_identifiers(predictor(policy), each=each), as_json=as_json)


@app.command()
def intruder(dataset: Dataset = None, policy: PolicyOption = "research", split: Split = None, as_json: AsJson = False) -> None:
    """Whether somebody who knows every family could say whom a redacted note is about: a motivated-intruder test.

    Example: earshot evaluate intruder --split dev
    """
    with plain_errors():
        from evaluation.intruder import evaluate_intruder

        path = path_of(dataset)
        pairs = [(note, hidden.text) for note, hidden in redacted_notes(path, policy, split)]
        show(evaluate_intruder(pairs, dataset=path.name), as_json=as_json)


@app.command()
def stand_ins(policy: PolicyOption = "research", as_json: AsJson = False) -> None:
    """Whether a person keeps the stand-in through a case: first name, initials, nickname, possessive, capitals, a typo."""
    with plain_errors():
        from secrets import token_bytes

        from evaluation.stand_ins import evaluate_stand_ins
        from redaction.pseudonyms import CaseMemory
        from service.actions.workshop import build_redactor
        from service.settings import Settings

        redactor = build_redactor(Settings(policy=policy))

        def redact_case(notes: "Sequence[Note]") -> "list[RedactedNote]":
            case = CaseMemory(token_bytes(32), salt="made up")
            return redactor.redact_many(notes, [case] * len(notes))

        show(evaluate_stand_ins(redact_case), as_json=as_json)


@app.command()
def kept(dataset: Dataset = None, policy: PolicyOption = "research", split: Split = None, as_json: AsJson = False) -> None:
    """Whether hiding who a note is about changes the codes it gets: raw text against redacted text.

    Example: earshot evaluate kept --split dev
    """
    with plain_errors():
        from evaluation.kept import evaluate_kept
        from redaction.types import RedactedNote
        from service.actions.workshop import starter_pipeline

        path, pipeline = path_of(dataset), starter_pipeline()
        pairs = []
        for note, hidden in redacted_notes(path, policy, split):
            context = pipeline.context(author_role=None, note_type=note.kind)
            raw, redacted = pipeline.code_notes([RedactedNote(note.text, (), "unredacted@0"), hidden], [context, context])
            pairs.append((machine_segments(raw), machine_segments(redacted)))
        show(evaluate_kept(pairs, list(pipeline.codebook.by_id), dataset=path.name), as_json=as_json)
