"""Every UK identifier: valid ones are hidden, however spaced; mistyped ones beside their cue; ordinary numbers stay."""

import random
import time

import pytest

from redaction.detect import Detector
from redaction.types import MentionType


@pytest.fixture(scope="module")
def detector() -> Detector:
    return Detector()


def kinds(detector: Detector, text: str, surface: str) -> set[str]:
    """Types of the detections that cover `surface` wholly."""
    start = text.index(surface)
    found = detector.detect([text])[0].detections
    return {str(one.type) for one in found if one.start <= start and one.end >= start + len(surface)}


@pytest.mark.parametrize(
    ("text", "surface", "kind"),
    [
        ("NHS no 943 476 5919", "943 476 5919", "NHS_NUMBER"),
        ("on 9434765919 since", "9434765919", "NHS_NUMBER"),
        ("NHS: 943-476-5918 (typed)", "943-476-5918", "NHS_NUMBER"),
        ("NHS number is 94347 65919", "94347 65919", "NHS_NUMBER"),
        ("CHI 0101980018", "0101980018", "NHS_NUMBER"),
        ("H&C no 3201234561", "3201234561", "NHS_NUMBER"),
        ("NI AB123456C today", "AB123456C", "NINO"),
        ("nino ab 12 34 56 c", "ab 12 34 56 c", "NINO"),
        ("NI number DQ 123456 C", "DQ 123456 C", "NINO"),
        ("UPN H801200001001", "H801200001001", "UPN"),
        ("UPN: A12345678901", "A12345678901", "UPN"),
        ("ULN 1234567890", "1234567890", "UPN"),
        ("passport no 123456789", "123456789", "PASSPORT"),
        ("licence MORGA657054SM9IJ", "MORGA657054SM9IJ", "PASSPORT"),
        ("seen in AB12 CDE again", "AB12 CDE", "VEHICLE_REG"),
        ("car reg ab12cde", "ab12cde", "VEHICLE_REG"),
        ("his van, K123 ABC, outside", "K123 ABC", "VEHICLE_REG"),
        ("lives LS6 2AB now", "LS6 2AB", "POSTCODE"),
        ("postcode ls62ab", "ls62ab", "POSTCODE"),
        ("W1A 1AA", "W1A 1AA", "POSTCODE"),
        ("at 14 Marl Rd, Otley", "14 Marl Rd", "ADDRESS"),
        ("Flat 3, 22a Oakdene Court", "Flat 3, 22a Oakdene Court", "ADDRESS"),
        ("Rose Cottage, Mill Lane", "Rose Cottage, Mill Lane", "ADDRESS"),
        ("12-14 High St", "12-14 High St", "ADDRESS"),
        ("ring 07700 900123", "07700 900123", "PHONE"),
        ("tel 0113 496 0123.", "0113 496 0123", "PHONE"),
        ("+44 (0)7700 900 123", "+44 (0)7700 900 123", "PHONE"),
        ("07700.900.123", "07700.900.123", "PHONE"),
        ("(020) 7946 0018", "(020) 7946 0018", "PHONE"),
        ("mob 0770090012", "0770090012", "PHONE"),
        ("mail mia.o@example.org now", "mia.o@example.org", "EMAIL"),
        ("mia at example dot org", "mia at example dot org", "EMAIL"),
        ("see https://example.org/a?b=c.", "https://example.org/a?b=c", "URL"),
        ("on @mia_xo9 again", "@mia_xo9", "HANDLE"),
        ("insta: mia.xo9", "mia.xo9", "HANDLE"),
        ("plays as xX_Kofi_Xx", "xX_Kofi_Xx", "HANDLE"),
        ("sort code 20-00-00 account 55779911", "20-00-00", "BANK"),
        ("sort code 20-00-00 account 55779911", "55779911", "BANK"),
        ("card 4111 1111 1111 1111", "4111 1111 1111 1111", "BANK"),
        ("GB33BUKB20201555555555", "GB33BUKB20201555555555", "BANK"),
        ("case LE25C00417 listed", "LE25C00417", "CASE_REF"),
        ("crime ref 42/118732/25", "42/118732/25", "CASE_REF"),
        ("LCS 204417", "LCS 204417", "CASE_REF"),
        ("Mosaic ID: 1183345", "1183345", "CASE_REF"),
        ("EHCP ref EHC-20881", "EHC-20881", "CASE_REF"),
        ("on 4 Nov 2025", "4 Nov 2025", "DATE"),
        ("on the 4th of November", "4th of November", "DATE"),
        ("seen 04/11/25", "04/11/25", "DATE"),
        ("2025-11-04", "2025-11-04", "DATE"),
        ("DOB 041116", "041116", "DATE"),
        ("d.o.b 4-11-16", "4-11-16", "DATE"),
        ("Nov 4th", "Nov 4th", "DATE"),
        ("great-gran, 94 years old", "94", "AGE"),
        ("///filled.count.soap", "///filled.count.soap", "LOCATION"),
        ("53.8008, -1.5491", "53.8008, -1.5491", "LOCATION"),
        ("from 192.168.12.4 at", "192.168.12.4", "URL"),
    ],
)
def test_an_identifier_is_hidden_under_its_type(detector: Detector, text: str, surface: str, kind: str) -> None:
    assert kind in kinds(detector, text, surface)


@pytest.mark.parametrize(
    "text",
    [
        "he is 9 and she is 12", "5 ml at 10.30am", "seen 3 times in 2 weeks", "scored 7/10", "24/7 support", "4/5 nights",
        "paid £120.50", "year 6 group", "in November 2025", "on Tuesday", "yesterday at 4pm", "98% attendance", "room 12",
        "20 mins late", "1999 was", "2 holdalls", "spent 1/2 hour", "the 3rd time", "PS5 and FIFA 25",
        "weight 12.4kg, 75th centile",
        "bus 36 at 8.15", "section 47", "Level 2 award", "3-4 years",
    ],
)  # fmt: skip
def test_ordinary_numbers_stay(detector: Detector, text: str) -> None:
    found = detector.detect([text])[0].detections
    numbers = set(MentionType) - {MentionType.PERSON, MentionType.LOCATION, MentionType.ORGANISATION, MentionType.SCHOOL}
    assert [(text[one.start : one.end], str(one.type)) for one in found if one.type in numbers] == []


def nhs_number(random_: random.Random) -> str:
    while True:
        number = [random_.randrange(10) for _ in range(9)]
        check = 11 - sum(weight * digit for weight, digit in zip(range(10, 1, -1), number, strict=True)) % 11
        if check != 10 and len(set(number)) > 1:
            return "".join(map(str, number)) + str(check % 11)


@pytest.mark.parametrize("form", ["{0}{1}{2}", "{0} {1} {2}", "{0}-{1}-{2}", "{0}  {1} {2}", "{0}.{1}.{2}"])
def test_every_valid_nhs_number_is_hidden_however_it_is_spaced(detector: Detector, form: str) -> None:
    random_ = random.Random(7)
    numbers = [nhs_number(random_) for _ in range(200)]
    texts = [f"her no is {form.format(number[:3], number[3:6], number[6:])} ok" for number in numbers]
    found = [one.detections for one in detector.detect(texts)]
    assert all(any(one.type is MentionType.NHS_NUMBER for one in one_text) for one_text in found)


def test_mistyped_numbers_beside_a_cue_are_hidden(detector: Detector) -> None:
    random_ = random.Random(11)
    texts = []
    for _ in range(200):
        number = list(nhs_number(random_))
        place = random_.randrange(10)
        match random_.randrange(3):
            case 0:
                number[place] = str((int(number[place]) + 1) % 10)
            case 1:
                del number[place]
            case _:
                number.insert(place, "0")
        texts.append(f"NHS no: {''.join(number)}")
    found = [one.detections for one in detector.detect(texts)]
    hidden = sum(any(one.end - one.start >= 9 for one in one_text) for one_text in found)
    assert hidden >= 196


@pytest.mark.parametrize(
    "nasty",
    [
        "1" * 50_000, "1 " * 25_000, "a.a." * 12_500, "A1" * 25_000,
        "-" * 50_000, "Aa " * 16_000, "0 7 7 " * 8_000, "@" * 50_000,
        "St " * 16_000, "/" * 50_000, "NHS " * 12_000, "ref " * 12_000,
    ],
)  # fmt: skip
def test_no_pattern_runs_away(detector: Detector, nasty: str) -> None:
    began = time.process_time()
    detector.detect([nasty])
    assert time.process_time() - began < 15
