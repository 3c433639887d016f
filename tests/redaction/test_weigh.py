"""Rules and classifier weighed together; what is nobody's left alone; hints gathered."""

import numpy as np
import pytest

from redaction.gather import GATHERED, gathered
from redaction.ner import CLASSIFIER, Reading
from redaction.nobody import without_nobody
from redaction.types import Detection, MentionType
from redaction.weigh import Weights, chance_of, load_weights, named, typed, weigh

GUESSED = frozenset({CLASSIFIER, GATHERED, "introduced name"})


def found(text: str, words: str, kind: MentionType, score: float = 0.5, recogniser: str = CLASSIFIER) -> Detection:
    start = text.index(words)
    return Detection(start, start + len(words), kind, score, recogniser)


def reading(text: str, *details: Detection, **chances: float) -> Reading:
    values = np.zeros(len(text), dtype=np.float32)
    for word, chance in chances.items():
        start = text.index(word)
        values[start : start + len(word)] = chance
    return Reading(details, values)


def test_a_rule_that_knows_its_form_keeps_its_score_whatever_the_classifier_sees() -> None:
    text = "ring 07700 900123"
    rule = found(text, "07700 900123", MentionType.PHONE, 0.95, "telephone")
    assert weigh([rule], reading(text)) == [rule]


def test_a_guess_is_worth_what_the_classifier_sees_in_it() -> None:
    text = "told Zorblat and told Quimble"
    guesses = [found(text, word, MentionType.PERSON, 0.6, "introduced name") for word in ("Zorblat", "Quimble")]
    seen, unseen = weigh(guesses, reading(text, Zorblat=0.98, Quimble=0.001))
    assert seen.score > 0.7
    assert unseen.score < 0.2


def test_without_a_classifier_the_guesses_keep_their_scores() -> None:
    text = "told Zorblat"
    guess = found(text, "Zorblat", MentionType.PERSON, 0.6, "introduced name")
    assert weigh([guess], Reading((), None)) == [guess]
    assert chance_of(guess, Reading((), None)) is None


def test_the_weights_that_are_shipped_rise_with_the_classifier_s_chance() -> None:
    weights = load_weights()
    assert f"{CLASSIFIER}/PERSON" in weights
    for group, one in weights.items():
        assert one.score(0.5, 0.99) >= one.score(0.5, 0.01), group
    assert Weights(0.0, 1.0, 0.0).score(0.7, 0.1) == pytest.approx(0.7)


def test_a_guess_takes_the_type_of_what_the_classifier_found_there() -> None:
    text = "back from Zorblat"
    guess = found(text, "Zorblat", MentionType.PERSON, 0.6, "introduced name")
    place = found(text, "Zorblat", MentionType.LOCATION, 0.9)
    assert {one.type for one in typed([guess], reading(text, place))} == {MentionType.LOCATION}
    assert [one.type for one in typed([guess], reading(text))] == [MentionType.PERSON]


def test_what_the_classifier_knows_coarsely_has_the_rule_s_type() -> None:
    text = "mob 07700 900123, ref 77/12"
    detail = found(text, "07700 900123", MentionType.CASE_REF)
    other = found(text, "77/12", MentionType.CASE_REF)
    rule = found(text, "07700 900123", MentionType.PHONE, 0.95, "telephone")
    assert [one.type for one in named([rule], reading(text, detail, other))] == [MentionType.PHONE, MentionType.CASE_REF]


@pytest.mark.parametrize(
    ("text", "words", "kind"),
    [
        ("Amma came and was cross", "Amma", MentionType.PERSON),
        ("We have a dog called Pickle.", "Pickle", MentionType.PERSON),
        ("He hugged Bruno the dog.", "Bruno", MentionType.PERSON),
        ("He scored 7/10 today", "7/10", MentionType.DATE),
        ("It was in November 2025", "November 2025", MentionType.DATE),
        ("They moved to England in May", "England", MentionType.LOCATION),
    ],
)
def test_what_is_nobody_s_is_left(text: str, words: str, kind: MentionType) -> None:
    assert without_nobody(text, [found(text, words, kind, 0.45)], guessed_by=GUESSED) == []


@pytest.mark.parametrize(
    ("text", "words", "kind", "recogniser"),
    [
        ("Amma Boateng came", "Amma Boateng", MentionType.PERSON, CLASSIFIER),
        ("Pickle came", "Pickle", MentionType.PERSON, CLASSIFIER),
        ("seen 7/10", "7/10", MentionType.DATE, "calendar day"),
        ("Amma came", "Amma", MentionType.PERSON, "known beforehand"),
        ("Mr England rang, and Mrs Britain", "England", MentionType.PERSON, CLASSIFIER),
    ],
)
def test_what_is_somebody_s_stays_hidden(text: str, words: str, kind: MentionType, recogniser: str) -> None:
    one = found(text, words, kind, recogniser=recogniser)
    assert without_nobody(text, [one], guessed_by=GUESSED) == [one]


def test_an_abbreviation_of_the_trade_needs_more_than_a_hint() -> None:
    text = "SW to chase CAMHS"
    weak, strong = (found(text, "CAMHS", MentionType.ORGANISATION, score) for score in (0.3, 0.9))
    assert without_nobody(text, [weak, strong], guessed_by=GUESSED) == [strong]


def test_hints_of_the_same_name_add_up() -> None:
    text = "Zorb rang. Then Zorb left. It was Zorb."
    values = np.zeros(len(text), dtype=np.float32)
    for start in (0, 16, 34):
        values[start : start + 4] = 0.15
    assert [(one.start, one.type) for one in gathered(text, values)] == [(start, MentionType.PERSON) for start in (0, 16, 34)]
    values[16:38] = 0
    assert gathered(text, values) == [], "one hint is too little"
    assert gathered(text, None) == []


def test_words_of_the_trade_are_hidden_where_they_belong_to_a_name() -> None:
    text = "at Billow Beck Contact Centre today. Contact Centre shut."
    name = found(text, "Billow Beck", MentionType.LOCATION, 0.9)
    start = text.index("Contact")
    belongs = Detection(start, start + len("Contact Centre"), MentionType.ORGANISATION, 0.7, CLASSIFIER)
    alone = Detection(text.rindex("Contact"), text.rindex(" shut"), MentionType.ORGANISATION, 0.7, CLASSIFIER)
    kept = without_nobody(text, [name, belongs, alone], guessed_by=GUESSED)
    assert kept == [name, belongs]


def test_a_word_of_the_trade_belongs_to_a_name_only_across_a_space() -> None:
    text = "Billow Beck;Contact Centre shut."
    name = found(text, "Billow Beck", MentionType.LOCATION, 0.9)
    beside = found(text, "Contact Centre", MentionType.ORGANISATION, 0.7)
    assert without_nobody(text, [name, beside], guessed_by=GUESSED) == [name]
