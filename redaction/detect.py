"""Presidio over a batch of texts: which spans do the recognisers take for identifying details?"""

from collections.abc import Iterable, Sequence
from typing import Any

from presidio_analyzer import (
    AnalyzerEngine,
    BatchAnalyzerEngine,
    EntityRecognizer,
    RecognizerResult,
)
from presidio_analyzer.context_aware_enhancers import ContextAwareEnhancer

from redaction.errors import RecogniserFailed, RedactionError
from redaction.ner import build_engine, build_pipeline, finds_entities
from redaction.registry import build_registry
from redaction.types import Detection, MentionType


class _NoEnhancer(ContextAwareEnhancer):
    """The recognisers look for their cues themselves; Presidio's lemma scan would cost time and change nothing."""

    def __init__(self) -> None:
        super().__init__(0, 0, 0, 0)

    def enhance_using_context(self, text: str, raw_results: list[RecognizerResult], *_: Any, **__: Any) -> Any:  # noqa: ARG002 - Presidio's interface
        return raw_results


class Detector:
    """Presidio's AnalyzerEngine with earshot's recognisers; built once, used for every note.

    Args:
        pipeline: Name of an installed spaCy pipeline that finds entities; none uses the rules alone.
        extra: More recognisers (a site's own case numbers, say).
    """

    def __init__(self, *, pipeline: str | None = None, extra: Iterable[EntityRecognizer] = ()) -> None:
        nlp = build_pipeline(pipeline)
        registry = build_registry(with_pipeline_entities=finds_entities(nlp), extra=extra)
        self._engine = BatchAnalyzerEngine(
            AnalyzerEngine(
                registry=registry,
                nlp_engine=build_engine(nlp),
                context_aware_enhancer=_NoEnhancer(),
                supported_languages=["en"],
            )
        )

    def detect(self, texts: Sequence[str]) -> list[list[Detection]]:
        """The detections of each text, in order of place; they may overlap.

        Raises:
            RecogniserFailed: A recogniser raised; nothing of the batch may be used.
        """
        try:
            results = self._engine.analyze_iterator(texts, language="en", batch_size=max(1, len(texts)))
        except RedactionError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, the note must be refused
            # no "from error": its message or its frames may hold the text
            raise RecogniserFailed(f"a recogniser failed ({type(error).__name__}); the note was not stored") from None
        return [sorted(map(_detection, found), key=lambda one: (one.start, one.end)) for found in results]


def _detection(result: RecognizerResult) -> Detection:
    return Detection(
        start=result.start,
        end=result.end,
        type=MentionType(result.entity_type),
        score=float(result.score),
        recogniser=str(result.recognition_metadata[RecognizerResult.RECOGNIZER_NAME_KEY]),
    )
