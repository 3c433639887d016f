"""Texts written by hand with gaps for details, filled with other names each time; `templates/*.txt`, one a line.

`{FORENAME}` is a gap; a number behind its name ("{FORENAME1}") has it filled alike wherever the number returns;
`{ORGANISATION=the Lantern}` is a detail as it stands.
"""

import calendar
import random
import re
from collections.abc import Callable
from pathlib import Path

from redaction.tagger.labels import Class
from scripts.recogniser.example import Example, Span
from scripts.recogniser.names import Names
from scripts.recogniser.spoken import digits, ordinal, spoken
from scripts.recogniser.vary import recase

_GAP = re.compile(r"\{([A-Z_]+)(\d?)\}|\{(PERSON|LOCATION|ORGANISATION|SCHOOL|ADDRESS|NUMBER|ONLINE|DATE)=([^{}]+)\}")
_LETTERS = "ABCDEFGHJKLMNPRSTWXYZ"
Draw = Callable[[Names, random.Random], str]


def _digits(pattern: str) -> Draw:
    """A number of a form: 0 a digit, A a letter, anything else itself; one form of several separated by |."""

    def draw(_: Names, chance: random.Random) -> str:
        form = chance.choice(pattern.split("|"))
        return "".join(
            str(chance.randrange(10)) if mark == "0" else chance.choice(_LETTERS) if mark == "A" else mark for mark in form
        )

    return draw


def _name(names: Names, chance: random.Random) -> str:
    lot = chance.random()
    first, last = names.forename(chance), names.surname(chance)
    if lot < 0.1:  # noqa: PLR2004
        return f"{first[0]} {last}" if chance.random() < 0.5 else f"{first[0]}. {last}"  # noqa: PLR2004
    return f"{first} {names.forename(chance)} {last}" if lot < 0.2 else f"{first} {last}"  # noqa: PLR2004


def _address(names: Names, chance: random.Random) -> str:
    number = str(chance.randrange(1, 250 if chance.random() < 0.8 else 9999))  # noqa: PLR2004
    flat = f"Flat {chance.randrange(1, 40)}, " if chance.random() < 0.15 else ""  # noqa: PLR2004
    return f"{flat}{number}{chance.choice(['', '', '', 'a', 'B'])} {names.street(chance)}"


_MONTHS = calendar.month_name[1:]


def _date(_: Names, chance: random.Random) -> str:
    day, month, year = chance.randrange(1, 29), chance.randrange(1, 13), chance.randrange(1950, 2027)
    word = _MONTHS[month - 1]
    return chance.choice(
        [
            f"{day}/{month}/{year}", f"{day:02}/{month:02}/{year % 100:02}", f"{day} {word} {year}", f"{word} {day}, {year}",
            f"{year}-{month:02}-{day:02}", f"{day}th {word[:3]}", f"{day}.{month}.{year % 100:02}", f"{day} {word[:3]}",
        ]
    )  # fmt: skip


def _day(_: Names, chance: random.Random) -> str:
    day, month = chance.randrange(1, 32), chance.randrange(1, 13)
    ending = {1: "st", 2: "nd", 3: "rd"}.get(day % 10 if day not in {11, 12, 13} else 0, "th")
    return chance.choice([f"{day}{ending}", f"{day}{ending}", f"{day}/{month}", f"{day:02}.{month:02}", f"{day:02}/{month:02}"])


def _spoken_date(_: Names, chance: random.Random) -> str:
    day, month = ordinal(chance.randrange(1, 32)), _MONTHS[chance.randrange(12)].lower()
    return chance.choice([f"the {day} of {month}", f"{day} of {month}", f"{day} {month}", f"{month} the {day}"])


def _spoken_phone(names: Names, chance: random.Random) -> str:
    return digits(_digits("07700900000|01134960000|02079460000")(names, chance), chance)


def _spoken_reference(names: Names, chance: random.Random) -> str:
    letters, figures = _digits("A A|A A A|A")(names, chance).lower(), _digits("000|0000|00000")(names, chance)
    return f"{letters} {digits(figures, chance)}" if chance.random() < 0.7 else digits(figures, chance)  # noqa: PLR2004


def _spoken_address(names: Names, chance: random.Random) -> str:
    return spoken(_address(names, chance), chance)


def _organisation(names: Names, chance: random.Random) -> str:
    kinds = (
        "Surgery|Medical Centre|Health Centre|Hospital|FC|Boxing Club|Community Church|Mosque|Fostering|Care|Council|Housing|"
        "Solicitors|& Sons|Youth Club|Trust|Lodge|House|Nurseries|Ltd|and Co|Group|Logistics|Motors|Dental Practice|Library|"
        "Foundation|Inc|LLP|Bank"
    )
    base = names.place(chance) if chance.random() < 0.5 else names.surname(chance)  # noqa: PLR2004
    return f"{base} {chance.choice(kinds.split('|'))}"


def _mail(names: Names, chance: random.Random) -> str:
    return f"{names.forename(chance)}.{names.surname(chance)}@example.org".lower().replace(" ", "")


_DRAWS: dict[str, tuple[Class, Draw]] = {
    "NAME": (Class.PERSON, _name),
    "FORENAME": (Class.PERSON, lambda names, chance: names.forename(chance)),
    "SURNAME": (Class.PERSON, lambda names, chance: names.surname(chance)),
    "INITIALS": (Class.PERSON, _digits("AA|A|A.A.|A.A")),
    "CAPITALS": (Class.PERSON, _digits("AA|AA|AA|AAA")),
    "LETTER": (Class.PERSON, _digits("A")),
    "NICK": (Class.PERSON, lambda names, chance: names.nickname(chance)),
    "WORDNAME": (Class.PERSON, lambda names, chance: names.word(chance)),
    "PLACE": (Class.LOCATION, lambda names, chance: names.place(chance)),
    "STREET": (Class.LOCATION, lambda names, chance: names.street(chance)),
    "ADDRESS": (Class.ADDRESS, _address),
    "POSTCODE": (Class.ADDRESS, _digits("A0 0AA|AA00 0AA|AA0 0AA|A00 0AA|AA000AA|00000|00000-0000")),
    "SCHOOL": (Class.SCHOOL, lambda names, chance: names.school(chance)),
    "ORG": (Class.ORGANISATION, _organisation),
    "DATE": (Class.DATE, _date),
    "DAY": (Class.DATE, _day),
    "SPOKEN_DATE": (Class.DATE, _spoken_date),
    "SPOKEN_PHONE": (Class.NUMBER, _spoken_phone),
    "SPOKEN_REF": (Class.NUMBER, _spoken_reference),
    "SPOKEN_ADDRESS": (Class.ADDRESS, _spoken_address),
    "PHONE": (
        Class.NUMBER,
        _digits("07700 900000|0113 496 0000|020 7946 0000|+44 7700 900000|(000) 000-0000|000-000-0000|+00 000 000 0000"),
    ),
    "REF": (Class.NUMBER, _digits("AAA/00/000|000000|AA-00000|A000000|AAA 00000|00/0000/AA")),
    "NUMBER": (Class.NUMBER, _digits("000 000 0000|0000 0000 0000 0000|00000000|000-00-0000|AA000000A|A00000000")),
    "EMAIL": (Class.ONLINE, _mail),
    "HANDLE": (
        Class.ONLINE,
        lambda names, chance: f"@{names.forename(chance).lower()}{chance.randrange(100)}".replace(" ", ""),
    ),
}


def fill_templates(names: Names, chance: random.Random, *, copies: int) -> list[Example]:
    """Every template `copies` times; a gap that has a number is filled alike wherever the number returns."""
    return [recase(_fill(line, names, chance), chance) for line in _lines() for _ in range(copies)]


def _fill(line: str, names: Names, chance: random.Random) -> Example:
    text = ""
    spans: list[Span] = []
    filled: dict[str, str] = {}
    position = 0
    for gap in _GAP.finditer(line):
        text += line[position : gap.start()]
        kind, words = _filling(gap, names, chance, filled)
        spans.append(Span(len(text), len(text) + len(words), kind))
        text += words
        position = gap.end()
    return Example(text + line[position:], tuple(spans), source="templates")


def _filling(gap: re.Match[str], names: Names, chance: random.Random, filled: dict[str, str]) -> tuple[Class, str]:
    if gap[3]:
        return Class(gap[3]), gap[4]
    kind, draw = _DRAWS[gap[1]]
    return kind, filled.setdefault(gap[0], draw(names, chance)) if gap[2] else draw(names, chance)


def _lines() -> tuple[str, ...]:
    folder = Path(__file__).parent / "templates"
    lines = (line for path in sorted(folder.glob("*.txt")) for line in path.read_text(encoding="utf-8").splitlines())
    return tuple(line.replace("\\n", "\n") for line in lines if line.strip() and not line.startswith("#"))
