"""`earshot topics`: what is talked about, in files or in the project's coded notes."""

import json
from dataclasses import asdict
from typing import Annotated, Any

import typer

from service.cli.cases import Cases
from service.cli.errors import complain, plain_errors
from service.cli.files import Notes
from service.cli.project import ProjectOption, open_here, operator
from service.cli.redacting import redact_batch


def topics(
    files: Annotated[list[str] | None, typer.Argument(help="Files of notes; left out: the notes of the project.")] = None,
    project: ProjectOption = "default",
    seed: Annotated[int, typer.Option(help="The same seed gives the same topics.")] = 0,
    max_topics: Annotated[int | None, typer.Option(min=2, max=200, help="At most so many.")] = None,
    child_voice: Annotated[bool, typer.Option("--child-voice", help="Only segments with a child's own voice.")] = False,
) -> None:
    """Find topics: one JSON object a topic, with its terms, size and example segments (always redacted).

    Example: earshot topics notes.jsonl --child-voice
    """
    with plain_errors():
        if files:
            message, found = _of_files(files, seed=seed, max_topics=max_topics, child_voice=child_voice)
        else:
            message, found = _of_project(project, seed=seed, max_topics=max_topics, child_voice=child_voice)
        for topic in found:
            typer.echo(json.dumps(topic, ensure_ascii=False))
        if message:
            complain(message)


def _of_files(
    files: list[str], *, seed: int, max_topics: int | None, child_voice: bool
) -> tuple[str | None, list[dict[str, Any]]]:
    import numpy as np

    from codebook.load import load_codebook, starter_path
    from models.pipeline import CodingPipeline
    from models.topics import TopicInput, TopicOptions, discover
    from service.actions.workshop import build_encoder, build_redactor
    from service.settings import Settings

    settings = Settings()
    redactor = build_redactor(settings)
    pipeline = CodingPipeline(build_encoder(settings), load_codebook(starter_path()))
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
                if one.voice.voice.is_child or not child_voice:
                    inputs.append(TopicInput(f"{read.id}-{one.segment.index}", one.segment.text))
                    vectors.append(vector)
    embeddings = np.stack(vectors) if vectors else np.zeros((0, 0), dtype=np.float32)
    found = discover(inputs, embeddings, options=TopicOptions(seed=seed, most=max_topics))
    return found.message, [asdict(topic) for topic in found.topics]


def _of_project(
    project: str, *, seed: int, max_topics: int | None, child_voice: bool
) -> tuple[str | None, list[dict[str, Any]]]:
    from service.actions.topics import running, starting, viewing
    from service.actions.topics.asked import SearchOptions, Selection, TopicRequest

    workshop = open_here()
    principal = operator(workshop, project)
    asked = TopicRequest(selection=Selection(child_voice=child_voice), options=SearchOptions(seed=seed, most=max_topics))
    run = starting.start(workshop, principal, asked)
    while run.state in ("queued", "running"):
        running.work_next(workshop)
        run = viewing.run(workshop, principal, run.id)
    return run.message, [topic.model_dump(mode="json") for topic in run.topics or ()]
