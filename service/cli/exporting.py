"""`earshot export`: the project's data set as a file."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from service.cli.errors import complain, plain_errors
from service.cli.project import ProjectOption, open_here, operator


class FileFormat(StrEnum):
    """What a data set can be written as."""

    CSV = "csv"
    PARQUET = "parquet"


def export(
    out: Annotated[str, typer.Option("--out", "-o", help="File to write; '-' is standard output.")] = "-",
    file_format: Annotated[FileFormat | None, typer.Option("--format", help="Left out: by the file's ending.")] = None,
    project: ProjectOption = "default",
    text: Annotated[bool, typer.Option("--text", help="Add the redacted text of each segment.")] = False,
) -> None:
    """Write note × segment × code, machine and person told apart.

    The column "value" is present, absent, not_reviewed (the machine is in doubt and nobody looked) or not_codable;
    "value_by" says who says so, machine or person. "drawn_by_lot", "inclusion_probability" and "blind_value" are what estimates
    rest on; "person_mode" and "person_saw_suggestion" say how a decision came about.

    Example: earshot export --out coded.parquet
    """
    with plain_errors():
        from service.actions.exporting import segments_table
        from service.export.files import as_csv, as_parquet

        ending = Path(out).suffix.lstrip(".").lower()
        if file_format is None and out != "-" and ending not in list(FileFormat):
            raise typer.BadParameter("end the file in .csv or .parquet, or give --format", param_hint="--out")
        chosen = file_format or (FileFormat(ending) if out != "-" else FileFormat.CSV)
        workshop = open_here()
        table = segments_table(workshop, operator(workshop, project), with_text=text)
        pieces = (as_csv if chosen is FileFormat.CSV else as_parquet)(table.columns, table.rows)
        if out == "-":
            for piece in pieces:
                sys.stdout.buffer.write(piece)
            sys.stdout.buffer.flush()
            return
        # a half-written file must not pass for a whole one
        part = Path(f"{out}.part")
        with part.open("wb") as file:
            file.writelines(pieces)
        part.replace(out)
        complain(f"wrote {out}")
