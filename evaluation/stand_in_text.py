"""Labelled notes as perfect redaction would leave them: each marked detail as the stand-in of its kind."""

from evaluation.labelled import LabelledNote
from redaction.pseudonyms import kind_for_type


def with_stand_ins(note: LabelledNote, start: int = 0, end: int | None = None) -> str:
    """A stretch of the note, or all of it: `Says [PERSON] moved on [DATE]`."""
    last = len(note.text) if end is None else end
    pieces, position = [], start
    for entity in sorted(note.entities, key=lambda entity: entity.start):
        if entity.start >= position and entity.end <= last:
            pieces += [note.text[position : entity.start], f"[{kind_for_type(entity.type)}]"]
            position = entity.end
    return "".join([*pieces, note.text[position:last]])
