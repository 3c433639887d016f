"""Who is speaking, by label, quotation, reporting verb, behaviour and genre."""

import pytest

from models.segment import segment
from models.types import Voice
from models.voice import tag_voices
from redaction.types import RedactedNote


def voices(text: str, *, note_type: str | None = None, author_role: str | None = None) -> list[str]:
    found = segment(RedactedNote(text, (), "test"))
    return [str(tag.voice) for tag in tag_voices(found, author_role=author_role, note_type=note_type)]


@pytest.mark.parametrize(
    ("text", "voice"),
    [
        ('"I hate it here."', "child.direct"),
        ('[CHILD] said "nobody asked me".', "child.direct"),
        ("She told me [CARER] comes when she shouts in the night, “every time”.", "child.direct"),
        ("“I want to stay,” he said.", "child.direct"),
        ('[CHILD] told SW "I feel safe here".', "child.direct"),
        ("[CHILD] told me she hates it there.", "child.reported"),
        ("Says he is fine.", "child.reported"),
        ("Wants a bunk bed so his cousin can stop over.", "child.reported"),
        ("He said he feels settled.", "child.reported"),
        ("YP reports that staff do not knock.", "child.reported"),
        ("She asked if she is moving again.", "child.reported"),
        ("[CHILD] misses her sister.", "child.reported"),
        ("Using his symbols he said no swimming.", "child.reported"),
        ("[CHILD] shrugged and pulled his hood up.", "child.nonverbal"),
        ("He hid under the table when the door slammed.", "child.nonverbal"),
        ("She drew the dog and a long sofa.", "child.nonverbal"),
        ("Baby calm, smiled and reached for her.", "child.nonverbal"),
        ("Went quiet when dad's name came up.", "child.nonverbal"),
        ("The group said that reviews are too long.", "children.collective"),
        ("We all said the same thing.", "children.collective"),
        ("Mum said she is tired.", "family"),
        ("[MOTHER] told me that she cannot cope.", "family"),
        ('Nan said "I can\'t be doing with another form, love".', "family"),
        ("FC says he eats well.", "family"),
        ("No safeguarding concerns noted.", "practitioner"),
        ("I explained who I was.", "practitioner"),
        ("House warm, food in.", "practitioner"),
        ("School will chase the EHCP.", "practitioner"),
        ('The teacher said "he is doing well".', "practitioner"),
    ],
)
def test_in_a_professional_s_record(text: str, voice: str) -> None:
    assert voices(text) == [voice]


def test_speaker_labels_decide_in_a_transcript() -> None:
    text = "Interviewer: How was it?\nP04: I felt safe.\nMum: He was fine.\n[CHILD]: 😭\n[CHILD]: (shrugs)\nGroup: we agree"
    assert voices(text) == [
        "practitioner", "child.direct", "family", "child.nonverbal", "child.nonverbal", "children.collective",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "note_type", ["app messages", "survey free text", "wishes and feelings worksheet", "letter from the child"]
)
def test_in_a_child_s_own_genre_the_words_are_the_child_s(note_type: str) -> None:
    assert voices("i dont like it when they shout", note_type=note_type) == ["child.direct"]


def test_the_author_may_be_the_child_or_a_carer() -> None:
    assert voices("We had a good day.", author_role="young person") == ["child.direct"]
    assert voices("We had a good day.", author_role="foster carer") == ["family"]


def test_a_record_written_to_the_child_reports_the_child() -> None:
    text = "You told me that you hate the bus. You said you like Nan's. I wrote that down. You drew a rocket."
    assert voices(text)[:2] == ["child.reported", "child.reported"]
    assert voices(text)[3].startswith("child.")


def test_a_pronoun_means_whoever_was_spoken_of() -> None:
    assert voices("Mum was at home. She said she is tired.")[1] == "family"
    assert voices("[CHILD] was at home. She said she is tired.")[1] == "child.reported"


def test_every_tag_names_its_rule_and_strength() -> None:
    found = segment(RedactedNote('He said "no". Booked in.', (), "test"))
    for tag in tag_voices(found):
        assert tag.reason
        assert 0 < tag.confidence <= 1
        assert tag.voice in set(Voice)
