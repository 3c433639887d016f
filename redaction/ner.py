"""The spaCy pipeline that Presidio runs on: blank English with sentence boundaries, or one that brings a recogniser.

A trained recogniser of people, places and organisations takes its place here as a spaCy component; until then, and for
whoever prefers another, any installed spaCy pipeline can be named in the settings.
"""

from typing import TYPE_CHECKING, Any

from presidio_analyzer.nlp_engine import NerModelConfiguration, SpacyNlpEngine

from redaction.errors import RedactionError
from redaction.types import MentionType

if TYPE_CHECKING:
    from spacy.language import Language

# What pipelines in use call people, places and organisations (OntoNotes, CoNLL and WikiNER labels).
_LABELS = {
    "PERSON": MentionType.PERSON,
    "PER": MentionType.PERSON,
    "GPE": MentionType.LOCATION,
    "LOC": MentionType.LOCATION,
    "FAC": MentionType.LOCATION,
    "ORG": MentionType.ORGANISATION,
}
# Notes are longer than spaCy's default limit allows; the rules need linear memory only.
_MAX_CHARACTERS = 20_000_000


class PipelineMissing(RedactionError):
    """The spaCy pipeline named in the settings is not installed."""


def build_pipeline(name: str | None = None) -> "Language":
    """A blank English pipeline with sentence boundaries, or the installed pipeline `name`.

    Raises:
        PipelineMissing: No pipeline of that name is installed.
    """
    import spacy

    if name is None:
        nlp = spacy.blank("en")
        nlp.add_pipe("sentencizer")
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
    labels = {label for pipe in nlp.pipe_labels.values() for label in pipe}
    engine = SpacyNlpEngine(
        models=[{"lang_code": "en", "model_name": nlp.meta["name"]}],
        ner_model_configuration=NerModelConfiguration(
            model_to_presidio_entity_mapping={label: str(kind) for label, kind in _LABELS.items()},
            labels_to_ignore=sorted(labels - set(_LABELS)),
        ),
    )
    loaded: Any = {"en": nlp}
    engine.nlp = loaded
    return engine


def finds_entities(nlp: "Language") -> bool:
    """Whether the pipeline brings a recogniser of its own."""
    return any(set(labels) & set(_LABELS) for labels in nlp.pipe_labels.values())
