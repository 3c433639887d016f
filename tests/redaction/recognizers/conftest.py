"""What the tests of the recognisers share: run one family, or all of them, over a text."""

from collections.abc import Callable
from typing import Any

import pytest

from redaction.recognizers import addresses, contact, dates, documents, education, health, justice, money

FAMILIES = (addresses, contact, dates, documents, education, health, justice, money)
Found = tuple[str, str, float]
Find = Callable[[str], list[Found]]
Covers = Callable[[str, str, str], bool]


@pytest.fixture(scope="session")
def recognisers() -> list[Any]:
    return [recogniser for family in FAMILIES for recogniser in family.recognizers()]


@pytest.fixture(scope="session")
def find(recognisers: list[Any]) -> Find:
    """(surface, type, score) of all that is found in a text."""

    def run(text: str) -> list[Found]:
        results = [result for one in recognisers for result in one.analyze(text, one.supported_entities, None)]
        return [(text[result.start : result.end], result.entity_type, result.score) for result in results]

    return run


@pytest.fixture(scope="session")
def covers(recognisers: list[Any]) -> Covers:
    """Whether a detection of the type covers the surface wholly and hardly more."""

    def run(text: str, surface: str, kind: str) -> bool:
        start, end = text.index(surface), text.index(surface) + len(surface)
        return any(
            result.entity_type == kind and start - 2 <= result.start <= start and end <= result.end <= end + 2
            for one in recognisers
            for result in one.analyze(text, one.supported_entities, None)
        )

    return run
