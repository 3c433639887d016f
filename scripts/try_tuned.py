"""What tuning the encoder on decisions brings and costs: on documents of the train part of the corpus, held out by case.

python -m scripts.try_tuned --documents 60
"""

import argparse
import resource
import time
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

import numpy as np

from codebook.load import load_codebook, starter_path
from codebook.schema import Codebook
from evaluation.corpus.load import read_corpus
from evaluation.labelled_segments import decided_segments
from models.code import Coder
from models.encode import SentenceEncoder
from models.held_out import Once
from models.learn import Decided
from models.learned import base_odds
from models.trial import try_tuned
from models.tune_last import tune_last
from models.types import Segment, Voice, VoiceTag
from models.upper import UpperEncoder

_T = TypeVar("_T")
_EXAMPLES = 3  # a code: a codebook that nothing was tuned for


def main() -> None:
    """Print time and memory of one tuning, time of an embedding, and the comparison."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=60)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    encoder = SentenceEncoder()
    book = _few(load_codebook(starter_path()))
    notes = [note for note in read_corpus("train") if note.codings]
    drawn = np.random.default_rng(asked.seed).permutation(len(notes))[: asked.documents]
    decided = decided_segments([notes[place] for place in drawn], book, encoder)
    print(f"{len(decided.texts)} segments, {int(decided.labels.any(axis=1).sum())} coded, {len(set(decided.groups))} cases")
    some = decided.texts[:300]
    _timed("embedding", lambda: encoder.encode(some), len(some))
    before = _peak()
    upper = _timed("tuning", lambda: tune_last(encoder, decided.texts, decided.labels))
    print(f"memory at its highest: {before:.0f} MB before, {_peak():.0f} MB after; stored {len(upper.to_bytes()) / 1e6:.1f} MB")
    own = UpperEncoder(encoder, upper)
    _timed("embedding by the tuned one", lambda: own.encode(some), len(some))
    base = _base(book, encoder, decided)
    decided = replace(decided, base=base)
    found = _timed("trial", lambda: try_tuned(book, Once(encoder), decided, base, after=1))
    print(found.why, found.comparison)


def _few(book: Codebook) -> Codebook:
    update = [code.model_copy(update={"examples": code.examples[:_EXAMPLES], "counter_examples": ()}) for code in book.codes]
    return book.model_copy(update={"codes": tuple(update)})


def _base(book: Codebook, encoder: SentenceEncoder, decided: Decided) -> "np.ndarray[tuple[int, ...], np.dtype[np.float32]]":
    """The base coder's log-odds, from the codebook alone."""
    segments = [Segment(number, 0, len(text), 0, len(text), text) for number, text in enumerate(decided.texts)]
    voices = [VoiceTag(Voice.CHILD_DIRECT, 1.0, "said so")] * len(segments)
    return base_odds([code.id for code in book.codes], Coder(book, encoder).score(segments, voices, decided.embeddings))


def _timed(what: str, work: Callable[[], _T], number: int = 0) -> _T:
    start = time.perf_counter()
    done = work()
    spent = time.perf_counter() - start
    print(f"{what}: {1000 * spent / number:.1f} ms a segment" if number else f"{what}: {spent:.1f} s", flush=True)
    return done


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
