from pathlib import Path

import pytest

from redaction.types import Turn
from service.cli.readers import InputNote, ReaderError
from service.cli.readers.transcript import read_transcript

SECRET = "Zebedee"


def read(tmp_path: Path, content: str, *, name: str = "talk.vtt") -> InputNote:
    path = tmp_path / name
    path.write_bytes(content.encode())
    (note,) = read_transcript(path)
    return note


def cue(second: int, words: str, *, comma: bool = False) -> str:
    times = f"00:00:{second:02}.000 --> 00:00:{second + 1:02}.000"
    return f"{times.replace('.', ',') if comma else times}\n{words}\n\n"


def test_voices_become_turns_and_consecutive_cues_are_joined(tmp_path: Path) -> None:
    content = (
        "\ufeffWEBVTT\r\n\r\nNOTE made by a machine\r\n\r\n"
        + cue(1, "<v Ms O'Brien>How is it\nhere?</v>")
        + cue(2, "<v.loud Mia>It's <b>ok</b> &amp; quiet.</v>")
        + cue(3, "<v Mia>I want to stay.</v>")
        + cue(4, "<v Ms O'Brien>Why?</v> <v Mia>Because.</v>")
    )
    assert read(tmp_path, content) == InputNote(
        id="talk",
        turns=(
            Turn("Ms O'Brien", "How is it here?"),
            Turn("Mia", "It's ok & quiet. I want to stay."),
            Turn("Ms O'Brien", "Why?"),
            Turn("Mia", "Because."),
        ),
    )


def test_labels_become_turns_and_a_cue_without_one_goes_on(tmp_path: Path) -> None:
    content = (
        "1\n" + cue(1, "(door opens)", comma=True)
        + "2\n" + cue(2, "INTERVIEWER 2: Tell me.", comma=True)
        + "3\n" + cue(3, "Mia Okafor: I told him", comma=True)
        + "4\n" + cue(4, "and then he said: no.\nMum (Kelechi): <i>Mia!</i>", comma=True)
    )  # fmt: skip
    assert read(tmp_path, content, name="talk.srt").turns == (
        Turn("Unknown speaker", "(door opens)"),
        Turn("INTERVIEWER 2", "Tell me."),
        Turn("Mia Okafor", "I told him and then he said: no."),
        Turn("Mum (Kelechi)", "Mia!"),
    )


def test_without_any_speaker_the_words_are_a_text(tmp_path: Path) -> None:
    note = read(tmp_path, "WEBVTT\n\n" + cue(1, "I want to stay") + cue(2, "with Gran."))
    assert note == InputNote(id="talk", text="I want to stay\nwith Gran.")


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("t.vtt", "Zebedee: hello", "no .vtt transcript; its first line must be 'WEBVTT'"),
        ("t.srt", "Zebedee: hello", "no .srt transcript"),
        ("t.vtt", "WEBVTT\n\n", "has no text"),
        ("t.vtt", "WEBVTT\n\n" + cue(1, "<v Zebedee> </v>"), "has no text"),
        ("t.vtt", "WEBVTT\n\n" + cue(1, "fine") + "00:01 --> soon\nZebedee\n", "1 of 2 cues cannot be read"),
        ("t.srt", "1\n" + cue(1, "fine", comma=True) + "x\n" + cue(2, "Zebedee", comma=True), "1 of 2 cues"),
        ("t.vtt", "WEBVTT\n\n" + cue(1, "Zebedee\0"), "NUL"),
    ],
)
def test_what_cannot_be_read_whole_is_refused_without_the_words(tmp_path: Path, name: str, content: str, says: str) -> None:
    with pytest.raises(ReaderError) as caught:
        read(tmp_path, content, name=name)
    assert says in str(caught.value)
    assert name in str(caught.value)
    assert SECRET not in str(caught.value)
    assert "\n" not in str(caught.value)
