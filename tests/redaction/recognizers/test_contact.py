"""Telephone numbers, e-mail and web addresses, handles, IP addresses."""

import random
from collections.abc import Callable

import pytest

Covers = Callable[[str, str, str], bool]
Find = Callable[[str], list[tuple[str, str, float]]]


def drama_number(random_: random.Random) -> tuple[str, str]:
    """Ofcom, telephone numbers for use in TV and radio drama: area code and subscriber."""
    code, stem = random_.choice(
        [
            ("07700", "900"),
            ("020", "79460"),
            ("0113", "4960"),
            ("0161", "4960"),
            ("01632", "960"),
            ("0191", "4980"),
            ("028", "96496"),
            ("029", "20180"),
            ("08081", "570"),
        ]
    )
    return code, stem + f"{random_.randrange(1000):03}"


@pytest.mark.parametrize(
    "form",
    [
        "{0}{1}",
        "{0} {1}",
        "({0}) {1}",
        "{0}-{1}",
        "{0}.{1}",
        "+44 {2} {1}",
        "+44{2}{1}",
        "+44 (0){2} {1}",
        "0044 {2} {1}",
        "+44(0) {2}-{1}",
        "{0} {3} {4}",
        "{0} {1} ext 12",
        "{0} {1} x4",
    ],
)
def test_every_drama_number_is_hidden_without_a_cue(covers: Covers, form: str) -> None:
    random_ = random.Random(1)
    for _ in range(200):
        code, rest = drama_number(random_)
        shown = form.format(code, rest, code[1:], rest[:3], rest[3:])
        assert covers(f"grandad, {shown}, after six", shown, "PHONE"), shown


def test_every_mobile_and_landline_is_hidden_without_a_cue(covers: Covers) -> None:
    random_ = random.Random(2)
    for _ in range(300):
        number = random_.choice(["074", "075", "077", "078", "079", "0113", "0161", "020", "01274", "01943", "0300", "0800"])
        number += "".join(random_.choice("23456789") for _ in range(11 - len(number)))
        shown = random_.choice(
            [
                number,
                f"{number[:5]} {number[5:]}",
                f"{number[:5]} {number[5:8]} {number[8:]}",
                f"{number[:4]} {number[4:7]} {number[7:]}",
            ]
        )
        assert covers(f"grandad {shown} after six", shown, "PHONE"), shown


@pytest.mark.parametrize(
    "number",
    ["+92 300 1234567", "0048 22 123 45 67", "+353 1 496 0123", "+1 (212) 555-0123", "+40 721 234 567", "+234 803 123 4567"],
)
def test_numbers_abroad_are_hidden(covers: Covers, number: str) -> None:
    assert covers(f"aunt on {number} most nights", number, "PHONE")


@pytest.mark.parametrize(
    "cue", ["tel {}", "mob: {}", "call her on {}", "ring {}", "ph. {}", "texted {}", "phone number is {}", "{} (mobile)"]
)
def test_mistyped_numbers_beside_a_cue_are_hidden(covers: Covers, cue: str) -> None:
    random_ = random.Random(3)
    hidden = 0
    for _ in range(200):
        code, rest = drama_number(random_)
        number = code + rest
        place = random_.randrange(3, len(number))
        wrong = random_.choice(
            [
                number[:place] + number[place + 1 :],
                number[:place] + "5" + number[place:],
                number[:place] + "O" + number[place + 1 :],
                "O" + number[1:],
            ]
        )
        shown = random_.choice([wrong, f"{wrong[:5]} {wrong[5:]}"])
        hidden += covers(cue.format(shown), shown, "PHONE")
    assert hidden >= 196


@pytest.mark.parametrize("text", ["tel 4960123", "mobile 7700900123", "tel no 496 0123"])
def test_numbers_without_their_beginning_are_hidden_beside_a_plain_cue(covers: Covers, text: str) -> None:
    assert covers(text, text.lstrip("telmobin "), "PHONE")


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("write to mia.o+x@mail.example.org.", "mia.o+x@mail.example.org"),
        ("MIA@EXAMPLE.CO.UK", "MIA@EXAMPLE.CO.UK"),
        ("o'neill_j@harrowmere.example;", "o'neill_j@harrowmere.example"),
        ("mia at example dot org", "mia at example dot org"),
        ("mia dot o at gmail dot com please", "mia dot o at gmail dot com"),
        ("mia(at)example.org", "mia(at)example.org"),
        ("mia [at] example [dot] org", "mia [at] example [dot] org"),
        ("mia @ gmail.com", "mia @ gmail.com"),
        ("mia@gmail,com", "mia@gmail,com"),
        ("it is mia@hotmail", "mia@hotmail"),
    ],
)
def test_addresses_of_mail_are_hidden(covers: Covers, text: str, surface: str) -> None:
    assert covers(text, surface, "EMAIL")


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("see https://teams.example/l/x?y=1.", "https://teams.example/l/x?y=1"),
        ("(www.larkhill.example)", "www.larkhill.example"),
        ("on larkhillfc.co.uk today", "larkhillfc.co.uk"),
        ("video youtu.be/a1b2c3", "youtu.be/a1b2c3"),
        ("go to larkhill dot co dot uk", "larkhill dot co dot uk"),
        ("posted from 192.168.12.4 at", "192.168.12.4"),
        ("fe80::1ff:fe23:4567:890a", "fe80::1ff:fe23:4567:890a"),
    ],
)
def test_addresses_of_the_web_are_hidden(covers: Covers, text: str, surface: str) -> None:
    assert covers(text, surface, "URL")


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("on @mia_xo9 again", "@mia_xo9"),
        ("tiktok @mia.k", "@mia.k"),
        ("insta: mia.xo9", "mia.xo9"),
        ("snap - jaydenk.", "jaydenk"),
        ("snap is mia_x", "mia_x"),
        ("gamertag KofiBlast77", "KofiBlast77"),
        ("plays as xX_Kofi_Xx", "xX_Kofi_Xx"),
        ("kofi_blast on Roblox", "kofi_blast"),
        ("username: jaydenking", "jaydenking"),
        ("Discord mia#1234", "mia#1234"),
        ("add him on snap jay-den09", "jay-den09"),
    ],
)
def test_handles_are_hidden(covers: Covers, text: str, surface: str) -> None:
    assert covers(text, surface, "HANDLE")


@pytest.mark.parametrize(
    "text",
    [
        "left school.It was late",
        "meet @ school",
        "@3pm",
        "@ 3pm",
        "plays FIFA25 on xbox",
        "GTA5 on PS5",
        "her insta is private",
        "on snap at 3.30",
        "level 50 on Roblox",
        "Snapchat well-known risk",
        "e.g. this",
        "report.docx filed",
        "version 1.2.3",
        "ring at 10.30",
        "called 3 times in 24 hours",
        "look at him dot",
        "Childline 0800 1111",
        "call 101",
        "on 12 occasions",
        "text 61016",
        "spent 1000000 on it",
        "Instagram: she posted it",
    ],
)
def test_words_and_times_stay(find: Find, text: str) -> None:
    assert find(text) == []


def test_the_suffix_list_is_never_fetched(monkeypatch: pytest.MonkeyPatch, covers: Covers) -> None:
    import socket

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a recogniser opened a connection")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    assert covers("see bit.ly/3xYz now", "bit.ly/3xYz", "URL")
