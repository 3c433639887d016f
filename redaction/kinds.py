"""What kind of place, school or organisation a name names, so that it can be told without the name: "a primary school"."""

import re

from redaction.types import MentionType

_KINDS: tuple[tuple[MentionType, str, str], ...] = (
    (MentionType.SCHOOL, "NURSERY", r"nursery|nurseries|pre-?school|playgroup|kindergarten|cylch meithrin"),
    (MentionType.SCHOOL, "PRIMARY SCHOOL", r"primary|infants?|juniors?|first school|gynradd"),
    (MentionType.SCHOOL, "SPECIAL SCHOOL", r"special|pru|pupil referral|alternative provision"),
    (MentionType.SCHOOL, "COLLEGE", r"college|sixth form|coleg"),
    (MentionType.SCHOOL, "UNIVERSITY", r"university|prifysgol|\buni\b"),
    (MentionType.SCHOOL, "SECONDARY SCHOOL", r"secondary|high|grammar|academy|comprehensive|uwchradd|gyfun"),
    (MentionType.ORGANISATION, "HEALTH SERVICE", r"surgery|hospital|infirmary|clinic|medical|health|dental|pharmacy|hospice|ward"),
    (MentionType.ORGANISATION, "PLACE OF WORSHIP", r"church|chapel|mosque|masjid|gurdwara|mandir|temple|synagogue|cathedral|parish|ministries"),
    (MentionType.ORGANISATION, "COUNCIL", r"council|borough|county|local authority"),
    (MentionType.ORGANISATION, "POLICE", r"police|constabulary"),
    (MentionType.ORGANISATION, "COURT", r"court|tribunal"),
    (MentionType.ORGANISATION, "CLUB", r"\bfc\b|\bafc\b|\brfc\b|united|rovers|club|gym|boxing|scouts|guides|brownies|cubs|cadets|athletic"),
    (MentionType.ORGANISATION, "CARE PROVIDER", r"fostering|foster care|care|lodge|house|hostel|homes?|residential"),
    (MentionType.ORGANISATION, "LAW FIRM", r"solicitors?|law|legal|chambers|llp"),
    (MentionType.LOCATION, "ESTATE", r"estate"),
    (MentionType.LOCATION, "STREET", r"road|rd|street|lane|avenue|close|drive|crescent|terrace|grove|gardens|walk|row|parade|mews"),
    (MentionType.LOCATION, "OPEN SPACE", r"park|common|woods?|beach|river|canal|reservoir|field|rec"),
    (MentionType.LOCATION, "STATION", r"station|interchange"),
)  # fmt: skip
_COMPILED = tuple((kind, name, re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)) for kind, name, words in _KINDS)
NAMES = frozenset(name for _, name, _ in _KINDS)
"""All kinds that `kind_of` knows."""


def kind_of(words: str, kind: MentionType) -> str | None:
    """The kind that the words of a name tell ("St Oda's Primary" → "PRIMARY SCHOOL"); none where they tell nothing."""
    return next((name for of, name, pattern in _COMPILED if of is kind and pattern.search(words)), None)
