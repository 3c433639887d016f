"""The notes of the files a command is given, in batches, with progress; a broken line is told and passed over."""

import os
from collections.abc import Iterator
from itertools import islice
from typing import Annotated

import typer

from service.cli.errors import complain
from service.cli.progress import progress_bar
from service.cli.readers import BadLine, InputNote, count_notes, read_notes

Files = Annotated[
    list[str],
    typer.Argument(help="Files of notes (.txt .csv .jsonl .docx .vtt .srt); '-' is standard input."),
]
_BATCH = 32


class Notes:
    """The notes of several files, read as they are needed.

    Attributes:
        broken: How many lines were passed over.
    """

    def __init__(self, files: list[str]) -> None:
        self._files = files
        self.broken = 0

    def batches(self, what: str) -> Iterator[tuple[InputNote, ...]]:
        """Up to 32 notes at a time, in their order, counted on a progress bar."""
        # the models are in the environment; looking for newer ones would need a network
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        counts = [count_notes(file) for file in self._files]
        known = [count for count in counts if count is not None]
        with progress_bar(what, total=sum(known) if len(known) == len(counts) else None) as bar:
            good = self._good()
            while batch := tuple(islice(good, _BATCH)):
                yield batch
                bar.advance(len(batch))

    def finish(self) -> None:
        """Exit with 1 if a line was passed over."""
        if self.broken:
            complain(f"{self.broken} of the lines could not be read; all the others were done")
            raise typer.Exit(1)

    def _good(self) -> Iterator[InputNote]:
        for file in self._files:
            for note in read_notes(file):
                if isinstance(note, BadLine):
                    self.broken += 1
                    complain(note.message)
                else:
                    yield note
