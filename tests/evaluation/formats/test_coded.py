"""Tables of coded texts: each form gives the same texts and labels, odd files are read or refused with a clear sentence."""

from pathlib import Path

import numpy as np
import pytest

from codebook.schema import Codebook
from evaluation.formats.coded import CodedTableError, CodedTexts, made_codebook, read_coded


def write(tmp_path: Path, name: str, content: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / name
    path.write_bytes(content.encode(encoding))
    return path


def told(data: CodedTexts) -> list[tuple[str, set[str]]]:
    ids = [code.id for code in data.codebook.codes]
    return [(text, {ids[code] for code in np.flatnonzero(row == 1)}) for text, row in zip(data.texts, data.labels, strict=True)]


EXPECTED = [("She laughed, then left", {"joy"}), ("I miss my nan", {"love", "sad"}), ("At four", set())]


def test_the_same_from_flags_and_from_one_column_of_names(tmp_path: Path) -> None:
    flags = write(tmp_path, "f.csv", 'text,joy,love,sad\n"She laughed, then left",1,0,0\nI miss my nan,0,1,1\nAt four,0,0,0\n')
    names = write(tmp_path, "n.csv", 'text,labels\n"She laughed, then left",joy\nI miss my nan,love; sad\nAt four,\n')
    assert told(read_coded(flags)) == told(read_coded(names)) == EXPECTED


def test_the_same_without_header_with_ids_named_beside(tmp_path: Path) -> None:
    write(tmp_path, "labels.txt", "joy\nlove\nsad\n")
    path = write(tmp_path, "t.tsv", 'She laughed, then left\t0\ta1\nI miss my nan\t1,2\ta2\n"Quoted\t0\ta3\n')
    assert told(read_coded(path)) == [*EXPECTED[:2], ('"Quoted', {"joy"})]


def test_byte_order_mark_and_windows_line_ends(tmp_path: Path) -> None:
    path = write(tmp_path, "w.csv", 'Text,Topic\r\n"Two\r\nlines",joy\r\nI miss my nan,sad\r\n', "utf-8-sig")
    assert told(read_coded(path)) == [("Two\r\nlines", {"joy"}), ("I miss my nan", {"sad"})]


def test_rows_without_text_are_left_out_and_counted(tmp_path: Path) -> None:
    data = read_coded(write(tmp_path, "e.csv", "text,label\n ,joy\nhello there,sad\n"))
    assert (told(data), data.empty) == ([("hello there", {"sad"})], 1)


def test_what_nobody_said_stays_unsaid(tmp_path: Path) -> None:
    data = read_coded(write(tmp_path, "u.csv", "text,joy,sad\nhello there,1,\nbye,0,1\n"))
    assert np.isnan(data.labels[0, 1])


def test_groups_come_from_their_column(tmp_path: Path) -> None:
    path = write(tmp_path, "g.csv", "text,label,ward\na b,x,1\nc d,y,2\n")
    assert list(read_coded(path, group="ward").groups) == ["1", "2"]


BOOK = made_codebook(["joy", "sad"])


@pytest.mark.parametrize(
    ("content", "options", "book", "says"),
    [
        ("text,label\nhello,joy\n", {"text": "body"}, None, "no column 'body'"),
        ("text,label\nhello,joy\n", {"labels": "topic"}, None, "no column 'topic'"),
        ("text,label\nhello,anger\n", {}, BOOK, "'anger' is no code"),
        ("text,what\nhello there,unheard\n", {}, None, "--labels"),
        ("text,label\n,joy\n", {}, None, "text column is empty"),
        ("", {}, None, "no rows"),
        ("text,label\nhello,a-b\nbye,a b\n", {}, None, "two alike"),
    ],
)
def test_what_cannot_be_read_is_said(
    tmp_path: Path, content: str, options: dict[str, str], book: Codebook | None, says: str
) -> None:
    with pytest.raises(CodedTableError, match=says):
        read_coded(write(tmp_path, "x.csv", content), book, **options)


def test_what_is_no_utf8_is_said(tmp_path: Path) -> None:
    with pytest.raises(CodedTableError, match="UTF-8"):
        read_coded(write(tmp_path, "l.csv", "text,label\ncafé,joy\n", "latin-1"))


def test_an_id_without_a_name_is_said(tmp_path: Path) -> None:
    write(tmp_path, "labels.txt", "joy\n")
    with pytest.raises(CodedTableError, match="label 7"):
        read_coded(write(tmp_path, "t.tsv", "hello\t0\ta\nbye\t7\tb\n"))
