"""`earshot evaluate topics`: ways to find topics beside one another, what is promised of them, size, a planted theme."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from service.cli.errors import plain_errors
from service.cli.evaluate.shared import AsJson, app, path_of, show
from service.cli.progress import progress_bar

if TYPE_CHECKING:
    from evaluation.formats.topics import TopicTexts
    from evaluation.report import Report
    from evaluation.topics.arms import Floats

_RICH_WIDTH = 150
_ALL = "bertopic-default,bertopic-kmeans,tree,kmeans,gmm,bertopic,keynmf,s3"


@dataclass(frozen=True, slots=True)
class _Asked:
    counts: list[int]
    seeds: int
    arms: list[str]
    stability: list[str]
    bootstraps: int


@app.command()
def topics(
    dataset: Annotated[
        Path | None,
        typer.Argument(
            help="OCTIS corpus.tsv or its folder, CSV, TSV, or labelled notes (.jsonl); left out: the bundled corpus.",
            show_default=False,
        ),
    ] = None,
    text: Annotated[str | None, typer.Option(help="CSV, TSV: column of the text.")] = None,
    labels: Annotated[str | None, typer.Option(help="CSV, TSV: column of the label.")] = None,
    k: Annotated[str, typer.Option(help="Numbers of topics, by commas.")] = "10,20,30,40,50",
    seeds: Annotated[int, typer.Option(min=1, max=50, help="Fits at each number.")] = 3,
    arms: Annotated[str, typer.Option(help="Ways to find topics, by commas.")] = _ALL,
    stability: Annotated[str, typer.Option(help="Of these, stability too (slow); empty: of none.")] = "tree,bertopic-default",
    bootstraps: Annotated[int, typer.Option(min=2, max=100, help="Bootstrap samples for stability.")] = 5,
    embeddings: Annotated[Path | None, typer.Option(help="An .npy file: read where it is there, else written.")] = None,
    scale: Annotated[int | None, typer.Option(min=1000, help="Instead: time and memory for so many segments.")] = None,
    planted: Annotated[bool, typer.Option("--planted", help="Instead: 20 themes that the codebook lacks, planted.")] = False,
    coded: Annotated[
        Path | None, typer.Option(help="--planted: what the coder said; read if it is there, else written.")
    ] = None,
    themes: Annotated[Path | None, typer.Option(help="--planted: other themes, a JSON object a line.")] = None,
    as_json: AsJson = False,
) -> None:
    """How good topics are: coherence, diversity, time, stability, agreement with labels; BERTopic beside ours in the same run.

    Example: earshot evaluate topics BBC_News.tsv --k 10,20 --seeds 3

    Example: earshot evaluate topics --scale 100000

    Example: earshot evaluate topics --planted
    """
    with plain_errors():
        if scale is not None:
            show(_scale(scale), as_json=as_json)
            return
        if planted:
            show(_planted(coded, themes), as_json=as_json)
            return
        asked = _Asked(_counts(k), seeds, _arms(arms), _arms(stability), bootstraps)
        from evaluation.formats.topics import read_topic_texts

        data = read_topic_texts(path_of(dataset), text=text, labels=labels)
        vectors, encoder = _embedded(data, embeddings)
        report = _compared(replace(data, encoder=encoder), vectors, asked)
        if as_json:
            show(report, as_json=True)
            return
        from rich.console import Console

        from evaluation.topics.summary import summary

        Console(width=_RICH_WIDTH).print(summary(report, asked.arms))


def _compared(data: "TopicTexts", vectors: "Floats", asked: _Asked) -> "Report":
    from evaluation.topics.compare import compare, fits
    from evaluation.topics.promises import SHUFFLES, promises, small_sets
    from evaluation.topics.stability import stability

    total = fits(asked.counts, asked.seeds, asked.arms) + 2 + SHUFFLES + len(asked.stability) * asked.bootstraps
    with progress_bar("finding topics", total=total) as bar:

        def advance() -> None:
            bar.advance(1)

        report = compare(data, vectors, counts=asked.counts, seeds=asked.seeds, arms=asked.arms, advance=advance)
        kept = promises(data, vectors, advance)
        small, sentences = small_sets(data, vectors)
        at = asked.counts[0]
        stable = stability(data, vectors, arms=asked.stability, topics=at, bootstraps=asked.bootstraps, advance=advance)
    about = (f"stability: adjusted Rand index at {at} topics, {asked.bootstraps} bootstrap samples, lowest and highest pair",)
    notes = (*report.notes, *(about if stable else ()), *sentences)
    return replace(report, metrics=report.metrics | stable | kept | small, notes=notes)


def _embedded(data: "TopicTexts", path: Path | None) -> "tuple[Floats, str]":
    """Embeddings, and the revision of what makes them; a file is taken to hold those of the encoder in the settings."""
    import numpy as np

    from evaluation.formats.topics import TopicTextsError
    from service.actions.workshop import build_encoder
    from service.settings import Settings

    encoder = build_encoder(Settings())
    if path is not None and path.is_file():
        known: Floats = np.load(path, allow_pickle=False)
        if len(known) != len(data.texts):
            raise TopicTextsError(
                f"{path.name} holds {len(known)} embeddings of {len(data.texts)} texts; remove it or name another"
            )
        return known, encoder.revision
    step, parts = 256, []
    with progress_bar("embedding", total=len(data.texts)) as bar:
        for start in range(0, len(data.texts), step):
            parts.append(encoder.encode(data.texts[start : start + step]))
            bar.advance(len(parts[-1]))
    vectors = np.concatenate(parts)
    if path is not None:
        with path.open("wb") as file:
            np.save(file, vectors)
    return vectors, encoder.revision


def _scale(count: int) -> "Report":
    from evaluation.topics.scale import evaluate_scale
    from service.actions.workshop import build_encoder
    from service.settings import Settings

    return evaluate_scale(build_encoder(Settings()), count)


def _planted(coded: Path | None, themes: Path | None) -> "Report":
    from evaluation.corpus.load import read_corpus
    from evaluation.topics.planted import THEMES, CodedPool, code_pool, evaluate_planted, planted_texts
    from service.actions.workshop import starter_pipeline

    texts = planted_texts(themes or THEMES)
    if coded is not None and coded.is_file():
        pool = CodedPool.read(coded)
        pool.check(texts, starter_pipeline().model_revision)
    else:
        with progress_bar("coding", total=None) as bar:
            pool = code_pool(starter_pipeline(), read_corpus(), texts, bar.advance)
        if coded is not None:
            pool.write(coded)
    with progress_bar("planting", total=len(pool.themes)) as bar:
        return evaluate_planted(pool, advance=lambda: bar.advance(1))


def _counts(value: str) -> list[int]:
    parts = [one.strip() for one in value.split(",")]
    if not all(one.isdigit() and int(one) > 1 for one in parts):
        raise typer.BadParameter("write numbers above 1, by commas", param_hint="--k")
    return [int(one) for one in parts]


def _arms(value: str) -> list[str]:
    from evaluation.topics.arms import ARMS

    asked = [one.strip() for one in value.split(",") if one.strip()]
    if unknown := [one for one in asked if one not in ARMS]:
        raise typer.BadParameter(f"no way is called {unknown[0]!r}; there are: {', '.join(ARMS)}")
    return asked
