"""Names: a phrase that people said, no two the same, and never a stand-in."""

import numpy as np

from models.topics.names import names_of
from models.topics.terms import terms_of
from models.topics.words import words_of

CONTACT = [f"{start} contact with dad on {day}" for start in ("Missed", "Loved", "Asked about") for day in ("Monday", "Friday")]
BUS = [f"the school bus was {how}" for how in ("late", "loud", "full", "early", "cold", "slow")]


def named(texts: list[str], labels: list[int]) -> tuple[str, ...]:
    words = words_of(texts)
    found = np.array(labels)
    topics = int(found.max()) + 1
    return names_of(words, [np.flatnonzero(found == topic) for topic in range(topics)], terms_of(words, found, topics))


def test_a_phrase_that_was_said_is_the_name() -> None:
    contact, bus = named([*CONTACT, *BUS], [0] * 6 + [1] * 6)
    assert contact == "Contact with dad"
    assert bus == "School bus"


def test_no_two_topics_have_one_name() -> None:
    texts = ["fish and chips for tea"] * 4 + ["fish and chips again, vinegar"] * 4
    names = named(texts, [0] * 4 + [1] * 4)
    assert len({name.casefold() for name in names}) == 2


def test_where_no_phrase_is_said_the_terms_are_the_name() -> None:
    (name,) = named(["gecko", "vivarium", "gecko food", "heat lamp"], [0] * 4)
    assert name
    assert "Topic" not in name


def test_a_name_holds_no_stand_in_and_is_never_empty() -> None:
    names = named(["[CHILD] [SCHOOL 1]"] * 3 + ["the bus driver, the bus driver"] * 3, [0] * 3 + [1] * 3)
    assert names[0] == "Topic 1"
    assert names[1] == "Bus driver"
