"""Learning from few: draws are the same again, no text is on both sides, and what is learned is measured."""

import numpy as np
import pytest

from evaluation.formats.coded import CodedTexts, made_codebook
from evaluation.shots import ALL, ARMS, draw, evaluate_shots, split_coded, without_texts_of
from models.encode import SentenceEncoder

THINGS = {"food": ("soup", "bread", "rice", "apples"), "weather": ("rain", "snow", "wind", "sun")}
TEXTS = [f"{who} talked of {thing} {when}" for who in ("Ayo", "Bea", "Cal") for when in ("today", "again")
         for things in THINGS.values() for thing in things]  # fmt: skip
LABELS = np.array([[any(f" {thing} " in text for thing in things) for things in THINGS.values()] for text in TEXTS], np.float32)
DATA = CodedTexts(TEXTS, LABELS, TEXTS, made_codebook(list(THINGS)))


def test_a_draw_is_the_same_again_and_another_seed_draws_others() -> None:
    assert np.array_equal(draw(LABELS, 4, 1), draw(LABELS, 4, 1))
    assert not np.array_equal(draw(LABELS, 4, 1), draw(LABELS, 4, 2))


def test_a_draw_holds_as_many_of_each_code_as_asked_for() -> None:
    assert LABELS[draw(LABELS, 4, 0)].sum(axis=0).tolist() == [4, 4]
    assert len(draw(LABELS, ALL, 0)) == len(TEXTS)


def test_no_group_and_no_text_is_on_both_sides() -> None:
    groups = [text.split()[3] for text in TEXTS]
    data = CodedTexts([*TEXTS, TEXTS[0].upper()], np.vstack([LABELS, LABELS[:1]]), [*groups, "elsewhere"], DATA.codebook)
    train, test = split_coded(data)
    assert len(train.texts)
    assert len(test.texts)
    assert not set(train.groups) & set(test.groups)
    assert not {text.lower() for text in train.texts} & {text.lower() for text in test.texts}


def test_training_texts_that_are_tested_are_left_out() -> None:
    assert list(without_texts_of(DATA, DATA.of(np.arange(1, len(TEXTS)))).texts) == TEXTS[:1]


@pytest.mark.slow
def test_every_learner_learns_what_is_easy() -> None:
    test = np.array(["Cal" in text for text in TEXTS])
    report = evaluate_shots(
        DATA.of(np.flatnonzero(~test)), DATA.of(np.flatnonzero(test)), SentenceEncoder(), shots=[0, 8], seeds=1, arms=ARMS,
        dataset="made up",
    )  # fmt: skip
    assert report.metrics["macro_f1/ours/0"].value > 0.7
    for arm in ARMS:
        assert report.metrics[f"macro_f1/{arm}/8"].value > 0.7
        assert report.metrics[f"macro_average_precision/{arm}/8"].value > 0.7
    assert "macro_f1/tfidf/0" not in report.metrics
