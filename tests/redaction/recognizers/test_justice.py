"""References of courts, police, education plans and local systems."""

import random
from collections.abc import Callable
from typing import Any

import pytest

from redaction.detect import Detector
from redaction.errors import PolicyError
from redaction.recognizers import justice

Covers = Callable[[str, str, str], bool]
Find = Callable[[str], list[tuple[str, str, float]]]


def test_every_court_number_is_hidden_without_a_cue(covers: Covers) -> None:
    random_ = random.Random(1)
    for _ in range(300):
        court, kind = random_.choice(["LE", "ZW", "FD", "BV", "CF", "NE", "SD"]), random_.choice("CPFZD")
        parts = (court, f"{random_.randrange(12, 30)}", kind, f"{random_.randrange(10**5):05}")
        shown = random_.choice(["{}{}{}{}", "{} {} {} {}", "{}{}{} {}", "{}/{}/{}/{}"]).format(*parts)
        shown = shown.lower() if shown.isalnum() and random_.random() < 0.5 else shown
        assert covers(f"made an order {shown} in May", shown, "CASE_REF"), shown


@pytest.mark.parametrize(
    "shown",
    [
        "42/118732/25",
        "13/44871/26",
        "CR/12345/25",
        "01/4471/25",
        "nm/30771/25",
        "12TU1/3456/19",
        "CAD 771/01MAR26",
        "19/345678A",
        "FD-2023-000123",
    ],
)
def test_police_forms_are_hidden_without_a_cue(covers: Covers, shown: str) -> None:
    assert covers(f"reported, {shown}, and closed", shown, "CASE_REF")


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("crime ref 42118732", "42118732"),
        ("occ ref 19250123456", "19250123456"),
        ("crime reference is 19 250 123456", "19 250 123456"),
        ("Police missing ref MP-26-003318", "MP-26-003318"),
        ("log 1234 of 4/11/25", "1234"),
        ("URN 01/4471", "01/4471"),
        ("Reporter ref SCRA 55/20917", "SCRA 55/20917"),
        ("court ref CB25Z00171", "CB25Z00171"),
        ("EHCP ref: EHC-20881", "EHC-20881"),
        ("EHC plan no. 12345", "12345"),
        ("EHCP/2023/0145", "EHCP/2023/0145"),
        ("LCS 204417", "LCS 204417"),
        ("Mosaic ID: 1183345", "1183345"),
        ("Mosaic 1190226 and 1190227", "1190227"),
        ("Liquidlogic P-123456", "P-123456"),
        ("Eclipse id (44712)", "44712"),
        ("carefirst no 88123", "88123"),
        ("case ID 20411", "20411"),
        ("client no. 4471", "4471"),
        ("person id 991234", "991234"),
        ("our ref: HSG-20418", "HSG-20418"),
        ("ref: 2041", "2041"),
        ("Home Office ref R1184420/2", "R1184420/2"),
        ("hospital no K123456", "K123456"),
        ("MRN: 00123456", "00123456"),
        ("prison no A1234BC", "A1234BC"),
        ("CPOMS incident 20871", "20871"),
        ("case number\n204417", "204417"),
        ("file 204417 (case ref)", "204417"),
    ],
)
def test_references_are_hidden_beside_their_cue(covers: Covers, text: str, surface: str) -> None:
    assert covers(text, surface, "CASE_REF")


@pytest.mark.parametrize(
    "text",
    [
        "police came at 10.30",
        "police on 101",
        "police in 2024",
        "log at 0230",
        "logged 3 times",
        "case conference 2025",
        "in case 2 come",
        "ref Mr 2 boys",
        "court at 2pm",
        "EHCP review in 2025",
        "EHC plan since 2023",
        "mosaic made in 2019",
        "police, 1500 people",
        "Year 10 ref 6 lads",
        "case closed after 12 weeks",
        "an incident on the 14",
        "custody 3-4 days",
        "seen 2/3 times",
        "family no reply",
        "school year 2024/25",
        "case load 20-25",
    ],
)
def test_times_years_and_counts_stay(find: Find, text: str) -> None:
    assert find(text) == []


def test_a_site_adds_its_own_forms() -> None:
    recogniser: Any
    (recogniser,) = justice.recognizers((r"\bNF-\d{6}\b",))
    text = "moved to NF-204417 last year"
    assert [text[one.start : one.end] for one in recogniser.analyze(text, ["CASE_REF"], None)] == ["NF-204417"]
    (recogniser,) = justice.recognizers()
    assert recogniser.analyze(text, ["CASE_REF"], None) == []


def test_a_sites_form_that_is_no_pattern_is_refused() -> None:
    with pytest.raises(PolicyError, match="no regular expression"):
        justice.recognizers((r"NF-(\d",))


def test_a_site_s_own_case_numbers_are_hidden_and_a_wrong_pattern_is_refused() -> None:
    found = Detector(pipeline="rules", case_numbers=[r"\bZQ-\d{3}\b"]).detect(["see ZQ-123 again"])[0].detections
    assert [(one.start, one.end, one.score) for one in found if one.type == "CASE_REF"] == [(4, 10, 0.95)]
    with pytest.raises(PolicyError, match="no regular expression"):
        Detector(pipeline="rules", case_numbers=["("])


@pytest.mark.parametrize(
    ("text", "surface"), [("an application (no. 18403/91) was", "18403/91"), ("nos. 123/2004 and 5678/05", "5678/05")]
)
def test_numbers_of_applications_to_courts(covers: Covers, text: str, surface: str) -> None:
    assert covers(text, surface, "CASE_REF")
