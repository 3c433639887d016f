"""Exact calendar days in the forms that Britons write, and ages from ninety."""

import datetime as dt
import random
from collections.abc import Callable

import pytest

Covers = Callable[[str, str, str], bool]
Find = Callable[[str], list[tuple[str, str, float]]]

FORMS = [
    "{d} {b} {Y}",
    "{d} {B} {Y}",
    "{d}{th} {b} {y}",
    "{d}{th} of {B}",
    "{d}{th} {B}",
    "the {d}{th} of {B} {Y}",
    "{d} {b}",
    "{d:02}/{m:02}/{Y}",
    "{d:02}/{m:02}/{y}",
    "{d}/{m}/{y}",
    "{d}.{m}.{y}",
    "{d:02}.{m:02}.{Y}",
    "{d:02}-{m:02}-{Y}",
    "{d}-{m}-{y}",
    "{Y}-{m:02}-{d:02}",
    "{Y}/{m:02}/{d:02}",
    "{b} {d}{th}",
    "{B} {d}{th}, {Y}",
    "{B} the {d}{th}",
    "{B} {d}, {Y}",
    "{d:02}{b}{y}",
    "{d}-{b}-{Y}",
    "{d} / {m} / {Y}",
    "{d}. {m}. {Y}",
    "{b}. {d}{th} {Y}",
]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("case", [str, str.lower, str.upper])
def test_every_day_is_hidden_in_every_form(covers: Covers, form: str, case: Callable[[str], str]) -> None:
    random_ = random.Random(1)
    for _ in range(40):
        day = dt.date(1990, 1, 1) + dt.timedelta(days=random_.randrange(13_000))
        th = {1: "st", 2: "nd", 3: "rd"}.get(day.day % 10 if day.day not in {11, 12, 13} else 0, "th")
        shown = form.format(d=day.day, m=day.month, y=f"{day:%y}", Y=day.year, b=f"{day:%b}", B=f"{day:%B}", th=th)
        shown = case(shown.removeprefix("the "))
        text = f"Seen Tues {shown}, at home."
        assert covers(text, shown, "DATE"), text


@pytest.mark.parametrize(
    "cue", ["DOB {}", "d.o.b. {}", "D.O.B: {}", "dob:{}", "date of birth {}", "born {}", "EDD {}", "(dob {})"]
)
@pytest.mark.parametrize(
    "shown",
    ["041116", "04112016", "4 11 16", "4-11-16", "4.11.16", "4/11/2016", "31/02/2016", "4 Nov 2016", "4/11", "2016-11-04"],
)
def test_dates_of_birth_are_hidden_in_every_form(covers: Covers, cue: str, shown: str) -> None:
    assert covers(cue.format(shown), shown, "DATE")


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("on 23/1.", "23/1"),
        ("w/c 3/11", "3/11"),
        ("Tues 4/11", "4/11"),
        ("by 28/10", "28/10"),
        ("\n18/2: rang mum", "18/2"),
        ("Tues 4th rang", "4th"),
        ("moved on the 19th, Kev said", "the 19th"),
        ("since the 2nd.", "the 2nd"),
        ("\nWeds 30: held his hand", "Weds 30"),
        ("between 3rd and 5th of May", "3rd and 5th of May"),
        ("the night of 4/5 November", "4/5 November"),
        ("4-6 Nov", "4-6 Nov"),
        ("the fourth of November", "fourth of November"),
        ("November the twenty-first", "November the twenty-first"),
        ("at 2025-11-04T10:15:00Z", "2025-11-04"),
        ("11/24/2025", "11/24/2025"),
        ("seen 5 may at nan's", "5 may"),
        ("since 3 march", "3 march"),
        ("04/11/25 10.30", "04/11/25"),
        ("4 Nov 10.30", "4 Nov"),
    ],
)
def test_days_are_hidden_beside_what_makes_them_days(covers: Covers, text: str, surface: str) -> None:
    assert covers(text, surface, "DATE")


@pytest.mark.parametrize(
    "text",
    [
        "in November 2025",
        "June 2025",
        "since 2019",
        "on Tuesday",
        "this is the 4th school",
        "for the 3rd time",
        "Fri 4pm",
        "Sat 10.30",
        "yesterday",
        "24/7 care",
        "1/2 an hour",
        "4/5 nights",
        "7/10 for it",
        "review in 8/12",
        "2/7 ago",
        "at 10.30",
        "10.30-11.15",
        "the two may go",
        "he may 10 times",
        "aged 12",
        "5 years",
        "1-2-1 support",
        "2025/26",
        "the 3rd time",
        "Year 6",
        "9 to 5",
        "on 2 out of 5 days",
        "May 2024 was",
        "marched 10 miles",
        "section 20",
        "12.5 kg",
        "bus 36 at 8.15",
        "1.5 hours",
        "10.05 Children arrive",
        "3 children may struggle",
    ],
)
def test_months_years_times_and_fractions_stay(find: Find, text: str) -> None:
    assert find(text) == []


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("great-gran, 94 years old", "94"),
        ("aged 101", "101"),
        ("a 97-year-old", "97"),
        ("92yo", "92"),
        ("her 100th birthday", "100"),
        ("aged ninety-one", "ninety-one"),
        ("turned 90", "90"),
    ],
)
def test_ages_from_ninety_are_hidden(covers: Covers, text: str, surface: str) -> None:
    assert covers(text, surface, "AGE")


@pytest.mark.parametrize(
    "text",
    ["aged 89", "nan is 71", "95% of", "90 minutes", "90 years ago", "turned 9", "age 12", "aged 9 to 12", "£95", "room 94"],
)
def test_other_ages_and_numbers_stay(find: Find, text: str) -> None:
    assert find(text) == []
