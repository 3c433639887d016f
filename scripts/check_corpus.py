"""What is wrong with files of the corpus while they are written: `python scripts/check_corpus.py FILE…`."""

import sys
from collections import Counter
from pathlib import Path

from codebook.load import load_codebook, starter_path
from evaluation.corpus.check import check_all
from evaluation.corpus.markup import MarkupError, read_markup


def main() -> int:
    """Findings and counts of the files named; 1 if something is an error."""
    codes = load_codebook(starter_path()).by_id
    failed = False
    for path in map(Path, sys.argv[1:]):
        try:
            notes = list(read_markup(path))
        except (MarkupError, OSError) as error:
            print(f"ERROR {error}")
            failed = True
            continue
        for finding in check_all(notes, codes=codes):
            print(f"{'ERROR' if finding.is_error else 'hint '} {finding.document}: {finding.message}")
            failed |= finding.is_error
        counts = Counter(code for note in notes for coding in note.codings for code in coding.codes or ("(none)",))
        voices = Counter(coding.voice.value for note in notes for coding in note.codings)
        print(
            f"{path.name}: {len(notes)} documents, {sum(len(note.text.split()) for note in notes)} words, "
            f"{sum(len(note.entities) for note in notes)} details, {sum(len(note.codings) for note in notes)} segments"
        )
        print("  ", ", ".join(f"{name} {count}" for name, count in (*counts.most_common(), *voices.most_common())))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
