"""Whether the scores of mentions mean what they say: of those with a score of .6, are six in ten details?"""

from collections.abc import Iterable, Sequence

import numpy as np

from evaluation.calibration import brier_score, calibration_error
from evaluation.intervals import Metric, share
from evaluation.labelled import LabelledNote

Scored = tuple[int, int, float]
"""A mention: start, end in the text as posted, score."""
UNSURE = (0.3, 0.7)


def evaluate_scores(pairs: Iterable[tuple[LabelledNote, Sequence[Scored]]]) -> dict[str, Metric]:
    """Calibration of the mentions' scores; a mention is right if at least half of it lies in entities.

    - `score_ece`, `score_brier`: expected calibration error (bins of equal mass) and Brier score;
    - `unsure_share`: share of mentions with a score between .3 and .7, those to review first;
    - `unsure_right`: how many of them are right.
    """
    rows = [
        (number, score, _is_right(note, start, end))
        for number, (note, mentions) in enumerate(sorted(pairs, key=lambda pair: pair[0].id))
        for start, end, score in mentions
    ]
    if not rows:
        return {}
    document = np.array([row[0] for row in rows], dtype=np.intp)
    scores, right = np.array([row[1] for row in rows]), np.array([float(row[2]) for row in rows])
    documents = int(document.max()) + 1
    unsure = (scores >= UNSURE[0]) & (scores <= UNSURE[1])
    return {
        "score_ece": calibration_error(scores, right, document, documents),
        "score_brier": brier_score(scores, right, document, documents),
        "unsure_share": share(int(unsure.sum()), len(rows)),
        "unsure_right": share(int(right[unsure].sum()), int(unsure.sum())) if unsure.any() else Metric(np.nan, np.nan, np.nan),
    }


def _is_right(note: LabelledNote, start: int, end: int) -> bool:
    shared = sum(max(0, min(end, one.end) - max(start, one.start)) for one in note.entities)
    return 2 * shared >= end - start
