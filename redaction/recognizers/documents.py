"""Documents and vehicles: passport, driving licence, vehicle registration."""

import re

from presidio_analyzer import EntityRecognizer

from redaction.recognizers._base import Rule, RuleRecognizer, cued
from redaction.types import MentionType

# DVLA: five letters of the surname (9 fills up), decade, month (+50 for women), day, year digit, initials, check.
_LICENCE = re.compile(
    r"(?<!\w)[A-Z9]{5} ?\d(?:0[1-9]|1[0-2]|5[1-9]|6[0-2])(?:0[1-9]|[12]\d|3[01])\d ?[A-Z9]{2} ?[A-Z0-9]{3}(?: ?\d\d)?(?!\w)",
    re.IGNORECASE,
)
_PASSPORT_CUE = r"passport(?: ?(?:no|num|number))?|travel document(?: ?(?:no|number))?|BRP(?: ?(?:no|number))?|biometric residence permit(?: ?(?:no|number))?"
_LICENCE_CUE = r"driv(?:ing|er'?s) licen[cs]e(?: ?(?:no|num|number))?|licen[cs]e(?: ?(?:no|num|number))"
# DVLA forms: current AB12 CDE (no I, Q, Z first), prefix A123 BCD, suffix ABC 123D, Northern Ireland ABZ 1234.
_CURRENT = r"(?<!\w)[A-HJ-PR-Y][A-HJ-PR-Y] ?(?:0[1-9]|[1-9]\d) ?[A-HJ-PR-Z]{3}(?!\w)"
_OLD = r"(?<!\w)(?:[A-HJ-NPR-TV-Y] ?[1-9]\d{0,2} ?[A-HJ-PR-Y][A-HJ-PR-Z]{2}|[A-HJ-PR-Z]{3} ?[1-9]\d{0,2} ?[A-HJ-NPR-TV-Y]|[A-HJ-Z]?[A-HJ-Z]?[IZ] ?\d{1,4}|[A-Z]{1,3}Z ?\d{1,4})(?!\w)"
_VEHICLE_CUE = r"reg(?:istration)?(?: ?(?:no|num|number|plate))?|number plate|plates?|VRM|vehicle|car|van|taxi|moped|motorbike|minibus|corsa|fiesta|golf|astra|transit|focus|clio|polo|qashqai|bmw|audi|vw"


def recognizers() -> list[EntityRecognizer]:
    """The recognisers of this family."""
    return [
        RuleRecognizer(
            "identity document",
            MentionType.PASSPORT,
            [
                Rule(_LICENCE, 0.95),
                Rule(
                    cued(
                        _PASSPORT_CUE,
                        r"(?<!\w)(?:[A-Za-z]{0,2} ?\d(?:[ -]?\d){5,9}|[A-Za-z]{2} ?\d{6,8}[A-Za-z]?)(?!\w)",
                    ),
                    0.85,
                ),
                Rule(
                    cued(
                        _LICENCE_CUE,
                        r"(?<!\w)(?=\w*\d)[A-Za-z0-9]{5} ?[A-Za-z0-9]{6} ?[A-Za-z0-9]{4,7}(?!\w)",
                    ),
                    0.75,
                ),
            ],
        ),
        RuleRecognizer(
            "vehicle registration",
            MentionType.VEHICLE_REG,
            [
                Rule(re.compile(_CURRENT), 0.9),
                Rule(cued(_VEHICLE_CUE, f"(?i:{_CURRENT})"), 0.85),
                Rule(cued(_VEHICLE_CUE, f"(?:{_OLD})"), 0.8),
                Rule(
                    cued(
                        r"reg(?:istration)?(?: ?(?:no|num|number|plate))?|number plate|VRM",
                        f"(?i:{_OLD})",
                        reach=12,
                    ),
                    0.75,
                ),
            ],
        ),
    ]
