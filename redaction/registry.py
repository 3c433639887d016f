"""Which recognisers are in use, by family."""

from collections.abc import Iterable

from presidio_analyzer import EntityRecognizer, RecognizerRegistry
from presidio_analyzer.predefined_recognizers import SpacyRecognizer

from redaction.recognizers import (
    addresses,
    contact,
    dates,
    documents,
    education,
    health,
    justice,
    money,
    people,
    places,
)
from redaction.types import MentionType

_FAMILIES = (addresses, contact, dates, documents, education, health, justice, money, people, places)


def build_registry(*, with_pipeline_entities: bool, extra: Iterable[EntityRecognizer] = ()) -> RecognizerRegistry:
    """All recognisers, and Presidio's own for the pipeline's entities where the pipeline finds any."""
    recognisers = [recogniser for family in _FAMILIES for recogniser in family.recognizers()]
    recognisers.extend(extra)
    if with_pipeline_entities:
        found = [MentionType.PERSON, MentionType.LOCATION, MentionType.ORGANISATION]
        recognisers.append(SpacyRecognizer(supported_entities=[str(kind) for kind in found]))
    return RecognizerRegistry(recognizers=recognisers, supported_languages=["en"])
