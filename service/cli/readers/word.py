"""Word documents (.docx): the document's paragraphs and tables are one note, in the order one reads them."""

import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from service.cli.readers.checks import check_text
from service.cli.readers.errors import ReaderError
from service.cli.readers.types import InputNote

_OLE = bytes.fromhex("D0CF11E0A1B11AE1")  # how .doc files and encrypted .docx files begin
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_BREAKS = {f"{_WORD}tab": "\t", f"{_WORD}br": "\n", f"{_WORD}cr": "\n", f"{_WORD}noBreakHyphen": "-"}
# text boxes stand twice in the file, moved words at their old place too; properties name tab stops, no tabs
_SKIPPED = {_FALLBACK, f"{_WORD}moveFrom", f"{_WORD}pPr", f"{_WORD}rPr"}

# what python-docx, zipfile and lxml (SyntaxError) raise on a damaged or encrypted file
_DAMAGE = (
    OSError,
    SyntaxError,
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    KeyError,
    ValueError,
    AttributeError,
    NotImplementedError,
    RuntimeError,
)


def read_word(path: Path) -> Iterator[InputNote]:
    """The one note of a Word document; its id is the file's name without suffix.

    A line for each paragraph, also of those in tables, form fields and text boxes. Words that tracked changes
    delete are left out, those that they insert are in. Headers, footers, footnotes and comments are not read.

    Raises:
        ReaderError: It is password-protected, damaged, no Word document, or has no text.
    """
    where = path.name
    with path.open("rb") as stream:
        if stream.read(len(_OLE)) == _OLE:
            raise ReaderError(
                f"{where} is password-protected or in the old .doc format; open it in Word and save it "
                "as .docx without a password"
            )
    text = "\n".join(_paragraphs(_body(path)))
    yield InputNote(id=path.stem, text=check_text(text, where=where))


def _body(path: Path) -> Any:
    from docx import Document
    from docx.opc.exceptions import OpcError

    damaged = ReaderError(f"{path.name} is damaged or no Word document; open it in Word and save it as .docx again")
    try:
        body = Document(str(path)).element.body
    except (OpcError, *_DAMAGE):
        raise damaged from None
    if body is None:
        raise damaged
    return body


def _paragraphs(element: Any) -> Iterator[str]:
    """The text of each paragraph below an element, in order; a text box comes after its paragraph."""
    for child in element:
        if child.tag in _SKIPPED:
            continue
        if child.tag == f"{_WORD}p":
            yield "".join(_pieces(child)).rstrip()
        yield from _paragraphs(child)


def _pieces(element: Any) -> Iterator[str]:
    for child in element:
        if child.tag in _SKIPPED or child.tag == f"{_WORD}p":
            continue
        if child.tag == f"{_WORD}t":
            yield child.text or ""
        yield _BREAKS.get(child.tag, "")
        yield from _pieces(child)
