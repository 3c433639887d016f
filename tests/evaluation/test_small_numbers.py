"""Small cells are hidden, and nothing that is hidden can be worked out from a row, a column or their totals."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from evaluation.small_numbers import hidden

tables = st.integers(2, 6).flatmap(
    lambda rows: st.integers(2, 6).flatmap(
        lambda columns: st.lists(st.lists(st.integers(0, 40), min_size=columns, max_size=columns), min_size=rows, max_size=rows)
    )
)


@given(tables)
def test_no_row_or_column_has_exactly_one_hidden(counts: list[list[int]]) -> None:
    table = np.array(counts)
    small = table < 10
    mask = hidden(table, small, table.sum(axis=1) < 10)
    assert (mask >= small).all()
    assert not (mask.sum(axis=0) == 1).any()
    assert not (mask.sum(axis=1) == 1).any()
    closed = (table.sum(axis=1) < 10).sum()
    assert closed == 0 or mask.all(axis=1).sum() >= 2, "a total alone would follow from the others"


def test_the_smallest_beside_a_lonely_one_is_hidden_and_no_more() -> None:
    table = np.array([[3, 20, 30], [40, 50, 60], [70, 80, 90]])
    mask = hidden(table, table < 10, np.zeros(3, bool))
    assert mask.tolist() == [[True, True, False], [True, True, False], [False, False, False]]


def test_a_table_of_large_cells_is_shown_whole() -> None:
    table = np.full((3, 4), 50)
    assert not hidden(table, table < 10, np.zeros(3, bool)).any()
