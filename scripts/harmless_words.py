"""Words that say nothing of anybody, counted in the corpus's train part and in public posts: `redaction/words/harmless.txt`.

A word is taken if it stands in lower case in several texts, outside of every marked detail. First names and surnames that are
rare as words are left out. Run as `python -m scripts.harmless_words --data ../shared/data`.
"""

import argparse
import csv
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from codebook.load import load_codebook, starter_path
from evaluation.corpus.duplicates import blanked
from evaluation.corpus.load import read_corpus
from redaction.words.harmless import PATH
from scripts.recogniser.names import load_names

_WORD = re.compile(r"(?<![\w@#'’])[a-z]{2,24}(?:['’][a-z]{1,3})?(?![\w@])")
_FEWEST, _FEWEST_OF_NAMES = 3, 40


def texts(data: Path) -> Iterator[str]:
    """Notes without their details, the codebook's sentences, and public posts."""
    for note in read_corpus("train"):
        yield blanked(note, 0, len(note.text))
    for code in load_codebook(starter_path()).codes:
        yield " ".join((code.definition, *code.examples))
    for name in ("train.tsv", "dev.tsv"):
        with (data / "coding" / "goemotions" / name).open(encoding="utf-8") as rows:
            yield from (row[0] for row in csv.reader(rows, delimiter="\t", quoting=csv.QUOTE_NONE))
    with (data / "coding" / "counsel_chat.csv").open(encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            yield f"{row.get('questionText', '')} {row.get('answerText', '')}"


def main() -> None:
    """Count and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    arguments = parser.parse_args()
    counts: Counter[str] = Counter()
    for text in texts(arguments.data):
        counts.update({word.replace("’", "'") for word in _WORD.findall(text)})
    names = load_names(arguments.data / "names")
    pools = [names.uk_forenames, *names.forenames.values(), *names.surnames.values()]
    known = {word.casefold() for pool in pools for name in pool for word in name.split()}
    kept = sorted(word for word, count in counts.items() if count >= (_FEWEST_OF_NAMES if word in known else _FEWEST))
    PATH.write_text("\n".join(kept) + "\n", encoding="utf-8")
    print(f"{len(kept)} words")


if __name__ == "__main__":
    main()
