"""The JSON of presidio-research's synthetic data: `full_text`, and `spans` with type, start and end."""

from typing import Any

from evaluation.labelled import Entity, LabelledNote
from redaction.types import MentionType

TYPES = {
    "PERSON": MentionType.PERSON,
    "GPE": MentionType.LOCATION,
    "LOC": MentionType.LOCATION,
    "LOCATION": MentionType.LOCATION,
    "FAC": MentionType.LOCATION,
    "FACILITY": MentionType.LOCATION,
    "STREET_ADDRESS": MentionType.ADDRESS,
    "ADDRESS": MentionType.ADDRESS,
    "ZIP_CODE": MentionType.POSTCODE,
    "ORGANIZATION": MentionType.ORGANISATION,
    "ORG": MentionType.ORGANISATION,
    "DATE_TIME": MentionType.DATE,
    "DATE": MentionType.DATE,
    "PHONE_NUMBER": MentionType.PHONE,
    "EMAIL_ADDRESS": MentionType.EMAIL,
    "EMAIL": MentionType.EMAIL,
    "URL": MentionType.URL,
    "DOMAIN_NAME": MentionType.URL,
    "IP_ADDRESS": MentionType.URL,
    "CREDIT_CARD": MentionType.BANK,
    "IBAN_CODE": MentionType.BANK,
    "IBAN": MentionType.BANK,
    "US_BANK_NUMBER": MentionType.BANK,
    "CRYPTO": MentionType.BANK,
    "US_SSN": MentionType.NINO,
    "SSN": MentionType.NINO,
    "US_ITIN": MentionType.NINO,
    "UK_NINO": MentionType.NINO,
    "UK_NHS": MentionType.NHS_NUMBER,
    "US_DRIVER_LICENSE": MentionType.PASSPORT,
    "US_PASSPORT": MentionType.PASSPORT,
    "USERNAME": MentionType.HANDLE,
}
"""Types of the benchmark that are ours too. Titles, ages, nationalities and the like are neither right nor wrong to hide."""


def is_synthetic(content: dict[str, Any]) -> bool:
    """Whether an object is a sample of this form."""
    return "full_text" in content and "spans" in content


def synthetic_note(content: dict[str, Any], number: int) -> LabelledNote:
    """The sample as a labelled note."""
    text = content["full_text"]
    entities: list[Entity] = []
    ignored: list[tuple[int, int]] = []
    last = 0
    for span in sorted(content["spans"], key=lambda one: (one["start_position"], -one["end_position"])):
        start, end = span["start_position"], span["end_position"]
        kind = TYPES.get(span["entity_type"].upper())
        if kind is None:
            ignored.append((start, end))
        elif start >= last and start < end:
            entities.append(Entity(start=start, end=end, type=kind))
            last = end
    identifier = content.get("sample_id")
    return LabelledNote(
        id=str(number if identifier is None else identifier),
        kind="sample",
        text=text,
        entities=tuple(entities),
        ignored=tuple(ignored),
    )
