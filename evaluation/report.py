"""What an evaluation found: named figures with intervals, as JSON for programs and a table for people."""

import json
import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from evaluation.intervals import Metric

if TYPE_CHECKING:
    from rich.table import Table


@dataclass(frozen=True, slots=True)
class Report:
    """Figures on a set of documents.

    Attributes:
        dataset: What was measured on.
        documents: How many documents it has.
        metrics: The figures by name; "f1/hope" is the figure "f1" of the code (or type) "hope".
        notes: What a reader must know to read them, a sentence each.
        intervals: What low and high are.
    """

    dataset: str
    documents: int
    metrics: dict[str, Metric] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    intervals: str = "95 % intervals, by document"

    def to_json(self) -> str:
        """One JSON object as LABELLED_NOTES.md describes it; NaN is null."""
        metrics = {
            name: {"value": _number(metric.value), "low": _number(metric.low), "high": _number(metric.high)}
            for name, metric in self.metrics.items()
        }
        content = {"dataset": self.dataset, "documents": self.documents, "metrics": metrics}
        return json.dumps(content, ensure_ascii=False, allow_nan=False)

    def table(self) -> "Table":
        """The figures as a table for the terminal, notes below it; "–" where one is not defined."""
        from rich.table import Table

        plural = "" if self.documents == 1 else "s"
        table = Table(
            title=f"{self.dataset}: {self.documents} document{plural}",
            caption="\n".join((self.intervals, *self.notes)),
            caption_justify="left",
        )
        table.add_column("metric")
        for heading in ("value", "low", "high"):
            table.add_column(heading, justify="right")
        for name, metric in self.metrics.items():
            table.add_row(name, _shown(metric.value), _shown(metric.low), _shown(metric.high))
        return table


def _number(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None


def _shown(value: float) -> str:
    return f"{value:.3f}" if math.isfinite(value) else "–"
