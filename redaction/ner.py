"""The spaCy pipeline that finds details no rule introduces: earshot's token classifier, or any installed pipeline.

The classifier is a spaCy component, so that a pipeline of another maker (`en_core_web_trf`, say) takes its place by a setting.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from presidio_analyzer.nlp_engine import SpacyNlpEngine

from redaction.errors import RedactionError
from redaction.tagger.decode import Floats, decode, word_chances
from redaction.tagger.labels import TYPE_OF
from redaction.tagger.pieces import Pieces
from redaction.tagger.session import Tagger
from redaction.types import Detection, MentionType

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

COMPONENT = "earshot_recogniser"
CLASSIFIER = "token classifier"
RULES_ALONE = "rules"
"""Name that chooses no pipeline at all."""
WEIGHTS = Path(__file__).parent.parent / "models" / "weights" / "recogniser"
# What pipelines in use call people, places and organisations (OntoNotes, CoNLL and WikiNER labels).
_LABELS = {
    "PERSON": MentionType.PERSON,
    "PER": MentionType.PERSON,
    "GPE": MentionType.LOCATION,
    "LOC": MentionType.LOCATION,
    "FAC": MentionType.LOCATION,
    "ORG": MentionType.ORGANISATION,
}
_PIPELINE_SCORE = 0.85  # pipelines of other makers give none
# Notes are longer than spaCy's default limit allows; the parts in use need linear memory only.
_MAX_CHARACTERS = 20_000_000
BATCH = 64
"""Texts that a pipeline is given at once."""


class PipelineMissing(RedactionError):
    """The spaCy pipeline named in the settings is not installed."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a pipeline says of a text.

    Attributes:
        details: What it takes for identifying details, in order of place.
        chances: For each character, 0 to 1, how likely its word is part of one; none where the pipeline does not say.
    """

    details: tuple[Detection, ...]
    chances: NDArray[np.float32] | None


def build_pipeline(name: str | None = None) -> "Language":
    """English with earshot's token classifier; with no recogniser for "rules"; or the installed pipeline `name`.

    Raises:
        PipelineMissing: No pipeline of that name is installed.
        WeightsBroken: The weights of the classifier are missing or damaged.
    """
    import spacy

    if name is None or name == RULES_ALONE:
        nlp = spacy.blank("en")
        if name is None:
            _register()
            nlp.add_pipe(COMPONENT)
    else:
        try:
            nlp = spacy.load(name)
        except OSError:
            raise PipelineMissing(
                f"the spaCy pipeline {name!r} is not installed; install it, or unset EARSHOT_NER_PIPELINE"
            ) from None
    nlp.max_length = _MAX_CHARACTERS
    return nlp


def build_engine(nlp: "Language") -> SpacyNlpEngine:
    """Presidio's engine around a pipeline that is loaded already (Presidio itself would try to download one)."""
    engine = SpacyNlpEngine(models=[{"lang_code": "en", "model_name": nlp.meta["name"]}])
    loaded: Any = {"en": nlp}
    engine.nlp = loaded
    return engine


def read(nlp: "Language", texts: Sequence[str]) -> Iterator[Reading]:
    """What the pipeline says of each text, in their order.

    A pipeline of our classifier alone is asked without spaCy's documents, which nobody needs then and which take nearly as
    long to make as all rules together; it begins before the first answer is taken.
    """
    if nlp.pipe_names != [COMPONENT]:
        return (reading for _, reading in read_documents(nlp, texts))
    component: Any = nlp.get_pipe(COMPONENT)
    readings: Iterator[Reading] = component.read(texts)
    return readings


def read_documents(nlp: "Language", texts: Iterable[str]) -> Iterator[tuple["Doc", Reading]]:
    """Each text's document and what the pipeline says of it, in their order."""
    for doc in nlp.pipe(texts, batch_size=BATCH):
        own = doc._.earshot if doc.has_extension("earshot") else None
        yield doc, own or Reading(tuple(_entities(doc)), None)


def _entities(doc: "Doc") -> Iterator[Detection]:
    for entity in doc.ents:
        if kind := _LABELS.get(entity.label_):
            yield Detection(entity.start_char, entity.end_char, kind, _PIPELINE_SCORE, "spaCy pipeline")


@lru_cache(maxsize=2)
def load_tagger(folder: Path) -> Tagger:
    """The classifier with the weights in `folder`, loaded once."""
    return Tagger(folder)


class _Component:
    """The classifier at its place in a spaCy pipeline; texts of a batch are read one after another."""

    def __init__(self, tagger: Tagger) -> None:
        self._tagger = tagger

    def __call__(self, doc: "Doc") -> "Doc":
        return next(self.pipe([doc]))

    def pipe(self, stream: "Iterable[Doc]", *, batch_size: int = BATCH) -> "Iterator[Doc]":
        """Sets `doc._.earshot`, and `doc.ents` where a detail is made of whole tokens."""
        from spacy.util import filter_spans, minibatch

        for docs in minibatch(stream, size=batch_size):  # type: ignore[no-untyped-call]  # spaCy's
            for doc, reading in zip(docs, self.read([doc.text for doc in docs]), strict=True):
                doc._.earshot = reading
                spans = (doc.char_span(one.start, one.end, label=str(one.type)) for one in reading.details)
                doc.ents = filter_spans(span for span in spans if span is not None)
                yield doc

    def read(self, texts: Sequence[str]) -> Iterator[Reading]:
        """What the classifier says of each text. Begins with all of them before the first answer is taken."""
        answers = self._tagger.read(texts)
        return (self._reading(text, *answer) for text, answer in zip(texts, answers, strict=True))

    def _reading(self, text: str, pieces: Pieces, chances: Floats) -> Reading:
        found = decode(text, pieces, chances, self._tagger.thresholds)
        details = tuple(Detection(one.start, one.end, TYPE_OF[one.kind], one.score, CLASSIFIER) for one in found)
        return Reading(details, word_chances(text, pieces, chances))


@lru_cache(maxsize=1)
def _register() -> None:
    from spacy.language import Language
    from spacy.tokens import Doc

    Doc.set_extension("earshot", default=None)

    def make(nlp: Any, name: str) -> _Component:  # noqa: ARG001 - spaCy's interface
        return _Component(load_tagger(WEIGHTS))

    Language.factory(COMPONENT, func=make)
