"""Which recognisers are in use, by family."""

from collections.abc import Sequence

from presidio_analyzer import EntityRecognizer

from redaction.recognizers import (
    addresses,
    contact,
    dates,
    documents,
    education,
    health,
    initials,
    justice,
    money,
    people,
    places,
)

_FAMILIES = (addresses, contact, dates, documents, education, health, initials, money, people, places)


def build_recognisers(*, case_numbers: Sequence[str] = ()) -> list[EntityRecognizer]:
    """All recognisers of ours.

    Args:
        case_numbers: Regular expressions of a site's own case numbers.

    Raises:
        PolicyError: One of them is no regular expression.
    """
    found = [recogniser for family in _FAMILIES for recogniser in family.recognizers()]
    return [*found, *justice.recognizers(tuple(case_numbers))]
