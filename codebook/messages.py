"""Pydantic's errors as a researcher reads them: what is wrong, and what to do."""

import difflib
from typing import Any

from codebook.errors import Problem
from codebook.lines import line_of
from codebook.schema import Code, Codebook, CounterExample

_FIXES = {
    "missing": ("it is missing", "add it"),
    "string_type": ("it must be text", "put it in quotes"),
    "string_too_short": ("it is empty", "write something or take it out"),
    "string_too_long": ("it is too long", "shorten it"),
    "string_pattern_mismatch": (
        "an id has lower-case letters, digits, hyphens, underscores and dots, and begins with a letter",
        "write it like trust.lacking",
    ),
    "tuple_type": ("it must be a list", "begin each entry on a line of its own with '- '"),
    "enum": ("a direction is felt or lacking", "use one of them or take the field out"),
    "model_type": ("it must have fields", "write it as fields, one a line"),
}


def explain(error: Any, raw: Any) -> Problem:
    """One of pydantic's errors with its line in the file and how to mend it."""
    place = tuple(error["loc"])
    kind = error["type"]
    line = line_of(raw, place)
    where = _where(place, raw)
    if kind == "extra_forbidden":
        known = _fields_at(place)
        close = difflib.get_close_matches(str(place[-1]), known, n=1)
        fix = f"did you mean {close[0]!r}?" if close else f"the fields here are: {', '.join(known)}"
        return Problem(line, where, "there is no such field", fix)
    if kind == "too_short":
        what = "example" if place[-1] == "examples" else "code"
        return Problem(line, where, f"it needs at least one {what}", f"add one; a code is understood by its {what}s")
    message, fix = _FIXES.get(kind, (str(error["msg"]), "see the schema codebook.schema.json"))
    if place[-1] == "examples" and kind == "missing":
        fix = "add at least one example; a code is understood by its examples"
    return Problem(line, where, message, fix)


def _where(place: tuple[str | int, ...], raw: Any) -> str:
    """The place with the code's id for its number: "trust.lacking, examples.2"."""
    if len(place) > 1 and place[0] == "codes" and isinstance(place[1], int):
        try:
            name = str(raw["codes"][place[1]]["id"])
        except (KeyError, IndexError, TypeError):
            name = f"code {place[1] + 1}"
        rest = ".".join(str(part + 1 if isinstance(part, int) else part) for part in place[2:])
        return f"{name}, {rest}" if rest else name
    return ".".join(map(str, place))


def _fields_at(place: tuple[str | int, ...]) -> list[str]:
    if place[0] != "codes" or len(place) <= 2:  # noqa: PLR2004
        return list(Codebook.model_fields)
    return list(CounterExample.model_fields if "counter_examples" in place else Code.model_fields)
