"""Made-up units with a machine and a random part that was reviewed, and the truth about all of them."""

import numpy as np
from numpy.typing import NDArray

from evaluation.estimates.units import Units

Floats = NDArray[np.float64]


def drawn(
    seed: int, *, cases: int = 120, share: float = 0.2, prevalence: float = 0.2, signal: float = 3.0, pull: float = 0.0
) -> tuple[Units, Floats, Floats]:
    """Units, the truth of each, and something known of each, on which the log-odds of the truth hang with slope `pull`."""
    generator = np.random.default_rng(seed)
    sizes = generator.geometric(1 / 12, cases)
    case = np.repeat(np.arange(cases), sizes)
    known = generator.normal(size=len(case))
    middle = np.log(prevalence / (1 - prevalence))
    odds = middle + generator.normal(0, 0.6, cases)[case] + pull * known
    truth = (generator.random(len(case)) < 1 / (1 + np.exp(-odds))).astype(np.float64)
    seen = signal * truth + generator.normal(size=len(case))
    machine = 1 / (1 + np.exp(-(middle + signal * (seen - signal / 2))))
    probability = np.where(generator.random(len(case)) < 0.5, share, share / 2)
    lots = generator.random(len(case)) < probability
    return Units(case, machine, machine > 0.5, probability, lots, np.where(lots, truth, np.nan)), truth, known
