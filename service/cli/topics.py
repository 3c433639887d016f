"""`earshot topics`: what is talked about, in files or in the project's coded notes."""

import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from service.cli.cases import Cases
from service.cli.errors import complain, plain_errors
from service.cli.files import Notes
from service.cli.progress import share_bar
from service.cli.project import ProjectOption, open_here, operator
from service.cli.redacting import redact_batch

if TYPE_CHECKING:
    from service.actions.topics.asked import SearchOptions, Selection
    from service.pictures.draw import Drawing

_DAY = ["%Y-%m-%d"]


class Method(StrEnum):
    """How clusters are found."""

    TREE = "tree"
    KMEANS = "kmeans"
    GMM = "gmm"
    BERTOPIC = "bertopic"
    KEYNMF = "keynmf"
    S3 = "s3"


def topics(
    files: Annotated[list[str] | None, typer.Argument(help="Files of notes; left out: the notes of the project.")] = None,
    project: ProjectOption = "default",
    topics: Annotated[int | None, typer.Option(min=1, max=300, help="So many; left out: as found.")] = None,
    max_topics: Annotated[int | None, typer.Option(min=2, max=300, help="At most so many.")] = None,
    detail: Annotated[float, typer.Option(min=-3, max=3, help="1: twice as many as found, -1: half as many.")] = 0.0,
    outliers: Annotated[float, typer.Option(min=0, max=0.5, help="At most this share is in no topic.")] = 0.05,
    method: Annotated[Method, typer.Option(help="How topics are found.")] = Method.TREE,
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same topics.")] = 0,
    child_voice: Annotated[bool, typer.Option("--child-voice", help="Only segments with a child's own voice.")] = False,
    voice: Annotated[list[str] | None, typer.Option(help="Only this voice; may be given again.")] = None,
    code: Annotated[list[str] | None, typer.Option(help="Only segments with this code; may be given again.")] = None,
    residue: Annotated[bool, typer.Option("--residue", help="Only what a child says and no code explains.")] = False,
    attribute: Annotated[list[str] | None, typer.Option(help="Project: NAME=VALUE of the note.")] = None,
    since: Annotated[datetime | None, typer.Option(formats=_DAY, help="Project: first event date.")] = None,
    until: Annotated[datetime | None, typer.Option(formats=_DAY, help="Project: last event date.")] = None,
    note_type: Annotated[list[str] | None, typer.Option(help="Project: kind of note; may be given again.")] = None,
    guided_by: Annotated[str | None, typer.Option(help="Project: an earlier run whose kept topics come back.")] = None,
    by: Annotated[str | None, typer.Option(help="Project: shares by month, quarter, year, voice or attribute:NAME.")] = None,
    pictures: Annotated[Path | None, typer.Option(help="Project: a folder for pictures as SVG and PNG.")] = None,
) -> None:
    """Find topics: one JSON object a topic, with its terms, size and example segments (always redacted).

    With --pictures FOLDER the map of segments, the hierarchy and the shares over time are written there, for papers.
    With --by, one more object a group and topic follows: its share with an interval, or "c" where it rests on too few.
    Example: earshot topics notes.jsonl --child-voice; earshot topics --residue --by quarter
    """
    if files and (attribute or since or until or note_type or guided_by or by or pictures):
        raise typer.BadParameter("this option is for the notes of the project; files are searched as they are")
    with plain_errors():
        from service.actions.topics.asked import SearchOptions, Selection

        selection = _asked(
            Selection, codes=tuple(code or ()), voices=tuple(voice or ()), child_voice=child_voice, residue=residue,
            attributes=dict(one.partition("=")[::2] for one in attribute or ()), since=since and since.date(),
            until=until and until.date(), note_types=tuple(note_type or ()),
        )  # fmt: skip
        options = _asked(
            SearchOptions, method=method.value, topics=topics, most=max_topics, detail=detail, outliers=outliers, seed=seed,
            guided_by=guided_by,
        )  # fmt: skip
        if files:
            message, found = _of_files(files, selection, options)
        else:
            message, found = _of_project(project, selection, options, by=by, pictures=pictures)
        for one in found:
            typer.echo(json.dumps(one, ensure_ascii=False))
        if message:
            complain(message)


def _asked(kind: Callable[..., Any], **said: Any) -> Any:
    from pydantic import ValidationError

    try:
        return kind(**said)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise typer.BadParameter(f"{where}: {first['msg']}" if where else str(first["msg"])) from None


def _of_files(files: list[str], selection: "Selection", options: "SearchOptions") -> tuple[str | None, list[dict[str, Any]]]:
    import numpy as np

    from codebook.load import load_codebook, starter_path
    from models.pipeline import CodingPipeline
    from models.topics import TopicInput, TopicOptions, discover
    from service.actions.workshop import build_encoder, build_redactor
    from service.settings import Settings

    settings = Settings()
    redactor = build_redactor(settings)
    encoder = build_encoder(settings)
    pipeline = CodingPipeline(encoder, load_codebook(starter_path()))
    notes, cases = Notes(files), Cases()
    inputs: list[TopicInput] = []
    vectors = []
    for batch in notes.batches("reading"):
        redacted = redact_batch(redactor, batch, cases)
        pairs = [(read, note) for read, note in zip(batch, redacted, strict=True) if note is not None]
        contexts = [pipeline.context(author_role=read.author_role, note_type=read.note_type) for read, _ in pairs]
        coded = pipeline.code_notes([note for _, note in pairs], contexts)
        for (read, _), result in zip(pairs, coded, strict=True):
            for one, vector in zip(result.segments, result.embeddings, strict=True):
                if _is_wanted(one.voice.voice, [coding.code for coding in one.codings], selection):
                    inputs.append(TopicInput(f"{read.id}-{one.segment.index}", one.segment.text))
                    vectors.append(vector)
    embeddings = np.stack(vectors) if vectors else np.zeros((0, 0), dtype=np.float32)
    asked = TopicOptions(
        method=options.method, topics=options.topics, most=options.most, detail=options.detail, outliers=options.outliers,
        seed=options.seed, encoder=encoder.revision,
    )  # fmt: skip
    with share_bar() as tell:
        found = discover(inputs, embeddings, options=asked, progress=tell)
    return found.message, [asdict(topic) for topic in found.topics]


def _is_wanted(voice: Any, codes: list[str], selection: "Selection") -> bool:
    """As `selecting` chooses among stored segments, of what was just coded: what is listed is accepted or doubtful."""
    if selection.voices and voice not in selection.voices:
        return False
    if (selection.child_voice or selection.residue) and not voice.is_child:
        return False
    if selection.residue:
        return not codes
    return not selection.codes or any(one in selection.codes for one in codes)


def _of_project(
    project: str, selection: "Selection", options: "SearchOptions", *, by: str | None, pictures: Path | None
) -> tuple[str | None, list[dict[str, Any]]]:
    from service.actions.topics import running, sharing, starting, viewing
    from service.actions.topics.asked import TopicRequest
    from service.pictures.draw import draw

    workshop = open_here()
    principal = operator(workshop, project)
    run = starting.start(workshop, principal, TopicRequest(selection=selection, options=options))
    with share_bar() as tell:
        while run.state in starting.OPEN:
            running.work_next(workshop, watch=tell)
            run = viewing.run(workshop, principal, run.id)
    found = [topic.model_dump(mode="json") for topic in run.topics or ()]
    if by is not None and run.state == "done":
        table = sharing.shares(workshop, principal, run.id, by)
        found += [{"by": by, **cell.model_dump(mode="json")} for cell in table.cells]
    if pictures is not None and run.state == "done":
        _write_pictures(pictures, lambda asked: draw(workshop, principal, run.id, asked), by=by or "month")
    return run.message, found


def _write_pictures(folder: Path, make: Callable[["Drawing"], bytes], *, by: str) -> None:
    from service.pictures.draw import KINDS, MEDIA, Drawing

    folder.mkdir(parents=True, exist_ok=True)
    for kind in KINDS:
        for form in MEDIA:
            (folder / f"{kind}.{form}").write_bytes(make(Drawing(kind, form, by=by)))
