"""A table as a file, written piece by piece so that memory does not grow with it: CSV and Parquet."""

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

_ROWS_A_PIECE = 5_000


def as_csv(columns: Sequence[str], rows: Iterator[dict[str, Any]]) -> Iterator[bytes]:
    """UTF-8 CSV with a header; an empty cell is a missing value, dates are ISO 8601, truth is true or false."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(columns)
    while piece := list(islice(rows, _ROWS_A_PIECE)):
        writer.writerows([[_cell(row[column]) for column in columns] for row in piece])
        yield _drained(buffer)
    yield _drained(buffer)


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat(timespec="seconds") if isinstance(value, datetime) else value


def _drained(buffer: io.StringIO) -> bytes:
    content = buffer.getvalue().encode()
    buffer.seek(0)
    buffer.truncate()
    return content


def as_parquet(columns: Sequence[str], rows: Iterator[dict[str, Any]]) -> Iterator[bytes]:
    """Parquet with one row group for every 5,000 rows. Attributes come as text: their type is the sender's."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.schema([pa.field(column, _type(column)) for column in columns])
    sink = _Drain()
    with pq.ParquetWriter(sink, schema, compression="zstd") as writer:
        while piece := list(islice(rows, _ROWS_A_PIECE)):
            data = {column: [_parquet_cell(column, row[column]) for row in piece] for column in columns}
            writer.write_table(pa.table(data, schema=schema))
            yield sink.drain()
    yield sink.drain()


_INTEGERS = frozenset({"revision", "segment_index", "segment_start", "segment_end"})
_TRUTHS = frozenset(
    {"seen_alone", "ai_transcribed", "note_has_child_voice", "machine_calibrated", "person_saw_suggestion", "drawn_by_lot"}
)
_NUMBERS = frozenset({"voice_confidence", "machine_confidence", "inclusion_probability"})
_DATES = frozenset({"event_date", "recorded_date"})


def _type(column: str) -> Any:
    import pyarrow as pa

    if column in _INTEGERS:
        return pa.int32()
    if column in _TRUTHS:
        return pa.bool_()
    if column in _NUMBERS:
        return pa.float64()
    if column in _DATES:
        return pa.date32()
    return pa.timestamp("us", tz="UTC") if column == "person_at" else pa.string()


def _parquet_cell(column: str, value: Any) -> Any:
    return str(value) if column.startswith("attr_") and value is not None else value


class _Drain(io.RawIOBase):
    """A file that is only written to, and gives away what was written so far."""

    def __init__(self) -> None:
        super().__init__()
        self._pieces: list[bytes] = []
        self._length = 0

    def writable(self) -> bool:
        return True

    def write(self, content: Any) -> int:
        piece = bytes(content)
        self._pieces.append(piece)
        self._length += len(piece)
        return len(piece)

    def tell(self) -> int:
        return self._length

    def drain(self) -> bytes:
        """What was written since the last time."""
        content = b"".join(self._pieces)
        self._pieces.clear()
        return content
