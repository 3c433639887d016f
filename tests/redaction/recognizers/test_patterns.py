"""What holds for every recogniser: its types, its silence on ordinary text, its time on hostile text."""

import logging
import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

import pytest

from redaction.recognizers._base import RuleRecognizer
from redaction.types import MentionType

LENGTH = 50_000
# of processor time; the slowest needs a fifth of it on a laptop
SECONDS = 3.0
UNITS = [
    "1",
    "1 ",
    "12-",
    "1.",
    "a",
    "a ",
    "A",
    "A ",
    "Aa ",
    "a.a.",
    "A1",
    "A1 ",
    "1a ",
    "-",
    "- ",
    " ",
    "\n",
    "/",
    "1/1/",
    "0 7 7 ",
    "@",
    "a@",
    "a@a.",
    "St ",
    "NHS ",
    "ref ",
    "07 ",
    "a-",
    "a_",
    "(",
    "(0) ",
    "+44 ",
    "Flat 1, ",
    "1 High Street ",
    "of the ",
    "The Old Mill ",
    "4 and ",
    "no. 1 ",
    "1:",
    ":",
    "///a.",
    "'",
    "http://",
    "dot ",
    "a dot ",
    "a at ",
    "Ab-Cd ",
    "AA1 1AA ",
    "A A 1 1 ",
    "é",
    "0O",
    "Il",
    "NHS 1234567890 ",
    "insta: ",
    "4 Nov ",
    "\u200b",
    "🙂",
    "ء",
]


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raises in the midst of a match that needs more processor time; `re` looks for signals as it backtracks."""

    def stop(_: int, __: FrameType | None) -> None:
        raise TimeoutError("the pattern ran away")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def test_a_pattern_that_runs_away_would_be_caught() -> None:
    with pytest.raises(TimeoutError), within(0.2):
        re.search(r"(?:a+)+b", "a" * 60)


@pytest.mark.parametrize("unit", UNITS)
def test_no_recogniser_runs_away(recognisers: list[Any], unit: str) -> None:
    text = (unit * LENGTH)[:LENGTH]
    for recogniser in recognisers:
        with within(SECONDS):
            recogniser.analyze(text, recogniser.supported_entities, None)


@pytest.mark.parametrize("unit", ["1", "a.a.", "A1 ", "1 ", "-", "a ", "Aa ", "(0) "])
def test_no_single_pattern_runs_away(recognisers: list[Any], unit: str) -> None:
    text = (unit * LENGTH)[:LENGTH]
    for rule in (rule for one in recognisers if isinstance(one, RuleRecognizer) for rule in one.rules):
        for pattern in filter(None, (rule.pattern, rule.cue)):
            with within(SECONDS / 3):
                sum(1 for _ in pattern.finditer(text))


def test_every_recogniser_names_itself_and_finds_types_of_ours(recognisers: list[Any]) -> None:
    names = [recogniser.name for recogniser in recognisers]
    assert len(set(names)) == len(names)
    assert {kind for one in recognisers for kind in one.supported_entities} <= {str(kind) for kind in MentionType}
    assert {one.supported_language for one in recognisers} == {"en"}


def test_running_says_nothing(recognisers: list[Any], caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        for recogniser in recognisers:
            recogniser.analyze(
                "GB29NWBK60161331926819 mia@example.org 10.0.0.1 www.example.org/a", recogniser.supported_entities, None
            )
    assert caplog.records == []


@pytest.mark.parametrize(
    "text",
    [
        "he is 9 and she is 12",
        "5 ml at 10.30am",
        "seen 3 times in 2 weeks",
        "scored 7/10",
        "24/7 support",
        "paid £120.50",
        "year 6 group",
        "98% attendance",
        "room 12",
        "20 mins late",
        "1999 was",
        "2 holdalls",
        "the 3rd time",
        "PS5 and FIFA 25",
        "weight 12.4kg, 75th centile",
        "bus 36 at 8.15",
        "section 47",
        "Level 2 award",
        "3-4 years",
        "Paracetamol 250mg/5ml x2",
        "won 3-1 away",
        "£1,250.00 a month",
        "between 9.15 and 10.45",
        "15-20 minutes",
        "reading age 8.6",
        "SDQ score 17",
        "12 hours, 5 nights",
        "BMI 16.2",
        "aged 6, 9 and 14",
        "Band 7",
        "500 metres",
        "2 x £20",
        "1:1 support",
        "9am-3pm",
        "size 4 shoes",
        "HbA1c 58",
        "temp 38.4",
        "GCSE grade 5-5",
        "10,000 steps",
        "100 lines",
        "3/5 sessions",
        "7 out of 10",
        "half 8 till 5",
    ],
)
def test_ordinary_numbers_stay(find: Any, text: str) -> None:
    assert find(text) == []


def test_the_surer_of_two_overlapping_rules_is_kept(find: Any) -> None:
    found = [one for one in find("NHS 943 476 5919 12 Marl Road") if one[1] == "NHS_NUMBER"]
    assert {surface for surface, *_ in found} == {"943 476 5919"}
