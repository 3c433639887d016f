"""How well codes are learned from few examples: ours and simpler learners on the same texts, at k examples a code."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evaluation.calibration import calibration_error
from evaluation.formats.coded import CodedTexts
from evaluation.intervals import Metric
from evaluation.report import Report
from models.encode import Encoder
from models.learn import Decided, learn, one_each
from models.tune import tuned

Floats = NDArray[np.float32]
ALL = -1
"""Every example of every code."""
_TEST_PART = 5
_FEWEST = 2


@dataclass(frozen=True, slots=True, eq=False)
class _Answer:
    """Chances and decisions for every text and code, shape (texts, codes)."""

    chances: Floats
    put: NDArray[np.bool_]


def split_coded(data: CodedTexts) -> tuple[CodedTexts, CodedTexts]:
    """Train and test, a fifth of the groups by a hash of their name; no text stands on both sides."""
    test = np.array([int(hashlib.sha256(group.encode()).hexdigest()[:8], 16) % _TEST_PART == 0 for group in data.groups])
    return without_texts_of(data.of(np.flatnonzero(~test)), held := data.of(np.flatnonzero(test))), held


def without_texts_of(train: CodedTexts, test: CodedTexts) -> CodedTexts:
    """The training texts that are not among the test texts, whatever their case and spaces."""
    held = {_plain(text) for text in test.texts}
    return train.of(np.array([row for row, text in enumerate(train.texts) if _plain(text) not in held], dtype=np.intp))


def draw(labels: Floats, shots: int, seed: int) -> NDArray[np.intp]:
    """Rows with at least `shots` positives of each code (as far as there are), rarest codes first, and as many without any."""
    if shots == ALL:
        return np.arange(len(labels))
    order = np.random.default_rng(seed).permutation(len(labels))
    taken = np.zeros(len(labels), dtype=np.bool_)
    positive = labels == 1
    for code in np.argsort(positive.sum(axis=0), kind="stable"):
        free = order[positive[order, code] & ~taken[order]]
        taken[free[: max(shots - int(positive[taken, code].sum()), 0)]] = True
    none = order[~positive[order].any(axis=1)]
    taken[none[:shots]] = True
    return np.flatnonzero(taken)


def evaluate_shots(
    train: CodedTexts,
    test: CodedTexts,
    encoder: Encoder,
    *,
    shots: Sequence[int],
    seeds: int,
    arms: Sequence[str],
    dataset: str,
) -> Report:
    """Figures of each arm at each number of examples: the mean over seeds, with the lowest and the highest seed.

    Args:
        train: What may be learned from.
        test: What is measured on; takes no part in learning or thresholds.
        encoder: Makes embeddings, of the texts that are drawn only.
        shots: Examples a code; 0 is the codebook alone, `ALL` everything.
        seeds: Draws at each number; everything and nothing are drawn once.
        arms: Of "ours", "tfidf", "frozen", "setfit".
        dataset: What the report calls the data.
    """
    vectors = encoder.encode(test.texts)
    figures: dict[str, list[float]] = {}
    nobody = np.zeros(0, np.intp)
    drawn = {
        count: [draw(train.labels, count, seed) if count else nobody for seed in range(seeds if count > 0 else 1)]
        for count in shots
    }
    # a text that several draws hold is embedded once
    places = np.unique(np.concatenate([nobody, *(rows for draws in drawn.values() for rows in draws)]))
    embedded = encoder.encode(train.of(places).texts)
    for count, draws in drawn.items():
        for rows in draws:
            taught, seen = train.of(rows), embedded[np.searchsorted(places, rows)]
            for arm in arms if count else [arm for arm in arms if arm == "ours"]:
                answer = _ARMS[arm](taught, seen, test, vectors, encoder)
                for name, value in _figures(answer, test.labels).items():
                    figures.setdefault(f"{name}/{arm}/{'all' if count == ALL else count}", []).append(value)
    metrics = {name: Metric(float(np.mean(of)), float(np.min(of)), float(np.max(of))) for name, of in figures.items()}
    return Report(
        dataset, len(test.texts), metrics,
        (f"learned from up to {len(train.texts)} other texts; figure/learner/examples a code",),
        intervals=f"mean, lowest and highest of {seeds} draws",
    )  # fmt: skip


def _figures(answer: _Answer, labels: Floats) -> dict[str, float]:
    from sklearn.metrics import average_precision_score, f1_score

    f1, precision, error, brier, chance = [], [], [], [], []
    hits, told_all, put_all = 0, 0, 0
    for code in range(labels.shape[1]):
        known = ~np.isnan(labels[:, code])
        told, put, score = labels[known, code] == 1, answer.put[known, code], answer.chances[known, code].astype(np.float64)
        hits, told_all, put_all = hits + int((told & put).sum()), told_all + int(told.sum()), put_all + int(put.sum())
        if not told.any():
            continue
        f1.append(f1_score(told, put, zero_division=0))
        precision.append(average_precision_score(told, score))
        places = np.arange(len(told))
        error.append(calibration_error(score, told.astype(np.float64), places, len(told), resamples=1).value)
        brier.append(float(((score - told) ** 2).mean()))
        chance.append(float(told.mean() * (1 - told.mean())))
    return {
        "macro_f1": float(np.mean(f1)), "macro_average_precision": float(np.mean(precision)),
        "micro_f1": 2 * hits / max(told_all + put_all, 1), "ece": float(np.mean(error)),
        "brier_against_base_rate": float(np.sum(brier) / max(np.sum(chance), 1e-9)),
    }  # fmt: skip


def _ours(taught: CodedTexts, seen: Floats, test: CodedTexts, vectors: Floats, encoder: Encoder) -> _Answer:
    heads = learn(taught.codebook, encoder, Decided(taught.texts, seen, taught.labels, taught.groups))
    odds = heads.decide(test.texts, vectors)
    return _Answer(_chance(odds), heads.put(odds))


def _tfidf(taught: CodedTexts, _: Floats, test: CodedTexts, __: Floats, ___: Encoder) -> _Answer:
    """TF-IDF of words and pairs, linear support vectors, put from distance 0 (or the farthest, where one holds)."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.svm import LinearSVC

    words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
    features = words.fit_transform(taught.texts)
    return _one_a_code(LinearSVC, features, words.transform(test.texts), taught.labels)


def _frozen(taught: CodedTexts, seen: Floats, _: CodedTexts, vectors: Floats, __: Encoder) -> _Answer:
    """Logistic regression over the embeddings alone."""
    from sklearn.linear_model import LogisticRegression

    return _one_a_code(lambda: LogisticRegression(max_iter=1000), seen, vectors, taught.labels)


def _setfit(taught: CodedTexts, _: Floats, test: CodedTexts, __: Floats, ___: Encoder) -> _Answer:
    """Contrastive tuning, then logistic regression (Tunstall et al. 2022)."""
    from sklearn.linear_model import LogisticRegression

    encoder = tuned(taught.texts, taught.labels)
    return _one_a_code(
        lambda: LogisticRegression(max_iter=1000), encoder.encode(taught.texts), encoder.encode(test.texts), taught.labels
    )


def _one_a_code(make: Callable[[], object], features: object, tested: object, labels: Floats) -> _Answer:
    rows = tested.shape[0]  # type: ignore[attr-defined]
    odds = np.full((rows, labels.shape[1]), -4.0, np.float32)
    for code in range(labels.shape[1]):
        known = np.flatnonzero(~np.isnan(labels[:, code]))
        told = labels[known, code] == 1
        if min(told.sum(), (~told).sum()) >= _FEWEST:
            odds[:, code] = make().fit(features[known], told).decision_function(tested)  # type: ignore[attr-defined,index]
    put = np.arange(odds.shape[1]) == odds.argmax(axis=1)[:, None] if one_each(labels) else odds >= 0
    return _Answer(_chance(odds), put)


def _chance(odds: Floats) -> Floats:
    chance: Floats = (1 / (1 + np.exp(-np.clip(odds, -30, 30)))).astype(np.float32)
    return chance


def _plain(text: str) -> str:
    return " ".join(text.lower().split())


_ARMS: dict[str, Callable[[CodedTexts, Floats, CodedTexts, Floats, Encoder], _Answer]] = {
    "ours": _ours,
    "tfidf": _tfidf,
    "frozen": _frozen,
    "setfit": _setfit,
}
ARMS = tuple(_ARMS)
"""The learners that can be measured."""
