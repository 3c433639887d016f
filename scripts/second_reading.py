"""Second readings of the corpus: `second_reading.py draw FOLDER` writes sheets, `second_reading.py take FILE…` keeps answers.

Which documents are read a second time is decided by lot from their ids alone, so that a document that comes later changes
nothing for those that were there. A sheet shows text and numbered segments, and no label of the first hand.
"""

import argparse
import sys
from pathlib import Path

from evaluation.corpus.load import FOLDER, read_second_readings, read_written
from evaluation.corpus.markup import MarkupError
from evaluation.corpus.second import is_drawn, read_answers, write_sheet

READINGS = FOLDER / "second_readings.jsonl"


def draw(folder: Path, *, sheets: int) -> None:
    """Write the drawn documents that nobody has read yet as `sheets` sheets of about the same length."""
    read = {reading.id for reading in read_second_readings()}
    drawn = [note for note in read_written().values() if is_drawn(note.id) and note.id not in read]
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(sheets):
        part = drawn[number::sheets]
        (folder / f"sheet{number + 1}.txt").write_text(write_sheet(part), encoding="utf-8")
        print(f"sheet{number + 1}.txt: {len(part)} documents")


def take(paths: list[Path], *, stage: int) -> None:
    """Keep the answers in these files; a later reading of a document stands beside an earlier one."""
    notes = read_written()
    readings = [*read_second_readings()]
    readings += [one for path in paths for one in read_answers(path, notes, reader=path.stem, stage=stage)]
    readings.sort(key=lambda reading: (reading.id, reading.round))
    READINGS.write_text("".join(reading.model_dump_json() + "\n" for reading in readings), encoding="utf-8")
    print(f"{len({reading.id for reading in readings})} documents read twice")


def main() -> int:
    """Draw or take, as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    drawing = commands.add_parser("draw")
    drawing.add_argument("folder", type=Path)
    drawing.add_argument("--sheets", type=int, default=4)
    taking = commands.add_parser("take")
    taking.add_argument("files", type=Path, nargs="+")
    taking.add_argument("--round", type=int, default=1)
    arguments = parser.parse_args()
    try:
        if arguments.command == "draw":
            draw(arguments.folder, sheets=arguments.sheets)
        else:
            take(arguments.files, stage=arguments.round)
    except MarkupError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
