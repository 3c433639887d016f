"""Second readings: documents coded again by another hand that saw the codebook and the text, and none of the first labels.

The second reader gets every segment of a document, numbered (`write_sheet`), and gives each a voice and its codes. What
the first hand did not list carries no code, so both said something of every segment; of the voice both said something
only where the first hand listed it. Readings keep spans, not numbers, so that a segmenter that cuts otherwise tomorrow leaves
them as they are; a fingerprint of the text tells when a document was changed after it was read.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from evaluation.corpus.markup import MarkupError, read_head
from evaluation.labelled import LabelledCoding, LabelledNote
from models.segment import segment
from redaction.types import RedactedNote

SHARE = 0.16
"""How many of the documents are read twice."""
_LINE = re.compile(r"(\d+)[.:)]?\s+(.+)")


class SecondReading(BaseModel):
    """What a second reader said of every segment of a document."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    id: str
    reader: str
    round: int = 1
    text: str
    """`fingerprint` of the document's text."""
    codings: tuple[LabelledCoding, ...]


def fingerprint(text: str) -> str:
    """The first 16 hexadecimal digits of the text's SHA-256."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def is_drawn(identifier: str) -> bool:
    """Whether a document of this id is one of those read twice: a lot that hangs on the id alone."""
    return int(fingerprint(f"second reading of {identifier}"), 16) < SHARE * 2**64


def units(note: LabelledNote) -> list[tuple[int, int]]:
    """Spans of all segments of a document: those that the first hand listed, and the segmenter's for the rest.

    A segment of the segmenter that touches a listed one is left out, so that no words are read twice.
    """
    listed = [(coding.start, coding.end) for coding in note.codings]
    cut = [(part.start, part.end) for part in segment(RedactedNote(note.text, (), "unredacted@0"))]
    free = [(start, end) for start, end in cut if all(end <= first or start >= last for first, last in listed)]
    return sorted(listed + free)


def write_sheet(notes: Sequence[LabelledNote]) -> str:
    """What a second reader is given: each document whole, then its segments numbered. No label of the first hand is in it."""
    sheets = []
    for note in notes:
        numbered = "\n".join(f"{number} {note.text[start:end]}" for number, (start, end) in enumerate(units(note), 1))
        sheets.append(f"=== {note.id} | {note.kind}\n--- whole\n{note.text}\n--- segments\n{numbered}\n")
    return "\n".join(sheets)


def read_answers(path: Path, notes: dict[str, LabelledNote], *, reader: str, stage: int = 1) -> Iterator[SecondReading]:
    """A second reader's answers: `=== id`, then a line for each segment, `number voice codes…`.

    Raises:
        MarkupError: A document is unknown, a segment is left out or named twice, or a voice is unknown.
    """
    for part in re.split(r"^=== *", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        head, _, rest = part.partition("\n")
        identifier = head.split("|")[0].strip()
        where = f"{path.name}, {identifier}"
        if identifier not in notes:
            raise MarkupError(f"{where}: no document has this id")
        spans = units(notes[identifier])
        said: dict[int, LabelledCoding] = {}
        for line in filter(str.strip, rest.splitlines()):
            found = _LINE.fullmatch(line.strip())
            number = int(found[1]) if found else 0
            if not found or not 1 <= number <= len(spans) or number in said:
                raise MarkupError(f"{where}: not 'number voice codes', or a number twice or too high: {line.strip()!r}")
            voice, codes = read_head(found[2].replace(" - ", " ").removesuffix(" -"), where=where)
            start, end = spans[number - 1]
            said[number] = LabelledCoding(start=start, end=end, codes=codes, voice=voice)
        if missing := sorted(set(range(1, len(spans) + 1)) - set(said)):
            raise MarkupError(f"{where}: segments without an answer: {missing}")
        text = fingerprint(notes[identifier].text)
        yield SecondReading(
            id=identifier, reader=reader, round=stage, text=text, codings=tuple(said[number] for number in sorted(said))
        )
