"""Texts with codes in a table: CSV or TSV with a label column, a column a code, or no header as GoEmotions has it."""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from codebook.schema import Code, Codebook

Floats = NDArray[np.float32]
_TEXTS = ("text", "sentence", "comment", "utterance", "note", "content", "questiontext")
_LABELS = ("label", "labels", "code", "codes", "topic", "category", "class", "goldlabel", "sentiment", "emotion", "emotions")
_GROUPS = ("group", "questionid", "documentid", "document", "caseid", "case", "batchid", "author")
_YES, _NO = frozenset({"1", "1.0", "true", "yes"}), frozenset({"0", "0.0", "false", "no"})
_IDS = re.compile(r"\d+(,\d+)*")
_COLUMNS = 2


class CodedTableError(ValueError):
    """A table of coded texts cannot be read; the sentence says what to change and quotes no text."""


@dataclass(frozen=True, slots=True, eq=False)
class CodedTexts:
    """Texts that people coded.

    Attributes:
        texts: n texts, none empty.
        labels: Shape (n, codes): 1, 0, or NaN where the table says nothing.
        groups: What must stay on one side when texts are split.
        codebook: Its codes are the columns of `labels`.
        empty: Rows left out because they hold no text.
    """

    texts: Sequence[str] = field(repr=False)
    labels: Floats = field(repr=False)
    groups: Sequence[str] = field(repr=False)
    codebook: Codebook
    empty: int = 0

    def of(self, rows: NDArray[np.intp]) -> "CodedTexts":
        """Some of the texts, by their numbers."""
        texts, groups = [self.texts[row] for row in rows], [self.groups[row] for row in rows]
        return CodedTexts(texts, self.labels[rows], groups, self.codebook, self.empty)


def read_coded(
    path: Path,
    codebook: Codebook | None = None,
    *,
    text: str | None = None,
    labels: str | None = None,
    group: str | None = None,
) -> CodedTexts:
    """The coded texts of a file; without a codebook one is made of the names of the labels.

    Args:
        path: .csv or .tsv; without header, ids of labels are named by the lines of labels.txt beside it.
        codebook: Labels are ids or names of its codes.
        text: Column of the text.
        labels: Columns of labels, by commas.
        group: Column of what must not be split.

    Raises:
        CodedTableError: A column is missing, a label is no code, or nothing is there.
        OSError: The file cannot be read.
    """
    try:
        content = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CodedTableError(f"{path.name} is not UTF-8; save it as UTF-8") from None
    tabs = path.suffix == ".tsv"
    names = _names(path)
    first = content.split("\n", 1)[0].rstrip("\r").split("\t")
    if names and tabs and len(first) >= _COLUMNS and _IDS.fullmatch(first[1]):
        rows = [line.rstrip("\r").split("\t") for line in content.split("\n") if line.strip()]
        if short := next((number for number, row in enumerate(rows, 1) if len(row) < _COLUMNS), None):
            raise CodedTableError(f"{path.name}, line {short}: there is no label; put text, tab, label ids")
        told = [[_named(one, names, path) for one in row[1].split(",")] for row in rows]
        return _gathered(path, [row[0] for row in rows], told, None, codebook, names)
    csv.field_size_limit(10**9)
    reader = csv.DictReader(io.StringIO(content, newline=""), delimiter="\t" if tabs else ",")
    table = [{key: value or "" for key, value in row.items() if key is not None} for row in reader]
    columns = [column for column in reader.fieldnames or () if column is not None]
    if not table:
        raise CodedTableError(f"{path.name} holds no rows below its header; see --help for the forms that are read")
    chosen = _column(path, columns, text, _TEXTS) or max(columns, key=lambda one: sum(len(row[one]) for row in table))
    grouped = _column(path, columns, group, _GROUPS)
    asked = [_column(path, columns, one.strip(), ()) or "" for one in labels.split(",")] if labels else None
    flags = asked or [one for one in columns if one not in {chosen, grouped} and _flags(table, one)]
    groups = [row[grouped] for row in table] if grouped else None
    if (
        all(_flags(table, one) for one in flags)
        and flags
        and (len(flags) > 1 or asked or not _column(path, columns, None, _LABELS))
    ):
        values = np.array([[_flag(row[one]) for one in flags] for row in table], dtype=np.float32)
        return _gathered(path, [row[chosen] for row in table], values, groups, codebook, flags)
    label = asked[0] if asked else _column(path, columns, None, _LABELS)
    if label is None:
        raise CodedTableError(
            f"{path.name}: no column of labels is known; name it with --labels (there are: {', '.join(columns)})"
        )
    known = {one.lower() for one in names} | _known(codebook)
    told = [[_named(one, names, path) for one in _parted(row[label], known)] for row in table]
    return _gathered(path, [row[chosen] for row in table], told, groups, codebook, names)


def made_codebook(names: Sequence[str], identifier: str = "labels") -> Codebook:
    """A codebook that knows nothing of its codes but their names.

    Raises:
        CodedTableError: There are none, or two names give the same id.
    """
    ids = [_slug(name) for name in names]
    if not ids or len(set(ids)) < len(ids):
        raise CodedTableError(
            "the labels give no codebook (none, or two alike but for case and marks); give one with --codebook"
        )
    plain = [" ".join(re.split(r"[\W_]+", name)).strip() or name for name in names]
    codes = [
        Code(id=one, name=name[:120], definition=words, examples=(words,))
        for one, name, words in zip(ids, names, plain, strict=True)
    ]
    return Codebook(id=_slug(identifier), name=identifier, codes=tuple(codes))


def _gathered(
    path: Path, texts: list[str], told: "Floats | list[list[str]]", groups: list[str] | None, codebook: Codebook | None,
    names: Sequence[str],
) -> CodedTexts:  # fmt: skip
    """Labels as an array, rows without text left out, repeated rows taken once."""
    if isinstance(told, list):
        names = names or sorted({one for row in told for one in row})
    book = codebook or made_codebook(names, path.stem)
    places = {word: place for place, code in enumerate(book.codes) for word in (code.name.lower(), code.id)}
    if isinstance(told, list):
        labels = np.zeros((len(texts), len(book.codes)), np.float32)
        for row, codes in enumerate(told):
            for one in codes:
                labels[row, _place(path, one, places)] = 1
    else:
        labels = np.full((len(texts), len(book.codes)), np.nan, np.float32)
        for column, name in enumerate(names):
            labels[:, _place(path, name, places)] = told[:, column]
    full = [row for row, text in enumerate(texts) if text.strip()]
    # a table of answers repeats its question in every row: once is enough
    once = {(texts[row].strip(), groups[row] if groups else "", labels[row].tobytes()): row for row in reversed(full)}
    kept = sorted(once.values())
    if not kept:
        raise CodedTableError(f"{path.name}: its text column is empty; name the right one with --text")
    whole = [texts[row].strip() for row in kept]
    return CodedTexts(whole, labels[kept], [groups[row] for row in kept] if groups else whole, book, len(texts) - len(full))


def _place(path: Path, label: str, places: dict[str, int]) -> int:
    place = places.get(label.lower(), places.get(_slug(label)))
    if place is None:
        raise CodedTableError(
            f"{path.name}: the label {label[:40]!r} is no code of the codebook; add it there or mend the table"
        )
    return place


def _slug(name: str) -> str:
    slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:70] or "x"
    return slug if slug[0].isalpha() else f"code-{slug}"


def _names(path: Path) -> list[str]:
    beside = path.parent / "labels.txt"
    return (
        [line.strip() for line in beside.read_text(encoding="utf-8-sig").splitlines() if line.strip()]
        if beside.is_file()
        else []
    )


def _named(label: str, names: Sequence[str], path: Path) -> str:
    if not names or not label.isdigit():
        return label
    if int(label) >= len(names):
        raise CodedTableError(
            f"{path.name}: label {label} has no line in labels.txt, which has {len(names)}; lines count from 0"
        )
    return names[int(label)]


def _parted(value: str, known: set[str]) -> list[str]:
    """One label, or several by comma, semicolon or bar, also as Python or JSON writes a list."""
    if value.strip().lower() in known:
        return [value.strip()]
    return [one for part in re.split(r"[,;|]", value.strip().strip("[]")) if (one := part.strip().strip("'\"").strip())]


def _known(codebook: Codebook | None) -> set[str]:
    return {code.name.lower() for code in codebook.codes} if codebook else set()


def _column(path: Path, columns: Sequence[str], asked: str | None, usual: Sequence[str]) -> str | None:
    if asked is not None:
        if asked not in columns:
            raise CodedTableError(f"{path.name} has no column {asked!r}; there are: {', '.join(columns)}")
        return asked
    plain = {re.sub(r"[^a-z]", "", column.lower()): column for column in reversed(columns)}
    return next((plain[name] for name in usual if name in plain), None)


def _flags(table: list[dict[str, str]], column: str) -> bool:
    values = {row[column].strip().lower() for row in table}
    return bool(values & _YES) and values <= _YES | _NO | {""}


def _flag(value: str) -> float:
    plain = value.strip().lower()
    return np.nan if not plain else float(plain in _YES)
