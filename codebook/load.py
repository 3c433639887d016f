"""Codebooks as files: YAML that a researcher edits (or JSON) in, with every problem named by its line; YAML out."""

import io
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.scalarstring import FoldedScalarString

from codebook.check import check
from codebook.errors import CodebookError, Problem
from codebook.lines import line_of
from codebook.messages import explain
from codebook.schema import Codebook

_MAX_BYTES = 5_000_000
_FOLD_FROM = 90


def starter_path() -> Path:
    """Where the starter codebook is, the children's voice codebook."""
    return Path(__file__).parent / "books" / "childrens_voice.yaml"


def load_codebook(path: Path) -> Codebook:
    """The codebook in a file.

    Raises:
        CodebookError: It has problems; all are listed.
        OSError: The file cannot be read.
    """
    return parse_codebook(path.read_bytes(), name=path.name)


def parse_codebook(content: str | bytes, *, name: str) -> Codebook:
    """The codebook in YAML or JSON; `name` is what messages call it.

    Raises:
        CodebookError: It has problems; all are listed.
    """
    raw = _parsed(_decoded(content, name), name)
    if not isinstance(raw, dict):
        fix = "begin with id:, name: and codes:"
        raise CodebookError(name, [Problem(1, "file", "this is no codebook", fix)])
    try:
        codebook = Codebook.model_validate(raw)
    except ValidationError as error:
        # codes that are wrong do not count for pydantic, which then misses codes that are there
        found = error.errors(include_url=False, include_input=False)
        found = [one for one in found if one["type"] != "too_short" or one["loc"] != ("codes",) or not raw.get("codes")]
        problems = [explain(one, raw) for one in found]
        raise CodebookError(name, problems) from None
    if problems := check(codebook, lambda *place: line_of(raw, place)):
        raise CodebookError(name, problems)
    return codebook


def dump_codebook(codebook: Codebook) -> str:
    """The codebook as YAML that parses to an equal one."""
    yaml = YAML()
    yaml.width = 110
    yaml.indent(mapping=2, sequence=4, offset=2)
    content = codebook.model_dump(mode="json", exclude_none=True)
    for code in content["codes"]:
        for field in ("counter_examples", "cues"):
            if not code[field]:
                del code[field]
        for counter in code.get("counter_examples", []):
            if not counter["instead"]:
                del counter["instead"]
    stream = io.StringIO()
    yaml.dump(_folded(content), stream)
    return stream.getvalue()


def _folded(value: Any) -> Any:
    """Long sentences over several lines, so that a change shows as a change of few lines."""
    if isinstance(value, dict):
        return {key: _folded(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_folded(one) for one in value]
    foldable = isinstance(value, str) and len(value) > _FOLD_FROM and value == " ".join(value.split())
    return FoldedScalarString(value) if foldable else value


def _decoded(content: str | bytes, name: str) -> str:
    if len(content) > _MAX_BYTES:
        raise CodebookError(name, [Problem(None, "file", "it is larger than 5 MB", "a codebook holds examples, not data")])
    if isinstance(content, bytes):
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = content[: error.start].count(b"\n") + 1
            raise CodebookError(name, [Problem(line, "file", "it is not UTF-8", "save it as UTF-8")]) from None
    return content


def _parsed(text: str, name: str) -> Any:
    # anchors would let a few lines grow without bound, and no codebook needs them
    yaml = YAML(typ="rt")
    yaml.allow_duplicate_keys = False
    try:
        if any(type(event).__name__ == "AliasEvent" for event in YAML(typ="rt").parse(text)):
            fix = "write out what the * stands for"
            raise CodebookError(name, [Problem(None, "file", "it uses YAML aliases", fix)])
        return yaml.load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = (error.problem or "it is no YAML").splitlines()[0]
        fix = "look at the indentation, and put text with : or # in quotes"
        if "duplicate key" in what:
            what, fix = "a field stands twice", "keep one of them"
        raise CodebookError(name, [Problem(mark.line + 1 if mark else None, "file", what, fix)]) from None
    except (YAMLError, ValueError) as error:
        fix = "take out control characters"
        raise CodebookError(name, [Problem(None, "file", f"it is no YAML ({type(error).__name__})", fix)]) from None
