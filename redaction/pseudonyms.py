"""Stand-ins that stay the same through a case while no name is kept: a keyed HMAC of the name points at its stand-in."""

import hashlib
import hmac
import re
from collections.abc import Mapping

from redaction import kinds
from redaction.types import MentionType

# Roles that may stand in for a person. The list is closed, because a role comes from outside and might hold a name.
_ROLES = {
    "child": "CHILD", "young person": "CHILD", "yp": "CHILD", "baby": "CHILD", "subject": "CHILD",
    "mother": "MOTHER", "mum": "MOTHER", "mam": "MOTHER", "father": "FATHER", "dad": "FATHER",
    "parent": "PARENT", "stepmother": "STEPMOTHER", "stepfather": "STEPFATHER", "step-mother": "STEPMOTHER",
    "step-father": "STEPFATHER", "stepdad": "STEPFATHER", "stepmum": "STEPMOTHER", "partner": "PARTNER",
    "sibling": "SIBLING", "brother": "BROTHER", "sister": "SISTER", "twin": "SIBLING", "half-sister": "SISTER",
    "half-brother": "BROTHER", "half sister": "SISTER", "half brother": "BROTHER",
    "grandmother": "GRANDMOTHER", "nan": "GRANDMOTHER", "grandfather": "GRANDFATHER", "grandparent": "GRANDPARENT",
    "aunt": "AUNT", "auntie": "AUNT", "uncle": "UNCLE", "cousin": "COUSIN", "relative": "RELATIVE",
    "friend": "FRIEND", "carer": "CARER", "foster carer": "CARER", "kinship carer": "CARER", "foster mother": "CARER",
    "foster father": "CARER", "foster sibling": "FOSTER SIBLING", "foster brother": "FOSTER SIBLING",
    "foster sister": "FOSTER SIBLING", "adoptive mother": "MOTHER", "adoptive father": "FATHER",
    "social worker": "SOCIAL WORKER", "sw": "SOCIAL WORKER", "key worker": "KEY WORKER", "keyworker": "KEY WORKER",
    "support worker": "SUPPORT WORKER", "family support worker": "SUPPORT WORKER", "personal adviser": "PERSONAL ADVISER",
    "pa": "PERSONAL ADVISER", "teacher": "TEACHER", "teaching assistant": "TEACHER", "head teacher": "TEACHER",
    "designated safeguarding lead": "TEACHER", "iro": "REVIEWING OFFICER",
    "independent reviewing officer": "REVIEWING OFFICER", "reviewing officer": "REVIEWING OFFICER",
    "manager": "MANAGER", "team manager": "MANAGER", "advocate": "ADVOCATE", "guardian": "GUARDIAN",
    "health visitor": "HEALTH VISITOR", "doctor": "DOCTOR", "gp": "DOCTOR", "nurse": "NURSE", "therapist": "THERAPIST",
    "psychologist": "PSYCHOLOGIST", "police officer": "POLICE OFFICER", "solicitor": "SOLICITOR", "judge": "JUDGE",
    "youth worker": "YOUTH WORKER", "youth justice worker": "YOUTH WORKER", "independent visitor": "VISITOR",
    "interpreter": "INTERPRETER", "interviewer": "INTERVIEWER", "researcher": "INTERVIEWER", "worker": "WORKER",
    "supervising social worker": "SOCIAL WORKER", "contact supervisor": "SUPPORT WORKER", "nursery worker": "TEACHER",
}  # fmt: skip
_KIND_OF_TYPE = {kind: str(kind).replace("_", " ") for kind in MentionType}
_KINDS = sorted({*_ROLES.values(), *_KIND_OF_TYPE.values(), *kinds.NAMES}, key=len, reverse=True)
KEPT = "[KEPT]"
"""What a form points at that a person said identifies nobody: it is left as it stands."""
_FEWEST_WEEKS, _MOST_WEEKS = 4, 52
STAND_IN = re.compile(rf"\[(?:{'|'.join(_KINDS)})(?: \d+)?\]")
"""A stand-in as earshot writes it; text between brackets that is of no known kind is no stand-in."""


def kind_for_role(role: str) -> str | None:
    """The stand-in's kind for a role ("mum" → MOTHER); none where the role is not on the closed list."""
    return _ROLES.get(" ".join(role.casefold().split()))


def kind_for_type(kind: MentionType) -> str:
    """The stand-in's kind for a type of mention (NHS_NUMBER → NHS NUMBER)."""
    return _KIND_OF_TYPE[kind]


def stands_for_person(stand_in: str) -> bool:
    """Whether a stand-in is somebody's ("[MOTHER]", "[PERSON 3]") and not a thing's ("[SCHOOL 1]")."""
    kind = stand_in.strip("[]").rstrip("0123456789 ")
    return kind == "PERSON" or kind in _ROLES.values()


def stands_for_role(stand_in: str) -> bool:
    """Whether a stand-in is of somebody named beforehand with a role ("[MOTHER]", not "[PERSON 3]")."""
    return stand_in.strip("[]").rstrip("0123456789 ") in _ROLES.values()


class CaseMemory:
    """The stand-ins of one case: digest of a form → stand-in. Holds no name.

    Args:
        key: Secret of this installation, at least 16 bytes.
        salt: What sets this case apart: project and case.
        entries: What is known of the case from earlier notes.

    Attributes:
        fresh: What this memory learnt since it was made, to be stored with the note.
    """

    def __init__(self, key: bytes, *, salt: str, entries: Mapping[str, str] | None = None) -> None:
        if len(key) < 16:  # noqa: PLR2004
            raise ValueError("the key of the stand-ins needs at least 16 bytes")
        self._key = key
        self._salt = salt
        self._entries = dict(entries or {})
        self._used = dict.fromkeys(_KINDS, 0)
        for stand_in in self._entries.values():
            self._count(stand_in)
        self.fresh: dict[str, str] = {}

    def recall(self, *parts: str) -> str | None:
        """The stand-in of a form, if the case has met it."""
        return self._entries.get(self._digest(*parts))

    def remember(self, stand_in: str, *parts: str) -> None:
        """Point a form at a stand-in; the first one stays."""
        digest = self._digest(*parts)
        if digest not in self._entries:
            self._entries[digest] = self.fresh[digest] = stand_in

    def new(self, kind: str) -> str:
        """The next stand-in of a kind. Roles begin without a number ([MOTHER], [MOTHER 2]), things with 1."""
        self._used[kind] += 1
        number = self._used[kind]
        bare = number == 1 and kind not in _KIND_OF_TYPE.values()
        return f"[{kind}]" if bare else f"[{kind} {number}]"

    @property
    def day_shift(self) -> int:
        """By how many days this case's dates are moved where a policy wants it: whole weeks, 4 to 52 of them, either way.

        Whole weeks keep the days of the week true. The number follows from the key and the case, so that it is kept nowhere.
        """
        lot = int(self._digest("day shift"), 16)
        weeks = _FEWEST_WEEKS + lot % (_MOST_WEEKS - _FEWEST_WEEKS + 1)
        return 7 * (weeks if (lot >> 40) % 2 else -weeks)

    def _count(self, stand_in: str) -> None:
        kind, _, number = stand_in.strip("[]").rpartition(" ")
        if not number.isdigit():
            kind, number = stand_in.strip("[]"), "1"
        self._used[kind] = max(self._used.get(kind, 0), int(number))

    def _digest(self, *parts: str) -> str:
        message = "\x1f".join((self._salt, *parts)).encode()
        return hmac.new(self._key, message, hashlib.sha256).hexdigest()[:40]
