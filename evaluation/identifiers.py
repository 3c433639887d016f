"""Made-up identifiers of every British kind, as they are written, oddly spaced and mistyped, in sentences with their cue.

All numbers are drawn anew: valid by their checksum, and nobody's on purpose. A mistyped one differs by one character, so that
only its cue tells what it is.
"""

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from stdnum import iban, luhn
from stdnum.gb import nhs, upn

from evaluation.intervals import Metric, share
from evaluation.labelled import Entity, LabelledNote
from evaluation.redaction import hidden_mentions
from evaluation.report import Report
from evaluation.robustness import Redact
from redaction.types import MentionType

Chance = random.Random
SETTINGS = ("valid", "spaced", "mistyped")
_LETTERS = "ABCDEFGHJKLMNPRSTWXYZ"
_AREAS = "ABCDEFGHJKLMNPRSTUVWXY"  # of vehicle registrations
_SEED = 20261125


@dataclass(frozen=True, slots=True)
class Kind:
    """An identifier: how one is made (groups of it, to be spaced), what stands before it, what is written after."""

    name: str
    type: MentionType
    groups: Callable[[Chance], list[str]]
    cue: str
    joint: str = ""


def _digits(chance: Chance, count: int) -> str:
    return "".join(str(chance.randrange(10)) for _ in range(count))


def _letters(chance: Chance, count: int, of: str = _LETTERS) -> str:
    return "".join(chance.choice(of) for _ in range(count))


def _nhs(chance: Chance, start: str = "") -> list[str]:
    while True:
        first = start or chance.choice("4567")
        body = first + _digits(chance, 9 - len(first))
        number = next((body + check for check in "0123456789" if nhs.is_valid(body + check)), None)
        if number and len(set(body)) > 1:
            return [number[:3], number[3:6], number[6:]]


def _chi(chance: Chance) -> list[str]:
    return ["".join(_nhs(chance, f"{chance.randrange(1, 29):02}{chance.randrange(1, 13):02}"))]


def _upn(chance: Chance) -> list[str]:
    body = _digits(chance, 12)
    return [upn.calc_check_digit(body) + body[:3], body[3:7], body[7:]]


def _uln(chance: Chance) -> list[str]:
    while True:
        body = str(chance.randrange(1, 10)) + _digits(chance, 8)
        check = 10 - sum(weight * int(one) for weight, one in zip(range(10, 1, -1), body, strict=True)) % 11
        if 0 <= check <= 9:  # noqa: PLR2004
            return [body[:3], body[3:6], body[6:] + str(check)]


def _nino(chance: Chance) -> list[str]:
    prefix = chance.choice(["AB", "CE", "JK", "LM", "PR", "SX", "WY", "HK"])
    return [prefix, _digits(chance, 2), _digits(chance, 2), _digits(chance, 2), chance.choice("ABCD")]


def _licence(chance: Chance) -> list[str]:
    name = _letters(chance, chance.randrange(3, 6)).ljust(5, "9")
    return [
        name,
        f"{_digits(chance, 1)}{chance.randrange(1, 13):02}{chance.randrange(1, 29):02}{_digits(chance, 1)}",
        f"{_letters(chance, 2)}9{_letters(chance, 2)}",
    ]


def _card(chance: Chance) -> list[str]:
    body = f"4{_digits(chance, 14)}"
    number = body + luhn.calc_check_digit(body)
    return [number[place : place + 4] for place in range(0, 16, 4)]


def _iban(chance: Chance) -> list[str]:
    body = f"GB00{_letters(chance, 4)}{_digits(chance, 14)}"
    number = f"GB{iban.calc_check_digits(body)}{body[4:]}"
    return [number[place : place + 4] for place in range(0, len(number), 4)]


def _postcode(chance: Chance) -> list[str]:
    area = chance.choice(["LS", "M", "B", "CF", "NE", "BS", "SE", "G", "BT", "EX", "HU", "TN"])
    return [f"{area}{chance.randrange(1, 21)}", f"{chance.randrange(1, 10)}{_letters(chance, 2, 'ABDEFGHJLNPQRSTUWXYZ')}"]


KINDS = (
    Kind("nhs_number", MentionType.NHS_NUMBER, _nhs, "NHS no", " "),
    Kind("chi", MentionType.NHS_NUMBER, _chi, "CHI"),
    Kind("health_and_care", MentionType.NHS_NUMBER, lambda chance: _nhs(chance, "3" + chance.choice("23456789")), "H&C no", " "),
    Kind("nino", MentionType.NINO, _nino, "NI number", " "),
    Kind("upn", MentionType.UPN, _upn, "UPN"),
    Kind("uln", MentionType.UPN, _uln, "ULN"),
    Kind("passport", MentionType.PASSPORT, lambda chance: [_digits(chance, 3), _digits(chance, 3), _digits(chance, 3)], "passport no"),
    Kind("driving_licence", MentionType.PASSPORT, _licence, "driving licence"),
    Kind("vehicle", MentionType.VEHICLE_REG, lambda chance: [f"{_letters(chance, 2, _AREAS)}{chance.randrange(2, 75):02}", _letters(chance, 3)], "car reg", " "),
    Kind("postcode", MentionType.POSTCODE, _postcode, "postcode", " "),
    Kind("mobile", MentionType.PHONE, lambda chance: ["07700", "900", _digits(chance, 3)], "mob", " "),
    Kind("landline", MentionType.PHONE, lambda chance: ["0113", "496", f"0{_digits(chance, 3)}"], "tel", " "),
    Kind("sort_code", MentionType.BANK, lambda chance: [_digits(chance, 2) for _ in range(3)], "sort code", "-"),
    Kind("account", MentionType.BANK, lambda chance: [_digits(chance, 4), _digits(chance, 4)], "account no"),
    Kind("card", MentionType.BANK, _card, "card", " "),
    Kind("iban", MentionType.BANK, _iban, "IBAN", " "),
    Kind("family_court", MentionType.CASE_REF, lambda chance: [f"{_letters(chance, 2)}{chance.randrange(18, 27)}C", _digits(chance, 5)], "court case no"),
    Kind("crime", MentionType.CASE_REF, lambda chance: [f"{_digits(chance, 2)}/", f"{_digits(chance, 5)}/", str(chance.randrange(18, 27))], "crime ref"),
    Kind("ehc_plan", MentionType.CASE_REF, lambda chance: ["EHC-", _digits(chance, 5)], "EHCP ref"),
    Kind("local_case", MentionType.CASE_REF, lambda chance: [_digits(chance, 3), _digits(chance, 4)], "Mosaic ID"),
    Kind("birth", MentionType.DATE, lambda chance: [f"{chance.randrange(1, 29):02}/", f"{chance.randrange(1, 13):02}/", str(chance.randrange(2004, 2026))], "DOB"),
)  # fmt: skip
_SENTENCES = (
    "{cue} {x} on the form.",
    "Carer gave {cue}: {x}, checked twice.",
    "{cue} is {x}",
    "Mum rang, {cue} {x}.",
    "new {cue} - {x} (see email)",
)


def identifier_notes(setting: str, *, each: int = 100) -> Iterator[LabelledNote]:
    """`each` notes of every kind; `kind` of a note is the identifier's name.

    Args:
        setting: One of `SETTINGS`.
        each: How many of a kind.
    """
    for kind in KINDS:
        chance = random.Random(f"{_SEED} {setting} {kind.name}")  # noqa: S311 - a lot for a test, no secret
        for number in range(each):
            words = _written(kind, chance, setting)
            before, _, after = chance.choice(_SENTENCES).partition("{x}")
            start = len(before.replace("{cue}", kind.cue))
            entity = Entity(start=start, end=start + len(words), type=kind.type)
            text = f"{before}{words}{after}".replace("{cue}", kind.cue)
            yield LabelledNote(id=f"{kind.name}-{number}", kind=kind.name, text=text, entities=(entity,))


def evaluate_identifiers(redact: Redact, *, each: int = 100) -> Report:
    """Share of identifiers hidden to the last character, by setting (`valid`) and by setting and kind (`valid/upn`)."""
    metrics: dict[str, Metric] = {}
    for setting in SETTINGS:
        notes = list(identifier_notes(setting, each=each))
        hidden = [hidden_mentions(note, spans)[0] > 0 for note, spans in zip(notes, redact(notes), strict=True)]
        metrics[setting] = share(sum(hidden), len(hidden))
        for kind in KINDS:
            own = [one for note, one in zip(notes, hidden, strict=True) if note.kind == kind.name]
            metrics[f"{setting}/{kind.name}"] = share(sum(own), len(own))
    ordered = dict(sorted(metrics.items(), key=lambda item: "/" in item[0]))
    return Report("made-up identifiers", len(SETTINGS) * len(KINDS) * each, ordered, intervals="95 % Wilson intervals")


def _written(kind: Kind, chance: Chance, setting: str) -> str:
    groups = kind.groups(chance)
    if setting == "spaced":
        between = [chance.choice([" ", "  ", "-", ".", " - "]) for _ in groups[1:]]
        joints = [
            joint if re.search(r"\w$", group) else chance.choice(["", " "])
            for joint, group in zip(between, groups, strict=False)
        ]
        return "".join(part for pair in zip(groups, [*joints, ""], strict=True) for part in pair)
    words = kind.joint.join(groups)
    return _mistyped(words, chance) if setting == "mistyped" else words


def _mistyped(words: str, chance: Chance) -> str:
    """One digit changed, lost or doubled."""
    places = [place for place, character in enumerate(words) if character.isdigit()]
    place = chance.choice(places)
    lot = chance.randrange(3)
    if lot == 0:
        return words[:place] + str((int(words[place]) + chance.randrange(1, 10)) % 10) + words[place + 1 :]
    if lot == 1 and len(places) > 4:  # noqa: PLR2004
        return words[:place] + words[place + 1 :]
    return words[:place] + words[place] + words[place:]
