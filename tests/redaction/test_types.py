"""Offsets of the redacted text lead back to the text as posted; reprs show nothing."""

from redaction.types import Mention, MentionType, Note, Person, RedactedNote, Turn


def test_a_span_beside_and_over_stand_ins_leads_back() -> None:
    raw, redacted = "Then Mia saw Tom.", "Then [CHILD] saw [PERSON 1]."
    note = RedactedNote(
        redacted,
        (
            Mention(5, 8, 5, 12, MentionType.PERSON, "[CHILD]", 1, "t"),
            Mention(13, 16, 17, 27, MentionType.PERSON, "[PERSON 1]", 1, "t"),
        ),
        "research@1",
    )
    assert note.source_span(0, 28) == (0, 17)
    assert note.source_span(13, 16) == (9, 12)
    assert raw[slice(*note.source_span(5, 12))] == "Mia"
    assert raw[slice(*note.source_span(17, 28))] == "Tom."
    assert raw[slice(*note.source_span(0, 5))] == "Then "


def test_a_transcript_becomes_labelled_lines() -> None:
    note = Note.from_turns([Turn("SW", "How  was\nit?", "social worker"), Turn("Amira", "ok")])
    assert note.text == "SW: How was it?\nAmira: ok"
    assert note.speakers == (("SW", "social worker"),)


def test_reprs_show_nothing() -> None:
    note = Note("Mia was here", (Person("Mia Okafor", "child", ("Mimi",)),))
    assert "Mia" not in repr(note)
    assert "Mimi" not in repr(note)
