"""The API's description (OpenAPI) as a list that a template can show."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that the API does."""

    method: str
    path: str
    summary: str
    text: str
    tag: str


def operations(openapi: dict[str, Any]) -> list[Operation]:
    """All operations, in the order of the description."""
    return [
        Operation(
            method.upper(),
            path,
            content.get("summary", ""),
            content.get("description", ""),
            (content.get("tags") or ["other"])[0],
        )
        for path, methods in openapi["paths"].items()
        for method, content in methods.items()
    ]
