"""What is known of notes as columns of a regression: numbers as they are, values each against the most frequent one."""

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from evaluation.estimates.parts import Floats
from evaluation.estimates.units import Places
from service.actions.estimating_units import NOT_KNOWN, period_number
from service.errors import Refused

_MOST_VALUES = 20


def design_of(groups: Mapping[str, Sequence[str]], case: Places, least: tuple[int, int]) -> dict[str, Floats]:
    """Columns by name, each of shape (segments,): "(all)", then one for each number or value.

    Args:
        groups: Attribute → the value of each segment.
        case: Each segment's case, shape (segments,).
        least: Segments and cases that a value must have, so that no coefficient tells of a few.

    Raises:
        Refused: A value has too few segments or cases, there are too many values, or numbers are missing.
    """
    columns = {"(all)": np.ones(len(case))}
    for by, values in groups.items():
        if by in ("month", "quarter", "year"):
            if NOT_KNOWN in values:
                raise Refused(f"some notes have no date; a regression on the {by} needs all")
            columns[by] = _centred(np.array([period_number(value, by) for value in values]))
        elif (numbers := _numbers(values)) is not None:
            columns[by] = _centred(numbers)
        else:
            columns |= _values(by, values, case, least)
    return columns


def _values(by: str, values: Sequence[str], case: Places, least: tuple[int, int]) -> dict[str, Floats]:
    counted = Counter(values).most_common()
    if len(counted) > _MOST_VALUES:
        raise Refused(f"{by} has {len(counted)} values; at most {_MOST_VALUES} can be told apart")
    of, usual = np.array(values), counted[0][0]
    for value, count in counted:
        if count < least[0] or len(np.unique(case[of == value])) < least[1]:
            raise Refused(f"a value of {by} has fewer than {least[0]} segments or {least[1]} cases; merge it with another")
    return {f"{by}={value} (against {usual})": (of == value).astype(np.float64) for value, _ in counted[1:]}


def _numbers(values: Sequence[str]) -> Floats | None:
    """The values as numbers; none where one is no number."""
    try:
        numbers = np.array([float(value) for value in values])
    except ValueError:
        return None
    return numbers if np.isfinite(numbers).all() else None


def _centred(numbers: Floats) -> Floats:
    centred: Floats = numbers - numbers.mean()
    return centred
