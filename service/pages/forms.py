"""Forms of the topic pages, read into what the actions are asked; what is not complete is said plainly."""

from collections.abc import Callable
from typing import Any, TypeVar

from pydantic import ValidationError

from service.actions.topics.asked import EditIn, PromotionIn, Rejection, SearchOptions, Selection, TopicRequest
from service.errors import Refused

T = TypeVar("T")
Fields = dict[str, list[str]]
ATTRIBUTES = 3  # rows of the form


def one(fields: Fields, name: str) -> str | None:
    """The last value of a field, nothing where it was left empty."""
    return (fields.get(name) or [""])[-1].strip() or None


def seen(fields: Fields) -> int:
    """How many edits the page showed: what If-Match is to the API.

    Raises:
        Refused: The form does not say.
    """
    value = one(fields, "seen") or ""
    if not value.isascii() or not value.isdigit() or len(value) > 9:  # noqa: PLR2004
        raise Refused("this form does not say what it saw; open the page again")
    return int(value)


def search(fields: Fields) -> TopicRequest:
    """A search as it was asked for.

    Raises:
        Refused: Something in it cannot be.
    """
    pairs = [(one(fields, f"attribute-{row}"), one(fields, f"value-{row}")) for row in range(ATTRIBUTES)]
    selection: dict[str, Any] = {
        "codes": fields.get("codes", []),
        "coded_by": fields.get("coded_by") or Selection.model_fields["coded_by"].default,
        "voices": fields.get("voices", []),
        "child_voice": one(fields, "whose") == "child",
        "residue": one(fields, "whose") == "residue",
        "attributes": {name: value for name, value in pairs if name and value},
        "since": one(fields, "since"),
        "until": one(fields, "until"),
        "note_types": [word.strip() for word in (one(fields, "note_types") or "").split(",") if word.strip()],
    }
    names = ("method", "topics", "most", "detail", "outliers", "seed", "guided_by")
    options = {name: value for name in names if (value := one(fields, name)) is not None}
    return _sound(lambda: TopicRequest(selection=Selection(**selection), options=SearchOptions.model_validate(options)))


def edit(fields: Fields) -> EditIn:
    """A change to topics.

    Raises:
        Refused: It is not complete.
    """
    kind = one(fields, "kind")
    content: dict[str, Any] = {"kind": kind}
    if kind in ("rename", "split"):
        content["topic"] = one(fields, "topic")
    if kind == "rename" or (kind == "merge" and one(fields, "name")):
        content["name"] = one(fields, "name")
    if kind == "merge":
        content["topics"] = [value for name in ("topic", "with") for value in fields.get(name, []) if value]
    if kind == "split":
        content["parts"] = one(fields, "parts")
    if kind == "move":
        content["segments"], content["to"] = fields.get("segments", []), one(fields, "to")
        if not content["segments"]:
            raise Refused("tick the segments that are to be moved")
    if kind == "undo":
        content["undoes"] = one(fields, "undoes")
    return _sound(lambda: EditIn.model_validate(content))


def promotion(fields: Fields) -> PromotionIn:
    """A topic proposed as a code, with the examples that were ticked, one by one.

    Raises:
        Refused: No example was ticked, or something in it cannot be.
    """
    if not fields.get("examples"):
        raise Refused("tick the examples that you release into the codebook, at least one")
    names = ("id", "name", "theme", "definition", "applies")
    content: dict[str, Any] = {name: one(fields, name) for name in names} | {"examples": fields["examples"]}
    return _sound(lambda: PromotionIn.model_validate(content))


def rejection(fields: Fields) -> str:
    """Why a proposed code is not taken.

    Raises:
        Refused: It was not said.
    """
    if one(fields, "reason") is None:
        raise Refused("say why the code is not taken; it is kept with the proposal")
    return _sound(lambda: Rejection(reason=one(fields, "reason") or "")).reason


def _sound(make: Callable[[], T]) -> T:
    try:
        return make()
    except ValidationError as error:
        # pydantic's sentence without what was sent
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        said = str(first["msg"]).removeprefix("Value error, ")
        raise Refused(f"{where}: {said}" if where else said) from None
