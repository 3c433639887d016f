"""Calendar days as people write them: moved by some days, or cut down to month and year, in the writer's own form."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

_MONTHS = {name.casefold()[:3]: number for number, name in enumerate(calendar.month_name) if number}
_MONTH = r"(?P<month>jan(?:uary)?|feb(?:r?uary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
_DAY = r"(?P<day>\d{1,2})(?P<th>\s?(?:st|nd|rd|th))?"
_YEAR = r"(?P<year>['’]?(?:\d{4}|\d{2}))"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})",
        r"(?P<day>\d{1,2})\s?[-/.–]\s?(?P<month>\d{1,2})\s?[-/.–]\s?(?P<year>\d{4}|\d{2})",
        r"(?P<day>\d{1,2})[/.](?P<month>\d{1,2})",
        rf"{_DAY}(?:\s?of)?[\s,.-]{{0,2}}{_MONTH}[\s,.-]{{0,2}}{_YEAR}",
        rf"{_DAY}(?:\s?of)?[\s,.-]{{0,2}}{_MONTH}",
        rf"{_MONTH}\s(?:the\s)?{_DAY},?\s{_YEAR}",
        rf"{_MONTH}\s(?:the\s)?{_DAY}",
    )
)
_CENTURY_TURNS = 40  # "39" is 2039, "40" is 1940: a birthday, not a review
_ANY_YEAR = 2025  # for a day without a year; only its distance to other days matters


@dataclass(frozen=True, slots=True)
class _Read:
    """A day with where its parts stand."""

    day: date
    found: "re.Match[str]"

    @property
    def has_year(self) -> bool:
        return bool(self.found.groupdict().get("year"))


def shifted(words: str, days: int) -> str | None:
    """The day moved by `days`, written as it was ("4.11.25" by 14 → "18.11.25"); none where it is no single day."""
    read = _read(words)
    if read is None:
        return None
    try:
        moved = read.day + timedelta(days=days)
    except OverflowError:
        return None
    day, month = read.found["day"], read.found["month"]
    padded = day.startswith("0") or (month.isdigit() and len(month) == 2 == len(day))  # noqa: PLR2004
    new = {
        "day": str(moved.day).zfill(2 if padded else 1),
        "month": str(moved.month).zfill(2 if padded else 1) if month.isdigit() else _month(moved.month, month),
        "th": _th(moved.day, read.found.groupdict().get("th")),
        "year": _year(moved.year, read.found.groupdict().get("year")),
    }
    return _put(words, read.found, new)


def month_and_year(words: str) -> str | None:
    """Only month and year ("4.11.25" → "November 2025"), the month alone where no year stands; none where it is no day."""
    read = _read(words)
    if read is None:
        return None
    month = calendar.month_name[read.day.month]
    return f"{month} {read.day.year}" if read.has_year else month


def _read(words: str) -> _Read | None:
    for form in _FORMS:
        found = form.fullmatch(words.strip())
        if found is None:
            continue
        month = found["month"]
        number = int(month) if month.isdigit() else _MONTHS[month.casefold()[:3]]
        year = re.sub(r"\D", "", found.groupdict().get("year") or str(_ANY_YEAR))
        full = int(year) if len(year) > 2 else int(year) + (1900 if int(year) >= _CENTURY_TURNS else 2000)  # noqa: PLR2004
        try:
            return _Read(date(full, number, int(found["day"])), found)
        except ValueError:
            return None
    return None


def _month(value: int, old: str) -> str:
    name = calendar.month_name[value]
    name = name if len(old) > 4 or old.casefold() in {"june", "july"} else name[:3]  # noqa: PLR2004
    return name.upper() if old.isupper() else name.lower() if old.islower() else name


def _th(value: int, old: str | None) -> str:
    if not old:
        return ""
    ending = "th" if 10 < value % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")  # noqa: PLR2004
    return f"{old[:-2]}{ending}"


def _year(value: int, old: str | None) -> str:
    if not old:
        return ""
    mark = old[0] if old[0] in "'’" else ""
    return mark + (f"{value % 100:02}" if len(old) - len(mark) == 2 else str(value))  # noqa: PLR2004


def _put(words: str, found: "re.Match[str]", new: dict[str, str]) -> str:
    lead = len(words) - len(words.lstrip())
    pieces: list[str] = []
    position = 0
    for name in sorted((name for name, part in found.groupdict().items() if part), key=found.start):
        pieces += [words[lead + position : lead + found.start(name)], new[name]]
        position = found.end(name)
    return words[:lead] + "".join(pieces) + words[lead + position :]
