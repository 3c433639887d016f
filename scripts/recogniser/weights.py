"""Fit how rules and classifier are weighed together: `python -m scripts.recogniser.weights [--part dev]`.

For every detection on the corpus's dev part, which took no part in training: was it a detail? A logistic regression for each
group of recognisers on the log-odds of its own score and of the classifier's chance; groups with few detections keep close to
the weights of all.
"""

import argparse
import json
from collections import defaultdict

import numpy as np
from sklearn.linear_model import LogisticRegression

from evaluation.corpus.load import PARTS, read_corpus
from evaluation.labelled import LabelledNote
from redaction.detect import Detector
from redaction.ner import CLASSIFIER
from redaction.normalise import normalise
from redaction.types import Detection
from redaction.weigh import GUESSES, PATH, Weights, chance_of, group_of, load_weights, log_odds

_FEWEST = 12
_PRIOR = 6  # how many detections the weights of all count for in a group


def right(one: Detection, note: LabelledNote) -> bool:
    """Whether at least half of a detection lies in details."""
    shared = sum(max(0, min(one.end, entity.end) - max(one.start, entity.start)) for entity in note.entities)
    return 2 * shared >= one.end - one.start


def fit(
    rows: "np.ndarray[tuple[int, int], np.dtype[np.float64]]", weight: "np.ndarray[tuple[int], np.dtype[np.float64]]"
) -> Weights:
    """Weights from rows of (log-odds of the own score, of the chance, right or not)."""
    if len(set(rows[:, 2])) < 2:  # noqa: PLR2004 - all right: what is seen is as sure as their number allows
        return Weights(float(np.log((len(rows) + 1) / 1.0)) * (1 if rows[0, 2] else -1), 0.0, 0.0)
    model = LogisticRegression(C=1.0, max_iter=1000).fit(rows[:, :2], rows[:, 2], sample_weight=weight)
    return Weights(float(model.intercept_[0]), *(float(value) for value in model.coef_[0]))


def main() -> None:
    """Collect, fit, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", choices=PARTS, default="dev")
    arguments = parser.parse_args()
    PATH.unlink(missing_ok=True)
    load_weights.cache_clear()
    detector = Detector()
    notes = [note for note in read_corpus(arguments.part) if normalise(note.text).text == note.text]
    rows: defaultdict[str, list[tuple[float, float, float]]] = defaultdict(list)
    for note, (reading, found) in zip(notes, detector.unweighed([note.text for note in notes]), strict=True):
        for one in found:
            if one.recogniser != CLASSIFIER and one.recogniser not in GUESSES:
                continue
            rows[group_of(one)].append((log_odds(one.score), log_odds(chance_of(one, reading) or 0.0), float(right(one, note))))
    kinds: defaultdict[str, list[tuple[float, float, float]]] = defaultdict(list)
    for group, own in rows.items():
        kinds[group.split("/")[0]] += own
    written = {}
    for group, own in sorted(rows.items()):
        others = kinds[group.split("/")[0]]
        table = np.array([*own, *others])
        weight = np.array([1.0] * len(own) + [_PRIOR / len(others)] * len(others))
        weights = fit(table, weight)
        written[group] = [round(value, 4) for value in (weights.bias, weights.rule, weights.chance)]
        share = np.mean([row[2] for row in own])
        print(f"{group}: {len(own)} detections, {share:.3f} right, weights {written[group]}")
    PATH.write_text(json.dumps(written, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
