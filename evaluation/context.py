"""What a segment's context brings: the same segments coded in their note and each by itself, on the same documents."""

from collections.abc import Sequence

import numpy as np

from evaluation.alignment import MachineSegment, align
from evaluation.coding import figures
from evaluation.decisions import lay_out
from evaluation.intervals import RESAMPLES, SEED, Floats, bootstrap_by_weight
from evaluation.labelled import LabelledNote
from evaluation.report import Report

_FIGURES = ("f1_macro", "average_precision_macro", "voice_accuracy", "child_voice_f1")
Row = tuple[LabelledNote, Sequence[MachineSegment], Sequence[MachineSegment]]


def evaluate_context(rows: Sequence[Row], *, dataset: str, resamples: int = RESAMPLES, seed: int = SEED) -> Report:
    """The main figures of coding both ways: "in_note/F", "alone/F", and "gain/F", their difference on the same draws.

    Args:
        rows: Each labelled note with the machine's segments of it, coded in their note and each by itself.
        dataset: Name for the report.
        resamples: For the intervals, which are by document.
        seed: For the intervals.
    """
    ordered = sorted(rows, key=lambda row: row[0].id)
    whole = lay_out([align(note, within) for note, within, _ in ordered])
    single = lay_out([align(note, alone) for note, _, alone in ordered])

    def both(weights: Floats) -> Floats:
        one, two = figures(whole, weights), figures(single, weights)
        return np.stack([part for name in _FIGURES for part in (one[name], two[name], one[name] - two[name])], axis=1)

    metrics = bootstrap_by_weight(len(ordered), both, resamples=resamples, seed=seed)
    names = [f"{way}/{name}" for name in _FIGURES for way in ("in_note", "alone", "gain")]
    return Report(dataset, len(ordered), dict(zip(names, metrics, strict=True)))
