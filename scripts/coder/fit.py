"""Fit how the tuned coder's scores are read: `python -m scripts.coder.fit`.

On the corpus's dev part, which took no part in training, as earshot's own redaction leaves it: for each code a logistic curve
from score to probability (Platt 1999, Probabilistic outputs for support vector machines), the probability from which it is
suggested (the best F1, drawn towards that of all codes, for a code has some seventy positives there), and one from which any
code is taken without a person: where an exact binomial bound says that at least nine in ten are right.
"""

import argparse
import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import beta
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score

from codebook.load import load_codebook, starter_path
from evaluation.corpus.load import read_corpus
from models.encode import SentenceEncoder
from models.learn import Decided, LearnedHeads, learn
from models.tuned.coder import FOLDER, HEADS, TunedCoder, meaning
from models.types import Segment
from scripts.coder.export import write_card
from scripts.coder.texts import CODES, Text, of_notes, sources

Floats = NDArray[np.float64]
_GRID = np.arange(0.06, 0.8, 0.01)
_PRIOR = 100.0  # a code's own best threshold counts as much as that of all from so many positives on
_RIGHT, _CONFIDENCE = 0.90, 0.95


def neutral() -> dict[str, Any]:
    """A card that leaves the scores as they are."""
    codes = load_codebook(starter_path()).codes
    count = len(codes)
    plain = {"scale": [1.0], "words": [0.0], "shift": [0.0], "suggest": [0.5], "accept": [0.95]}
    return {"meanings": [meaning(code) for code in codes], "alone": {name: one * count for name, one in plain.items()}}


def scores(coder: TunedCoder, texts: Sequence[Text]) -> tuple[Floats, Floats]:
    """The network's scores on all units of the texts, and what is true; both of shape (units, codes)."""
    notes = [(text.text, [_segment(*span) for span in text.spans], text.kind) for text in texts]
    read = np.concatenate([reading.odds for reading in coder.read(notes)]).astype(float)
    return read, np.concatenate([text.codes for text in texts]).astype(float)


def fit(odds: Floats, words: Floats | None, true: Floats) -> dict[str, list[float]]:
    """A `models.tuned.coder.Curve`.

    Args:
        odds: The network's scores, shape (units, codes).
        words: Those of the heads, of the same shape; none where the network judges alone.
        true: 0 or 1, of the same shape.
    """
    count = true.shape[1]
    beside = np.zeros_like(odds) if words is None else words
    curves = [_platt(np.stack([odds[:, code], beside[:, code]], axis=1), true[:, code]) for code in range(count)]
    scale, share, shift = np.array(curves).T
    chances = 1 / (1 + np.exp(-(odds * scale + beside * share + shift)))
    together = np.mean([_f1_curve(chances[:, code], true[:, code]) for code in range(count)], axis=0)
    suggest = []
    for code in range(count):
        own = true[:, code].sum() / (true[:, code].sum() + _PRIOR)
        curve = own * _f1_curve(chances[:, code], true[:, code]) + (1 - own) * together
        suggest.append(float(_GRID[int(np.argmax(curve))]))
    accept = max(_accept(chances.ravel(), true.ravel()), *suggest)
    found = {"scale": scale, "words": share, "shift": shift, "suggest": suggest, "accept": [accept] * count}
    return {name: [round(float(value), 4) for value in values] for name, values in found.items()}


def _platt(features: Floats, true: Floats) -> tuple[float, float, float]:
    model = LogisticRegression(C=1.0, max_iter=1000).fit(features, true)
    return float(model.coef_[0, 0]), float(model.coef_[0, 1]), float(model.intercept_[0])


def _f1_curve(chances: Floats, true: Floats) -> Floats:
    """F1 at each threshold of the grid, smoothed over its neighbours: single units make it jump."""
    f1 = [f1_score(true, chances >= cut, zero_division=0.0) for cut in _GRID]
    return np.convolve(np.pad(f1, 2, mode="edge"), np.ones(5) / 5, mode="valid")


def _accept(chances: Floats, true: Floats) -> float:
    """The lowest probability at and above which the share that is right is at least `_RIGHT` (Clopper and Pearson 1934)."""
    order = np.argsort(-chances)
    right = np.cumsum(true[order])
    count = np.arange(1, len(order) + 1)
    bound = beta.ppf(1 - _CONFIDENCE, right, count - right + 1)
    enough = np.flatnonzero(bound >= _RIGHT)
    return float(chances[order[enough[-1]]]) if len(enough) else 1.01


def _segment(start: int, end: int) -> Segment:
    return Segment(0, start, end, start, end, "")


def learn_heads(texts: Sequence[Text], encoder: SentenceEncoder) -> LearnedHeads:
    """The heads beside the network, learned from each unit by itself."""
    segments = [text.text[start:end] for text in texts for start, end in text.spans]
    labels = np.concatenate([text.codes for text in texts])
    groups = [str(place) for place, text in enumerate(texts) for _ in text.spans]
    decided = Decided(segments, encoder.encode(segments), labels, groups)
    return learn(load_codebook(starter_path()), encoder, decided, thresholds=False)


def main() -> None:
    """Learn the heads, read dev, fit, write the card."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path, default=FOLDER)
    folder = parser.parse_args().weights
    encoder = SentenceEncoder()
    heads = learn_heads([one.forms[2] for one in sources("train")], encoder)
    write_card(folder, neutral())
    dev = [source.forms[2] for source in of_notes(read_corpus("dev"))]
    odds, true = scores(TunedCoder(folder), dev)
    texts = [text.text[start:end] for text in dev for start, end in text.spans]
    words = heads.decide(texts, encoder.encode(texts)).astype(float)
    (folder / HEADS).write_bytes(content := heads.to_bytes())
    card = neutral() | {
        "encoder": encoder.revision,
        "heads": hashlib.sha256(content).hexdigest(),
        "alone": fit(odds, None, true),
        "with_heads": fit(odds, words, true),
    }
    write_card(folder, card)
    for place, code in enumerate(CODES):
        print(code, *(f"{name} {values[place]:.2f}" for name, values in card["with_heads"].items()))
    print(f"{len(true)} units, {int(true.sum())} codes; heads of {len(content) / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
