"""Overlapping detections: nothing that any of them covered is shown, and the better one names it."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from redaction.conflicts import resolve
from redaction.types import Detection, MentionType


def found(start: int, end: int, kind: MentionType = MentionType.PERSON, score: float = 0.9) -> Detection:
    return Detection(start, end, kind, score, "test")


def test_the_longer_reliable_one_swallows_the_one_inside() -> None:
    text = "at St Mary's Primary School"
    school, person = found(3, 27, MentionType.SCHOOL, 0.85), found(6, 10, score=0.99)
    assert resolve(text, [person, school]) == [school]


def test_a_doubtful_long_one_gives_way_and_its_rest_stays_hidden() -> None:
    text = "Mia Okafor Tuesday"
    name, doubtful = found(0, 10, score=0.99), found(0, 18, MentionType.ORGANISATION, 0.4)
    assert [(one.start, one.end, one.type) for one in resolve(text, [doubtful, name])] == [
        (0, 10, MentionType.PERSON),
        (11, 18, MentionType.ORGANISATION),
    ]


def test_nothing_is_left_of_a_rest_that_is_only_punctuation() -> None:
    assert len(resolve("Mia, ", [found(0, 3), found(0, 5, score=0.4)])) == 1


spans = st.tuples(st.integers(0, 29), st.integers(1, 10), st.sampled_from(list(MentionType)), st.floats(0.1, 1))


@given(st.lists(spans, max_size=12))
def test_every_covered_letter_stays_covered_and_no_two_overlap(
    drawn: list[tuple[int, int, MentionType, float]],
) -> None:
    text = "abcdefghij klmnop, qrstuvwxy z"
    detections = [found(start, min(start + length, 30), kind, score) for start, length, kind, score in drawn]
    resolved = resolve(text, detections)
    covered = {place for one in detections for place in range(one.start, one.end) if text[place].isalpha()}
    shown = covered - {place for one in resolved for place in range(one.start, one.end)}
    assert not shown
    assert all(first.end <= second.start for first, second in itertools.pairwise(resolved))
