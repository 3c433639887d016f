"""The learner's curve: what simple heads learn from more and more documents, to see whether writing more still helps.

Two heads, plain on purpose: logistic regression for each code on TF-IDF of words, and the same on frozen sentence embeddings.
Neither is what earshot codes with; they show what is in the labels, not what can be made of them.
"""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evaluation.corpus.duplicates import blanked
from evaluation.corpus.second import units
from evaluation.intervals import SEED, Floats, Metric
from evaluation.labelled import LabelledNote
from evaluation.report import Report
from models.encode import Encoder

SIZES = (25, 50, 100, 200, 400)
_TRAINED_AT_LEAST = 2  # segments with the code; with fewer nothing can be fitted and the code is never put


@dataclass(frozen=True, slots=True)
class _Table:
    """Segments as rows: their words, vectors, codes, and the number of their document."""

    texts: list[str]
    vectors: Floats
    codes: NDArray[np.bool_]
    document: NDArray[np.int64]

    def of(self, documents: NDArray[np.int64]) -> "_Table":
        """The rows of these documents."""
        rows = np.flatnonzero(np.isin(self.document, documents))
        return _Table([self.texts[row] for row in rows], self.vectors[rows], self.codes[rows], self.document[rows])


def learning_curve(
    train: Sequence[LabelledNote],
    dev: Sequence[LabelledNote],
    encoder: Encoder,
    *,
    sizes: Sequence[int] = SIZES,
    draws: int = 5,
    seed: int = SEED,
) -> Report:
    """Macro-F1 (threshold .5, balanced weights) and mean average precision on `dev`, by documents of `train`.

    "f1_macro/minilm/200" is the head on embeddings with 200 documents; "…/gain" is what the last doubling brought. Value is
    the mean of the draws, low and high the lowest and the highest draw; all documents are one draw. Details count as their
    type, so that no name is learned.

    Args:
        train: What documents are drawn from, whole.
        dev: What is measured on; of other authors and cases than `train`.
        encoder: For the vectors.
        sizes: How many documents; those above what there is are left out, all of them are added.
        draws: How often documents are drawn at each size.
        seed: The same seed gives the same draws.
    """
    codes = sorted({code for note in (*train, *dev) for coding in note.codings for code in coding.codes})
    learn, measure = _table(train, codes, encoder), _table(dev, codes, encoder)
    steps = [*(size for size in sizes if size < len(train)), len(train)]
    figures: dict[str, list[float]] = {}
    random = np.random.default_rng(seed)
    for size in steps:
        for _ in range(1 if size == len(train) else draws):
            drawn = learn.of(random.choice(len(train), size=size, replace=False))
            for head, (past, now) in _features(drawn, measure).items():
                f1, precision = _score(past, drawn.codes, now, measure.codes)
                figures.setdefault(f"f1_macro/{head}/{size}", []).append(f1)
                figures.setdefault(f"average_precision_macro/{head}/{size}", []).append(precision)
    ordered = sorted(figures.items(), key=_order)
    metrics = {name: Metric(float(np.mean(values)), min(values), max(values)) for name, values in ordered}
    for name in ("f1_macro", "average_precision_macro"):
        metrics |= {f"{name}/{head}/gain": _gain(metrics, name, head, steps) for head in ("tfidf", "minilm")}
    return Report(
        dataset=f"corpus, dev ({len(dev)} documents, {len(measure.texts)} segments)",
        documents=len(train),
        metrics=metrics,
        notes=("gain: the last figure less that of about half as many documents; near nothing means that the curve is flat",),
        intervals=f"lowest and highest of {draws} draws of documents",
    )


def _order(item: tuple[str, list[float]]) -> tuple[str, str, int]:
    figure, head, size = item[0].split("/")
    return figure, head, int(size)


def _gain(metrics: dict[str, Metric], name: str, head: str, steps: Sequence[int]) -> Metric:
    """The last figure less that at the size nearest to half of the last."""
    half = min(steps, key=lambda size: abs(size - steps[-1] / 2))
    gain = metrics[f"{name}/{head}/{steps[-1]}"].value - metrics[f"{name}/{head}/{half}"].value
    return Metric(gain, np.nan, np.nan)


def _table(notes: Sequence[LabelledNote], codes: Sequence[str], encoder: Encoder) -> _Table:
    texts, flags, document = [], [], []
    for number, note in enumerate(notes):
        listed = {(coding.start, coding.end): coding.codes for coding in note.codings}
        for start, end in units(note):
            said = listed.get((start, end), ())
            texts.append(blanked(note, start, end))
            flags.append([code in said for code in codes])
            document.append(number)
    vectors = encoder.encode(texts).astype(np.float64)
    return _Table(texts, vectors, np.array(flags, dtype=bool), np.array(document))


def _features(past: _Table, now: _Table) -> "dict[str, tuple[NDArray[np.float64], NDArray[np.float64]]]":
    from sklearn.feature_extraction.text import TfidfVectorizer

    words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2)
    return {
        "tfidf": (words.fit_transform(past.texts), words.transform(now.texts)),
        "minilm": (past.vectors, now.vectors),
    }


def _score(past: Floats, known: NDArray[np.bool_], now: Floats, true: NDArray[np.bool_]) -> tuple[float, float]:
    """Macro-F1 and mean average precision of one head for each code."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import average_precision_score, f1_score

    f1, precision = [], []
    for code in np.flatnonzero(true.any(axis=0)):
        if known[:, code].sum() < _TRAINED_AT_LEAST:
            chance = np.zeros(len(true))
        else:
            head = LogisticRegression(class_weight="balanced", C=4.0, max_iter=1000, solver="liblinear")
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                chance = head.fit(past, known[:, code]).predict_proba(now)[:, 1]
        f1.append(f1_score(true[:, code], chance > 0.5, zero_division=0.0))  # noqa: PLR2004
        precision.append(average_precision_score(true[:, code], chance))
    return float(np.mean(f1)), float(np.mean(precision))
