"""A second look at the corpus's labels: `draw FOLDER` writes sheets, `take NAME FILE` keeps the changes."""

import argparse
import sys
from pathlib import Path

from evaluation.corpus.load import FOLDER, read_written
from evaluation.corpus.markup import MarkupError
from evaluation.corpus.second_look import looked_at, read_changes, read_numbers, write_sheet

LOOKS = FOLDER / "second_look"


def main() -> int:
    """Draw or take, as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    drawing = commands.add_parser("draw")
    drawing.add_argument("folder", type=Path)
    drawing.add_argument("--sheets", type=int, default=8)
    taking = commands.add_parser("take")
    taking.add_argument("name")
    taking.add_argument("file", type=Path)
    arguments = parser.parse_args()
    try:
        notes = read_written()
        if arguments.command == "draw":
            done = {identifier for path in LOOKS.glob("*.txt") for identifier, _ in read_changes(path)}
            todo = [note for note in notes.values() if note.id not in done]
            arguments.folder.mkdir(parents=True, exist_ok=True)
            for number in range(arguments.sheets):
                part = todo[number :: arguments.sheets]
                (arguments.folder / f"look{number + 1}.txt").write_text("\n".join(map(write_sheet, part)), encoding="utf-8")
                print(f"look{number + 1}.txt: {len(part)} documents")
        else:
            taken = list(read_numbers(arguments.file, notes))
            LOOKS.mkdir(exist_ok=True)
            path = LOOKS / f"{arguments.name}.txt"
            path.write_text(
                "\n".join(f"=== {identifier}\n" + "\n".join(lines) + "\n" for identifier, lines in taken), encoding="utf-8"
            )
            for identifier, changes in read_changes(path):
                looked_at(notes[identifier], changes)
            print(f"{path.name}: {sum(len(lines) for _, lines in taken)} segments of {len(taken)} documents changed or kept")
    except MarkupError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
