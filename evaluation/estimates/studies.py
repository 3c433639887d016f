"""Whether intervals keep their promise: studies are simulated whose truth is known, and counted is how often they hold it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from evaluation.estimates.interval import bounded
from evaluation.estimates.parts import Floats, Parts, Tuned, labelled_only, tuned
from evaluation.estimates.shares import reviewed_worth, share_parts
from evaluation.intervals import Metric, share
from evaluation.report import Report

PREVALENCES = (0.01, 0.05, 0.2, 0.5)
MACHINES = {"poor": 0.3, "fair": 1.5, "good": 3.0, "best": 4.0}
"""How many standard deviations lie between what a machine sees of segments with and without the code."""
_SPREAD = 0.8
_TOO_MUCH = 1.3
_AT_ONCE = 200_000


@dataclass(frozen=True, slots=True)
class Design:
    """A study.

    Attributes:
        cases: How many cases.
        segments: Segments of a case in the mean; geometric, so that a few cases have many.
        reviewed: Share of the segments drawn by lot and reviewed.
    """

    cases: int = 600
    segments: int = 12
    reviewed: float = 0.05


def evaluate_studies(
    studies: int, *, design: Design = Design(), prevalences: Sequence[float] = PREVALENCES,
    machines: Sequence[str] = tuple(MACHINES), seed: int = 8, advance: Callable[[], None] = lambda: None,
) -> Report:  # fmt: skip
    """Coverage of the 95 % intervals for every prevalence and machine, and their width over that without a machine.

    In a simulated study the log-odds of the code differ by case (normal, standard deviation .8). The machine sees a normal
    signal and answers with the posterior probability, times 1.3 and cut at 1, so that it counts too much as real ones do.

    Args:
        studies: How many studies a cell has.
        design: Their size.
        prevalences: Shares of segments with the code.
        machines: Names out of `MACHINES`.
        seed: The same seed gives the same figures.
        advance: Called after every cell.
    """
    metrics: dict[str, Metric] = {}
    for prevalence in prevalences:
        for machine in machines:
            held, alone, narrow = _cell(studies, prevalence, MACHINES[machine], design, np.random.default_rng(seed))
            cell = f"{prevalence:g}/{machine}"
            metrics[f"coverage/{cell}"] = share(held, studies)
            metrics[f"coverage_labelled_only/{cell}"] = share(alone, studies)
            metrics[f"width_ratio/{cell}"] = narrow
            advance()
    name = f"{studies} simulated studies a cell"
    notes = (
        f"a study: {design.cases} cases of {design.segments} segments in the mean, {design.reviewed:.0%} reviewed",
        "coverage: share of the intervals that hold the truth; width_ratio: mean width over that by the reviewed part alone",
        "machines: signal " + ", ".join(f"{one} {MACHINES[one]:g}" for one in machines) + " standard deviations apart",
    )
    return Report(name, studies, metrics, notes, "95 % intervals, by study")


def _cell(
    studies: int, prevalence: float, signal: float, design: Design, generator: np.random.Generator
) -> tuple[int, int, Metric]:
    """How often the interval held the truth, how often that without a machine did, and the ratio of their mean widths."""
    at_once = max(1, min(studies, _AT_ONCE // (design.cases * design.segments)))
    held, alone, widths = 0, 0, []
    for start in range(0, studies, at_once):
        sums = _simulated(min(at_once, studies - start), prevalence, signal, design, generator)
        drawn = sums[..., 2].sum(axis=-1) > 0
        parts, worth = share_parts(sums[drawn]), reviewed_worth(sums[drawn])
        (low, high), (low_alone, high_alone) = (_ends(one, parts, worth) for one in (tuned(parts), labelled_only(parts)))
        held += int(((low <= prevalence) & (prevalence <= high)).sum())
        alone += int(((low_alone <= prevalence) & (prevalence <= high_alone)).sum())
        widths.append(np.stack([high - low, high_alone - low_alone]))
    pairs = np.concatenate(widths, axis=-1)
    ratio = float(pairs[0].mean() / pairs[1].mean())
    error = float((pairs[0] - ratio * pairs[1]).std() / pairs[1].mean() / np.sqrt(pairs.shape[1]))
    return held, alone, Metric(ratio, ratio - 2 * error, ratio + 2 * error)


def _ends(figure: Tuned, parts: Parts, worth: Floats) -> tuple[Floats, Floats]:
    return bounded(figure, parts.labelled, worth)


def _simulated(studies: int, prevalence: float, signal: float, design: Design, generator: np.random.Generator) -> Floats:
    """Sums over cases of many studies at once, shape (studies, cases, 6)."""
    from scipy.special import expit, logit

    count = studies * design.cases
    sizes = generator.geometric(1 / design.segments, count)
    case = np.repeat(np.arange(count), sizes)
    odds = _middle(prevalence) + generator.normal(0, _SPREAD, count)
    answer = (generator.random(len(case)) < expit(odds)[case]).astype(np.float64)
    seen = signal * answer + generator.normal(0, 1, len(case))
    machine = np.minimum(_TOO_MUCH * expit(logit(prevalence) + signal * (seen - signal / 2)), 1.0)
    weight = (generator.random(len(case)) < design.reviewed) / design.reviewed
    columns = (np.ones(len(case)), machine, weight, weight**2, weight * answer, weight * machine)
    added = [np.bincount(case, column, minlength=count) for column in columns]
    sums: Floats = np.stack(added, axis=-1).reshape(studies, design.cases, len(columns)).astype(np.float64)
    return sums


def _middle(prevalence: float) -> float:
    """The log-odds in the middle of the cases that give the prevalence over all."""
    from scipy.optimize import brentq
    from scipy.special import expit, roots_hermitenorm

    nodes, weights = roots_hermitenorm(60)

    def over(odds: float) -> float:
        return float((weights * expit(odds + _SPREAD * nodes)).sum() / weights.sum()) - prevalence

    return float(brentq(over, -20, 20))
