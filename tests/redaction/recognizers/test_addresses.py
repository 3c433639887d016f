"""House and street, flats, house names; postcodes of real forms only; coordinates."""

import random
from collections.abc import Callable

import pytest

Covers = Callable[[str, str, str], bool]
Find = Callable[[str], list[tuple[str, str, float]]]

AREAS = [
    "AB",
    "AL",
    "B",
    "BA",
    "BB",
    "BD",
    "BH",
    "BL",
    "BN",
    "BR",
    "BS",
    "BT",
    "CA",
    "CB",
    "CF",
    "CH",
    "CM",
    "CO",
    "CR",
    "CT",
    "CV",
    "CW",
    "DA",
    "DD",
    "DE",
    "DG",
    "DH",
    "DL",
    "DN",
    "DT",
    "DY",
    "E",
    "EC",
    "EH",
    "EN",
    "EX",
    "FK",
    "FY",
    "G",
    "GL",
    "GU",
    "GY",
    "HA",
    "HD",
    "HG",
    "HP",
    "HR",
    "HS",
    "HU",
    "HX",
    "IG",
    "IM",
    "IP",
    "IV",
    "JE",
    "KA",
    "KT",
    "KW",
    "KY",
    "L",
    "LA",
    "LD",
    "LE",
    "LL",
    "LN",
    "LS",
    "LU",
    "M",
    "ME",
    "MK",
    "ML",
    "N",
    "NE",
    "NG",
    "NN",
    "NP",
    "NR",
    "NW",
    "OL",
    "OX",
    "PA",
    "PE",
    "PH",
    "PL",
    "PO",
    "PR",
    "RG",
    "RH",
    "RM",
    "S",
    "SA",
    "SE",
    "SG",
    "SK",
    "SL",
    "SM",
    "SN",
    "SO",
    "SP",
    "SR",
    "SS",
    "ST",
    "SW",
    "SY",
    "TA",
    "TD",
    "TF",
    "TN",
    "TQ",
    "TR",
    "TS",
    "TW",
    "UB",
    "W",
    "WA",
    "WC",
    "WD",
    "WF",
    "WN",
    "WR",
    "WS",
    "WV",
    "YO",
    "ZE",
]


def postcode(random_: random.Random) -> tuple[str, str]:
    """Royal Mail's two halves; a letter after the district only in London."""
    area = random_.choice(AREAS)
    london = random_.choice("ABEHMNPRVWXY") if area in {"EC", "SW", "WC", "SE", "NW"} and random_.random() < 0.5 else ""
    district = f"{random_.randint(1, 9)}{london}" if london else str(random_.randint(1, 99))
    inward = f"{random_.randrange(10)}{random_.choice('ABDEFGHJLNPQRSTUWXYZ')}{random_.choice('ABDEFGHJLNPQRSTUWXYZ')}"
    return f"{area}{district}", inward


def test_every_real_form_of_postcode_is_hidden_without_a_cue(covers: Covers) -> None:
    random_ = random.Random(1)
    for _ in range(600):
        outward, inward = postcode(random_)
        shown = random_.choice([f"{outward} {inward}", f"{outward}{inward}", f"{outward}  {inward}"])
        assert covers(f"moved near {shown} now", shown, "POSTCODE"), shown


def test_lower_case_postcodes_are_hidden_without_a_cue(covers: Covers) -> None:
    random_ = random.Random(2)
    shown = [f"{outward} {inward}".lower() for outward, inward in (postcode(random_) for _ in range(400))]
    # "m1 1st" is an ordinal before it is a postcode
    shown = [one for one in shown if one[-2:] not in {"st", "nd", "rd", "th", "hr", "ft"}]
    assert all(covers(f"moved near {one} now", one, "POSTCODE") for one in shown)


def test_oddly_spaced_postcodes_are_hidden_beside_their_cue(covers: Covers) -> None:
    random_ = random.Random(3)
    for _ in range(400):
        outward, inward = postcode(random_)
        shown = random_.choice(
            [
                " ".join(outward + inward),
                f"{outward[:-1]} {outward[-1]} {inward}",
                f"{outward} {inward[0]} {inward[1:]}",
                f"{outward}-{inward}",
                f"{outward}.{inward}",
                f"{outward} {' '.join(inward)}",
            ]
        )
        text = random_.choice(["postcode {}", "Post code: {}", "p/code {}"]).format(random_.choice([shown, shown.lower()]))
        assert covers(text, text.split(maxsplit=1)[1].removeprefix("code: "), "POSTCODE"), text


def test_scanned_and_mistyped_postcodes_are_hidden_beside_their_cue(covers: Covers) -> None:
    random_ = random.Random(4)
    hidden = 0
    for _ in range(200):
        outward, inward = postcode(random_)
        wrong = random_.choice(
            [
                f"{outward} O{inward[1:]}",
                f"{outward} {inward[:2]}",
                f"{outward} {inward}X",
                f"{outward} {inward[0]}8{inward[2]}",
                f"{outward[0]}Q{outward[1:]} {inward}",
                f"{outward} I{inward[1:]}",
            ]
        )
        hidden += covers(f"postcode: {wrong}", wrong, "POSTCODE")
    assert hidden >= 196


@pytest.mark.parametrize(
    "text", ["QX1 1AA", "the M1 1st exit", "LS6 2CI", "KS2 2 pupils", "S47 2 WEEKS", "A12 to B3", "PS5 2K", "room E1 2"]
)
def test_what_is_no_postcode_stays(find: Find, text: str) -> None:
    assert [one for one in find(text) if one[1] == "POSTCODE"] == []


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("at 14 Marl Rd, Otley", "14 Marl Rd"),
        ("Flat 3, 22a Oakdene Court, Otley", "Flat 3, 22a Oakdene Court"),
        ("Rose Cottage, Mill Lane, Otley", "Rose Cottage, Mill Lane"),
        ("12-14 High St", "12-14 High St"),
        ("3 Tan-y-Graig Terrace", "3 Tan-y-Graig Terrace"),
        ("Flat 6, Osprey Court, Dunnock Way", "Flat 6, Osprey Court, Dunnock Way"),
        ("Plot 9, Tansley Lane site", "Plot 9, Tansley Lane site"),
        ("Room 3, 40 Gannet Street", "Room 3, 40 Gannet Street"),
        ("Flat 9, Rowan Point", "Flat 9, Rowan Point"),
        ("AT 112 TOWER LANE WITH", "112 TOWER LANE"),
        ("lives at 14 marl rd", "14 marl rd"),
        ("hv to 7b oak tree close", "7b oak tree close"),
        ("22 Ffordd Penrhyn, Bangor", "22 Ffordd Penrhyn"),
        ("address: 7 Maes y Deri, Bangor", "7 Maes y Deri"),
        ("home visit to 5 Kingsway", "5 Kingsway"),
        ("Apartment 4, The Old Mill, Canal Street", "Apartment 4, The Old Mill, Canal Street"),
        ("in Flat 12B with", "Flat 12B"),
        ("PO Box 1234", "PO Box 1234"),
        ("14 St John's Road", "14 St John's Road"),
        ("2 The Green", "2 The Green"),
        ("1 Queen's Drive West", "1 Queen's Drive West"),
        ("14,\tno: 15 Mill Lane", "15 Mill Lane"),
    ],
)
def test_addresses_are_hidden(covers: Covers, text: str, surface: str) -> None:
    assert covers(text, surface, "ADDRESS")


def test_street_town_and_postcode_are_kept_apart(find: Find) -> None:
    found = {one[:2] for one in find("Flat 3, 22a Oakdene Court, Otley LS21 3AB")}
    assert {("Flat 3, 22a Oakdene Court", "ADDRESS"), ("Otley", "LOCATION"), ("LS21 3AB", "POSTCODE")} <= found


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("///filled.count.soap", "///filled.count.soap"),
        ("what3words filled.count.soap", "filled.count.soap"),
        ("53.8008, -1.5491", "53.8008, -1.5491"),
        ("53.8008 N 1.5491 W", "53.8008 N 1.5491 W"),
        ("53°48'03\"N 1°32'57\"W", "53°48'03\"N 1°32'57\"W"),
        ("grid ref SE 298 338", "SE 298 338"),
    ],
)
def test_coordinates_are_hidden(covers: Covers, text: str, surface: str) -> None:
    assert covers(text, surface, "LOCATION")


@pytest.mark.parametrize(
    "text",
    [
        "4 weeks of contact",
        "at 9 in the way",
        "10 mins up the road",
        "on the 2 Close friends",
        "aged 5 and 7",
        "went at 4 to the park",
        "got 8 green stars",
        "flat battery",
        "in a flat 10 miles off",
        "the words are fine.and.well then",
        "1.55, 2.35",
        "rooms 1 and 2",
    ],
)
def test_other_numbers_before_words_stay(find: Find, text: str) -> None:
    assert [one for one in find(text) if one[1] in {"ADDRESS", "LOCATION"}] == []
