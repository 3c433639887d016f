"""Build the bundled sample from its written form: `python scripts/build_sample.py [--check]`."""

import argparse
import sys
from collections import Counter
from pathlib import Path

from codebook.load import load_codebook, starter_path
from evaluation.corpus.markup import MarkupError, read_markup
from evaluation.labelled import LabelledNote, to_json

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "evaluation" / "corpus" / "source"
SAMPLE = ROOT / "evaluation" / "corpus" / "sample.jsonl"


def build(source: Path) -> list[LabelledNote]:
    """All documents under `source`, sorted by id; refuses double ids and codes the codebook does not have."""
    notes = sorted((note for path in source.glob("*.txt") for note in read_markup(path)), key=lambda note: note.id)
    double = [identifier for identifier, count in Counter(note.id for note in notes).items() if count > 1]
    known = set(load_codebook(starter_path()).by_id)
    unknown = {code for note in notes for coding in note.codings for code in coding.codes} - known
    if double or unknown:
        raise MarkupError(f"double ids: {double}; unknown codes: {sorted(unknown)}")
    return notes


def main() -> int:
    """Write the sample, or with --check say whether it is what its written form gives."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    try:
        notes = build(SOURCE)
    except MarkupError as error:
        print(error, file=sys.stderr)
        return 1
    content = "".join(to_json(note) + "\n" for note in notes)
    if arguments.check:
        return 0 if SAMPLE.read_text(encoding="utf-8") == content else 1
    SAMPLE.write_text(content, encoding="utf-8")
    words = sum(len(note.text.split()) for note in notes)
    marks = sum(len(note.entities) for note in notes)
    codes = Counter(code for note in notes for coding in note.codings for code in coding.codes or ("(none)",))
    print(f"{len(notes)} documents, {words} words, {marks} details, {sum(len(n.codings) for n in notes)} segments")
    print(", ".join(f"{code} {count}" for code, count in codes.most_common()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
