"""How much recall is lost when the same notes are written worse, and for whose names it is lower than for others'."""

from collections.abc import Callable, Iterable, Sequence

import numpy as np

from evaluation.intervals import RESAMPLES, SEED, Metric, bootstrap_by_cluster, bootstrap_ratio, ratio
from evaluation.labelled import LabelledNote
from evaluation.perturb import PERTURBATIONS
from evaluation.redaction import Span, hidden_mentions
from evaluation.report import Report
from redaction.types import MentionType

Redact = Callable[[Sequence[LabelledNote]], Iterable[Sequence[Span]]]
"""Predicted mentions for each note."""


def evaluate_robustness(
    notes: Sequence[LabelledNote], redact: Redact, *, dataset: str, resamples: int = RESAMPLES, seed: int = SEED
) -> Report:
    """Recall of whole mentions (`recall/plain`, `recall/typos` …) and what each perturbation loses of it (`loss/typos`).

    For typos and look-alikes, which touch names only, people's mentions are counted, against `recall/plain_names`.

    Args:
        notes: Labelled notes.
        redact: The redaction to measure.
        dataset: Name for the report.
        resamples: For the intervals, which are by document; a loss is paired by document.
        seed: For the intervals.
    """
    plain = list(redact(notes))
    everything = _fractions(notes, plain, only=None)
    names = _fractions(notes, plain, only=MentionType.PERSON)
    metrics = {
        "recall/plain": bootstrap_ratio(everything, resamples=resamples, seed=seed),
        "recall/plain_names": bootstrap_ratio(names, resamples=resamples, seed=seed),
    }
    for name, perturb in PERTURBATIONS.items():
        changed = [perturb(note) for note in notes]
        only = MentionType.PERSON if name in {"typos", "lookalikes"} else None
        now, before = _fractions(changed, redact(changed), only=only), names if only else everything
        metrics[f"recall/{name}"] = bootstrap_ratio(now, resamples=resamples, seed=seed)
        metrics[f"loss/{name}"] = bootstrap_by_cluster(
            np.concatenate([before, now], axis=1),
            lambda sums: 100 * (ratio(sums[:, 0], sums[:, 1]) - ratio(sums[:, 2], sums[:, 3])),
            resamples=resamples,
            seed=seed,
        )
    return Report(
        dataset, len(notes), metrics, notes=("recall: all letters and digits of a mention are hidden; loss in points",)
    )


def evaluate_origins(notes: Sequence[LabelledNote], redact: Redact, *, dataset: str) -> Report:
    """Recall of people's mentions by the origin of the names (`kind` of the notes), the worst, and best less worst (points)."""
    found = _fractions(notes, redact(notes), only=MentionType.PERSON)
    origins = sorted({note.kind for note in notes})
    metrics: dict[str, Metric] = {}
    for origin in origins:
        metrics[f"recall/{origin}"] = bootstrap_ratio(found[[note.kind == origin for note in notes]])
    values = [metric.value for metric in metrics.values()]
    metrics["recall_worst"] = Metric(min(values), np.nan, np.nan)
    metrics["gap_points"] = Metric(100 * (max(values) - min(values)), np.nan, np.nan)
    return Report(dataset, len(notes), metrics, notes=("the same sentences with names of each origin",))


def _fractions(
    notes: Sequence[LabelledNote], spans: Iterable[Sequence[Span]], *, only: MentionType | None
) -> "np.ndarray[tuple[int, int], np.dtype[np.float64]]":
    """Hidden mentions and all mentions of each note, shape (notes, 2)."""
    return np.array(
        [hidden_mentions(note, found, only=only) for note, found in zip(notes, spans, strict=True)], dtype=np.float64
    )
