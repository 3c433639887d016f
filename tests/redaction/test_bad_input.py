"""Notes that nobody would write: very long, thousands of names, other scripts, only signs; all are redacted in time."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation.corpus.load import read_corpus
from redaction.detect import Detector
from redaction.policy import load_policy
from redaction.pseudonyms import CaseMemory
from redaction.redactor import Redactor
from redaction.types import Note, Person, RedactedNote


@pytest.fixture(scope="module")
def redactor() -> Redactor:
    return Redactor(Detector(), load_policy())


@pytest.fixture(scope="module")
def rules() -> Redactor:
    """Without the classifier, whose time is known to be proportional: what is measured here are the rules and the rest."""
    return Redactor(Detector(pipeline="rules"), load_policy())


def redact(redactor: Redactor, text: str, *people: Person) -> RedactedNote:
    return redactor.redact(Note(text, people), CaseMemory(b"sixteen bytes or more", salt="s"))


def seconds(redactor: Redactor, text: str) -> float:
    began = time.process_time()
    redact(redactor, text)
    return time.process_time() - began


def test_ten_times_the_text_takes_little_more_than_ten_times_as_long(rules: Redactor) -> None:
    text = "\n".join(note.text for note in read_corpus("dev")[:60])[:50_000]
    short = min(seconds(rules, text) for _ in range(3))
    assert seconds(rules, "\n".join([text] * 10)) < 14 * short


def test_a_note_of_a_million_characters_is_redacted(rules: Redactor) -> None:
    text = ("She said it was fine, then tea. " * 40 + "Mrs Okafor rang 07700 900123.\n") * 770
    assert len(text) > 1_000_000
    began = time.process_time()
    redacted = redact(rules, text)
    assert time.process_time() - began < 120
    assert "Okafor" not in redacted.text
    assert "900123" not in redacted.text


def test_ten_thousand_names_in_one_note(rules: Redactor) -> None:
    letters = "abcdefghij"
    names = ["Xo" + "".join(letters[int(digit)] for digit in f"{number:04}") for number in range(10_000)]
    text = "\n".join(f"Mrs {name} came." for name in names)
    began = time.process_time()
    redacted = redact(rules, text)
    assert time.process_time() - began < 120
    assert not any(name in redacted.text for name in names[::97])


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("قالت Mia Okafor إنها تخاف من العودة إلى البيت", "Okafor"),
        ("Dziecko powiedziało pani Kowalskiej, tel 07700 900123, że się boi.", "900123"),
        ("妈妈 Mrs Chen 打电话 07700 900123", "900123"),
    ],
)
def test_other_languages_are_hidden_as_well_as_possible(redactor: Redactor, text: str, gone: str) -> None:
    assert gone not in redact(redactor, text, Person("Mia Okafor", "child")).text


SIGNS = (
    "😀👍🏽👨\u200d👩\u200d👧", "", " \n\t ", "?!…", "\u200b\u200b", "\u202eabc\u202c", "a" * 5000, "🙂" * 5000,
)  # fmt: skip


@pytest.mark.parametrize("text", SIGNS)
def test_signs_alone_pass(redactor: Redactor, text: str) -> None:
    redacted = redact(redactor, text)
    assert len(redacted.text) <= max(len(text), 40)


WORDS = [
    "Mia Okafor", "mia", "said", "0113 496 0123", "at", "14 Marl Rd", "LS6 2AB", "on 4.11.25", "\n", "Ruby:", "[CHILD]", "hope",
    "😀", "Kofi\u200bKofi", "Zoë", "mia@example.org", "NHS 943 476 5919", "…", "“I", "wasn't asked”", "A.B.",
]  # fmt: skip


@settings(max_examples=40)
@given(st.lists(st.sampled_from(WORDS), max_size=14))
def test_offsets_round_trip_and_twice_changes_nothing(redactor: Redactor, rules: Redactor, words: list[str]) -> None:
    text = " ".join(words)
    once = redact(rules, text, Person("Mia Okafor", "child"))
    assert redact(rules, once.text).text == once.text
    once = redact(redactor, text, Person("Mia Okafor", "child"))
    position = redacted = 0
    for mention in once.mentions:
        between = text[position : mention.start]
        assert once.text[redacted : mention.redacted_start] == between, "what is not hidden is as it was"
        assert once.text[mention.redacted_start : mention.redacted_end] == mention.stand_in
        position, redacted = mention.end, mention.redacted_end
    assert once.text[redacted:] == text[position:]
