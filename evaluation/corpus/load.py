"""The corpus for programs: its documents by part, its minimal pairs, its second readings.

Everything in it is invented; DATASHEET.md beside this module says how it was made, for what, and what it cannot show.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from evaluation.corpus.markup import read_markup
from evaluation.corpus.pairs import MinimalPair
from evaluation.corpus.second import SecondReading
from evaluation.labelled import LabelledNote, read_labelled

FOLDER = Path(__file__).parent
Part = Literal["train", "dev", "test"]
PARTS: tuple[Part, ...] = ("train", "dev", "test")


def corpus_path() -> Path:
    """Where the documents are, in the labelled-notes format."""
    return FOLDER / "notes.jsonl"


def read_corpus(part: Part | None = None) -> list[LabelledNote]:
    """The documents of a part, or of all parts, in order of their ids."""
    return [note for note in read_labelled(corpus_path()) if part is None or note.split == part]


def read_written() -> dict[str, LabelledNote]:
    """All documents by id, from the form they were written in: they can be read a second time before the corpus is built.

    Raises:
        MarkupError: A document cannot be built.
    """
    return {note.id: note for path in sorted((FOLDER / "source").rglob("*.txt")) for note in read_markup(path)}


def read_demonstration() -> list[LabelledNote]:
    """The documents that `make run` shows: those of the first writers, of many kinds, whose ids begin with s."""
    return [note for note in read_corpus() if note.id.startswith("s")]


def read_pairs(part: Part | None = None) -> list[MinimalPair]:
    """The minimal pairs of a part, or of all parts."""
    pairs = (MinimalPair.model_validate_json(line) for line in _lines("minimal_pairs.jsonl"))
    return [pair for pair in pairs if part is None or pair.split == part]


def read_second_readings() -> list[SecondReading]:
    """What the second readers said, one for each document they read, without sight of the first labels."""
    return [SecondReading.model_validate(json.loads(line)) for line in _lines("second_readings.jsonl")]


def _lines(name: str) -> Iterator[str]:
    with (FOLDER / name).open(encoding="utf-8") as lines:
        yield from filter(str.strip, lines)
