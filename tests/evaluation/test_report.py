import io
import json
import math

from rich.console import Console

from evaluation.intervals import Metric
from evaluation.report import Report

REPORT = Report(
    dataset="sample",
    documents=2,
    metrics={"f1/hope": Metric(0.5, 0.25, 1.0), "alpha": Metric(math.nan, math.nan, math.inf)},
    notes=("never put by the person: worry",),
)


def shown(report: Report) -> str:
    console = Console(file=io.StringIO(), width=100)
    console.print(report.table())
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_json_is_exactly_what_was_promised_and_no_number_is_null() -> None:
    assert REPORT.to_json() == (
        '{"dataset": "sample", "documents": 2, "metrics": {'
        '"f1/hope": {"value": 0.5, "low": 0.25, "high": 1.0}, '
        '"alpha": {"value": null, "low": null, "high": null}}}'
    )
    assert json.loads(Report("leer — ñ", 0).to_json()) == {
        "dataset": "leer — ñ",
        "documents": 0,
        "metrics": {},
    }


def test_people_see_figures_gaps_and_what_to_know() -> None:
    text = shown(REPORT)
    for part in (
        "sample: 2 documents",
        "f1/hope",
        "0.500",
        "0.250",
        "1.000",
        "–",
        "never put by the person: worry",
    ):
        assert part in text
    assert "1 document\n" in "\n".join(line.rstrip() for line in shown(Report("one", 1)).splitlines()) + "\n"
