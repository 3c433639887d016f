"""Passports, residence permits, driving licences and vehicle registrations."""

import random
from collections.abc import Callable

import pytest

Covers = Callable[[str, str, str], bool]
Find = Callable[[str], list[tuple[str, str, float]]]

PLATE_LETTERS = "ABCDEFGHJKLMNOPRSTUVWXYZ"


def plate(random_: random.Random) -> str:
    """DVLA, INF104, the form since 2001."""
    area = random_.choice("ABCDEFGHJKLMNOPRSTUVWXY") + random_.choice("ABCDEFGHJKLMNOPRSTUVWXY")
    age = random_.choice([*range(2, 30), *range(51, 80)])
    # no Q among the last letters, and no word (the police's "AND" is the recogniser's own exception)
    return f"{area}{age:02} {random_.choice(PLATE_LETTERS)}{random_.choice('XZVKJ')}{random_.choice(PLATE_LETTERS)}".replace(
        "I", "J"
    )


def licence(random_: random.Random) -> str:
    """DVLA: surname, decade, month (50 more for women), day, year, initials, three checks."""
    surname = "".join(random_.choice("ABCDEFGHIKLMNOPRSTW") for _ in range(random_.randint(3, 5))).ljust(5, "9")
    month = random_.randint(1, 12) + random_.choice([0, 50])
    initials = random_.choice("ABCDEJKLM") + random_.choice("ABCDEJKLM9")
    checks = f"{random_.randrange(1, 10)}{random_.choice('ABCDEF')}{random_.choice('ABCDEF')}"
    return f"{surname}{random_.randrange(10)}{month:02}{random_.randint(1, 28):02}{random_.randrange(10)}{initials}{checks}"


@pytest.mark.parametrize(
    "cue",
    ["passport {}", "passport no. {}", "Passport number: {}", "his passport (since renewed) was {}", "{} (passport)", "BRP {}"],
)
def test_passports_are_hidden_beside_their_cue(covers: Covers, cue: str) -> None:
    random_ = random.Random(1)
    for _ in range(200):
        digits = f"{random_.randrange(10**9):09}"
        shown = random_.choice(
            [digits, f"{digits[:3]} {digits[3:6]} {digits[6:]}", f"ZU{digits[:7]}", f"lt{digits[:7]}", digits[:8]]
        )
        assert covers(cue.format(shown), shown, "PASSPORT")


def test_nine_digits_without_a_cue_are_no_passport(find: Find) -> None:
    assert find("counted 533401882 stars") == []


def test_every_driving_licence_is_hidden_without_a_cue(covers: Covers) -> None:
    random_ = random.Random(2)
    for _ in range(300):
        number = licence(random_)
        shown = random_.choice([number, number.lower(), f"{number[:5]} {number[5:11]} {number[11:]}"])
        assert covers(f"he showed {shown} at the door", shown, "PASSPORT"), shown


def test_mistyped_driving_licences_are_hidden_beside_their_cue(covers: Covers) -> None:
    random_ = random.Random(3)
    hidden = 0
    for _ in range(200):
        number = licence(random_)
        place = random_.randrange(6, 14)
        wrong = random_.choice([number[:place] + number[place + 1 :], number[:place] + "7" + number[place:]])
        hidden += covers(f"driving licence no {wrong}", wrong, "PASSPORT")
    assert hidden >= 196


@pytest.mark.parametrize("text", ["Parked outside: {}.", "seen in a grey {} again", "LEFT IN {} AT NINE"])
def test_every_current_plate_is_hidden_without_a_cue(covers: Covers, text: str) -> None:
    random_ = random.Random(4)
    for _ in range(200):
        shown = random_.choice([plate(random_), plate(random_).replace(" ", "")])
        assert covers(text.format(shown), shown, "VEHICLE_REG"), shown


@pytest.mark.parametrize(
    "cue", ["reg {}", "Reg no: {}", "his car, {}", "number plate {}", "white van {} outside", "vehicle {}"]
)
@pytest.mark.parametrize(
    "shown", ["AB12 CDE", "AB12CDE", "ab12 cde", "K123 ABC", "K1 ABC", "ABC 123D", "ABC 1D", "AIG 1234", "KAZ 4512"]
)
def test_plates_of_all_forms_are_hidden_beside_a_cue(covers: Covers, cue: str, shown: str) -> None:
    assert covers(cue.format(shown), shown, "VEHICLE_REG")


def test_mistyped_plates_are_hidden_beside_their_cue(covers: Covers) -> None:
    random_ = random.Random(5)
    hidden = 0
    for _ in range(200):
        number = plate(random_)
        place = random_.choice([0, 1, 2, 3, 5, 6])
        wrong = random_.choice(
            [number[:place] + number[place + 1 :], number[:place] + "8" + number[place + 1 :], number[:5] + "I" + number[6:]]
        )
        hidden += covers(f"car reg {wrong}", wrong, "VEHICLE_REG")
    assert hidden >= 196


@pytest.mark.parametrize(
    "text",
    [
        "YR10 AND YR11",
        "in KS2 and KS3",
        "PS5 and FIFA 25",
        "GCSE 2024 RESULTS",
        "the car is 12 years old",
        "reg at 9.00",
        "a car for 5 days",
        "AGED12 AND 13",
        "room A12",
        "his van came at 4pm",
        "licence to foster since 2012",
        "passport photo x2",
    ],
)
def test_other_letters_and_numbers_stay(find: Find, text: str) -> None:
    assert [one for one in find(text) if one[1] in {"VEHICLE_REG", "PASSPORT"}] == []
