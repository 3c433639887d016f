"""Reads the files that the command line is given: what is in them becomes notes, a fault one clear line."""

from service.cli.readers.errors import ReaderError
from service.cli.readers.read import count_notes, read_notes
from service.cli.readers.types import BadLine, InputNote

__all__ = ["BadLine", "InputNote", "ReaderError", "count_notes", "read_notes"]
