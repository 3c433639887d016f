import io
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from docx.oxml import parse_xml

from service.cli.readers import InputNote, ReaderError
from service.cli.readers.word import read_word

_NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)


def text_of(path: Path) -> str:
    (note,) = read_word(path)
    assert note.id == path.stem
    return note.text or ""


@pytest.fixture
def visit(tmp_path: Path) -> Path:
    document = Document()
    document.add_heading("Home visit", 1)
    document.add_paragraph("Mia was calm.\tShe drew.")
    table = document.add_table(rows=2, cols=2)
    table.cell(0, 0).text = "Child's views"
    table.cell(0, 1).text = "I like it here.\nI want to stay."
    table.cell(1, 0).merge(table.cell(1, 1)).text = "Signed"
    document.add_paragraph("Next visit in May.")
    path = tmp_path / "visit.docx"
    document.save(str(path))
    return path


def with_body(path: Path, xml: str) -> Path:
    document = Document()
    for element in parse_xml(f"<w:body {_NAMES}>{xml}</w:body>"):
        document.element.body.insert_element_before(element, "w:sectPr")
    document.save(str(path))
    return path


def test_paragraphs_and_tables_come_in_the_order_one_reads_them(visit: Path) -> None:
    assert text_of(visit).split("\n") == [
        "Home visit",
        "Mia was calm.\tShe drew.",
        "Child's views",
        "I like it here.",
        "I want to stay.",
        "Signed",
        "Next visit in May.",
    ]


def test_form_fields_tracked_changes_and_text_boxes_lose_nothing(tmp_path: Path) -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>In a box.</w:t></w:r></w:p></w:txbxContent>"
    path = with_body(
        tmp_path / "form.docx",
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>A form field.</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        '<w:p><w:pPr><w:tabs><w:tab w:val="left" w:pos="99"/></w:tabs></w:pPr>'
        '<w:r><w:t xml:space="preserve">She </w:t></w:r>'
        '<w:del w:id="1" w:author="x"><w:r><w:delText>hid</w:delText></w:r></w:del>'
        '<w:ins w:id="2" w:author="x"><w:r><w:t>left</w:t></w:r></w:ins></w:p>'
        f'<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps">{box}</mc:Choice>'
        f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent><w:t>Beside it.</w:t></w:r></w:p>",
    )
    assert text_of(path) == "A form field.\nShe left\nBeside it.\nIn a box."


def test_a_document_without_text_is_told(tmp_path: Path) -> None:
    path = tmp_path / "empty.docx"
    Document().save(str(path))
    with pytest.raises(ReaderError, match=r"empty\.docx has no text"):
        text_of(path)


def test_a_protected_or_old_document_is_told_apart_from_a_damaged_one(tmp_path: Path) -> None:
    path = tmp_path / "locked.docx"
    path.write_bytes(bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 600)
    with pytest.raises(ReaderError, match="password-protected"):
        text_of(path)


def _not_a_zip(_: bytes) -> bytes:
    return b"just words"


def _other_zip(_: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("a.txt", "words")
    return stream.getvalue()


def _broken_xml(content: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as good, zipfile.ZipFile(stream, "w") as bad:
        for name in good.namelist():
            bad.writestr(name, b"<w:p>words" if name == "word/document.xml" else good.read(name))
    return stream.getvalue()


def _empty(_: bytes) -> bytes:
    return b""


def _half(content: bytes) -> bytes:
    return content[: len(content) // 2]


@pytest.mark.parametrize("spoil", [_not_a_zip, _other_zip, _broken_xml, _empty, _half])
def test_a_damaged_document_is_told(visit: Path, spoil: Callable[[bytes], bytes]) -> None:
    visit.write_bytes(spoil(visit.read_bytes()))
    with pytest.raises(ReaderError, match=r"visit\.docx is damaged or no Word document") as caught:
        text_of(visit)
    assert "words" not in str(caught.value)


def test_wherever_a_byte_is_wrong_there_is_a_note_or_a_reader_error(visit: Path) -> None:
    content = visit.read_bytes()
    dice = random.Random(7)
    refused = 0
    for _ in range(300):
        spoiled = bytearray(content)
        for _ in range(dice.randint(1, 20)):
            spoiled[dice.randrange(len(spoiled))] = dice.randrange(256)
        visit.write_bytes(spoiled)
        try:
            (note,) = read_word(visit)
            assert isinstance(note, InputNote)
        except ReaderError:
            refused += 1
    assert refused > 10
