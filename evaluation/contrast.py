"""Minimal pairs: whether the machine tells two segments apart that differ in a few words and in their codes."""

from collections import defaultdict
from collections.abc import Sequence

from evaluation.corpus.pairs import MinimalPair
from evaluation.intervals import Metric, share
from evaluation.report import Report

Told = frozenset[str]
"""Codes put to one side."""


def evaluate_contrast(pairs: Sequence[tuple[MinimalPair, Told, Told]], *, dataset: str) -> Report:
    """Consistency on a contrast set (Gardner et al. 2020, Evaluating models' local decision boundaries via contrast sets).

    - `both_right`: share of pairs of which both sides get exactly their codes; `both_right/D` of one kind of difference;
    - `side_right`: share of sides that get exactly their codes;
    - `told_apart`: share of pairs in which each side gets all of its own codes and none that only the other has: what else is
      put beside them does not count.

    Args:
        pairs: Each pair with the codes put to its sides.
        dataset: Name for the report.
    """
    both: defaultdict[str, list[bool]] = defaultdict(list)
    sides: list[bool] = []
    apart: list[bool] = []
    for pair, first, second in pairs:
        a, b = frozenset(pair.a.codes), frozenset(pair.b.codes)
        right = (first == a, second == b)
        sides += right
        both[pair.difference].append(all(right))
        apart.append(a <= first and b <= second and not first & (b - a) and not second & (a - b))
    every = [one for some in both.values() for one in some]
    metrics: dict[str, Metric] = {
        "both_right": share(sum(every), len(every)),
        "side_right": share(sum(sides), len(sides)),
        "told_apart": share(sum(apart), len(apart)),
    }
    metrics |= {f"both_right/{kind}": share(sum(some), len(some)) for kind, some in sorted(both.items())}
    return Report(dataset, len(pairs), metrics, intervals="95 % intervals (Wilson), pairs taken as independent")
