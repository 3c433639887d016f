"""Text as speech-to-text and dictation leave it: numbers in words, no capitals, hardly a stop."""

import random
import re

_TO_NINETEEN = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
nineteen
"""
_FROM_TWENTY = "twenty thirty forty fifty sixty seventy eighty ninety"
_DAYS = """
first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth
seventeenth eighteenth nineteenth twentieth twenty-first twenty-second twenty-third twenty-fourth twenty-fifth twenty-sixth
twenty-seventh twenty-eighth twenty-ninth thirtieth thirty-first
"""
_UNITS, _TENS, _ORDINALS = _TO_NINETEEN.split(), _FROM_TWENTY.split(), _DAYS.split()
_SHORT = 3  # digits that are said as a number; longer ones digit by digit


def number(value: int) -> str:
    """A number from 0 to 999 as it is said."""
    if value < len(_UNITS):
        return _UNITS[value]
    if value < 100:  # noqa: PLR2004
        tens, rest = divmod(value, 10)
        return _TENS[tens - 2] + (f" {_UNITS[rest]}" if rest else "")
    hundreds, rest = divmod(value, 100)
    return f"{_UNITS[hundreds]} hundred" + (f" and {number(rest)}" if rest else "")


def ordinal(day: int) -> str:
    """The day of a month as it is said."""
    return _ORDINALS[day - 1].replace("-", " ")


def digits(text: str, chance: random.Random) -> str:
    """Digits one by one, as telephone numbers are said: "oh double seven hundred"."""
    said: list[str] = []
    position = 0
    zero = chance.choice(["oh", "oh", "zero", "nought"])
    while position < len(text):
        digit = text[position]
        if text[position : position + 3] == "000":
            said.append("thousand" if said else zero)
            position += 3 if said[-1] == "thousand" else 1
        elif text[position : position + 2] == "00" and said and chance.random() < 0.5:  # noqa: PLR2004
            said.append("hundred")
            position += 2
        elif text[position : position + 2] == digit * 2 and chance.random() < 0.5:  # noqa: PLR2004
            said.append(f"double {zero if digit == '0' else _UNITS[int(digit)]}")
            position += 2
        else:
            said.append(zero if digit == "0" else _UNITS[int(digit)])
            position += 1
    return " ".join(said)


def spoken(text: str, chance: random.Random) -> str:
    """The text in lower case with its digits in words."""
    cleaned = re.sub(r"[/.\-](?=\d)", " ", re.sub(r"(?<=\d)(?:st|nd|rd|th)\b", "", text))

    def put(found: re.Match[str]) -> str:
        run = found[0]
        as_number = len(run) < _SHORT or (len(run) == _SHORT and run[0] != "0" and chance.random() < 0.5)  # noqa: PLR2004
        words = number(int(run)) if as_number else digits(run, chance)
        before, after = (
            cleaned[max(0, found.start() - 1) : found.start()].isalnum(),
            cleaned[found.end() : found.end() + 1].isalnum(),
        )
        return f"{' ' if before else ''}{words}{' ' if after else ''}"

    return re.sub(r"\d+", put, cleaned).lower()
