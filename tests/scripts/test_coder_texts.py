"""What the coder learns from: the same units in every form, no name in the hidden one; pooled alike in training and in use."""

import random
from pathlib import Path

import numpy as np
import torch

from evaluation.labelled import Entity, LabelledCoding, LabelledNote
from models.encode import default_model_path
from models.tuned.coder import pool as pool_in_use
from models.types import Voice
from redaction.tagger.pieces import load_tokenizer
from redaction.types import MentionType
from scripts.coder.feed import batches, rows
from scripts.coder.network import pool
from scripts.coder.texts import CODES, UNKNOWN, VOICES, of_notes, own_sentences

TEXT = "Visit to Mia Okafor. Mia said she feels safe with Nan. Next visit Tuesday."


def note() -> LabelledNote:
    start = TEXT.index("Mia said")
    end = TEXT.index(" Next")
    names = [Entity(start=9, end=19, type=MentionType.PERSON), Entity(start=start, end=start + 3, type=MentionType.PERSON)]
    coding = LabelledCoding(start=start, end=end, codes=("safety.felt",), voice=Voice.CHILD_REPORTED)
    return LabelledNote(id="n", kind="statutory visit", text=TEXT, entities=tuple(names), codings=(coding,))


def test_the_forms_of_a_note_have_the_same_units() -> None:
    (source,) = of_notes([note()])
    column = CODES.index("safety.felt")
    for form in source.forms:
        assert form.codes[:, column].tolist() == [0, 1, 0]
        assert form.codes.sum() == 1
        assert form.voices.tolist() == [UNKNOWN, VOICES.index(Voice.CHILD_REPORTED), UNKNOWN]
        start, end = form.spans[1]
        assert form.text[start:end].endswith("feels safe with Nan.")
    raw, marked, hidden = source.forms
    assert "Mia" in raw.text
    assert "Mia" not in marked.text
    assert "Mia" not in hidden.text


def test_the_codebook_s_own_sentences_are_among_them() -> None:
    own = own_sentences()
    assert len(own) > 10 * len(CODES)
    assert all(one.forms[0].voices.tolist() == [UNKNOWN] for one in own)


def test_batches_hold_every_unit_once() -> None:
    tokenizer = load_tokenizer(Path(default_model_path()) / "tokenizer.json")
    texts = [one.forms[0] for one in (*of_notes([note()]), *own_sentences()[:40])]
    found = list(batches([row for text in texts for row in rows(text, tokenizer)], random.Random(1), hide=0.1, size=400))
    assert len(found) > 1
    assert sum(len(batch.codes) for batch in found) == sum(len(text.spans) for text in texts)
    for batch in found:
        assert set(batch.segment.flatten().tolist()) - {-1} == set(range(len(batch.codes)))


def test_pooled_alike_in_training_and_in_use() -> None:
    draw = np.random.default_rng(1)
    outputs = draw.normal(size=(9, 10)).astype(np.float32)
    segment = np.array([-1, 0, 0, 1, 1, 1, -1, 2, 2])
    trained = pool(torch.from_numpy(outputs)[None], torch.from_numpy(segment)[None], 3).numpy()
    assert np.allclose(trained, pool_in_use(outputs, segment, 3), atol=1e-5)
