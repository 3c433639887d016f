"""Segments are sentences or utterances, with offsets in both texts, whatever the style of the note."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.segment import segment
from models.types import Segment
from redaction.types import Mention, MentionType, RedactedNote


def segments(text: str, *speakers: tuple[str, str]) -> tuple[Segment, ...]:
    return segment(RedactedNote(text, (), "test", speakers))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He came. She left.", ["He came.", "She left."]),
        ("Seen e.g. at home. Fine.", ["Seen e.g. at home.", "Fine."]),
        ("Dr. Nair rang. Ok.", ["Dr. Nair rang.", "Ok."]),
        ("Seen w/ FC. Dog in.", ["Seen w/ FC.", "Dog in."]),
        ("at 3.30 p.m. today", ["at 3.30 p.m. today"]),
        ("K.O. was there. Yes.", ["K.O. was there.", "Yes."]),
        ("approx. ten min. late", ["approx. ten min. late"]),
        ('"I hate it here." she said.', ['"I hate it here." she said.']),
        ('"It is fine. I like it," she said. Then no.', ['"It is fine. I like it," she said.', "Then no."]),
        ("Why?! Because.", ["Why?!", "Because."]),
        ("well... maybe. Yes", ["well... maybe.", "Yes"]),
        ("- wants nan\n- hates peas", ["wants nan", "hates peas"]),
        ("1. first thing\n2) second thing", ["first thing", "second thing"]),
        ("[PERSON 3] came. [CHILD] hid.", ["[PERSON 3] came.", "[CHILD] hid."]),
        ("one line\nanother line", ["one line", "another line"]),
        ("😭😭", ["😭😭"]),
        ("u ok? im fine. gd night. see u", ["u ok?", "im fine.", "gd night.", "see u"]),
        ("4 Nov. seen at home", ["4 Nov. seen at home"]),
        ("", []),
        (" \n\t\n", []),
        ("-----", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert [one.text for one in segments(text)] == expected


def test_speakers_stand_outside_the_segment_with_their_role() -> None:
    found = segments("SW: How are you? Sit down.\n[CHILD]: ok\nstill ok\nP04: fine\nInterviewer: good")
    assert [(one.speaker, one.speaker_role, one.text) for one in found] == [
        ("SW", "social worker", "How are you?"),
        ("SW", "social worker", "Sit down."),
        ("[CHILD]", "child", "ok"),
        ("[CHILD]", "child", "still ok"),
        ("P04", "participant", "fine"),
        ("Interviewer", "interviewer", "good"),
    ]


def test_roles_given_with_the_note_win() -> None:
    (first, second) = segments("[PERSON 1]: hello\nP2: hi", ("[PERSON 1]", "young person"), ("P2", "foster carer"))
    assert (first.speaker_role, second.speaker_role) == ("child", "carer")


def test_chat_exports_have_speakers() -> None:
    found = segments("[14:02] Kaz: hey\n12/11/25, 14:03 - [PERSON 1]: hi there\n14:05 Kaz: bye")
    assert [(one.speaker, one.text) for one in found] == [("Kaz", "hey"), ("[PERSON 1]", "hi there"), ("Kaz", "bye")]


def test_a_record_with_labels_is_no_transcript() -> None:
    found = segments(
        "Children: Zosia (6), Kuba (3).\nBoth arrived late and were tired.\nThey played with the bricks.\nMum left."
    )
    assert [one.speaker for one in found] == [None] * len(found)
    assert found[0].heading == "Children"


@pytest.mark.parametrize("heading", ["WISHES AND FEELINGS", "Wishes and feelings:", "## Wishes", "**Wishes and feelings**"])
def test_headings_are_no_segments_but_are_remembered(heading: str) -> None:
    (found,) = segments(f"{heading}\nShe wants to see nan.")
    assert found.text == "She wants to see nan."
    assert found.heading == heading.strip("#*: ")


def test_offsets_in_both_texts() -> None:
    raw, redacted = "Mia came. Mia left.", "[CHILD] came. [CHILD] left."
    mentions = (
        Mention(0, 3, 0, 7, MentionType.PERSON, "[CHILD]", 1, "t"),
        Mention(10, 13, 14, 21, MentionType.PERSON, "[CHILD]", 1, "t"),
    )
    found = segment(RedactedNote(redacted, mentions, "test"))
    assert [raw[one.source_start : one.source_end] for one in found] == ["Mia came.", "Mia left."]
    assert [redacted[one.start : one.end] for one in found] == [one.text for one in found]


@given(st.text(max_size=300))
def test_spans_are_trimmed_in_order_and_do_not_overlap(text: str) -> None:
    found = segments(text)
    assert [one.index for one in found] == list(range(len(found)))
    for one in found:
        assert one.text == text[one.start : one.end] == one.text.strip()
        assert one.text
    assert all(a.end <= b.start for a, b in pairwise(found))
