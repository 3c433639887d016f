"""Words: lemmas are told, small words and stand-ins are not, nothing stands side by side over a mark."""

import pytest

from models.topics.words import words_of


def test_words_of_one_lemma_count_as_one() -> None:
    words = words_of(["The dogs barked.", "My dog barks at dogs"])
    assert "dog" in words.lemmas
    assert "bark" in words.lemmas or "barked" in words.lemmas
    counts = words.counts().toarray()
    assert counts[:, words.lemmas.index("dog")].tolist() == [1, 2]


def test_stand_ins_and_small_words_say_nothing() -> None:
    words = words_of(["[CHILD] told [SOCIAL WORKER 2] that she likes the hutch"])
    assert words.lemmas == ("hutch",)
    assert "child" not in words.surfaces
    assert "social" not in words.surfaces


def test_a_mark_or_a_stand_in_stands_between_words() -> None:
    words = words_of(["red bus, blue [PERSON 1] door"])
    said = [words.surfaces[token] if token >= 0 else None for token in words.tokens]
    assert said == ["red", "bus", None, "blue", None, "door"]


def test_a_lemma_that_nobody_said_is_known_by_its_commonest_word() -> None:
    words = words_of(["geese geese", "geese"])
    assert words.lemmas in (("geese",), ("goose",))
    assert words.lemmas[0] in words.surfaces


@pytest.mark.parametrize("texts", [[], [""], ["[CHILD]"], ["🙂🙂"], ["…"], ["the and of"]])
def test_texts_without_a_word_have_none(texts: list[str]) -> None:
    words = words_of(texts)
    assert words.lemmas == ()
    assert words.counts().shape == (len(texts), 0)


def test_contractions_fall_back_to_their_word() -> None:
    assert words_of(["the vet’s scales"]).lemmas == words_of(["vet scales"]).lemmas
