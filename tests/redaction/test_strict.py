"""The strict policy: nothing stays that is not known to be harmless; places, schools and days show their kind alone."""

import pytest

from redaction.detect import Detector
from redaction.kinds import kind_of
from redaction.policy import load_policy
from redaction.pseudonyms import STAND_IN, CaseMemory
from redaction.redactor import Redactor
from redaction.types import MentionType, Note
from redaction.words.harmless import unknown_words


@pytest.fixture(scope="module")
def detector() -> Detector:
    return Detector()


def redact(detector: Detector, text: str, policy: str, salt: str = "s") -> str:
    case = CaseMemory(b"sixteen bytes or more", salt=salt)
    return Redactor(detector, load_policy(policy)).redact(Note(text), case).text


@pytest.mark.parametrize("word", ["zorblat", "Fthaghn", "Okafor", "quimble", "8843921"])
def test_a_word_that_nothing_vouches_for_is_hidden(word: str) -> None:
    text = f"She said that {word} came home with her."
    assert [text[one.start : one.end] for one in unknown_words(text)] == [word]


@pytest.mark.parametrize(
    "text", ["She said that it was cold and went home.", "He is 9, in year 4, since 2024.", "I don't like it there."]
)
def test_ordinary_words_stay(text: str) -> None:
    assert list(unknown_words(text)) == []


def test_a_name_that_is_a_word_is_hidden_where_it_is_written_as_a_name() -> None:
    assert [one.start for one in unknown_words("I told Hope about it.")] == [7]
    assert list(unknown_words("I hope so.")) == []


def test_strict_shows_kinds_and_months(detector: Detector) -> None:
    redacted = redact(detector, "Mia Okafor was seen on 4.11.25 at Marlside Primary School. The fthaghn was quiet.", "strict")
    assert "[PRIMARY SCHOOL]" in redacted
    assert "November 2025" in redacted
    assert "fthaghn" not in redacted
    assert "Okafor" not in redacted


def test_intervals_moves_the_days_of_a_case_alike_and_of_cases_differently(detector: Detector) -> None:
    text = "Seen 04/11/2025 and 18/11/2025."
    days = redact(detector, text, "intervals")
    assert "04/11/2025" not in days
    assert days == redact(detector, text, "intervals")
    assert len({redact(detector, text, "intervals", salt=str(number)) for number in range(12)}) > 6


def test_what_a_policy_writes_is_a_stand_in_that_is_left_alone(detector: Detector) -> None:
    once = redact(detector, "Mia Okafor goes to Marlside Primary School in Pontgarw.", "strict")
    assert redact(detector, once, "strict") == once
    assert STAND_IN.search("[PRIMARY SCHOOL]")


@pytest.mark.parametrize(
    ("words", "kind", "named"),
    [
        ("St Oda's Primary", MentionType.SCHOOL, "PRIMARY SCHOOL"),
        ("Little Acorns Nursery", MentionType.SCHOOL, "NURSERY"),
        ("Marl Road", MentionType.LOCATION, "STREET"),
        ("Marl Road", MentionType.SCHOOL, None),
        ("Oda Court Surgery", MentionType.ORGANISATION, "HEALTH SERVICE"),
        ("Pontgarw", MentionType.LOCATION, None),
    ],
)
def test_a_name_tells_what_it_names(words: str, kind: MentionType, named: str | None) -> None:
    assert kind_of(words, kind) == named
