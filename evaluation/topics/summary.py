"""A report on ways to find topics as a table of one row each."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from evaluation.intervals import Metric
from evaluation.report import Report

if TYPE_CHECKING:
    from rich.table import Table

_COLUMNS = {
    "npmi": "NPMI", "diversity": "diversity", "nmi": "NMI", "ami": "AMI", "outliers": "in none", "seconds": "seconds",
    "times_faster": "× faster", "stability": "stability", "topics_own": "own count", "nmi_own": "NMI, own",
}  # fmt: skip


def summary(report: Report, arms: Sequence[str]) -> "Table":
    """Each arm's figures with their intervals below; figures of no arm and notes under the table; "–" where not measured."""
    from rich.table import Table

    alone = [f"{name} {metric.value:.3f}" for name, metric in report.metrics.items() if _of_no_arm(name)]
    table = Table(
        title=f"{report.dataset}: {report.documents} texts",
        caption="\n".join((report.intervals, *alone, *report.notes)),
        caption_justify="left",
    )
    table.add_column("method")
    shown = {name: title for name, title in _COLUMNS.items() if any(f"{name}/{arm}" in report.metrics for arm in arms)}
    for title in shown.values():
        table.add_column(title, justify="right")
    for arm in arms:
        table.add_row(arm, *(_cell(report.metrics.get(f"{name}/{arm}"), name) for name in shown))
    return table


def _of_no_arm(name: str) -> bool:
    return name.startswith(("same/", "checked_by_gensim"))


def _cell(metric: Metric | None, name: str) -> str:
    if metric is None or math.isnan(metric.value):
        return "–"
    places = {"times_faster": 1, "topics_own": 0, "seconds": 2}.get(name, 3)
    if math.isnan(metric.low):
        return f"{metric.value:.{places}f}"
    return f"{metric.value:.{places}f}\n{metric.low:.{places}f}–{metric.high:.{places}f}"
