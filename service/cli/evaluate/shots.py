"""`earshot evaluate coding` for tables of coded texts: read, split, learned from few and many."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from evaluation.report import Report


@dataclass(frozen=True, slots=True)
class ShotOptions:
    """What was asked for at the command line, as it was written there."""

    codebook: Path | None
    text: str | None
    labels: str | None
    group: str | None
    train: Path | None
    test: Path | None
    shots: str
    seeds: int
    arms: str


def coded_table(path: Path, options: ShotOptions) -> "Report":
    """The figures of a table.

    Raises:
        CodedTableError: The table cannot be read.
        typer.BadParameter: An option is not as --help says.
    """
    from codebook.load import load_codebook
    from evaluation.formats.coded import CodedTableError, read_coded
    from evaluation.shots import ARMS, evaluate_shots, split_coded, without_texts_of
    from service.actions.workshop import build_encoder
    from service.settings import Settings

    counts = [_count(one.strip()) for one in options.shots.split(",")]
    arms = [one.strip() for one in options.arms.split(",")]
    if unknown := [one for one in arms if one not in ARMS]:
        raise typer.BadParameter(f"no learner is called {unknown[0]!r}; there are: {', '.join(ARMS)}")
    if options.train and options.test:
        raise typer.BadParameter("give --train or --test; the table named first is the other")
    book = load_codebook(options.codebook) if options.codebook else None
    columns = {"text": options.text, "labels": options.labels, "group": options.group}
    data = read_coded(options.train or path, book, **columns)
    if options.train or options.test:
        # a codebook made of the names in the one file must hold for the other
        test = read_coded(path if options.train else options.test or path, data.codebook, **columns)
        train = without_texts_of(data, test)
    else:
        train, test = split_coded(data)
    if not train.texts or not test.texts:
        raise CodedTableError(f"{path.name}: nothing is left to learn from or to measure on; give two files with --test")
    encoder = build_encoder(Settings())
    return evaluate_shots(train, test, encoder, shots=counts, seeds=options.seeds, arms=arms, dataset=path.name)


def _count(value: str) -> int:
    from evaluation.shots import ALL

    if value == "all":
        return ALL
    if not value.isdigit():
        raise typer.BadParameter(f"{value!r} is no number of examples; write numbers or all, by commas")
    return int(value)
