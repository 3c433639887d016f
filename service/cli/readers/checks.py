"""What every text must pass, whatever file it comes from: it is UTF-8, not empty, no longer than a note."""

import codecs
import re
from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO

from service.cli.readers.errors import ReaderError

MAX_CHARACTERS = 2_000_000
MAX_BYTES = 4 * MAX_CHARACTERS + 3  # four bytes a character in UTF-8, and a byte order mark

_CHUNK = 1 << 20
_UTF_16_OR_32 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)
_SURROGATE = re.compile(r"[\ud800-\udfff]")


def check_text(text: str, *, where: str) -> str:
    """The text itself, if it can be a note.

    Raises:
        ReaderError: It is empty, too long, or holds NUL or half a surrogate pair.
    """
    if len(text) > MAX_CHARACTERS:
        raise ReaderError(f"{where} has more than {MAX_CHARACTERS:,} characters; split it into single notes")
    if "\0" in text:
        raise ReaderError(f"{where} holds NUL characters; export it again as plain UTF-8 text")
    if _SURROGATE.search(text):
        raise ReaderError(f"{where} holds half of a surrogate pair; export it again as UTF-8")
    if not text.strip():
        raise ReaderError(f"{where} has no text; remove it or give it its text")
    return text


def read_text(stream: BinaryIO, *, where: str) -> str:
    """The whole of a stream as text, its line ends as one character.

    Raises:
        ReaderError: It is not UTF-8, or `check_text` refuses it.
    """
    content = stream.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise ReaderError(f"{where} has more than {MAX_CHARACTERS:,} characters; split it into single notes")
    text = decode(content.removeprefix(codecs.BOM_UTF8), where=where)
    return check_text(text.replace("\r\n", "\n").replace("\r", "\n"), where=where)


def decode(content: bytes, *, where: str, offset: int = 0) -> str:
    """The bytes, which begin at byte `offset` of the file, as text.

    Raises:
        ReaderError: They are not UTF-8; the message gives the offset in the file of the first wrong byte.
    """
    if offset == 0:
        refuse_utf16(content, where=where)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise not_utf8(where, offset + error.start) from None


def refuse_utf16(start: bytes, *, where: str) -> None:
    """Raises `ReaderError` if a file begins as Windows's "Unicode" does; each line would be broken."""
    if start.startswith(_UTF_16_OR_32):
        raise ReaderError(f"{where} is UTF-16 or UTF-32 (byte 0), not UTF-8; save as UTF-8")


def not_utf8(where: str, offset: int) -> ReaderError:
    """The error for a byte that no UTF-8 text has at that place."""
    return ReaderError(f"{where} is not UTF-8 (first wrong byte at offset {offset}); save as UTF-8 (in Excel: 'CSV UTF-8')")


def check_utf8(path: Path, *, where: str) -> None:
    """Walks through a file of any size, so that a wrong byte is told before the first note is worked on.

    Raises:
        ReaderError: The file is not UTF-8.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    consumed = 0
    with path.open("rb") as stream:
        while True:
            chunk = stream.read(_CHUNK)
            if consumed == 0:
                refuse_utf16(chunk, where=where)
            pending = len(decoder.getstate()[0])
            try:
                decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                raise not_utf8(where, consumed - pending + error.start) from None
            if not chunk:
                return
            consumed += len(chunk)


def parse_date(value: str | None, *, where: str) -> date | None:
    """A date as case systems write it: 2025-11-04 (a time after it is dropped) or, as in the UK, 04/11/2025.

    Raises:
        ReaderError: It is no date that exists.
    """
    if value is None or not value.strip():
        return None
    try:
        if "/" in value:
            return datetime.strptime(value.strip().split()[0], "%d/%m/%Y").date()  # noqa: DTZ007 - a day, no time
        return datetime.fromisoformat(value.strip()).date()
    except ValueError:
        raise ReaderError(f"{where}: event_date is no date that exists; write it as 2025-11-04") from None
