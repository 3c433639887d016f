"""Learned heads: from the codebook alone and from decisions, the same again, stored and read back."""

import numpy as np
import pytest

from codebook.load import load_codebook, starter_path
from codebook.schema import Codebook
from models.encode import Encoder, SentenceEncoder
from models.learn import Decided, HeadsUnreadable, LearnedHeads, learn

BOOK = load_codebook(starter_path())


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return SentenceEncoder()


def decided(encoder: Encoder, told: dict[str, set[str]], book: Codebook = BOOK) -> Decided:
    labels = np.array([[code.id in codes for code in book.codes] for codes in told.values()], dtype=np.float32)
    return Decided(list(told), encoder.encode(list(told)), labels.reshape(len(told), len(book.codes)), ["case"] * len(told))


def column(code: str) -> int:
    return [one.id for one in BOOK.codes].index(code)


def test_without_decisions_the_codebook_teaches(encoder: Encoder) -> None:
    heads = learn(BOOK, encoder, decided(encoder, {}))
    texts = ["I feel safe at my nan's, nobody shouts", "Visit planned for Tuesday at the office"]
    odds = heads.decide(texts, encoder.encode(texts))
    assert odds[0, column("safety.felt")] > odds[1, column("safety.felt")] + 1


def test_decisions_change_what_is_put(encoder: Encoder) -> None:
    places, times = ("club", "centre", "hub"), ("today", "on Monday", "this week", "at four")
    taught = {f"The {place} was shut again {when}": {"stability.lacking"} for place in places for when in times}
    text = ["The pool was shut again at noon"]
    before = learn(BOOK, encoder, decided(encoder, {})).decide(text, encoder.encode(text))
    after = learn(BOOK, encoder, decided(encoder, taught)).decide(text, encoder.encode(text))
    assert after[0, column("stability.lacking")] > before[0, column("stability.lacking")] + 1


def test_what_nobody_said_is_not_taken_as_no(encoder: Encoder) -> None:
    texts = [f"{number} sheep in the field" for number in ("one", "two", "three", "four", "five", "six")]
    labels = np.full((len(texts), len(BOOK.codes)), np.nan, dtype=np.float32)
    silent = learn(BOOK, encoder, Decided(texts, encoder.encode(texts), labels, ["case"] * len(texts)))
    alone = learn(BOOK, encoder, decided(encoder, {}))
    probe = ["seven sheep in the field"]
    assert np.allclose(silent.decide(probe, encoder.encode(probe)), alone.decide(probe, encoder.encode(probe)), atol=0.3)


def test_stored_and_read_back_they_decide_alike_and_hold_no_word(encoder: Encoder) -> None:
    heads = learn(BOOK, encoder, decided(encoder, {"Grzegorzewska rang": {"hope"}, "nothing else": set()}))
    again = LearnedHeads.from_bytes(heads.to_bytes())
    texts = ["I want to be a vet"]
    assert np.array_equal(heads.decide(texts, encoder.encode(texts)), again.decide(texts, encoder.encode(texts)))
    assert again.revision == heads.revision
    assert b"grzegorzewska" not in heads.to_bytes().lower()


def test_what_is_no_head_is_refused() -> None:
    with pytest.raises(HeadsUnreadable, match="earshot learn"):
        LearnedHeads.from_bytes(b"PK nothing of ours")
