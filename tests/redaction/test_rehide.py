"""Hiding more in a redacted text: every form of the detail, no stand-in touched, all places still right."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redaction.patterns import pattern_of, shape
from redaction.rehide import rehidden_mentions, rehide
from redaction.types import Mention, MentionType, RedactedNote


def test_every_form_is_hidden_and_stand_ins_are_left_alone() -> None:
    text = "[CHILD] told Zorblat. ZORBLAT's mum, zorblat too. [PERSON 1] left."
    done = rehide(text, "Zorblat", MentionType.PERSON, "[PERSON 2]")
    assert done.text == "[CHILD] told [PERSON 2]. [PERSON 2]'s mum, [PERSON 2] too. [PERSON 1] left."
    assert len(done.places) == 3


def test_a_number_is_hidden_wherever_its_very_words_stand() -> None:
    done = rehide("ref 77/12-x, REF 77/12-X, not 177/12-x", "77/12-x", MentionType.CASE_REF, "[CASE REF 1]")
    assert done.text == "ref [CASE REF 1], REF [CASE REF 1], not 177/12-x"


def test_a_span_that_a_person_marked_is_hidden_whatever_it_looks_like() -> None:
    text = "then will came"
    assert rehide(text, "will", MentionType.PERSON, "[PERSON 1]").text == text
    assert rehide(text, "will", MentionType.PERSON, "[PERSON 1]", always=(5, 9)).text == "then [PERSON 1] came"


@given(st.lists(st.sampled_from(["Zorblat", "[CHILD]", "came", "and", "Zorblat's", "\n"]), max_size=12))
def test_offsets_of_what_was_there_before_still_point_at_it(words: list[str]) -> None:
    text = " ".join(words)
    done = rehide(text, "Zorblat", MentionType.PERSON, "[PERSON 2]")
    for place, mark in enumerate(text):
        if mark in "[c" and all(not start <= place < end for start, end in done.places):
            assert done.text[done.moved(place)] == mark
    assert done.moved(len(text)) == len(done.text)
    assert rehide(done.text, "Zorblat", MentionType.PERSON, "[PERSON 2]").text == done.text


def test_mentions_keep_their_source_and_move_in_the_redacted_text() -> None:
    note = RedactedNote(
        "[CHILD] told Zorblat and [PERSON 1].",
        (
            Mention(0, 3, 0, 7, MentionType.PERSON, "[CHILD]", 1.0, "known beforehand"),
            Mention(21, 25, 25, 35, MentionType.PERSON, "[PERSON 1]", 0.9, "token classifier"),
        ),
        "research@1",
    )
    done = rehide(note.text, "Zorblat", MentionType.PERSON, "[PERSON 2]")
    mentions = rehidden_mentions(note, done, MentionType.PERSON, recogniser="marked by a person")
    assert [(one.start, one.end, done.text[one.redacted_start : one.redacted_end]) for one in mentions] == [
        (0, 3, "[CHILD]"),
        (9, 16, "[PERSON 2]"),
        (21, 25, "[PERSON 1]"),
    ]


@pytest.mark.parametrize(("words", "written"), [("Mia O'K 7", "Aaa A'A 9"), ("ÉLAN", "AAAA"), ("", "")])
def test_a_shape_says_how_and_not_what(words: str, written: str) -> None:
    assert shape(words) == written


def test_a_pattern_keeps_harmless_words_and_the_shape_of_others() -> None:
    text = "She told Okonkwo that Zorblat Quimble came home with [CHILD]."
    pattern = pattern_of(text, (22, 37))
    assert (pattern.before, pattern.shape, pattern.after) == ("told Aaaaaaa that", "Aaaaaaa Aaaaaaa", "came home with")
    assert pattern_of(text, (53, 60)).shape == ""
