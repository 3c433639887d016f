"""Speaker labels: what stands before an utterance, and what role it names."""

import re
from collections import Counter
from collections.abc import Mapping

from redaction.pseudonyms import STAND_IN

_ROLES = {
    "child": "child", "yp": "child", "young person": "child", "me": "child", "participant": "participant",
    "sibling": "child", "brother": "child", "sister": "child",
    "mother": "mother", "mum": "mother", "mam": "mother", "mom": "mother", "father": "father", "dad": "father",
    "parent": "parent", "nan": "relative", "nana": "relative", "gran": "relative", "grandma": "relative", "granny": "relative",
    "mgm": "relative", "pgm": "relative", "grandad": "relative", "grandmother": "relative", "grandfather": "relative", "grandparent": "relative",
    "aunt": "relative", "auntie": "relative", "uncle": "relative", "stepdad": "father", "stepmum": "mother",
    "stepfather": "father", "stepmother": "mother", "partner": "parent", "cousin": "relative", "relative": "relative",
    "carer": "carer", "fc": "carer", "foster carer": "carer", "kinship carer": "carer", "foster mum": "carer",
    "social worker": "social worker", "sw": "social worker", "ssw": "social worker", "interviewer": "interviewer", "int": "interviewer",
    "researcher": "interviewer", "facilitator": "interviewer", "iro": "reviewing officer", "reviewing officer": "reviewing officer",
    "chair": "reviewing officer", "teacher": "teacher", "ta": "teacher", "dsl": "teacher", "advocate": "advocate",
    "key worker": "key worker", "keyworker": "key worker", "kw": "key worker", "support worker": "support worker", "fsw": "support worker",
    "personal adviser": "personal adviser", "pa": "personal adviser", "worker": "worker", "yjw": "worker", "youth worker": "worker",
    "hv": "health visitor", "health visitor": "health visitor", "interpreter": "interpreter", "police officer": "police officer",
    "manager": "manager", "guardian": "guardian", "doctor": "doctor", "nurse": "nurse", "solicitor": "solicitor", "panel": "worker",
    "panel member": "worker", "staff": "worker", "visitor": "visitor", "therapist": "worker",
    "all": "children", "group": "children", "everyone": "children", "several": "children", "children": "children",
    "young people": "children",
}  # fmt: skip
CHILD_ROLES = frozenset({"child", "participant"})
FAMILY_ROLES = frozenset({"mother", "father", "parent", "relative", "carer", "family"})
_FAMILY_WORDS = {
    "foster carer": "carer",
    "kinship carer": "carer",
    "grandmother": "relative",
    "grandparent": "relative",
}

_CLOCK = r"\[?(?:\d{1,2}[/.]\d{1,2}[/.]\d{2,4},? ?)?(?:at )?\d{1,2}[:.]\d{2}(?::\d{2})?(?: ?[ap]m)?\]?(?: ?[-–] ?| )"
_LABEL = re.compile(
    rf"^(?P<clock>{_CLOCK})?(?P<label>\[[A-Z][A-Z ]*\d*\]|[A-Za-z][\w.'’/()& -]{{0,38}}?)\s?(?P<mark>:|\s[-–]\s)(?P<gap>\s*)(?=\S)"
)
_PARTICIPANT = re.compile(
    r"^(?:P|YP|R|CYP|FG|Q|A|C|S)\d{1,3}$|^(?:Participant|Child|Young [Pp]erson|Speaker) ?(?:\d{1,3}|[A-Z])$"
)

# A note is a transcript if so many lines, and so large a share of them, begin with a speaker.
_FEWEST_TURNS, _TURN_SHARE = 3, 0.35


class Labels:
    """Which words before a colon are speakers in this note.

    Args:
        text: The redacted text.
        speakers: Role of each label that is known from outside.
    """

    def __init__(self, text: str, speakers: Mapping[str, str]) -> None:
        self._speakers = speakers
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        self._seen = Counter(found["label"] for line in lines if (found := _LABEL.match(line)))
        spoken = sum(count for label, count in self._seen.items() if self._may_speak(label))
        self.is_transcript = bool(speakers) or (spoken >= _FEWEST_TURNS and spoken >= _TURN_SHARE * len(lines))

    def match(self, line: str) -> "re.Match[str] | None":
        """The label at the beginning of a line, if there is one: a speaker or a heading within the line."""
        return _LABEL.match(line)

    def is_speaker(self, found: "re.Match[str]") -> bool:
        """Whether a label is a speaker: known, a stand-in, a role, a participant, or one that comes back."""
        label = found["label"]
        if label in self._speakers or found["clock"]:
            return True
        if not self.is_transcript:
            # in a record "Children: Zosia (6), Kuba (3)" heads a line, and only somebody by name speaks
            return bool(STAND_IN.fullmatch(label)) and found["mark"] == ":"
        return self._may_speak(label) and (found["mark"] == ":" or self._seen[label] > 1)

    def _may_speak(self, label: str) -> bool:
        named = label in self._speakers or STAND_IN.fullmatch(label) or _PARTICIPANT.match(label)
        comes_back = self._seen[label] > 1 and len(label.split()) == 1
        return bool(named) or role_of_label(label) is not None or comes_back

    def role(self, label: str) -> str | None:
        """The role that a label names."""
        if known := self._speakers.get(label):
            return normal_role(known)
        if label == "Q":
            return "interviewer"
        if _PARTICIPANT.match(label):
            return "child" if label.lower().startswith(("child", "yp", "young")) else "participant"
        return role_of_label(label)


def normal_role(role: str) -> str:
    """A role from outside in the words used here ("young person" → child)."""
    plain = " ".join(role.casefold().replace("_", " ").split())
    return _ROLES.get(plain) or _FAMILY_WORDS.get(plain) or plain


def role_of_label(label: str) -> str | None:
    """The role that a label spells out: "[MOTHER 2]", "SW", "Mum", "Foster carer"."""
    plain = re.sub(r"[\[\].]|\s*\d+$|\(.*\)", "", label.strip("[]")).strip().casefold()
    return _ROLES.get(plain)
