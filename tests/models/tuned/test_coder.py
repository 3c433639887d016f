"""The tuned coder: codes known by what they mean, words that say why, the same answer in any company."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from codebook.load import load_codebook, starter_path
from codebook.schema import Codebook
from models.encode import SentenceEncoder
from models.errors import ModelCorrupted
from models.pipeline import CodingPipeline
from models.segment import segment
from models.tuned.coder import FOLDER, VOICES, Reading, TunedCoder, pool, shipped
from models.types import Segment, Voice
from redaction.types import RedactedNote

pytestmark = pytest.mark.slow
BOOK = load_codebook(starter_path())


def read(text: str, kind: str = "") -> tuple[Reading, tuple[Segment, ...]]:
    segments = segment(RedactedNote(text, (), "test"))
    (reading,) = shipped().read([(text, segments, kind)])
    return reading, segments


def test_it_knows_a_code_by_its_meaning_alone() -> None:
    code = BOOK.by_id["hope"]
    assert shipped().column(code.model_copy(update={"id": "x1", "name": "Other"})) == shipped().column(code)
    assert shipped().column(code.model_copy(update={"definition": "Something else."})) is None
    columns = [shipped().column(code) for code in BOOK.codes]
    assert sorted(column for column in columns if column is not None) == list(range(len(BOOK.codes)))


def test_a_segment_is_read_in_its_note() -> None:
    reply = "[CHILD]: No, never."
    odds = []
    for question in ("Did anyone ask you what you wanted?", "Do you want sugar in your tea?"):
        reading, segments = read(f"[SOCIAL WORKER]: {question}\n{reply}")
        place = next(one.index for one in segments if one.text == "No, never.")
        column = shipped().column(BOOK.by_id["heard.lacking"])
        assert column is not None
        odds.append(float(reading.odds[place, column]))
    assert odds[0] > odds[1] + 1, "what was asked tells what the answer means"


def test_who_speaks_is_read() -> None:
    text = 'She said "I want to stay with [CARER 1]".\nMum rang and said she is worried about money.\nHome conditions good.'
    reading, segments = read(text, "statutory visit")
    voices = [VOICES[int(np.argmax(row))] for row in reading.voices]
    assert len(segments) == 3
    assert voices[0] is Voice.CHILD_DIRECT
    assert voices[2] is Voice.PRACTITIONER


def test_the_words_of_a_reason_are_the_segment_s() -> None:
    text = "Weather fine.\nHe told me he hides under the stairs when the door bangs.\nMileage 12."
    reading, segments = read(text)
    column = shipped().column(BOOK.by_id["safety.lacking"])
    assert column is not None
    words = reading.words(text, 1, column)
    assert 1 <= len(words) <= 4
    assert all(word in segments[1].text for word in words)
    assert {"hides", "stairs", "bangs", "under", "door"} & set(words)


def test_the_same_answer_in_any_company() -> None:
    texts = ["He wants to be a vet.", "Long note. " * 300, "", "She shrugged and left the room."]
    notes = [(text, segment(RedactedNote(text, (), "test")), "") for text in texts]
    together = list(shipped().read(notes))
    for note, reading in zip(notes, together, strict=True):
        (alone,) = shipped().read([note])
        assert np.array_equal(alone.odds, reading.odds)
        assert np.array_equal(alone.voices, reading.voices)


def test_a_segment_without_pieces_says_nothing() -> None:
    outputs = np.zeros((2, 6), dtype=np.float32)
    assert pool(outputs, np.array([0, 0]), 2)[1].tolist() == [-12, -12, -12]


@pytest.mark.parametrize("broken", ["coder.onnx", "coder.json", "tokenizer.json"])
def test_missing_weights_are_named(tmp_path: Path, broken: str) -> None:
    folder = tmp_path / "coder"
    shutil.copytree(FOLDER, folder)
    (folder / broken).unlink()
    with pytest.raises(ModelCorrupted, match=broken):
        TunedCoder(folder)


def test_other_weights_are_refused(tmp_path: Path) -> None:
    folder = tmp_path / "coder"
    shutil.copytree(FOLDER, folder)
    with (folder / "coder.onnx").open("r+b") as file:
        file.write(b"other")
    with pytest.raises(ModelCorrupted, match=r"coder\.onnx"):
        TunedCoder(folder)


def test_a_changed_definition_is_coded_by_the_codebook_s_own_sentences() -> None:
    content = BOOK.model_dump(mode="json")
    content["codes"][0]["definition"] = "The child has a pet."
    encoder = SentenceEncoder()
    whole, mixed = CodingPipeline(encoder, BOOK), CodingPipeline(encoder, Codebook.model_validate(content))
    assert "prototypes" not in whole.model_revision
    assert "prototypes" in mixed.model_revision
    note = RedactedNote('He said "I feel safe here, nobody shouts".', (), "test")
    (one,), (two,) = (pipeline.code_notes([note], [pipeline.context()]) for pipeline in (whole, mixed))
    first, second = one.segments[0].scores, two.segments[0].scores
    changed = BOOK.codes[0].id
    assert first[changed] != second[changed]
    assert {code: score for code, score in first.items() if code != changed} == {
        code: score for code, score in second.items() if code != changed
    }
