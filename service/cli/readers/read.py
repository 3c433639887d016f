"""From a name on the command line to the notes in it: the suffix of the file says how it is read."""

import errno
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from service.cli.readers.errors import ReaderError
from service.cli.readers.lines import count_lines, read_lines
from service.cli.readers.plain import read_plain, read_stdin
from service.cli.readers.table import count_rows, read_table
from service.cli.readers.transcript import read_transcript
from service.cli.readers.types import BadLine, InputNote
from service.cli.readers.word import read_word

_READERS: dict[str, Callable[[Path], Iterator[InputNote | BadLine]]] = {
    ".txt": read_plain,
    ".csv": read_table,
    ".jsonl": read_lines,
    ".ndjson": read_lines,
    ".docx": read_word,
    ".vtt": read_transcript,
    ".srt": read_transcript,
}
_COUNTERS: dict[str, Callable[[Path], int]] = {
    ".csv": count_rows,
    ".jsonl": count_lines,
    ".ndjson": count_lines,
}

STDIN = "-"


def read_notes(source: str) -> Iterator[InputNote | BadLine]:
    """The notes of a file, one by one, and among them the lines that hold none.

    Args:
        source: Name of a file, or "-" for standard input, which is read as NDJSON if the first character that
            is not blank is "{", else as one plain text.

    Raises:
        ReaderError: The file cannot be used: at once if it is not there or of an unknown kind, while
            iterating if what is in it is broken beyond a single line.
    """
    if source == STDIN:
        return read_stdin(sys.stdin.buffer)
    path = Path(source)
    reader = _READERS.get(path.suffix.casefold())
    if path.is_dir():
        raise ReaderError(f"{source} is a folder; name the files in it, for example {source.rstrip('/')}/*.txt")
    if not path.exists():
        raise ReaderError(f"{source} does not exist; check the name and the folder you are in")
    if reader is None:
        kind = path.suffix or "a name without suffix"
        raise ReaderError(f"{source}: {kind} is not known; known are {', '.join(_READERS)}; save it as one of these")
    return _guarded(reader(path), source)


def count_notes(source: str) -> int | None:
    """How many notes (broken ones too) a file holds, for a progress bar; None where nobody can know."""
    path = Path(source)
    suffix = path.suffix.casefold()
    if source == STDIN or suffix not in _READERS or not path.is_file():
        return None
    try:
        return _COUNTERS[suffix](path) if suffix in _COUNTERS else 1
    except (ReaderError, OSError):
        return None


def _guarded(notes: Iterator[InputNote | BadLine], source: str) -> Iterator[InputNote | BadLine]:
    try:
        yield from notes
    except OSError as error:
        reason = os.strerror(error.errno or errno.EIO)
        raise ReaderError(f"{source} cannot be read: {reason}; check that you may read it") from None
