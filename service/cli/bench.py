"""The whole way of a note, timed: taken in, redacted, stored, segmented, embedded, coded and written, in a temporary place."""

import itertools
import tempfile
from pathlib import Path

from evaluation.labelled import LabelledNote
from evaluation.report import Report
from evaluation.speed import Stopwatch, compare, obvious_pipeline
from models.encode import default_model_path
from service.actions import coding, intake
from service.actions.posted import NoteIn, PersonIn
from service.actions.projects import ensure_project
from service.app import open_workshop
from service.auth.roles import Principal, Role
from service.settings import Settings

_BATCH = 32


def bench(path: Path | None, *, repeats: int) -> Report:
    """Notes per second end to end, the share of each step, and how many times faster than the obvious pipeline."""
    from codebook.load import load_codebook, starter_path

    notes, book = _notes(path), load_codebook(starter_path())
    with tempfile.TemporaryDirectory() as folder:
        workshop = open_workshop(Settings(data_dir=Path(folder), database_url=None))
        project = ensure_project(workshop, slug="bench", name="bench", purpose="measuring", codebook=book)
        principal = Principal("bench", "bench", project, frozenset({Role.ADMIN}))
        stopwatch, rounds = Stopwatch(), itertools.count()
        pipeline = workshop.pipeline(project, book.version)
        stopwatch.watch(workshop.redactor, "redact_many", "redaction")
        stopwatch.watch(workshop.encoder, "encode", "embedding")
        stopwatch.watch(pipeline, "code_notes", "coding")

        def ours() -> None:
            number = next(rounds)
            for start in range(0, len(notes), _BATCH):
                posted = [_posted(note, number) for note in notes[start : start + _BATCH]]
                intake.take_many(workshop, principal, posted)
            while waiting := coding.waiting(workshop, limit=_BATCH):
                coding.code_batch(workshop, waiting)

        obvious = obvious_pipeline(notes, book, default_model_path())
        report = compare(
            ours,
            obvious,
            notes=len(notes),
            dataset=path.name if path else "demonstration",
            repeats=repeats,
            stopwatch=stopwatch,
        )
        workshop.database.close()
    return _with_the_rest(report)


def _notes(path: Path | None) -> list[LabelledNote]:
    from evaluation.corpus.load import read_demonstration
    from evaluation.labelled import read_labelled

    return list(read_labelled(path)) if path else read_demonstration()


def _with_the_rest(report: Report) -> Report:
    """Embedding is a part of coding; what is neither redaction nor coding is storing."""
    from dataclasses import replace

    from evaluation.intervals import Metric

    def flat(value: float) -> Metric:
        return Metric(value, value, value)

    metrics = dict(report.metrics)
    whole, embedding = metrics["share_coding"].value, metrics["share_embedding"].value
    metrics["share_coding"] = flat(whole - embedding)
    metrics["share_storing"] = flat(1 - whole - metrics["share_redaction"].value)
    return replace(report, metrics=metrics)


def _posted(note: LabelledNote, number: int) -> NoteIn:
    people = tuple(PersonIn(name=one.name, role=one.role, aliases=one.aliases) for one in note.people)
    return NoteIn(
        source_system="bench",
        external_id=f"{note.id}-{number}",
        case_key=note.case_key,
        note_type=note.kind,
        people=people,
        text=note.text,
    )
