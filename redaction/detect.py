"""All recognisers over a batch of texts: which spans do they take for identifying details?

The recognisers are Presidio's kind and any of Presidio's can be added. Its AnalyzerEngine is not used to run them: it removes
duplicates by comparing every pair, which takes minutes for a note with thousands of names.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from presidio_analyzer import EntityRecognizer, RecognizerResult

from redaction.errors import RecogniserFailed, RedactionError
from redaction.gather import GATHERED, gathered
from redaction.name_forms import Chances
from redaction.ner import BATCH, CLASSIFIER, WEIGHTS, Reading, build_engine, build_pipeline, load_tagger, read, read_documents
from redaction.nobody import without_nobody
from redaction.registry import build_recognisers
from redaction.types import Detection, MentionType
from redaction.weigh import GUESSES, typed, weigh

_GUESSED = GUESSES | {CLASSIFIER, GATHERED}


@dataclass(frozen=True, slots=True)
class Found:
    """What the recognisers found in a text.

    Attributes:
        detections: In order of place; they may overlap.
        chances: For each character, how likely its word is part of a detail; none where no classifier was asked.
    """

    detections: tuple[Detection, ...]
    chances: Chances | None


class Detector:
    """earshot's recognisers and a spaCy pipeline; built once, used for every note.

    Args:
        pipeline: None for earshot's token classifier, "rules" for the rules alone, or an installed spaCy pipeline.
        case_numbers: Regular expressions of a site's own case numbers.
        extra: More recognisers of Presidio's kind.

    Raises:
        PipelineMissing: The pipeline is not installed.
        PolicyError: A case number's pattern is no regular expression.
    """

    def __init__(
        self, *, pipeline: str | None = None, case_numbers: Sequence[str] = (), extra: Iterable[EntityRecognizer] = ()
    ) -> None:
        self._nlp = build_pipeline(pipeline)
        self._pipeline = pipeline
        self._recognisers = build_recognisers(case_numbers=case_numbers)
        self._extra = list(extra)
        self._engine = build_engine(self._nlp) if self._extra else None

    @property
    def revision(self) -> str:
        """Name and, of our own classifier, content hash of what recognises beside the rules."""
        return Path(self._pipeline).name[:40] if self._pipeline else f"recogniser-{load_tagger(WEIGHTS).revision}"

    def detect(self, texts: Sequence[str]) -> list[Found]:
        """What was found in each text.

        Raises:
            RecogniserFailed: A recogniser raised; nothing of the batch may be used.
        """
        try:
            return [self._weighed(*one) for one in self._each(texts)]
        except RedactionError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, the note must be refused
            # no "from error": its message or its frames may hold the text
            raise RecogniserFailed(f"a recogniser failed ({type(error).__name__}); the note was not stored") from None

    def unweighed(self, texts: Sequence[str]) -> Iterator[tuple[Reading, list[Detection]]]:
        """For each text what the pipeline says and what all recognisers found, with their own scores: to fit the weights."""
        for _, rules, reading in self._each(texts):
            yield reading, typed(rules, reading)

    def _each(self, texts: Sequence[str]) -> Iterator[tuple[str, list[Detection], Reading]]:
        """Each text, what the rules find in it, and what the pipeline says of it.

        The rules look through a text while the classifier reads on, on threads of its own.
        """
        if self._engine is not None:
            for text, (doc, reading) in zip(texts, read_documents(self._nlp, texts), strict=True):
                artefacts = self._engine._doc_to_nlp_artifact(doc, "en")  # noqa: SLF001 - Presidio has no public way
                yield text, [*self._rules(text), *_found_by(self._extra, text, artefacts)], reading
            return
        for first in range(0, len(texts), BATCH):
            batch = texts[first : first + BATCH]
            readings = read(self._nlp, batch)
            rules = [self._rules(text) for text in batch]
            yield from zip(batch, rules, readings, strict=True)

    def _weighed(self, text: str, rules: list[Detection], reading: Reading) -> Found:
        weighed = [*weigh(rules, reading), *gathered(text, reading.chances)]
        weighed = without_nobody(text, weighed, guessed_by=_GUESSED)
        weighed.sort(key=lambda one: (one.start, one.end))
        return Found(tuple(weighed), reading.chances)

    def _rules(self, text: str) -> list[Detection]:
        return _found_by(self._recognisers, text, None)


def _name(recogniser: EntityRecognizer) -> str:
    return str(recogniser.name)  # type: ignore[has-type]  # set in an untyped constructor


def _found_by(recognisers: Iterable[EntityRecognizer], text: str, artefacts: Any) -> list[Detection]:
    return [one for recogniser in recognisers for one in _detections(recogniser, text, artefacts)]


def _detections(recogniser: EntityRecognizer, text: str, artefacts: Any) -> "list[Detection]":
    results: list[RecognizerResult] = recogniser.analyze(text, recogniser.supported_entities, artefacts) or []
    return [
        Detection(one.start, one.end, MentionType(one.entity_type), float(one.score), _name(recogniser))
        for one in results
    ]  # fmt: skip
