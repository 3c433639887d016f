"""Coherence: the fast figure is gensim's, whatever the texts are like."""

import math
import random

import pytest

from evaluation.coherence import Reference, by_gensim, diversity, has_gensim

WORDS = [f"w{number}" for number in range(30)]


@pytest.mark.skipif(not has_gensim(), reason="gensim is not installed")
@pytest.mark.parametrize("seed", range(8))
def test_the_fast_figure_is_gensims(seed: int) -> None:
    draw = random.Random(seed)
    # some texts empty, some shorter than a window, some without any of the topics' words, words often twice in a window
    texts = [draw.choices(WORDS[: draw.choice([4, 12, 30])], k=draw.choice([0, 1, 5, 9, 10, 11, 40])) for _ in range(60)]
    texts += [["else", "where"] * 8]
    topics = [draw.sample(WORDS, 12) for _ in range(5)] + [["w1", "nowhere", "w2"]]
    assert Reference.of(texts).npmi(topics) == pytest.approx(by_gensim(topics, texts), abs=1e-9)


def test_words_that_are_always_together_cohere_and_words_that_never_are_do_not() -> None:
    reference = Reference.of([["cat", "purrs"]] * 5 + [["rain", "falls"]] * 5)
    assert reference.npmi([["cat", "purrs"]]) == pytest.approx(1)
    assert reference.npmi([["cat", "rain"]]) == pytest.approx(-1, abs=0.06)


def test_topics_without_two_known_words_have_no_coherence() -> None:
    assert math.isnan(Reference.of([["cat", "purrs"]]).npmi([["cat", "unheard"], []]))
    assert math.isnan(diversity([[], []]))


def test_diversity_is_the_share_of_different_words_of_the_first_ten() -> None:
    assert diversity([["a", "b"], ["b", "c"]]) == 0.75
    assert diversity([[*"abcdefghij", "k"], [*"klmnopqrst"]]) == 1
