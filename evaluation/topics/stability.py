"""How much the same topics are found again when other segments of the same kind are there: bootstrap samples compared."""

from collections.abc import Callable, Sequence
from itertools import combinations

import numpy as np

from evaluation.formats.topics import TopicTexts
from evaluation.intervals import Metric
from evaluation.topics.arms import Floats, find


def stability(
    data: TopicTexts,
    embeddings: Floats,
    *,
    arms: Sequence[str],
    topics: int,
    bootstraps: int = 5,
    seed: int = 0,
    advance: Callable[[], None] = lambda: None,
) -> dict[str, Metric]:
    """`stability/ARM`: the adjusted Rand index of each two fits on bootstrap samples, on the texts in both.

    Mean, lowest and highest of the pairs (Hubert and Arabie 1985; Ben-Hur et al. 2002). No topic counts as one. The samples
    are the same for all arms.

    Args:
        data: n texts.
        embeddings: Shape (n, dimensions).
        arms: Of `arms.ARMS`.
        topics: How many are asked for.
        bootstraps: Samples drawn with replacement, at least 2.
        seed: Of the samples; a fit has its sample's number as its seed.
        advance: Called after each fit.
    """
    from sklearn.metrics import adjusted_rand_score

    draw = np.random.default_rng(seed)
    samples = [draw.integers(0, len(data.texts), len(data.texts)) for _ in range(bootstraps)]
    metrics = {}
    for arm in arms:
        fitted = []
        for number, rows in enumerate(samples):
            found = find(
                arm, [data.texts[row] for row in rows], embeddings[rows], topics=topics, seed=number, encoder=data.encoder
            )
            places, firsts = np.unique(rows, return_index=True)
            fitted.append((places, found.labels[firsts]))
            advance()
        indices = []
        for (first, labels), (second, others) in combinations(fitted, 2):
            _, mine, theirs = np.intersect1d(first, second, return_indices=True)
            indices.append(adjusted_rand_score(labels[mine], others[theirs]))
        metrics[f"stability/{arm}"] = Metric(float(np.mean(indices)), float(np.min(indices)), float(np.max(indices)))
    return metrics
