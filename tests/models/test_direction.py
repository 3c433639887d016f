"""Which side of a theme is said: negation, contrast and time decide, never a cosine."""

import pytest

from codebook.load import load_codebook, starter_path
from codebook.schema import Direction
from models.cues import CueMatcher
from models.direction import weigh

BOOK = load_codebook(starter_path())
CUES = {code.id: CueMatcher(code.cues) for code in BOOK.codes}


def directions(theme: str, text: str) -> set[str]:
    evidence = weigh(text, CUES[f"{theme}.felt"].find(text), CUES[f"{theme}.lacking"].find(text))
    return {str(direction) for direction in evidence.directions}


@pytest.mark.parametrize(
    ("theme", "text", "expected"),
    [
        ("safety", "I feel safe at home", {"felt"}),
        ("safety", "I do not feel safe at home", {"lacking"}),
        ("safety", "I don't feel safe at home", {"lacking"}),
        ("safety", "I dont feel safe at home", {"lacking"}),
        ("safety", "He never felt safe there", {"lacking"}),
        ("safety", "I'm scared of him", {"lacking"}),
        ("safety", "I'm not scared of him", {"felt"}),
        ("safety", "She used to be scared of the man in the flat below, but not any more", {"felt"}),
        ("safety", "used to be scared of him, not any more", {"felt"}),
        ("safety", "No nightmares since moving", {"felt"}),
        ("trust", "I trust [PERSON 1]", {"felt"}),
        ("trust", "I don't trust nobody in that unit", {"lacking"}),
        ("trust", "He lied to me about why we moved", {"lacking"}),
        ("trust", "She kept her promise", {"felt"}),
        ("trust", "They promised and they never did", {"lacking"}),
        ("heard", "She listened and she believed me", {"felt"}),
        ("heard", "Nobody asked me", {"lacking"}),
        ("heard", "She doesn't listen", {"lacking"}),
        ("belonging", "I'm one of them now", {"felt"}),
        ("belonging", "I'm not one of them", {"lacking"}),
        ("belonging", "I don't belong here", {"lacking"}),
        ("belonging", "She felt left out", {"lacking"}),
        ("stability", "I want to stay here", {"felt"}),
        ("stability", "He is being moved again", {"lacking"}),
        ("stability", "bag still packed by the door", {"lacking"}),
    ],
)
def test_the_side_that_is_said(theme: str, text: str, expected: set[str]) -> None:
    assert directions(theme, text) == expected


def test_nothing_settles_what_says_nothing() -> None:
    assert directions("trust", "The form was completed on Tuesday") == set()


def test_the_words_that_count_are_given_as_the_reason() -> None:
    cues = CUES["safety.felt"].find("I do not feel safe")
    assert cues[0].negated
    evidence = weigh("I do not feel safe", cues, [])
    assert "feel safe" in (evidence.reason or "")
    assert Direction.LACKING in evidence.directions
