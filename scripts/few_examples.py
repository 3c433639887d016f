"""How codes are put from a codebook alone with few examples, by heads and by prototypes, on parts held out of training data.

python -m scripts.few_examples                                  # the starter codebook on the train part of the corpus
python -m scripts.few_examples goemotions/train.tsv --texts 300   # a table of coded texts; its test part takes no part
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from codebook.load import load_codebook, starter_path
from codebook.schema import Codebook
from evaluation.corpus.load import read_corpus
from evaluation.formats.coded import CodedTexts, read_coded
from evaluation.labelled_segments import decided_segments
from evaluation.remembered import Remembered
from evaluation.shots import split_coded
from models.code import FLOORS, Coder
from models.encode import Encoder, SentenceEncoder
from models.types import Segment, Voice, VoiceTag

Floats = NDArray[np.float32]
_FEWEST = 3  # texts that carry a code, for it to be measured


def main() -> None:
    """Print average precision and F1 at the floor, macro over the codes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("table", type=Path, nargs="?", help="coded texts; none: the corpus")
    parser.add_argument("--examples", type=int, nargs="+", default=[2, 4, 8, 16])
    parser.add_argument("--texts", type=int, default=500, help="how many are measured on")
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    encoder = Remembered(SentenceEncoder())
    random = np.random.default_rng(asked.seed)
    if asked.table is None:
        book, pool = load_codebook(starter_path()), None
        notes = [note for note in read_corpus("train") if note.codings]
        found = decided_segments([notes[place] for place in random.permutation(len(notes))], book, _Nothing())
        rows = _half_coded(found.labels, asked.texts)
        texts, labels = [found.texts[row] for row in rows], found.labels[rows]
    else:
        train, _ = split_coded(read_coded(asked.table))
        renamed = CodedTexts(train.texts, train.labels, [f"{group}, again" for group in train.groups], train.codebook)
        pool, held = split_coded(renamed)
        some = held.of(random.permutation(len(held.texts))[: asked.texts])
        book, texts, labels = held.codebook, list(some.texts), some.labels
    for count in asked.examples:
        small = _with_examples(book, pool, count, np.random.default_rng(asked.seed))
        for heads in (False, True):
            precision, f1 = _figures(_scores(small, encoder, texts, heads=heads), labels)
            print(
                f"{count:3} {'heads' if heads else 'prototypes':10} average precision {precision:.3f}, F1 {f1:.3f}", flush=True
            )


class _Nothing:
    """Labels are read here; only the texts that are drawn are embedded."""

    revision = "nothing"

    def encode(self, texts: Sequence[str]) -> Floats:
        return np.zeros((len(texts), 1), np.float32)


def _half_coded(labels: Floats, number: int) -> NDArray[np.intp]:
    """The first rows, half of them with a code."""
    coded = labels.any(axis=1)
    return np.concatenate([np.flatnonzero(coded)[: number // 2], np.flatnonzero(~coded)[: number - number // 2]])


def _with_examples(book: Codebook, pool: CodedTexts | None, count: int, random: np.random.Generator) -> Codebook:
    """The codebook with so many examples a code: its own, or texts of the pool that carry this code only."""
    codes = []
    for place, code in enumerate(book.codes):
        own = list(code.examples)
        if pool is not None:
            alone = np.flatnonzero((pool.labels.sum(axis=1) == 1) & (pool.labels[:, place] == 1))
            own = [text for text in pool.of(alone).texts if len(text) < 2000] or own  # noqa: PLR2004 - a codebook's limit
        drawn = [own[place] for place in random.permutation(len(own))[:count]]
        misses = code.counter_examples[: max(1, count // 4)]
        codes.append(code.model_copy(update={"examples": tuple(drawn), "counter_examples": misses}))
    return book.model_copy(update={"codes": tuple(codes)})


def _scores(book: Codebook, encoder: Encoder, texts: list[str], *, heads: bool) -> Floats:
    segments = [Segment(number, 0, len(text), 0, len(text), text) for number, text in enumerate(texts)]
    voices = [VoiceTag(Voice.CHILD_DIRECT, 1.0, "said so")] * len(texts)
    scored = Coder(book, encoder, heads=heads).score(segments, voices, encoder.encode(texts))
    return np.array([[one[code.id] for code in book.codes] for one in scored], dtype=np.float32)


def _figures(scores: Floats, labels: Floats) -> tuple[float, float]:
    from sklearn.metrics import average_precision_score, f1_score

    codes = [code for code in range(labels.shape[1]) if labels[:, code].sum() >= _FEWEST]
    precisions = [average_precision_score(labels[:, code], scores[:, code]) for code in codes]
    f1 = [f1_score(labels[:, code], scores[:, code] >= FLOORS.suggest, zero_division=0) for code in codes]
    return float(np.mean(precisions)), float(np.mean(f1))


if __name__ == "__main__":
    main()
