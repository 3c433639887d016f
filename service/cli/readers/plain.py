"""Plain text, from a file or standard input: the whole is one note, unless standard input brings NDJSON."""

import codecs
import io
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from service.cli.readers.checks import MAX_BYTES, read_text
from service.cli.readers.lines import MAX_LINE_BYTES, bounded_lines, parse_lines
from service.cli.readers.types import BadLine, InputNote

_STDIN = "standard input"


def read_plain(path: Path) -> Iterator[InputNote]:
    """The one note of a text file; its id is the file's name without suffix.

    Raises:
        ReaderError: It is not UTF-8, empty, too long, or holds characters that no text has.
    """
    with path.open("rb") as stream:
        yield InputNote(id=path.stem, text=read_text(stream, where=path.name))


def read_stdin(stream: BinaryIO) -> Iterator[InputNote | BadLine]:
    """The notes of standard input: NDJSON if it begins with "{", else one note with the id "stdin".

    Raises:
        ReaderError: As `read_plain`.
    """
    beginning = _to_first_word(stream)
    if beginning.removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"{"):
        lines = chain(bounded_lines(io.BytesIO(beginning)), bounded_lines(stream, offset=len(beginning)))
        yield from parse_lines(lines, name=_STDIN, stem="stdin")
    else:
        whole = io.BytesIO(beginning + stream.read(MAX_BYTES + 1))
        yield InputNote(id="stdin", text=read_text(whole, where=_STDIN))


def _to_first_word(stream: BinaryIO) -> bytes:
    """Everything up to the end of the first line that is not blank; a pipe cannot be read twice."""
    beginning = b""
    while line := stream.readline(MAX_LINE_BYTES):
        beginning += line
        if line.removeprefix(codecs.BOM_UTF8).strip() or len(beginning) > MAX_BYTES:
            break
    return beginning
