"""Which cells of a table must not be shown: those that rest on too few, and those that would give them away."""

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]
Mask = NDArray[np.bool_]


def hidden(counts: Counts, small: Mask, small_rows: Mask) -> Mask:
    """Cells to hide so that none that is small can be worked out from its row, its column and their totals.

    A row whose total is small is hidden whole, and if it is the only one, the smallest other row too, for the totals of all
    the others would give it. Then, as long as a row or a column has exactly one hidden cell, its smallest shown cell is hidden
    as well (secondary suppression; Willenborg and de Waal 2001, Elements of Statistical Disclosure Control, chapter 6).

    Args:
        counts: Segments in each cell, shape (rows, columns).
        small: Cells that rest on too few, same shape.
        small_rows: Rows whose total rests on too few, shape (rows,).

    Returns:
        True where a cell is hidden; whole rows are those whose total must be hidden too.
    """
    closed = small_rows.copy()
    if closed.sum() == 1 and len(closed) > 1:
        others = np.flatnonzero(~closed)
        closed[others[np.argmin(counts[others].sum(axis=1))]] = True
    mask = small | closed[:, np.newaxis]
    while (more := _one_more(counts, mask)) is not None:
        mask[more] = True
    return mask


def _one_more(counts: Counts, mask: Mask) -> tuple[int, int] | None:
    """The next cell to hide beside a lonely hidden one; none where there is no lonely one, or nothing beside it."""
    for turned in (False, True):
        table, own = (counts.T, mask.T) if turned else (counts, mask)
        for line in np.flatnonzero(own.sum(axis=1) == 1):
            shown = np.flatnonzero(~own[line])
            if len(shown):
                at = int(shown[np.argmin(table[line, shown])])
                return (at, int(line)) if turned else (int(line), at)
    return None
