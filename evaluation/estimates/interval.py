"""Intervals of estimates: Wilson's for what lies in 0..1, Student's for differences and coefficients."""

import numpy as np

from evaluation.estimates.parts import Floats, Tuned
from evaluation.intervals import LEVEL


def bounded(figure: Tuned, labelled: Floats, worth: Floats) -> tuple[Floats, Floats]:
    """Wilson's interval with as many reviews as the variance is worth, for a share or a mean score in 0..1.

    As Korn and Graubard 1998 (Survey Methodology 24) do for exact intervals, the number of reviews is divided by the design
    effect and by the square of Student's quantile over the normal's. The design effect is measured where people's answers
    put the share, as the variance was; where they all agree, it is 1.

    Args:
        figure: Shape (…).
        labelled: The share by the reviewed part alone, same shape.
        worth: How many equally weighted reviews there are, same shape.

    Returns:
        Lower and upper ends, same shape.
    """
    normal, student = _quantiles(figure.freedom)
    spread = labelled * (1 - labelled)
    told = (figure.variance > 0) & (spread > 0)
    count = np.where(told, spread / np.where(told, figure.variance, 1.0), worth) * (normal / student) ** 2
    value = np.clip(figure.value, 0.0, 1.0)
    middle = (value + normal**2 / (2 * count)) / (1 + normal**2 / count)
    half = normal / (1 + normal**2 / count) * np.sqrt(value * (1 - value) / count + normal**2 / (4 * count**2))
    return np.maximum(middle - half, 0.0), np.minimum(middle + half, 1.0)


def unbounded(figure: Tuned) -> tuple[Floats, Floats]:
    """Student's interval, for differences and coefficients; shape (…)."""
    half = _quantiles(figure.freedom)[1] * np.sqrt(figure.variance)
    return figure.value - half, figure.value + half


def _quantiles(freedom: Floats) -> tuple[float, Floats]:
    from scipy.special import ndtri, stdtrit

    upper = (1 + LEVEL) / 2
    student: Floats = np.asarray(stdtrit(freedom, upper), dtype=np.float64)
    return float(ndtri(upper)), student
