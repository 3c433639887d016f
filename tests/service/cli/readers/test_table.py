import csv
import io
import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.cli.readers import BadLine, InputNote, ReaderError
from service.cli.readers.table import count_rows, read_table

SECRET = "Zebedee"


def read(tmp_path: Path, content: str | bytes) -> list[InputNote | BadLine]:
    path = tmp_path / "t.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return list(read_table(path))


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_columns_become_fields_and_the_rest_attributes(tmp_path: Path, delimiter: str, mark: bytes) -> None:
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=delimiter)
    writer.writerow(["ID", "Text ", "case_key", "author_role", "note_type", "event_date", "Age Band", "ward", ""])
    writer.writerow(["7", 'She said, "no";\nthen\tleft.', "c1", "sw", "visit", "04/11/2025", "8-10", "", "x"])
    assert read(tmp_path, mark + stream.getvalue().encode()) == [
        InputNote(
            id="7",
            text='She said, "no";\nthen\tleft.',
            case_key="c1",
            author_role="sw",
            note_type="visit",
            event_date=date(2025, 11, 4),
            attributes={"age band": "8-10", "column_9": "x"},
        )
    ]


@pytest.mark.parametrize("name", ["text", "Note", "CONTENT", "notes"])
def test_the_text_column_has_several_names_and_rows_without_id_are_numbered(tmp_path: Path, name: str) -> None:
    notes = read(tmp_path, f'{name}\n"one\nand more"\n\ntwo\n')
    assert notes == [InputNote(id="t-2", text="one\nand more"), InputNote(id="t-5", text="two")]


def test_text_comes_before_note_when_both_are_there(tmp_path: Path) -> None:
    assert read(tmp_path, "note,text\nx,y\n") == [InputNote(id="t-2", text="y", attributes={"note": "x"})]


def test_a_bad_row_is_told_and_the_good_ones_are_read(tmp_path: Path) -> None:
    rows = [
        "id,text,event_date",
        "1,one,",
        "2,,2025-01-01",
        f"3,{SECRET},and,more",
        f"4,{SECRET},{SECRET}",
        "5,five",
    ]
    found = read(tmp_path, "\n".join(rows) + f"\n6,{SECRET}\0,\n")
    assert [note.id if isinstance(note, InputNote) else note.line for note in found] == ["1", 3, 4, 5, "5", 7]
    says = ["no text", "4 values for 3 columns", "no date that exists", "NUL"]
    for bad, expected in zip([note for note in found if isinstance(note, BadLine)], says, strict=True):
        assert expected in bad.message
        assert f"t.csv, line {bad.line}" in bad.message
        assert SECRET not in bad.message


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "is empty"),
        ("\n\n", "is empty"),
        ("id,body\n1,Zebedee\n", "no column 'text' .its columns: id, body."),
        ("Zebedee did not want to say why he left\nZebedee\n", "does not look like names of columns"),
        ("text,ID,id\nx,1,2\n", "several columns of the same name"),
        ('id,text\n1,"Zebedee\n', "line 2: its quotes do not match"),
        ('id,text\n1,ok\n2,"Zebedee" said\n', "line 3: its quotes do not match"),
        (b"id,text\n1,Zebedee \xe9\n", "offset 18.; save as UTF-8"),
        ("id,text\n1,Zebedee\n".encode("utf-16"), "UTF-16"),
    ],
)
def test_a_table_that_cannot_be_used_is_refused_without_its_text(tmp_path: Path, content: str | bytes, says: str) -> None:
    with pytest.raises(ReaderError, match=says) as caught:
        read(tmp_path, content)
    assert SECRET not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_wrong_byte_is_told_before_the_first_note_wherever_it_stands(tmp_path: Path) -> None:
    start = b"text\n" + "é".encode() * ((1 << 20) // 2 - 3) + b"ab"  # the first block of 1 MiB ends within a letter
    with pytest.raises(ReaderError, match=f"offset {len(start) + 2}"):
        read(tmp_path, start + "é".encode() + b"\xff\n")


def test_a_table_cut_in_the_middle_of_a_letter_is_told(tmp_path: Path) -> None:
    with pytest.raises(ReaderError, match="offset 6"):
        read(tmp_path, b"text\nx\xc3")


def test_a_note_may_be_longer_than_the_csv_module_would_have_it(tmp_path: Path) -> None:
    found = read(tmp_path, "text\n" + "x" * 200_000 + "\n" + "y" * 2_000_001 + "\n")
    assert isinstance(found[0], InputNote)
    assert isinstance(found[1], BadLine)


def test_rows_are_counted_as_they_are_read(tmp_path: Path) -> None:
    read(tmp_path, 'text;id\n"a\nb";1\n\n;2\nc;3\n')
    assert count_rows(tmp_path / "t.csv") == len(list(read_table(tmp_path / "t.csv"))) == 3


_CELLS = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from('"\n,;\t'), min_size=1).filter(str.strip)


@given(st.lists(_CELLS, min_size=1, max_size=5), st.sampled_from(",;\t"))
def test_what_a_csv_writer_wrote_is_read_back(texts: list[str], delimiter: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "t.csv"
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, delimiter=delimiter, quoting=csv.QUOTE_ALL)
            writer.writerows([["id", "text"], *([str(place), text] for place, text in enumerate(texts))])
        assert [note.text for note in read_table(path) if isinstance(note, InputNote)] == texts
