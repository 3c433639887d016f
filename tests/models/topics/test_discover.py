"""Topics: the same for the same segments in any order, and a plain sentence where there are too few."""

import random

import numpy as np
import pytest

from models.encode import SentenceEncoder
from models.topics import TopicInput, TopicOptions, TopicResult, discover

pytestmark = pytest.mark.slow
THEMES = {
    "dog": [
        "The dog sleeps on my bed",
        "I walk the dog after school",
        "our dog ate my sock",
        "The puppy licked my face",
        "Biscuit the dog came too",
    ],
    "bus": [
        "The bus was late again",
        "I get two buses to college",
        "the bus driver was rude",
        "Missed the bus this morning",
        "no bus on Sundays",
    ],
    "food": [
        "We had pizza for tea",
        "nan makes the best curry",
        "I hate the school dinners",
        "We cook pasta on Mondays",
        "breakfast is toast and jam",
    ],
    "court": [
        "The judge read my letter",
        "court was moved to May",
        "my solicitor rang about court",
        "The hearing is next week",
        "judge said wait till the hearing",
    ],
}


@pytest.fixture(scope="module")
def encoder() -> SentenceEncoder:
    return SentenceEncoder()


def inputs(copies: int = 3) -> list[TopicInput]:
    texts = [f"{text}{' today' * number}" for number in range(copies) for texts in THEMES.values() for text in texts]
    return [TopicInput(f"s{number}", text) for number, text in enumerate(texts)]


def run(segments: list[TopicInput], encoder: SentenceEncoder, seed: int = 0) -> TopicResult:
    return discover(segments, encoder.encode([one.text for one in segments]), options=TopicOptions(seed=seed))


@pytest.mark.parametrize("count", [0, 1, 2, 5, 14, 15, 20, 50])
def test_small_sets_give_topics_or_a_sentence(count: int, encoder: SentenceEncoder) -> None:
    segments = inputs()[:count]
    result = run(segments, encoder)
    assert set(result.assignments) == {one.id for one in segments}
    assert (result.message is not None) == (count < 15)
    assert bool(result.topics) == (count >= 15)


def test_the_same_segments_said_over_and_over_are_no_topics(encoder: SentenceEncoder) -> None:
    result = run([TopicInput(str(number), "No concerns noted.") for number in range(40)], encoder)
    assert result.topics == ()
    assert "same text" in (result.message or "")


def test_topics_gather_what_is_alike_and_show_it(encoder: SentenceEncoder) -> None:
    segments = inputs()
    result = run(segments, encoder)
    texts = {one.id: one.text for one in segments}
    for topic in result.topics:
        assert topic.terms
        assert list(topic.example_texts) == [texts[one] for one in topic.examples]
        members = [texts[one] for one, number in result.assignments.items() if number == topic.number]
        assert len(members) == topic.size
    theme = {f"s{number}": list(THEMES)[number // 5 % len(THEMES)] for number in range(len(segments))}
    pure = 0
    for topic in result.topics:
        members = [theme[one] for one, number in result.assignments.items() if number == topic.number]
        pure += max(members.count(one) for one in THEMES)
    assert pure >= 0.8 * sum(topic.size for topic in result.topics), "a topic holds one theme"
    assert sum(number < 0 for number in result.assignments.values()) <= 0.1 * len(segments)


def test_the_order_of_the_segments_makes_no_difference(encoder: SentenceEncoder) -> None:
    segments = inputs()
    vectors = encoder.encode([one.text for one in segments])
    first = discover(segments, vectors, options=TopicOptions())
    places = list(range(len(segments)))
    random.Random(3).shuffle(places)
    again = discover(
        [segments[place] for place in places], np.stack([vectors[place] for place in places]), options=TopicOptions()
    )
    assert again == first


def test_stand_ins_are_no_terms(encoder: SentenceEncoder) -> None:
    segments = [TopicInput(one.id, f"[CHILD] said {one.text} with [PERSON 3]") for one in inputs()]
    terms = {term for topic in run(segments, encoder).topics for term in topic.terms}
    assert terms.isdisjoint({"child", "person"})
