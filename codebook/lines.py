"""Where in a YAML file a field stands."""

from collections.abc import Sequence
from typing import Any


def line_of(raw: Any, place: Sequence[str | int]) -> int | None:
    """The line (from 1) of the field at `place` in data that ruamel read; of its nearest parent where it is missing."""
    line = 1 if hasattr(raw, "lc") else None
    for key in place:
        marks = getattr(raw, "lc", None)
        if marks is None:
            break
        try:
            line = marks.item(key)[0] + 1 if isinstance(key, int) else marks.key(key)[0] + 1
            raw = raw[key]
        except (KeyError, IndexError, TypeError, AttributeError):
            break
    return line
