"""`ETag` and `If-Match`: the state that somebody saw, so that nobody overwrites what came after."""

from service.errors import PreconditionMissing, Refused

_DIGITS = 9


def etag(version: int) -> str:
    """The ETag of a state that is counted."""
    return f'"{version}"'


def seen(if_match: str | None, what: str) -> int:
    """The state in `If-Match`.

    Args:
        if_match: The header.
        what: Whose ETag it must be ("run").

    Raises:
        PreconditionMissing: There is none.
        Refused: It holds no ETag of ours.
    """
    if if_match is None:
        raise PreconditionMissing(f"send If-Match with the ETag (or version) of the {what} that you saw")
    value = if_match.strip().removeprefix("W/").strip('"')
    if not value.isascii() or not value.isdigit() or len(value) > _DIGITS:
        raise Refused(f"If-Match holds no ETag of a {what}")
    return int(value)
