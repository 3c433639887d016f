"""CoNLL files: a token and its tag a line (BIO or IO), a blank line after each sentence."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from evaluation.labelled import Entity, LabelledNote
from redaction.types import MentionType

TYPES = {
    "PER": MentionType.PERSON,
    "PERSON": MentionType.PERSON,
    "LOC": MentionType.LOCATION,
    "GPE": MentionType.LOCATION,
    "LOCATION": MentionType.LOCATION,
    "GEO-LOC": MentionType.LOCATION,
    "FACILITY": MentionType.LOCATION,
    "ORG": MentionType.ORGANISATION,
    "ORGANIZATION": MentionType.ORGANISATION,
    "CORPORATION": MentionType.ORGANISATION,
    "GROUP": MentionType.ORGANISATION,
    "COMPANY": MentionType.ORGANISATION,
}
_COLUMNS = 2


@dataclass(frozen=True, slots=True)
class Tagged:
    """A run of tokens with one tag, in the text; `name` is the tag as the file has it, in capitals, without B- and I-."""

    start: int
    end: int
    name: str


def sentences(path: Path) -> Iterator[tuple[str, list[tuple[int, int]], list[Tagged]]]:
    """The sentences of a file: text as a person would write it, span of each token, tagged runs."""
    rows: list[tuple[str, str]] = []
    for line in [*path.read_text(encoding="utf-8", errors="replace").splitlines(), ""]:
        fields = line.split()
        if len(fields) >= _COLUMNS and fields[0] != "-DOCSTART-":
            rows.append((fields[0], fields[-1]))
        elif rows:
            yield _join(rows)
            rows = []


def read_columns(path: Path) -> list[LabelledNote]:
    """Each sentence as a labelled note. Tags of no type of ours (films, products) are neither right nor wrong to hide."""
    notes = []
    for number, (text, _, tagged) in enumerate(sentences(path), 1):
        entities = tuple(Entity(start=one.start, end=one.end, type=TYPES[one.name]) for one in tagged if one.name in TYPES)
        other = tuple((one.start, one.end) for one in tagged if one.name not in TYPES)
        notes.append(LabelledNote(id=f"{path.stem}-{number}", kind="sentence", text=text, entities=entities, ignored=other))
    return notes


def _join(rows: list[tuple[str, str]]) -> tuple[str, list[tuple[int, int]], list[Tagged]]:
    text = ""
    spans: list[tuple[int, int]] = []
    tagged: list[Tagged] = []
    before = ""
    for token, tag in rows:
        text += " " if text and not _hugs(text, token) else ""
        start = len(text)
        text += token
        spans.append((start, len(text)))
        prefix, _, name = tag.upper().partition("-")
        if prefix == "O" or not name:
            before = ""
            continue
        if prefix != "B" and name == before:
            tagged[-1] = Tagged(tagged[-1].start, len(text), name)
        else:
            tagged.append(Tagged(start, len(text), name))
        before = name
    return text, spans, tagged


def _hugs(text: str, token: str) -> bool:
    """Whether a token follows without a space, as people write and as the files do not."""
    return token[0] in ".,!?;:)%" or token.startswith(("'s", "'m", "'re", "'ll", "n't", "'ve", "'d")) or text[-1] in "(#@"
