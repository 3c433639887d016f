"""Texts to find topics in, with their words and one label each where there are any: OCTIS, tables, labelled notes."""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from evaluation.corpus.second import units
from evaluation.formats.read import read_dataset
from evaluation.stand_in_text import with_stand_ins
from redaction.pseudonyms import STAND_IN

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_PARTS = frozenset({"train", "val", "test"})
_COLUMNS = 3
_TEXTS = ("text", "sentence", "comment", "utterance", "note", "content")
_LABELS = ("label", "labels", "topic", "category", "class", "code")


class TopicTextsError(ValueError):
    """The texts cannot be read; the sentence says what to change and quotes no text."""


@dataclass(frozen=True, slots=True, eq=False)
class TopicTexts:
    """n texts, none empty.

    Attributes:
        name: What a report calls them.
        texts: As they are embedded and read.
        tokens: Their words, as coherence counts them.
        labels: One each, none where nobody gave one.
        encoder: Revision of what their embeddings are made by, where that is known: topics are seen through its lens.
    """

    name: str
    texts: Sequence[str] = field(repr=False)
    tokens: Sequence[Sequence[str]] = field(repr=False)
    labels: Sequence[str | None] = field(repr=False)
    encoder: str | None = None

    def first(self, count: int) -> "TopicTexts":
        """The first so many."""
        return TopicTexts(self.name, self.texts[:count], self.tokens[:count], self.labels[:count], self.encoder)


def read_topic_texts(path: Path, *, text: str | None = None, labels: str | None = None) -> TopicTexts:
    """The texts of a data set.

    OCTIS' corpus.tsv, or a folder with one, has no header: text, part, label. Its texts are preprocessed, their words are what
    stands between spaces. Of a table with a header `text` and `labels` name the columns. Of labelled notes the segments are
    taken, details as stand-ins; a segment's label is its code, if it has exactly one.

    Args:
        path: .tsv, .csv, .jsonl or a folder.
        text: Column of the text; none: a usual name.
        labels: Column of the label; none: a usual name, or no labels.

    Raises:
        TopicTextsError: It is none of these, or holds no text.
        LabelledNotesError: A line is no labelled note.
        OSError: The file cannot be read.
    """
    if path.is_dir():
        return read_topic_texts(path / "corpus.tsv", text=text, labels=labels)
    if path.suffix not in {".tsv", ".csv"}:
        return _of_notes(path)
    try:
        content = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise TopicTextsError(f"{path.name} is not UTF-8; save it as UTF-8") from None
    lines = [line.rstrip("\r").split("\t") for line in content.split("\n") if line.strip()]
    if path.suffix == ".tsv" and text is None and lines and all(_is_octis(line) for line in lines[:100]):
        rows = [(line[0].strip(), line[2].strip() if len(line) >= _COLUMNS else "") for line in lines]
        full = [(words, label or None) for words, label in rows if words]
        return TopicTexts(_name(path), [one for one, _ in full], [one.split() for one, _ in full], [one for _, one in full])
    return _of_table(path, content, text, labels)


def words_in(text: str) -> list[str]:
    """The words of a text as it was written, in lower case, stand-ins left out."""
    return _WORD.findall(STAND_IN.sub(" ", text).lower().replace("’", "'"))


def _is_octis(line: list[str]) -> bool:
    return len(line) in {2, 3} and line[1].strip() in _PARTS


def _name(path: Path) -> str:
    return f"{path.parent.name}/{path.name}" if path.name == "corpus.tsv" else path.name


def _of_table(path: Path, content: str, text: str | None, labels: str | None) -> TopicTexts:
    csv.field_size_limit(10**9)
    reader = csv.DictReader(io.StringIO(content, newline=""), delimiter="\t" if path.suffix == ".tsv" else ",")
    columns = [one for one in reader.fieldnames or () if one is not None]
    read, told = _column(path, columns, text, _TEXTS), _column(path, columns, labels, _LABELS)
    if read is None:
        raise TopicTextsError(
            f"{path.name}: no column of texts is known; name it with --text (there are: {', '.join(columns)})"
        )
    rows = [((row[read] or "").strip(), (row[told] or "").strip() if told else "") for row in reader]
    full = [(words, label or None) for words, label in rows if words]
    if not full:
        raise TopicTextsError(f"{path.name}: its text column is empty; name the right one with --text")
    return TopicTexts(path.name, [one for one, _ in full], [words_in(one) for one, _ in full], [one for _, one in full])


def _column(path: Path, columns: Sequence[str], asked: str | None, usual: Sequence[str]) -> str | None:
    if asked is not None and asked not in columns:
        raise TopicTextsError(f"{path.name} has no column {asked!r}; there are: {', '.join(columns)}")
    plain = {re.sub(r"[^a-z]", "", column.lower()): column for column in reversed(columns)}
    return asked or next((plain[name] for name in usual if name in plain), None)


def _of_notes(path: Path) -> TopicTexts:
    texts, labels = [], []
    for note in read_dataset(path):
        codes = {(one.start, one.end): one.codes for one in note.codings}
        for span in units(note):
            said = codes.get(span, ())
            texts.append(with_stand_ins(note, *span))
            labels.append(said[0] if len(said) == 1 else None)
    if not texts:
        raise TopicTextsError(f"{path.name} holds no segments; see --help for the forms that are read")
    return TopicTexts(path.name, texts, [words_in(one) for one in texts], labels)
