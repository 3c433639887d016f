"""UPN, former UPN and ULN: every valid one, however spaced; mistyped ones beside their cue."""

import random
from collections.abc import Callable

import pytest

Covers = Callable[[str, str, str], bool]
Find = Callable[[str], list[tuple[str, str, float]]]

LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"


def upn(random_: random.Random, *, temporary: bool = False) -> str:
    """DfE, Unique pupil numbers: the check letter is the weighted sum modulo 23."""
    rest = f"{random_.choice([201, 302, 383, 801, 838, 941])}{random_.randrange(10**8):08}"
    last = random_.randrange(len(LETTERS)) if temporary else random_.randrange(10)
    total = sum(weight * int(digit) for weight, digit in zip(range(2, 13), rest, strict=True)) + 13 * last
    return LETTERS[total % 23] + rest + (LETTERS[last] if temporary else str(last))


def uln(random_: random.Random) -> str:
    """LRS, ULN check digit: ten less the weighted sum modulo 11; a remainder of nought gives no number."""
    while True:
        nine = f"{random_.randrange(10**8, 10**9)}"
        remainder = sum(weight * int(digit) for weight, digit in zip(range(10, 1, -1), nine, strict=True)) % 11
        if remainder:
            return nine + str(10 - remainder)


@pytest.mark.parametrize("temporary", [False, True])
def test_every_valid_upn_is_hidden_without_a_cue(covers: Covers, find: Find, *, temporary: bool) -> None:
    random_ = random.Random(1)
    for _ in range(200):
        number = upn(random_, temporary=temporary)
        shown = random_.choice(
            [
                number,
                number.lower(),
                f"{number[0]} {number[1:4]} {number[4:8]} {number[8:]}",
                f"{number[:4]} {number[4:8]} {number[8:]}",
            ]
        )
        assert covers(f"Year 6, {shown} on the form", shown, "UPN")
        assert max(score for _, kind, score in find(shown) if kind == "UPN") >= 0.95


@pytest.mark.parametrize("cue", ["ULN ", "ULN: ", "unique learner number ", "learner no. "])
def test_every_valid_uln_is_hidden_beside_its_cue(covers: Covers, cue: str) -> None:
    random_ = random.Random(2)
    for _ in range(200):
        number = uln(random_)
        shown = random_.choice([number, f"{number[:4]} {number[4:7]} {number[7:]}", f"{number[:5]} {number[5:]}"])
        assert covers(f"{cue}{shown} college", shown, "UPN")


@pytest.mark.parametrize("cue", ["UPN {}", "UPN: {}", "former UPN is {}", "upn no {}", "Unique Pupil Number {}", "{} (UPN)"])
def test_mistyped_numbers_beside_a_cue_are_hidden(covers: Covers, cue: str) -> None:
    random_ = random.Random(3)
    hidden = 0
    for _ in range(200):
        number = upn(random_)
        place = random_.randrange(1, 12)
        wrong = random_.choice(
            [
                number[:place] + number[place + 1 :],
                number[:place] + "4" + number[place:],
                number[:place] + str((int(number[place]) + 1) % 10) + number[place + 1 :],
                number[:place] + "O" + number[place + 1 :],
                random_.choice("IOS") + number[1:],
                number[1:],
            ]
        )
        hidden += covers(cue.format(wrong), wrong, "UPN")
    assert hidden >= 196


def test_ten_digits_without_a_cue_are_no_uln(find: Find) -> None:
    random_ = random.Random(4)
    kinds = {kind for _ in range(200) for _, kind, _ in find(f"counted {uln(random_)} of them")}
    assert "UPN" not in kinds
