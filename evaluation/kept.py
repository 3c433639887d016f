"""Whether hiding who a note is about changes what it is coded as: codes of the raw text against codes of the redacted text."""

from collections.abc import Sequence

import numpy as np

from evaluation.agreement import krippendorff_alpha
from evaluation.alignment import MachineSegment
from evaluation.intervals import Metric, bootstrap_ratio
from evaluation.report import Report

Coded = Sequence[MachineSegment]
"""The machine's segments of a note, by their place in the text as posted."""


def evaluate_kept(pairs: Sequence[tuple[Coded, Coded]], codes: Sequence[str], *, dataset: str) -> Report:
    """Agreement of the codes before and after redaction.

    - `segments_same_codes`: share of segments with the same codes both times; a segment that is cut otherwise counts as other;
    - `segments_same_codes_coded`: the same among segments with a code in at least one of the two;
    - `alpha_codes`: Krippendorff's alpha over all decisions, a segment and a code each.

    Args:
        pairs: For each note, its segments coded raw and coded redacted.
        codes: The ids of the codebook.
        dataset: Name for the report.
    """
    same, of_coded, first, second = [], [], [], []
    for raw, redacted in pairs:
        after = {(one.source_start, one.source_end): set(one.codes) for one in redacted}
        before = {(one.source_start, one.source_end): set(one.codes) for one in raw}
        spans = sorted(before.keys() | after.keys())
        equal = [before.get(span) == after.get(span) for span in spans]
        coded = [bool(before.get(span) or after.get(span)) for span in spans]
        same.append([float(sum(equal)), float(len(spans))])
        of_coded.append([float(sum(one for one, has in zip(equal, coded, strict=True) if has)), float(sum(coded))])
        shared = [span for span in spans if span in before and span in after]
        first += [code in before[span] for span in shared for code in codes]
        second += [code in after[span] for span in shared for code in codes]
    alpha = krippendorff_alpha([[float(one) for one in first], [float(one) for one in second]])
    metrics = {
        "segments_same_codes": bootstrap_ratio(np.array(same)),
        "segments_same_codes_coded": bootstrap_ratio(np.array(of_coded)),
        "alpha_codes": Metric(float(alpha), np.nan, np.nan),
    }
    return Report(dataset, len(pairs), metrics)
