"""How fast, as a ratio: a way of working against the obvious one in the same run, and where the time goes.

The obvious way is what somebody writes in an afternoon: Presidio note by note, `SentenceTransformer.encode` note by note,
cosine to the descriptions of the codes.
"""

import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path
from typing import Any

import numpy as np

from codebook.schema import Codebook
from evaluation.intervals import Metric
from evaluation.labelled import LabelledNote
from evaluation.report import Report


class Stopwatch:
    """Adds up the seconds that named steps take."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)

    def watch(self, owner: Any, method: str, step: str) -> None:
        """Time every call of `owner.method` under the name `step`."""
        original = getattr(owner, method)

        @wraps(original)
        def timed(*arguments: Any, **named: Any) -> Any:
            began = time.perf_counter()
            try:
                return original(*arguments, **named)
            finally:
                self.seconds[step] += time.perf_counter() - began

        setattr(owner, method, timed)


def compare(
    ours: Callable[[], object],
    obvious: Callable[[], object],
    *,
    notes: int,
    dataset: str,
    repeats: int,
    stopwatch: Stopwatch | None = None,
) -> Report:
    """Run both in turn, `repeats` times after one warm-up: medians, and the ratio of each pair, lowest to highest."""
    ours(), obvious()
    if stopwatch:
        stopwatch.seconds.clear()
    pairs = [(seconds_of(ours), seconds_of(obvious)) for _ in range(repeats)]
    mine, theirs = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    metrics = {
        "notes_per_second": spread([notes / seconds for seconds in mine]),
        "notes_per_second_obvious": spread([notes / seconds for seconds in theirs]),
        "times_faster": spread([slow / fast for fast, slow in pairs]),
    }
    if stopwatch:
        total = sum(mine)
        for step, seconds in sorted(stopwatch.seconds.items(), key=lambda item: -item[1]):
            metrics[f"share_{step}"] = Metric(seconds / total, seconds / total, seconds / total)
    return Report(dataset, notes, metrics, intervals="median, lowest and highest of the runs")


def obvious_pipeline(notes: Sequence[LabelledNote], codebook: Codebook, model: Path) -> Callable[[], int]:
    """The afternoon's pipeline, built; each call works through the notes and gives the number of sentences coded.

    Presidio's recognisers of e-mail addresses and links are left out: they would fetch a list from the network.
    """
    import spacy
    from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
    from presidio_anonymizer import AnonymizerEngine
    from sentence_transformers import SentenceTransformer

    from redaction.ner import build_engine

    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    registry = RecognizerRegistry(supported_languages=["en"])
    registry.load_predefined_recognizers(languages=["en"])
    for name in ("EmailRecognizer", "UrlRecognizer"):
        registry.remove_recognizer(name)
    analyzer = AnalyzerEngine(registry=registry, nlp_engine=build_engine(nlp), supported_languages=["en"])
    anonymizer: Any = AnonymizerEngine()  # type: ignore[no-untyped-call]  # Presidio's constructor is untyped
    encoder = SentenceTransformer(str(model), device="cpu", local_files_only=True)
    described: Any = encoder.encode([code.definition for code in codebook.codes], normalize_embeddings=True)

    def work() -> int:
        coded = 0
        for note in notes:
            hidden = anonymizer.anonymize(note.text, analyzer.analyze(note.text, language="en")).text
            sentences = [sentence.text for sentence in nlp(hidden).sents]
            vectors: Any = encoder.encode(sentences, normalize_embeddings=True, show_progress_bar=False)
            coded += int(np.argmax(vectors @ described.T, axis=1).size)
        return coded

    return work


def seconds_of(work: Callable[[], object]) -> float:
    """How long a call takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def spread(values: Sequence[float]) -> Metric:
    """Median, lowest and highest of some runs."""
    return Metric(statistics.median(values), min(values), max(values))
