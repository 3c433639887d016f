"""Learned heads: from the codebook alone and from decisions, the same again, stored and read back."""

import io
from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from codebook.load import load_codebook, starter_path
from codebook.schema import Code, Codebook
from models.encode import Encoder, SentenceEncoder
from models.learn import Decided, HeadsUnreadable, LearnedHeads, learn

BOOK = load_codebook(starter_path())
DAYS = ("today", "on Monday", "late", "again", "at last")


class Remembering:
    """The real encoder; the codebook's sentences are the same in every test and embedded once."""

    def __init__(self) -> None:
        self._encoder = SentenceEncoder()
        self._known: dict[tuple[str, ...], NDArray[np.float32]] = {}

    @property
    def revision(self) -> str:
        return self._encoder.revision

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        key = tuple(texts)
        if key not in self._known:
            self._known[key] = self._encoder.encode(texts)
        return self._known[key]


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Remembering()


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


def test_they_are_held_and_stored_in_half_precision(encoder: Encoder) -> None:
    texts = ["I want to be a vet", "nothing else"]
    heads = learn(BOOK, encoder, decided(encoder, {text: set() for text in texts}))
    with np.load(io.BytesIO(heads.to_bytes())) as stored:
        assert stored["weights"].dtype == np.float16
        assert np.array_equal(stored["weights"].astype(np.float32), heads.weights)


def test_where_one_code_holds_a_rare_one_is_put_too(encoder: Encoder) -> None:
    book = Codebook(
        id="moods",
        name="Moods",
        codes=tuple(Code(id=one, name=one, definition=one, examples=(one,)) for one in ("calm", "cross")),
    )
    told = {f"{who} was calm and slept {when}": {"calm"} for who in ("Ayo", "Bea", "Cal", "Dee", "Eli") for when in DAYS}
    told |= {f"{who} was cross and shouted": {"cross"} for who in ("Ayo", "Bea")}
    heads = learn(book, encoder, decided(encoder, told, book))
    even = np.zeros((1, 2), np.float32)
    assert heads.put(even).tolist() == [[False, True]]
    assert heads.put(np.array([[9.0, 0.0]], np.float32)).tolist() == [[True, False]]


def test_what_is_no_head_is_refused() -> None:
    with pytest.raises(HeadsUnreadable, match="earshot learn"):
        LearnedHeads.from_bytes(b"PK nothing of ours")


def test_what_was_cut_off_is_refused(encoder: Encoder) -> None:
    content = learn(BOOK, encoder, decided(encoder, {})).to_bytes()
    for share in (0.0, 0.2, 0.6, 0.99):
        with pytest.raises(HeadsUnreadable, match="earshot learn"):
            LearnedHeads.from_bytes(content[: int(len(content) * share)])


def test_a_base_coder_is_corrected_and_not_forgotten(encoder: Encoder) -> None:
    texts = [
        f"{what} {when}" for what in ("Lunch was fine", "The van came", "Nobody rang") for when in ("today", "at four", "late")
    ]
    told = np.zeros((len(texts), len(BOOK.codes)), np.float32)
    told[::3, column("hope")] = 1
    base = np.where(told > 0, 3.0, -3.0).astype(np.float32)
    heads = learn(BOOK, encoder, Decided(texts, encoder.encode(texts), told, texts, base))
    probe = ["Something else altogether"]
    said = np.full((2, len(BOOK.codes)), -3.0, np.float32)
    said[1] = 3.0
    odds = heads.decide(probe * 2, encoder.encode(probe * 2), said)
    assert np.all(odds[1] > odds[0] + 3)
    again = LearnedHeads.from_bytes(heads.to_bytes())
    assert np.array_equal(again.decide(probe * 2, encoder.encode(probe * 2), said), odds)
    assert np.isfinite(heads.decide(probe, encoder.encode(probe))).all()


def test_the_words_that_moved_a_code_are_named_and_no_stand_in(encoder: Encoder) -> None:
    places, times = ("club", "centre", "hub"), ("today", "on Monday", "this week", "at four")
    taught = {f"[PERSON 1] said the {place} was shut {when}": {"stability.lacking"} for place in places for when in times}
    heads = learn(BOOK, encoder, decided(encoder, taught))
    told = heads.words("[PERSON 1] said the pool was shut at noon", "stability.lacking")
    assert "shut" in told
    assert len(told) <= 4
    assert "PERSON" not in told
    assert heads.words("[PERSON 1]", "stability.lacking") == ()
    assert heads.words("", "stability.lacking") == ()
