"""Fit how the tuned coder's scores are read: `python -m scripts.coder.fit`.

On the corpus's dev part, which took no part in training, as earshot's own redaction leaves it: for each code a logistic curve
from score to probability (Platt 1999, Probabilistic outputs for support vector machines), the probability from which it is
suggested (the best F1, drawn towards that of all codes, for a code has some seventy positives there), and one from which any
code is taken without a person: where an exact binomial bound says that at least nine in ten are right.
"""

import argparse
import json
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
from models.tuned.coder import FOLDER, NAME, TunedCoder, meaning
from models.types import Segment
from scripts.coder.export import write_card
from scripts.coder.texts import CODES, Text, of_notes

Floats = NDArray[np.float64]
_GRID = np.arange(0.06, 0.8, 0.01)
_PRIOR = 100.0  # a code's own best threshold counts as much as that of all from so many positives on
_RIGHT, _CONFIDENCE = 0.90, 0.95


def neutral() -> dict[str, Any]:
    """A card that leaves the scores as they are."""
    codes = load_codebook(starter_path()).codes
    count = len(codes)
    return {
        "meanings": [meaning(code) for code in codes],
        "scale": [1.0] * count,
        "shift": [0.0] * count,
        "suggest": [0.5] * count,
        "accept": [0.95] * count,
    }


def scores(coder: TunedCoder, texts: Sequence[Text]) -> tuple[Floats, Floats]:
    """Log-odds of the codes on all units of the texts, and what is true; both of shape (units, codes)."""
    notes = [(text.text, [_segment(*span) for span in text.spans], text.kind) for text in texts]
    read = np.concatenate([reading.chances for reading in coder.read(notes)]).astype(float)
    odds = np.log(np.clip(read, 1e-9, 1 - 1e-7) / np.clip(1 - read, 1e-7, 1))
    return odds, np.concatenate([text.codes for text in texts]).astype(float)


def fit(odds: Floats, true: Floats) -> dict[str, list[float]]:
    """Scale, shift and thresholds of each code."""
    curves = [_platt(odds[:, code], true[:, code]) for code in range(true.shape[1])]
    scale, shift = np.array(curves).T
    chances = 1 / (1 + np.exp(-(odds * scale + shift)))
    together = np.mean([_f1_curve(chances[:, code], true[:, code]) for code in range(true.shape[1])], axis=0)
    suggest = []
    for code in range(true.shape[1]):
        share = true[:, code].sum() / (true[:, code].sum() + _PRIOR)
        own = share * _f1_curve(chances[:, code], true[:, code]) + (1 - share) * together
        suggest.append(float(_GRID[int(np.argmax(own))]))
    accept = max(_accept(chances.ravel(), true.ravel()), *suggest)
    found = {"scale": scale, "shift": shift, "suggest": suggest, "accept": [accept] * true.shape[1]}
    return {name: [round(float(value), 4) for value in values] for name, values in found.items()}


def _platt(odds: Floats, true: Floats) -> tuple[float, float]:
    model = LogisticRegression(C=1.0, max_iter=1000).fit(odds[:, None], true)
    return float(model.coef_[0, 0]), float(model.intercept_[0])


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


def main() -> None:
    """Read dev, fit, write the card."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path, default=FOLDER)
    folder = parser.parse_args().weights
    write_card(folder, neutral())
    odds, true = scores(TunedCoder(folder), [source.forms[2] for source in of_notes(read_corpus("dev"))])
    found = fit(odds, true)
    write_card(folder, neutral() | found)
    for place, code in enumerate(CODES):
        print(code, *(f"{name} {values[place]:.2f}" for name, values in found.items()))
    print(f"{NAME}: {json.dumps({'units': len(true), 'positives': int(true.sum())})}")


if __name__ == "__main__":
    main()
