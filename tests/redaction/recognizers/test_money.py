"""National Insurance numbers, sort codes, accounts, cards and IBANs."""

import random
from collections.abc import Callable

import pytest

Covers = Callable[[str, str, str], bool]
Find = Callable[[str], list[tuple[str, str, float]]]

NEVER_GIVEN = {"BG", "GB", "KN", "NK", "NT", "TN", "ZZ"}


def nino(random_: random.Random) -> str:
    """HMRC, NIM39110."""
    while True:
        prefix = random_.choice("ABCEGHJKLMNOPRSTWXYZ") + random_.choice("ABCEGHJKLMNPRSTWXYZ")
        if prefix not in NEVER_GIVEN:
            return f"{prefix}{random_.randrange(10**6):06}{random_.choice('ABCD')}"


def luhn(payload: str) -> str:
    """ISO/IEC 7812: the payload with its check digit."""
    doubled = [int(digit) * (2 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(payload))]
    return payload + str(-sum(value // 10 + value % 10 for value in doubled) % 10)


def british_iban(random_: random.Random) -> str:
    """ISO 13616: the number with its check digits is 1 modulo 97."""
    account = random_.choice(["NWBK", "BARC", "LOYD", "HBUK"]) + f"{random_.randrange(10**14):014}"
    as_number = "".join(str(int(one, 36)) for one in account + "GB00")
    return f"GB{98 - int(as_number) % 97:02}{account}"


@pytest.mark.parametrize(
    "form",
    [
        "{0}{1}{2}{3}{4}",
        "{0} {1} {2} {3} {4}",
        "{0} {1}{2}{3} {4}",
        "{0}-{1}-{2}-{3}-{4}",
        "{0}{1} {2} {3}{4}",
        "{0}.{1}.{2}.{3}.{4}",
    ],
)
@pytest.mark.parametrize("lower", [False, True])
def test_every_valid_nino_is_hidden_without_a_cue(covers: Covers, form: str, *, lower: bool) -> None:
    random_ = random.Random(1)
    for _ in range(200):
        number = nino(random_)
        shown = form.format(number[:2], number[2:4], number[4:6], number[6:8], number[8])
        shown = shown.lower() if lower else shown
        assert covers(f"benefits letter {shown} shown", shown, "NINO")


def test_oddly_spaced_ninos_are_hidden_beside_their_cue(covers: Covers) -> None:
    random_ = random.Random(2)
    for _ in range(400):
        shown = "".join(one + random_.choice(["", "", " ", "-"]) for one in nino(random_)).strip(" -")
        shown = random_.choice([shown, shown.lower()])
        text = random_.choice(["NI no {}", "NINO: {}", "National Insurance number {}", "ni {}"]).format(shown)
        assert covers(text, shown, "NINO"), text


@pytest.mark.parametrize("cue", ["NI {}", "NI No: {}", "nino {}", "National Insurance number is {}", "{} (NI number)"])
def test_mistyped_ninos_beside_a_cue_are_hidden(covers: Covers, cue: str) -> None:
    random_ = random.Random(3)
    hidden = 0
    for _ in range(200):
        number = nino(random_)
        place = random_.randrange(2, 8)
        wrong = random_.choice(
            [
                number[:place] + number[place + 1 :],
                number[:place] + "4" + number[place:],
                number[:place] + "O" + number[place + 1 :],
                number[:-1],
                number[:-1] + "X",
                random_.choice(["BG", "DQ", "ZZ", "QQ", "FO"]) + number[2:],
                number[0] + "8" + number[2:],
            ]
        )
        hidden += covers(cue.format(wrong), wrong, "NINO")
    assert hidden >= 196


@pytest.mark.parametrize("issuer", ["4", "51", "55", "37", "6011", "63"])
def test_every_valid_card_is_hidden_without_a_cue(covers: Covers, issuer: str) -> None:
    random_ = random.Random(4)
    for _ in range(200):
        number = luhn(
            issuer + "".join(random_.choice("0123456789") for _ in range((14 if issuer == "37" else 15) - len(issuer)))
        )
        shown = random_.choice(
            [
                number,
                " ".join(number[at : at + 4] for at in range(0, len(number), 4)),
                "-".join(number[at : at + 4] for at in range(0, len(number), 4)),
            ]
        )
        assert covers(f"it was paid with {shown} today", shown, "BANK")


def test_a_mistyped_card_is_hidden_beside_its_cue(covers: Covers, find: Find) -> None:
    assert covers("debit card 4111 1111 1111 1112", "4111 1111 1111 1112", "BANK")
    assert find("batch 4111111111111112 of them") == []


def test_every_valid_iban_is_hidden_without_a_cue(covers: Covers) -> None:
    random_ = random.Random(5)
    for _ in range(200):
        number = british_iban(random_)
        shown = random_.choice([number, number.lower(), " ".join(number[at : at + 4] for at in range(0, 22, 4))])
        assert covers(f"sent to {shown} AND THEN home", shown, "BANK")
    assert covers("aunt in Köln: DE89 3704 0044 0532 0130 00 ok", "DE89 3704 0044 0532 0130 00", "BANK")
    assert covers("IBAN GB29 NWBK 6016 1331 9268 18", "GB29 NWBK 6016 1331 9268 18", "BANK")


@pytest.mark.parametrize(
    "form",
    [
        "sort code {0} account {1}",
        "{0} {1}",
        "s/c {0}, a/c {1}",
        "acc no {1} sort {0}",
        "Sort code: {0}\nAccount number: {1}",
        "{0}, acc. {1}",
    ],
)
def test_sort_code_and_account_are_hidden(covers: Covers, form: str) -> None:
    random_ = random.Random(6)
    for _ in range(100):
        parts = [f"{random_.randrange(100):02}" for _ in range(3)]
        sort = random_.choice(["-", " "]).join(parts)
        account = f"{random_.randrange(10**8):08}"
        text = form.format(sort, account)
        assert covers(text, sort, "BANK"), text
        assert covers(text, account, "BANK"), text


def test_mistyped_accounts_beside_a_cue_are_hidden(covers: Covers) -> None:
    random_ = random.Random(7)
    hidden = 0
    for _ in range(200):
        number = str(random_.randrange(10**6, 10 ** random_.choice([7, 9])))
        hidden += covers(f"bank account no {number}", number, "BANK")
    assert hidden >= 196


@pytest.mark.parametrize(
    "text",
    [
        "paid £12345678",
        "owes 1,200 on account of",
        "scores 20-19-18",
        "at 200 000 a year",
        "in 100 days",
        "took 24 25 26 a bus",
        "bank holiday 2025",
    ],
)
def test_amounts_and_scores_stay(find: Find, text: str) -> None:
    assert [one for one in find(text) if one[1] in {"BANK", "NINO"}] == []
