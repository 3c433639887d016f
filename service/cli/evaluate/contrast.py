"""`earshot evaluate` for what codes rest on: a few words, and what stands around a segment."""

from typing import Annotated

import typer

from service.cli.errors import plain_errors
from service.cli.evaluate.shared import (
    AsJson,
    Dataset,
    Split,
    app,
    hidden_notes,
    machine_segments,
    path_of,
    redacted_notes,
    show,
)
from service.cli.redacting import PolicyOption


@app.command()
def pairs(
    split: Annotated[str, typer.Option(help="Only pairs of this split (train, dev, test).")] = "dev",
    policy: PolicyOption = "research",
    as_json: AsJson = False,
) -> None:
    """Whether two segments are told apart that differ in a few words and in their codes: the corpus's minimal pairs.

    Example: earshot evaluate pairs --split dev
    """
    with plain_errors():
        from evaluation.contrast import evaluate_contrast
        from evaluation.corpus.load import read_pairs
        from evaluation.labelled import LabelledNote
        from service.actions.workshop import starter_pipeline

        pipeline, found = starter_pipeline(), [pair for pair in read_pairs() if pair.split == split]
        sides = [
            LabelledNote(id=f"{pair.id}/{name}", text=side.text)
            for pair in found
            for name, side in (("a", pair.a), ("b", pair.b))
        ]
        told = []
        for _, redacted in hidden_notes(sides, policy):
            (coded,) = pipeline.code_notes([redacted], [pipeline.context()])
            told.append(frozenset(coding.code for one in coded.segments for coding in one.codings))
        laid = [(pair, told[2 * place], told[2 * place + 1]) for place, pair in enumerate(found)]
        show(evaluate_contrast(laid, dataset=f"minimal pairs, {split}"), as_json=as_json)


@app.command()
def context(dataset: Dataset = None, policy: PolicyOption = "research", split: Split = None, as_json: AsJson = False) -> None:
    """What a segment's context brings: the same segments coded in their notes and each by itself.

    "gain/…" is the figure in the note less the figure alone. Example: earshot evaluate context --split dev
    """
    with plain_errors():
        from evaluation.alignment import MachineSegment
        from evaluation.context import evaluate_context
        from redaction.types import RedactedNote
        from service.actions.workshop import starter_pipeline

        path, pipeline = path_of(dataset), starter_pipeline()
        rows = []
        for note, redacted in redacted_notes(path, policy, split):
            (whole,) = pipeline.code_notes([redacted], [pipeline.context(note_type=note.kind)])
            texts = [RedactedNote(one.segment.text, (), redacted.policy) for one in whole.segments]
            single = pipeline.code_notes(texts, [pipeline.context() for _ in texts])
            alone = [
                MachineSegment(
                    one.segment.source_start,
                    one.segment.source_end,
                    cut.segments[0].voice.voice,
                    cut.segments[0].scores,
                    {coding.code for coding in cut.segments[0].codings},
                )
                for one, cut in zip(whole.segments, single, strict=True)
                if cut.segments
            ]
            rows.append((note, machine_segments(whole), alone))
        show(evaluate_context(rows, dataset=path.name), as_json=as_json)


@app.command()
def coding_speed(
    dataset: Dataset = None,
    split: Split = "dev",
    repeats: Annotated[int, typer.Option(min=1, max=50, help="Runs of each; the median counts.")] = 3,
    as_json: AsJson = False,
) -> None:
    """How long coding takes, as a multiple of embedding the same segments alone.

    Example: earshot evaluate coding-speed
    """
    with plain_errors():
        from evaluation.coding_speed import evaluate_coding_speed
        from service.actions.workshop import build_encoder, starter_pipeline
        from service.settings import Settings

        path, pipeline = path_of(dataset), starter_pipeline()
        rows = list(redacted_notes(path, "research", split))
        contexts = [pipeline.context(note_type=note.kind) for note, _ in rows]
        report = evaluate_coding_speed(
            [redacted for _, redacted in rows],
            contexts,
            pipeline,
            build_encoder(Settings()),
            dataset=path.name,
            repeats=repeats,
        )
        show(report, as_json=as_json)
