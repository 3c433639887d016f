"""NHS, CHI and H&C numbers: every valid one, however spaced; mistyped ones beside their cue."""

import random
from collections.abc import Callable

import pytest

Covers = Callable[[str, str, str], bool]
Find = Callable[[str], list[tuple[str, str, float]]]


def with_check_digit(nine: str) -> str | None:
    """The tenth digit of NHS Data Dictionary, NHS NUMBER; none where there is no such number."""
    check = 11 - sum(weight * int(digit) for weight, digit in zip(range(10, 1, -1), nine, strict=True)) % 11
    return None if check == 10 or len(set(nine)) == 1 else nine + str(check % 11)


def nhs_number(random_: random.Random) -> str:
    while True:
        number = with_check_digit(f"{random_.randrange(10**9):09}")
        if number:
            return number


def chi_number(random_: random.Random) -> str:
    while True:
        day = f"{random_.randint(1, 28):02}{random_.randint(1, 12):02}{random_.randrange(100):02}"
        number = with_check_digit(day + f"{random_.randrange(1000):03}")
        if number:
            return number


@pytest.mark.parametrize("form", ["{0}{1}{2}", "{0} {1} {2}", "{0}-{1}-{2}", "{0}  {1} {2}", "{0}.{1}.{2}", "{0} {1}{2}"])
def test_every_valid_number_is_hidden_without_a_cue(covers: Covers, form: str) -> None:
    random_ = random.Random(7)
    for _ in range(200):
        number = nhs_number(random_)
        shown = form.format(number[:3], number[3:6], number[6:])
        assert covers(f"Spoke to mum, {shown} on the letter.", shown, "NHS_NUMBER")


@pytest.mark.parametrize("cue", ["NHS no ", "NHS number is ", "nhs: ", "NHS\n", "NHS No.", "NHS", "NHS # "])
def test_every_valid_number_is_hidden_however_oddly_it_is_spaced(covers: Covers, cue: str) -> None:
    random_ = random.Random(8)
    for _ in range(200):
        number = nhs_number(random_)
        shown = "".join(digit + random_.choice(["", "", " ", "-", " - "[:2]]) for digit in number).strip(" -")
        assert covers(f"{cue}{shown} (GP letter)", shown, "NHS_NUMBER")


@pytest.mark.parametrize("cue", ["CHI ", "chi number: ", "Community Health Index "])
def test_scottish_numbers(covers: Covers, cue: str) -> None:
    random_ = random.Random(9)
    for _ in range(200):
        number = chi_number(random_)
        assert covers(f"{cue}{number}.", number, "NHS_NUMBER")


@pytest.mark.parametrize("cue", ["H&C ", "H&C no. ", "H+C number ", "HCN: ", "Health and Care number "])
def test_northern_irish_numbers(covers: Covers, cue: str) -> None:
    random_ = random.Random(10)
    for _ in range(200):
        number = nhs_number(random_)
        shown = f"{number[:3]} {number[3:6]} {number[6:]}"
        assert covers(f"{cue}{shown}, Antrim", shown, "NHS_NUMBER")


def mistyped(number: str, random_: random.Random) -> str:
    place = random_.randrange(1, 9)
    match random_.randrange(5):
        case 0:
            return number[:place] + str((int(number[place]) + 1) % 10) + number[place + 1 :]
        case 1:
            return number[:place] + number[place + 1 :]
        case 2:
            return number[:place] + "7" + number[place:]
        case 3:
            return number[:place] + number[place + 1] + number[place] + number[place + 2 :]
        case _:
            return number[:place] + random_.choice("OIl") + number[place + 1 :]


@pytest.mark.parametrize(
    "cue", ["NHS no: {}", "NHS {}", "her NHS number, as given by nan, is {}", "{} (NHS number)", "CHI {}", "H&C no {}"]
)
def test_mistyped_numbers_beside_a_cue_are_hidden(covers: Covers, cue: str) -> None:
    random_ = random.Random(11)
    hidden = 0
    for _ in range(200):
        wrong = mistyped(nhs_number(random_), random_)
        shown = random_.choice([wrong, f"{wrong[:3]} {wrong[3:6]} {wrong[6:]}"])
        hidden += covers(cue.format(shown), shown, "NHS_NUMBER")
    assert hidden >= 196


@pytest.mark.parametrize(
    "text",
    [
        "ring 1234567890",
        "total 1111111111",
        "0000000000",
        "1234567890 steps",
        "NHS 111",
        "NHS app since 2019",
        "the NHS paid 12000",
    ],
)
def test_other_numbers_are_none(find: Find, text: str) -> None:
    assert [one for one in find(text) if one[1] == "NHS_NUMBER"] == []


def test_a_valid_number_is_surer_than_a_mistyped_one(find: Find) -> None:
    assert max(score for _, kind, score in find("NHS 943 476 5919") if kind == "NHS_NUMBER") >= 0.95
    assert 0.6 <= max(score for _, kind, score in find("NHS 943 476 5918") if kind == "NHS_NUMBER") <= 0.75


def test_a_second_number_behind_the_cue_is_the_next_cues(find: Find) -> None:
    assert ("533401882", "NHS_NUMBER") not in {one[:2] for one in find("NHS 943 476 5919, passport 533401882")}
