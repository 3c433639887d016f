"""The state of the corpus in one report: valid or not, what it holds, what is nearly the same, how far its readings agree."""

from codebook.load import load_codebook, starter_path
from evaluation.corpus.check import check_all
from evaluation.corpus.counts import count_corpus
from evaluation.corpus.duplicates import near_documents, near_segments
from evaluation.corpus.load import read_corpus, read_pairs, read_second_readings
from evaluation.corpus.reliability import evaluate_reliability
from evaluation.intervals import Metric
from evaluation.report import Report


def evaluate_corpus() -> tuple[Report, bool]:
    """The report, and whether the corpus is sound: no wrong label, no documents or segments that are nearly the same.

    Names are those of `count_corpus` and `evaluate_reliability`, and: `minimal_pairs`; `errors` (see `check_all`);
    `near_documents`, `near_segments` (see `duplicates`).
    """
    notes, pairs, readings = read_corpus(), read_pairs(), read_second_readings()
    codes = list(load_codebook(starter_path()).by_id)
    errors = [finding for finding in check_all(notes, codes=codes) if finding.is_error]
    wrong_pairs = [f"{pair.id}: {problem}" for pair in pairs if (problem := pair.problem())]
    near = (*near_documents(notes), *near_segments(notes))
    found = {
        "minimal_pairs": len(pairs),
        "errors": len(errors) + len(wrong_pairs),
        "near_documents": sum("@" not in pair.first for pair in near),
        "near_segments": sum("@" in pair.first for pair in near),
    }
    metrics = {name: Metric(float(count), float("nan"), float("nan")) for name, count in found.items()}
    agreement = evaluate_reliability(notes, readings, codes)
    metrics |= count_corpus(notes)
    metrics["documents_read_twice"] = Metric(float(agreement.documents), float("nan"), float("nan"))
    metrics |= agreement.metrics
    said = (
        *(f"{finding.document}: {finding.message}" for finding in errors),
        *wrong_pairs,
        *(f"nearly the same: {pair.first} and {pair.second} ({pair.similarity:.2f})" for pair in near),
        *agreement.notes,
    )
    intervals = "95 % intervals, by document, of alpha"
    report = Report(dataset="corpus", documents=len(notes), metrics=metrics, notes=said, intervals=intervals)
    return report, not (errors or wrong_pairs or near)
