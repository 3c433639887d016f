"""The recogniser's training texts: whatever is done to a text, its details stay where they are marked."""

import random

import pytest

from redaction.tagger.labels import Class
from scripts.recogniser import templates
from scripts.recogniser.example import Example, Span
from scripts.recogniser.names import Names
from scripts.recogniser.spoken import digits, number, ordinal, spoken
from scripts.recogniser.vary import said, vary

NAMES = Names(
    forenames={"Ghana": ["Kwabena", "Adwoa"], "Poland": ["Zofia"]},
    surnames={"Ghana": ["Mensah"], "Poland": ["Wójcik"]},
    uk_forenames=["Alfie", "Siobhan"],
    uk_weights=[1.0, 1.0],
    places=["Leeds", "Ely"],
    schools=["Ravensbourne Primary School"],
)
NOTE = "Rang Mia Okafor on 12/03/24, 14 Marl Road. Mia's mum wasn't in. Ref AB/204."
DETAILS = (("Mia Okafor", Class.PERSON), ("12/03/24", Class.DATE), ("14 Marl Road", Class.ADDRESS), ("Mia", Class.PERSON))


def example() -> Example:
    spans, position = [], 0
    for words, kind in DETAILS:
        start = NOTE.index(words, position)
        spans.append(Span(start, start + len(words), kind))
        position = start + len(words)
    return Example(NOTE, tuple(spans))


def test_a_varied_text_has_its_details_where_they_are_marked() -> None:
    for seed in range(200):
        varied = vary(example(), NAMES, random.Random(seed))
        assert [span.kind for span in varied.spans] == [kind for _, kind in DETAILS]
        person, day, address, again = (varied.text[span.start : span.end] for span in varied.spans)
        assert "okafor" not in person.casefold()
        assert any(map(str.isalnum, day))
        assert address
        assert varied.text[varied.spans[0].start :].startswith(person)
        # one person, one name through the text, or one set of initials
        assert person[:1].casefold() == again[:1].casefold()


def test_some_copies_have_people_by_initials() -> None:
    found = {vary(example(), NAMES, random.Random(seed)).text for seed in range(300)}
    assert any(text.startswith("Rang ") and text.split()[1].isupper() and len(text.split()[1]) <= 3 for text in found)


def test_speech_to_text_has_no_digit_and_no_capital() -> None:
    for seed in range(50):
        heard = said(example(), random.Random(seed))
        assert not any(character.isdigit() or character.isupper() for character in heard.text)
        assert heard.text[heard.spans[2].start : heard.spans[2].end].endswith("marl road")


@pytest.mark.parametrize(
    ("value", "words"), [(0, "zero"), (17, "seventeen"), (42, "forty two"), (305, "three hundred and five")]
)
def test_numbers_are_said(value: int, words: str) -> None:
    assert number(value) == words


def test_days_and_digits_are_said() -> None:
    assert ordinal(22) == "twenty second"
    said_aloud = {digits("07700900123", random.Random(seed)) for seed in range(60)}
    assert any("double seven" in one for one in said_aloud)
    assert any("hundred" in one for one in said_aloud)
    assert spoken("Flat 2, 11 Marl Rd", random.Random(1)) == "flat two, eleven marl rd"


def test_a_template_is_filled_and_marked() -> None:
    line = "{FORENAME1} and {CAPITALS} at {ORGANISATION=the Lantern}, {FORENAME1}'s key {SPOKEN_REF}"
    filled = templates._fill(line, NAMES, random.Random(3))
    words = [(filled.text[span.start : span.end], span.kind) for span in filled.spans]
    assert words[0][0] == words[3][0]
    assert words[1][0].isupper()
    assert words[2] == ("the Lantern", Class.ORGANISATION)
    assert words[4][1] is Class.NUMBER


def test_every_template_can_be_filled() -> None:
    chance = random.Random(4)
    for line in templates._lines():
        filled = templates._fill(line, NAMES, chance)
        assert not set("{}") & set(templates._GAP.sub("", line))
        assert all(0 <= span.start < span.end <= len(filled.text) for span in filled.spans)
