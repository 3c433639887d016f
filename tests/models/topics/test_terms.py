"""Terms: BERTopic's weights, words that belong to one topic, words that are said together."""

import warnings

import numpy as np
import pytest
from scipy import sparse

from models.topics.terms import class_tfidf, terms_of
from models.topics.words import words_of

PETS = [
    "the rabbit in the hutch chewed straw",
    "straw for the rabbit hutch",
    "hutch straw and one rabbit",
    "the vet weighed a rabbit",
]
BUS = ["the driver of the bus braked", "bus driver late again", "bus stop and a rude driver", "driver shut the bus door"]


@pytest.mark.slow
def test_class_tfidf_is_bertopics() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from bertopic.vectorizers import ClassTfidfTransformer
    counts = np.random.default_rng(0).integers(0, 9, (5, 40)).astype(float)
    # theirs rounds the mean number of words of a topic down to a whole one
    counts[:, 0] += -counts.sum() % 5 * (np.arange(5) == 0)
    theirs = ClassTfidfTransformer().fit_transform(sparse.csr_matrix(counts)).toarray()
    assert np.allclose(class_tfidf(counts), theirs, atol=1e-12)


def test_terms_set_topics_apart() -> None:
    words = words_of([*PETS, *BUS])
    table = terms_of(words, np.array([0] * 4 + [1] * 4), 2)
    pets, bus = ({words.lemmas[one] for one in chosen} for chosen in table.chosen)
    assert {"rabbit", "hutch", "straw"} <= pets
    assert {"bus", "driver"} <= bus
    assert not pets & bus


def test_the_strongest_term_is_first_and_none_is_empty() -> None:
    words = words_of([*PETS, *BUS])
    table = terms_of(words, np.array([0] * 4 + [1] * 4), 2)
    for topic, chosen in enumerate(table.chosen):
        weights = table.weights[topic, list(chosen)]
        assert (np.diff(weights) <= 0).all()
        assert (weights > 0).all()


def test_words_said_together_are_preferred_to_words_said_apart() -> None:
    together = ["river boat " * 3] * 10
    apart = [f"odd{letter} noise" for letter in "abcdefghij"] * 3
    filler = [" ".join(f"w{one}" for one in range(30))] * 3
    words = words_of([*together, *apart, *filler, "plain other text about nothing much here"])
    labels = np.array([0] * (len(together) + len(apart) + len(filler)) + [1])
    chosen = [words.lemmas[one] for one in terms_of(words, labels, 2).chosen[0]]
    assert {"river", "boat"} <= set(chosen)


def test_a_topic_without_words_has_no_terms() -> None:
    words = words_of(["[CHILD]", "the bus driver"])
    assert terms_of(words, np.array([0, 1]), 2).chosen[0] == ()
    assert terms_of(words, np.array([-1, -1]), 0).chosen == ()
