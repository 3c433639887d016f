"""Build the corpus from its written form: `python scripts/build_corpus.py [--check | --assign]`.

Written: `evaluation/corpus/source/` (documents), `pairs/` (minimal pairs), `second_look/` (changes to labels), `split.csv`
(which world belongs to which part). Built: `notes.jsonl`, `minimal_pairs.jsonl`, `TABLES.md`. Second readings are kept by
`second_reading.py`.
"""

import argparse
import csv
import random
import sys
from collections import Counter, defaultdict
from pathlib import Path

from codebook.load import load_codebook, starter_path
from evaluation.corpus.check import check_all
from evaluation.corpus.load import FOLDER, PARTS
from evaluation.corpus.markup import MarkupError, read_markup
from evaluation.corpus.pairs import read_pair_markup
from evaluation.corpus.second_look import looked_at, read_changes
from evaluation.corpus.tables import tables
from evaluation.labelled import LabelledNote, to_json

SPLIT = FOLDER / "split.csv"
SHARES = {"train": 0.70, "dev": 0.15, "test": 0.15}
SEED = 20261124


def worlds() -> dict[str, Path]:
    """The files of documents and of pairs, by the name under which the split has them: `w01/3`, `pairs/m1-2`."""
    documents = {str(path.relative_to(FOLDER / "source").with_suffix("")): path for path in (FOLDER / "source").rglob("*.txt")}
    pairs = {f"pairs/{path.stem}": path for path in (FOLDER / "pairs").glob("*.txt")}
    return dict(sorted((documents | pairs).items()))


def read_split() -> dict[str, str]:
    """The part of each world, as it was written down once."""
    if not SPLIT.exists():
        return {}
    with SPLIT.open(encoding="utf-8", newline="") as rows:
        return {row["world"]: row["part"] for row in csv.DictReader(rows)}


def assign(split: dict[str, str]) -> dict[str, str]:
    """Gives each world that has no part one by lot, so that each writer's worlds are spread; given parts stay as they are."""
    new = dict(split)
    by_writer: defaultdict[str, list[str]] = defaultdict(list)
    for world in worlds():
        by_writer[world.split("/")[0]].append(world)
    chance = random.Random(SEED)  # noqa: S311 - a lot for a split, no secret
    counts = Counter(new.values())
    for members in by_writer.values():
        free = [world for world in members if world not in new]
        chance.shuffle(free)
        for world in free:
            in_writer = Counter(new[member] for member in members if member in new)
            total = counts.total() + 1
            part = max(
                PARTS, key=lambda part: (SHARES[part] * len(members) - in_writer[part] > 0, SHARES[part] * total - counts[part])
            )
            new[world] = part
            counts[part] += 1
    return dict(sorted(new.items()))


def build() -> dict[str, str]:
    """The built files, by name.

    Raises:
        MarkupError: Something of the written form does not fit, or a document has an error.
    """
    split, codes = read_split(), load_codebook(starter_path()).by_id
    if missing := [world for world in worlds() if world not in split]:
        raise MarkupError(f"these are in no part of the split: {missing}; run with --assign")
    notes: list[LabelledNote] = []
    pairs = []
    for world, path in worlds().items():
        if world.startswith("pairs/"):
            pairs += list(read_pair_markup(path, split=split[world]))
        else:
            notes += [note.model_copy(update={"split": split[world]}) for note in read_markup(path)]
    changes = dict(one for path in sorted((FOLDER / "second_look").glob("*.txt")) for one in read_changes(path))
    notes = [looked_at(note, changes.get(note.id, [])) for note in notes]
    notes.sort(key=lambda note: note.id)
    problems = [f"{finding.document}: {finding.message}" for finding in check_all(notes, codes=codes) if finding.is_error]
    problems += [f"{pair.id}: {problem}" for pair in pairs if (problem := pair.problem())]
    problems += [f"{pair.id}: unknown code" for pair in pairs if {*pair.a.codes, *pair.b.codes} - set(codes)]
    problems += [f"{identifier}: id twice" for identifier, count in Counter(pair.id for pair in pairs).items() if count > 1]
    if problems:
        raise MarkupError("\n".join(problems))
    return {
        "notes.jsonl": "".join(to_json(note) + "\n" for note in notes),
        "minimal_pairs.jsonl": "".join(pair.model_dump_json() + "\n" for pair in sorted(pairs, key=lambda pair: pair.id)),
        "TABLES.md": tables(notes, pairs),
    }


def main() -> int:
    """Write the built files, or with --check say whether they are what the written form gives."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing; 1 if a built file is not up to date")
    parser.add_argument("--assign", action="store_true", help="give worlds that have no part of the split one, by lot")
    arguments = parser.parse_args()
    if arguments.assign:
        rows = "".join(f"{world},{part}\n" for world, part in assign(read_split()).items())
        SPLIT.write_text(f"world,part\n{rows}", encoding="utf-8")
    try:
        files = build()
    except MarkupError as error:
        print(error, file=sys.stderr)
        return 1
    if arguments.check:
        stale = [name for name, content in files.items() if (FOLDER / name).read_text(encoding="utf-8") != content]
        print(f"not up to date: {stale}" if stale else "up to date")
        return 1 if stale else 0
    for name, content in files.items():
        (FOLDER / name).write_text(content, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
