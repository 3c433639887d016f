"""Whatever form labelled texts come in: which one it is, and the labelled notes it holds."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from evaluation.formats.columns import read_columns
from evaluation.formats.court import court_notes, is_court_case
from evaluation.formats.synthetic import is_synthetic, synthetic_note
from evaluation.labelled import LabelledNote, LabelledNotesError, read_labelled


def read_dataset(path: Path) -> list[LabelledNote]:
    """The notes of a file in the labelled-notes format, presidio-research's JSON, TAB's JSON, or CoNLL.

    Raises:
        LabelledNotesError: The file is none of these, or one of its texts is not as it should be.
    """
    if path.suffix in {".conll", ".txt", ".bio", ".iob"}:
        return read_columns(path)
    try:
        objects = list(_objects(path))
        first = objects[0] if objects else {}
        if is_synthetic(first):
            return [synthetic_note(content, number) for number, content in enumerate(objects, 1)]
        if is_court_case(first):
            return [note for content in objects for note in court_notes(content)]
    except (KeyError, TypeError, ValueError, ValidationError) as error:
        raise LabelledNotesError(
            f"{path.name} is not as presidio-research, TAB or labelled notes write it ({type(error).__name__}); see --help"
        ) from None
    return list(read_labelled(path))


def _objects(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a JSON list, or of a file of one object a line."""
    content = path.read_text(encoding="utf-8")
    if content.lstrip().startswith("["):
        yield from json.loads(content)
        return
    for line in content.splitlines():
        if line.strip():
            yield json.loads(line)
