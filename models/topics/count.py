"""How many topics: the count with the best Bayesian information criterion, read off a tree without clustering anew."""

import numpy as np

from models.topics.types import Doubles

_SMALLEST = 5
_MOST = 300
_OVERFITTED = 1.4  # a cut of a tree explains more than chance would where there is nothing to explain


def count_of(tree: Doubles, dimensions: int, *, most: int | None, detail: float) -> int:
    """The number of clusters to cut a tree into (Schwarz 1978; as Pelleg and Moore 2000, X-means, count clusters).

    A further topic must explain more of where the segments lie than so many more figures would of themselves. What a cut leaves
    unexplained is in the heights of Ward's tree: each join adds half its square.

    Args:
        tree: Ward's tree over n points, shape (n - 1, 4).
        dimensions: Of the points.
        most: No more than so many.
        detail: 0 as the criterion says, 1 twice as many, -1 half as many.

    Returns:
        At least 2 and at most n / 5, or `most`.
    """
    points = len(tree) + 1
    limit = max(2, min(most or _MOST, points // _SMALLEST))
    counts = np.arange(1, limit + 1)
    unexplained = np.r_[0.0, np.cumsum(tree[:, 2] ** 2 / 2)][points - counts]
    fit = points * dimensions * np.log(np.maximum(unexplained, 1e-12) / (points * dimensions))
    criterion = fit + _OVERFITTED * counts * (dimensions + 1) * np.log(points)
    best = int(counts[np.argmin(np.round(criterion, 6))])
    return int(min(limit, max(2, round(best * 2.0**detail))))
