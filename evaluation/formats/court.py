"""Court cases of the Text Anonymization Benchmark (Pilán et al. 2022), as published or one case a line.

Every mention there is of an entity and is DIRECT (points to somebody alone), QUASI (together with others) or NO_MASK. What
need not be masked is neither right nor wrong to hide. Several people annotated some of the cases; as the paper does for what
must be found, each is a document of its own here.
"""

from collections.abc import Iterator
from typing import Any

from evaluation.labelled import Entity, LabelledNote
from redaction.types import MentionType

TYPES = {
    "PERSON": MentionType.PERSON,
    "LOC": MentionType.LOCATION,
    "ORG": MentionType.ORGANISATION,
    "CODE": MentionType.CASE_REF,
    "DATETIME": MentionType.DATE,
    "DEM": MentionType.TRAIT,
    "QUANTITY": MentionType.TRAIT,
    "MISC": MentionType.TRAIT,
}


def is_court_case(content: dict[str, Any]) -> bool:
    """Whether an object is a case of the benchmark."""
    if "annotations" in content:
        return True
    return any("identifier" in entity or "identifier_type" in entity for entity in content.get("entities", ())[:1])


def court_notes(content: dict[str, Any]) -> Iterator[LabelledNote]:
    """The case as a labelled note for each annotator."""
    identifier = str(content.get("doc_id") or content.get("id"))
    if "annotations" not in content:
        yield _note(identifier, content["text"], content["entities"])
        return
    for annotator, marked in sorted(content["annotations"].items()):
        yield _note(f"{identifier}/{annotator}", content["text"], marked["entity_mentions"])


def _note(identifier: str, text: str, mentions: list[dict[str, Any]]) -> LabelledNote:
    entities: list[Entity] = []
    ignored: list[tuple[int, int]] = []
    last = 0
    for start, end, mention in sorted((*_span(one), one) for one in mentions):
        kind = mention.get("identifier") or mention.get("identifier_type")
        if kind == "NO_MASK":
            ignored.append((start, end))
        elif start >= last and start < end:
            entities.append(
                Entity(
                    start=start,
                    end=end,
                    type=TYPES[mention.get("type") or mention["entity_type"]],
                    entity=str(mention.get("entity_id")),
                    direct=kind == "DIRECT",
                )
            )
            last = end
    return LabelledNote(id=identifier, kind="court case", text=text, entities=tuple(entities), ignored=tuple(ignored))


def _span(mention: dict[str, Any]) -> tuple[int, int]:
    if "start" in mention:
        return mention["start"], mention["end"]
    return mention["start_offset"], mention["end_offset"]
