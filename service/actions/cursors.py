"""Cursors: a place in a list, as an opaque word; the list may change and no row is shown twice or left out."""

import base64
import binascii
import json

from service.errors import Refused


def encode(*place: str | float) -> str:
    """The cursor of a place."""
    return base64.urlsafe_b64encode(json.dumps(place).encode()).decode().rstrip("=")


def decode(cursor: str, *kinds: type) -> list[str | float]:
    """The place of a cursor, whose parts are of these kinds.

    Raises:
        Refused: It is none of ours.
    """
    try:
        place = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError):
        place = None
    if not isinstance(place, list) or [type(part) for part in place] != list(kinds):
        raise Refused("this cursor is none of ours; begin the list again without one")
    return place
