"""Labelled notes as perfect redaction would leave them: each marked detail as the stand-in of its kind."""

from collections.abc import Callable

from evaluation.labelled import Entity, LabelledNote
from redaction.pseudonyms import kind_for_type


def with_stand_ins(note: LabelledNote, start: int = 0, end: int | None = None) -> str:
    """A stretch of the note, or all of it: `Says [PERSON] moved on [DATE]`."""
    return replaced(note, start, len(note.text) if end is None else end, lambda entity: f"[{kind_for_type(entity.type)}]")


def replaced(note: LabelledNote, start: int, end: int, by: Callable[[Entity], str]) -> str:
    """A stretch of the note with each detail that lies in it whole replaced."""
    pieces, position = [], start
    for entity in sorted(note.entities, key=lambda entity: entity.start):
        if entity.start >= position and entity.end <= end:
            pieces += [note.text[position : entity.start], by(entity)]
            position = entity.end
    return "".join([*pieces, note.text[position:end]])
