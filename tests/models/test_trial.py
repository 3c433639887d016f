"""Tuning the encoder: kept where it wins on cases held out, refused where it does not, stored without a word."""

import feelings
import numpy as np
import pytest

from codebook.load import parse_codebook
from models.encode import SentenceEncoder
from models.held_out import Once
from models.learn import Decided
from models.learn_state import InForce, learn_state
from models.learned import Learned
from models.trial import try_tuned
from models.tune_last import drawn, enough, likeness, tune_last
from models.upper import EncoderUnreadable, NotTunable, Upper, UpperEncoder, with_own_layers

BOOK = parse_codebook(feelings.BOOK.encode(), name="feelings")


def decided(encoder: SentenceEncoder, *, cases: int = 18, by_chance: bool = False) -> Decided:
    """Labels as the remarks have them, or by chance."""
    random = np.random.default_rng(3)
    told = feelings.remarks(cases=cases)
    texts, groups = [text for text, _, _ in told], [case for _, case, _ in told]
    labels = np.array([[code == own for code in feelings.CODES] for _, _, own in told], np.float32)
    if by_chance:
        labels = labels[random.permutation(len(labels))]
    base = random.normal(-1, 0.5, labels.shape).astype(np.float32)
    return Decided(texts, encoder.encode(texts), labels, groups, base)


@pytest.fixture(scope="module")
def encoder() -> SentenceEncoder:
    return SentenceEncoder()


@pytest.fixture(scope="module")
def upper(encoder: SentenceEncoder) -> Upper:
    few = decided(encoder, cases=4)
    return tune_last(encoder, few.texts, few.labels)


def test_the_same_decisions_tune_alike_and_the_encoder_in_use_stays_as_it_is(encoder: SentenceEncoder, upper: Upper) -> None:
    few = decided(encoder, cases=4)
    before = encoder.encode(few.texts)
    assert tune_last(encoder, few.texts, few.labels).to_bytes() == upper.to_bytes()
    assert tune_last(encoder, few.texts, few.labels, seed=1).revision != upper.revision
    assert np.array_equal(encoder.encode(few.texts), before)
    assert all(one.requires_grad for one in encoder.network.parameters())
    assert not np.allclose(UpperEncoder(encoder, upper).encode(few.texts), before, atol=1e-3)


def test_what_shares_a_code_is_drawn_together(encoder: SentenceEncoder, upper: Upper) -> None:
    few = decided(encoder, cases=4)
    alike, counts = likeness(few.labels)
    gaps = []
    for vectors in (few.embeddings, UpperEncoder(encoder, upper).encode(few.texts)):
        cosines = vectors @ vectors.T
        gaps.append(cosines[alike].mean() - cosines[counts & ~alike].mean())
    assert gaps[1] > gaps[0] + 0.1


def test_stored_and_read_back_it_encodes_alike_whatever_stands_beside(encoder: SentenceEncoder, upper: Upper) -> None:
    again = Upper.from_bytes(upper.to_bytes(), base=encoder.revision, revision=upper.revision)
    one, two = UpperEncoder(encoder, upper), UpperEncoder(encoder, again)
    texts = [
        "Was settled after tea",
        "x",
        "A much longer sentence stands beside it, with a good many more words in it than that",
    ]
    together = one.encode(texts)
    assert np.array_equal(two.encode(texts), together)
    assert np.array_equal(np.vstack([two.encode([text]) for text in texts]), together)
    assert one.revision == two.revision == f"{encoder.revision}+encoder-{upper.revision}"
    content = upper.to_bytes()
    assert 7_000_000 < len(content) < 7_200_000
    assert b"settled" not in content
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-3)
    assert one.encode([]).shape == (0, 384)


def test_only_what_was_tuned_is_copied(encoder: SentenceEncoder) -> None:
    copied, own = with_own_layers(encoder)
    whole = dict(encoder.network.named_parameters())
    assert {name for name, one in copied.named_parameters() if one is not whole[name]} == set(own)
    assert all(".layer.4." in name or ".layer.5." in name for name in own)


def test_damaged_or_of_another_encoder_it_is_refused(encoder: SentenceEncoder, upper: Upper) -> None:
    content = upper.to_bytes()
    flipped = content[:-9] + bytes([content[-9] ^ 1]) + content[-8:]
    for broken in (b"", b"no safetensors at all", content[:-100], content[: len(content) // 2], flipped):
        with pytest.raises(EncoderUnreadable, match="earshot learn --revert"):
            Upper.from_bytes(broken, base=encoder.revision, revision=upper.revision)
    with pytest.raises(EncoderUnreadable, match="another encoder"):
        UpperEncoder(encoder, Upper(upper.weights, "another-12345678"))
    with pytest.raises(EncoderUnreadable, match="does not fit"):
        UpperEncoder(encoder, Upper({}, encoder.revision))
    with pytest.raises(NotTunable, match="EARSHOT_TUNE_AFTER=0"):
        with_own_layers(encoder, layers=6)


def test_where_nobody_said_two_texts_are_neither_alike_nor_unlike() -> None:
    labels = np.array([[1, 0], [1, np.nan], [0, 1], [np.nan, 1], [0, 0]], np.float32)
    alike, counts = likeness(labels)
    assert [tuple(pair) for pair in np.argwhere(alike)] == [(0, 1), (1, 0), (2, 3), (3, 2)]
    assert not counts[0, 3]
    assert not counts[1, 2]
    assert counts[0, 2]
    assert counts[0, 4]
    assert not counts.diagonal().any()


def test_it_begins_with_decisions_enough_and_draws_nothing_from_one_of_a_kind() -> None:
    labels = np.zeros((200, 3), np.float32)
    labels[:8, 0] = labels[8:15, 1] = 1
    assert not enough(labels, 200)
    labels[15, 1] = 1
    assert enough(labels, 200)
    assert not enough(labels, 201)
    assert not enough(labels, 0)
    assert drawn(np.eye(3, dtype=np.float32), 0) == []
    steps = drawn(labels, 0)
    assert len(steps) == 5
    assert all((labels[rows, :2].sum(axis=0) > 1).any() for rows in steps)


def test_it_wins_where_each_case_has_words_of_its_own(encoder: SentenceEncoder) -> None:
    told = decided(encoder)
    assert told.base is not None
    learned, comparison, trial = learn_state(
        BOOK, encoder, told, told.base, base="base-1", in_force=InForce(), tune_after=len(told.texts)
    )
    assert trial.kept, trial.why
    assert trial.comparison is not None
    assert trial.comparison.log_loss.high < 0
    assert comparison.better
    assert learned.upper is not None
    again = Learned.from_bytes(learned.to_bytes(), learned.upper.to_bytes())
    assert again.revision == learned.revision
    texts = ["Was heartbroken after tea", "Was overjoyed after tea"]
    scores = [dict.fromkeys(feelings.CODES, 0.3)] * 2
    own = UpperEncoder(encoder, learned.upper).encode(texts)
    said = again.judge(texts, own, scores)
    assert said == learned.judge(texts, own, scores)
    assert said[0]["ill"].chance > 0.5 > said[0]["well"].chance
    assert said[1]["well"].chance > 0.5 > said[1]["ill"].chance
    for missing in (None, b"", learned.upper.to_bytes()[:-1]):
        with pytest.raises(EncoderUnreadable):
            Learned.from_bytes(learned.to_bytes(), missing)


def test_what_cannot_be_learned_is_not_kept(encoder: SentenceEncoder) -> None:
    chance = decided(encoder, by_chance=True)
    assert chance.base is not None
    found = try_tuned(BOOK, Once(encoder), chance, chance.base, after=100)
    assert not found.kept
    assert "tuned, it" in found.why
    few = try_tuned(BOOK, Once(encoder), chance, chance.base, after=1000)
    assert "1000 decided segments" in few.why
    assert "EARSHOT_TUNE_AFTER=0" in try_tuned(BOOK, Once(encoder), chance, chance.base, after=0).why
