"""What can go wrong while reading a file: one error, whose message is one line for the person who asked."""


class ReaderError(Exception):
    """A file cannot be read as notes. The message says what to do and never holds text of a note."""
