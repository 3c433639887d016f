"""`earshot code`: notes in, redacted and coded notes out, one JSON object a line."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from service.cli.cases import Cases
from service.cli.errors import complain, plain_errors
from service.cli.files import Files, Notes
from service.cli.redacting import PolicyOption, redact_batch

if TYPE_CHECKING:
    from models.types import CodedNote, CodedSegment
    from redaction.types import RedactedNote

CodebookOption = Annotated[
    Path | None,
    typer.Option(help="Codebook (.yaml or .json); left out: the starter codebook, children's voice."),
]
AllScores = Annotated[bool, typer.Option("--all-scores", help="List every code for every segment, not only the suggested.")]


def code(
    files: Files,
    codebook: CodebookOption = None,
    policy: PolicyOption = "research",
    all_scores: AllScores = False,
) -> None:
    """Redact notes and tag the themes of a codebook in them.

    For each note one line {"id", "text", "segments": [{"start", "end", "source_start", "source_end", "voice",
    "voice_confidence", "codings": [{"code", "confidence", "calibrated", "outcome", "reason"}]}], "codebook", "model"}.
    "start" and "end" lie in the redacted text, "source_start" and "source_end" in yours. While "calibrated" is false a
    confidence orders codings and is no probability.

    Example: earshot code interviews.docx --codebook my_study.yaml
    """
    with plain_errors():
        from codebook.load import load_codebook, starter_path
        from models.pipeline import CodingPipeline
        from service.actions.workshop import build_encoder, build_redactor
        from service.settings import Settings

        book = load_codebook(codebook or starter_path())
        settings = Settings(policy=policy)
        redactor, pipeline = build_redactor(settings), CodingPipeline(build_encoder(settings), book)
        notes, cases, refused = Notes(files), Cases(), 0
        for batch in notes.batches("coding"):
            redacted = redact_batch(redactor, batch, cases)
            pairs = [(read, note) for read, note in zip(batch, redacted, strict=True) if note is not None]
            refused += len(batch) - len(pairs)
            contexts = [pipeline.context(author_role=read.author_role, note_type=read.note_type) for read, _ in pairs]
            coded = pipeline.code_notes([note for _, note in pairs], contexts)
            for (read, note), result in zip(pairs, coded, strict=True):
                typer.echo(json.dumps(printed(read.id, note, result, all_scores=all_scores), ensure_ascii=False))
        if refused:
            complain(f"{refused} notes were refused; all the others were coded")
            raise typer.Exit(1)
        notes.finish()


def printed(identifier: str, note: "RedactedNote", coded: "CodedNote", *, all_scores: bool) -> dict[str, Any]:
    """A coded note as it is printed."""
    segments = [_segment(segment, all_scores=all_scores) for segment in coded.segments]
    return {
        "id": identifier,
        "text": note.text,
        "segments": segments,
        "codebook": coded.codebook,
        "model": coded.model,
    }


def _segment(coded: "CodedSegment", *, all_scores: bool) -> dict[str, Any]:
    codings = [asdict(coding) for coding in coded.codings]
    if all_scores:
        listed = {coding["code"] for coding in codings}
        calibrated = any(coding.calibrated for coding in coded.codings)
        codings += [
            {"code": code, "confidence": score, "calibrated": calibrated, "outcome": "reject", "reason": None}
            for code, score in sorted(coded.scores.items(), key=lambda item: -item[1])
            if code not in listed
        ]
    one = coded.segment
    return {
        "start": one.start,
        "end": one.end,
        "source_start": one.source_start,
        "source_end": one.source_end,
        "voice": coded.voice.voice,
        "voice_confidence": coded.voice.confidence,
        "codings": codings,
    }
