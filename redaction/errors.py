"""What can go wrong while hiding: `RedactionError` and below it one class for each cause."""


class RedactionError(Exception):
    """The note could not be redacted and must be refused. The message never holds text of the note."""


class RecogniserFailed(RedactionError):
    """A recogniser raised; a note that is only half searched must not be stored."""


class UnreadableText(RedactionError):
    """The text holds characters that no text has: NUL or half a surrogate pair."""


class PolicyError(RedactionError):
    """A redaction policy file is wrong."""
