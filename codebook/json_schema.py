"""The JSON Schema that lets an editor complete and check a codebook while it is written."""

import json
from pathlib import Path
from typing import Any

from codebook.schema import Codebook


def json_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of a codebook file."""
    schema = Codebook.model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "urn:earshot:codebook"} | schema


def schema_path() -> Path:
    """Where the committed schema is."""
    return Path(__file__).parent / "codebook.schema.json"


def write_schema() -> None:
    """Write the schema to where it is committed."""
    schema_path().write_text(json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
