"""What the token classifier can call a token: outside, or the beginning or inside of one of a few classes of detail."""

from enum import StrEnum

from redaction.types import MentionType


class Class(StrEnum):
    """What the classifier tells apart. Finer types of numbers are the rules' business, which know their forms."""

    PERSON = "PERSON"
    LOCATION = "LOCATION"
    ADDRESS = "ADDRESS"
    SCHOOL = "SCHOOL"
    ORGANISATION = "ORGANISATION"
    DATE = "DATE"
    NUMBER = "NUMBER"
    ONLINE = "ONLINE"
    TRAIT = "TRAIT"


TYPE_OF = {
    Class.PERSON: MentionType.PERSON,
    Class.LOCATION: MentionType.LOCATION,
    Class.ADDRESS: MentionType.ADDRESS,
    Class.SCHOOL: MentionType.SCHOOL,
    Class.ORGANISATION: MentionType.ORGANISATION,
    Class.DATE: MentionType.DATE,
    Class.NUMBER: MentionType.CASE_REF,
    Class.ONLINE: MentionType.HANDLE,
    Class.TRAIT: MentionType.TRAIT,
}
"""The type a mention gets when the classifier alone has found it."""

CLASS_OF = {
    MentionType.PERSON: Class.PERSON,
    MentionType.LOCATION: Class.LOCATION,
    MentionType.ADDRESS: Class.ADDRESS,
    MentionType.POSTCODE: Class.ADDRESS,
    MentionType.SCHOOL: Class.SCHOOL,
    MentionType.ORGANISATION: Class.ORGANISATION,
    MentionType.DATE: Class.DATE,
    MentionType.EMAIL: Class.ONLINE,
    MentionType.HANDLE: Class.ONLINE,
    MentionType.URL: Class.ONLINE,
    MentionType.TRAIT: Class.TRAIT,
} | dict.fromkeys(
    (
        MentionType.PHONE,
        MentionType.NHS_NUMBER,
        MentionType.NINO,
        MentionType.UPN,
        MentionType.CASE_REF,
        MentionType.VEHICLE_REG,
        MentionType.BANK,
        MentionType.PASSPORT,
    ),
    Class.NUMBER,
)
"""The class a labelled detail is learned as."""

CLASSES: tuple[Class, ...] = tuple(Class)
OUTSIDE = 0
LABELS = ("O", *(f"{edge}-{kind}" for kind in CLASSES for edge in "BI"))


def begin(kind: Class) -> int:
    """Place of the label for a detail's first token."""
    return 1 + 2 * CLASSES.index(kind)


def inside(kind: Class) -> int:
    """Place of the label for a detail's further tokens."""
    return begin(kind) + 1
