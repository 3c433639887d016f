"""How fast details are found, against Presidio's own engine with the same recognisers, note by note, in the same run."""

from collections.abc import Callable, Sequence
from typing import Any

from evaluation.intervals import Metric
from evaluation.report import Report
from evaluation.speed import seconds_of, spread
from redaction.detect import Detector
from redaction.ner import Reading, build_engine, build_pipeline
from redaction.registry import build_recognisers

_SMALLEST = 0.05


def evaluate_redaction_speed(texts: Sequence[str], *, dataset: str, repeats: int = 3) -> Report:
    """Median, lowest and highest of the runs.

    - `characters_per_second`: of `Detector.detect` over the batch;
    - `times_faster`: than Presidio's AnalyzerEngine with the same recognisers and pipeline, text after text, pair by pair;
    - `same_characters`: share of texts in which both found the same characters;
    - `ten_times_the_text`: time for all texts ten times over as one text, as a multiple of the time for them once as one text.

    Args:
        texts: What is looked through.
        dataset: Name for the report.
        repeats: How many runs of each.
    """
    detector, presidio = Detector(), _presidio()
    detector.detect(texts[:2])
    presidio(texts[0])
    own, pairs = [], []
    for _ in range(repeats):
        fast = seconds_of(lambda: detector.detect(texts))
        slow = seconds_of(lambda: [presidio(text) for text in texts])
        own.append(sum(map(len, texts)) / fast)
        pairs.append(slow / fast)
    alike = [
        _covered((one.start, one.end) for one in found) == _covered(presidio(text))
        for text, (_, found) in zip(texts, detector.unweighed(texts), strict=True)
    ]
    whole = "\n".join(texts)
    once = min(seconds_of(lambda: detector.detect([whole])) for _ in range(2))
    ten = seconds_of(lambda: detector.detect(["\n".join([whole] * 10)]))
    share = sum(alike) / len(alike)
    metrics = {
        "characters_per_second": spread(own),
        "times_faster": spread(pairs),
        "same_characters": Metric(share, share, share),
        "ten_times_the_text": Metric(ten / max(once, _SMALLEST), ten / max(once, _SMALLEST), ten / max(once, _SMALLEST)),
    }
    return Report(dataset, len(texts), metrics, intervals="median, lowest and highest of the runs")


def _presidio() -> Callable[[str], list[tuple[int, int]]]:
    """Presidio's engine as its documentation builds it, with our recognisers and our pipeline."""
    from presidio_analyzer import AnalyzerEngine, EntityRecognizer, RecognizerRegistry, RecognizerResult

    class PipelineDetails(EntityRecognizer):  # type: ignore[misc,unused-ignore]  # Presidio's class is untyped
        """What the pipeline found, as Presidio's own recognisers hand it on."""

        def load(self) -> None:
            """Nothing is loaded."""

        def analyze(self, text: str, entities: Any, nlp_artifacts: Any = None) -> list[RecognizerResult]:  # noqa: ARG002 - Presidio's interface
            reading: Reading = nlp_artifacts.tokens._.earshot
            return [RecognizerResult(str(one.type), one.start, one.end, one.score) for one in reading.details]

    kinds = sorted({kind for recogniser in build_recognisers() for kind in recogniser.supported_entities} | {"TRAIT"})
    details = PipelineDetails(supported_entities=kinds, name="pipeline", supported_language="en")
    engine = AnalyzerEngine(
        registry=RecognizerRegistry(recognizers=[*build_recognisers(), details], supported_languages=["en"]),
        nlp_engine=build_engine(build_pipeline()),
        supported_languages=["en"],
    )
    return lambda text: [(one.start, one.end) for one in engine.analyze(text, language="en")]


def _covered(spans: Any) -> set[int]:
    return {place for start, end in spans for place in range(start, end)}
