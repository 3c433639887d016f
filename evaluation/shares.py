"""Shares of segments with intervals that know that segments of one case are alike."""

import numpy as np

from evaluation.intervals import LEVEL, Floats, Metric

INTERVAL = "95 %: segments by Wilson's interval with the effective sample size of cases drawn whole, cases by Wilson's interval"


def clustered_share(part: Floats, whole: Floats) -> Metric:
    """A share of segments drawn by whole cases, with its 95 % interval.

    Wilson's interval (1927, JASA 22) with the effective sample size: as many segments drawn one by one as would tell as much,
    from the variance between cases, less for few cases (Korn and Graubard 1998, Survey Methodology 24). It is honest at 0 and
    1, where a bootstrap over cases has no width: there each case counts as much as its size allows (Kish 1965).

    Args:
        part: Of each case, the segments that count, shape (cases,).
        whole: Of each case, all segments, shape (cases,).

    Returns:
        The share; bounds are NaN for fewer than two cases, which say nothing about how cases differ.
    """
    from scipy.stats import norm, t

    cases, segments = len(whole), float(whole.sum())
    if segments == 0:
        return Metric(np.nan, np.nan, np.nan)
    share = float(part.sum()) / segments
    if cases <= 1:
        return Metric(share, np.nan, np.nan)
    variance = cases / (cases - 1) * float(((part - share * whole) ** 2).sum()) / segments**2
    if not 0 < share < 1:
        effective = segments**2 / float((whole**2).sum())
    else:
        effective = share * (1 - share) / variance if variance else segments
    z = float(norm.ppf((1 + LEVEL) / 2))
    effective = min(effective, segments) * (z / float(t.ppf((1 + LEVEL) / 2, cases - 1))) ** 2
    middle = (share + z**2 / (2 * effective)) / (1 + z**2 / effective)
    reach = z / (1 + z**2 / effective) * np.sqrt(share * (1 - share) / effective + z**2 / (4 * effective**2))
    return Metric(share, max(0.0, float(middle - reach)), min(1.0, float(middle + reach)))
