"""Days moved or cut down keep the writer's form, and the time between two of them stays."""

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from redaction.days import month_and_year, shifted


@pytest.mark.parametrize(
    ("words", "days", "then"),
    [
        ("4.11.25", 28, "2.12.25"),
        ("04/11/2025", 28, "02/12/2025"),
        ("2025-11-04", 28, "2025-12-02"),
        ("4th Nov", 28, "2nd Dec"),
        ("Nov 4, 2025", 28, "Dec 2, 2025"),
        ("12 March 1999", 28, "9 April 1999"),
        ("3RD OF MAY", 7, "10th OF MAY"),
        ("31 Dec '25", 7, "7 Jan '26"),
        ("1st january 2026", -7, "25th december 2025"),
        ("28/2", 7, "7/3"),
    ],
)
def test_a_day_is_moved_in_its_own_form(words: str, days: int, then: str) -> None:
    moved = shifted(words, days)
    assert moved is not None
    assert moved.casefold() == then.casefold()


@pytest.mark.parametrize("words", ["the 14th", "4-6 Nov", "31/2/25", "Mon 28", "twelfth of May", "45/45/45", ""])
def test_what_is_no_single_day_is_not_moved(words: str) -> None:
    assert shifted(words, 28) is None
    assert month_and_year(words) is None


@pytest.mark.parametrize(
    ("words", "left"), [("4.11.25", "November 2025"), ("4th Nov", "November"), ("2025-11-04", "November 2025")]
)
def test_month_and_year_are_left(words: str, left: str) -> None:
    assert month_and_year(words) == left


@given(
    st.dates(date(1960, 1, 1), date(2030, 1, 1)),
    st.integers(-400, 400),
    st.sampled_from(["%d/%m/%Y", "%Y-%m-%d", "%d %B %Y", "%B %d, %Y", "%d.%m.%Y"]),
)
def test_intervals_stay(day: date, days: int, form: str) -> None:
    moved = shifted(day.strftime(form), days)
    assert moved is not None
    assume("May" not in moved)  # a whole name and a short one are written alike
    assert shifted(moved, -days) in {day.strftime(form), day.strftime(form).replace(" 0", " ").removeprefix("0")}
    if form == "%d/%m/%Y":
        assert moved == (day + timedelta(days=days)).strftime(form)
