"""Postcodes: only the forms and areas there are, however they are spaced; scanned and mistyped ones beside a cue."""

import re

from presidio_analyzer import EntityRecognizer

from redaction.recognizers._base import Rule, RuleRecognizer, cue
from redaction.types import MentionType

# Royal Mail: the areas there are (with the Crown dependencies, the forces' BF and the NHS's ZZ for no abode) …
_AREA = (
    r"(?:A[BL]|B[ABDFHLNRST]?|C[ABFHMORTVW]|D[ADEGHLNTY]|E[CHNX]?|F[KY]|G[LUY]?|H[ADGPRSUX]|I[GMPV]|JE|K[ATWY]|L[ADELNSU]?|M[EKL]?|"
    r"N[EGNPRW]?|O[LX]|P[AEHLOR]|R[GHM]|S[AEGKLMNOPRSTWY]?|T[ADFNQRSW]|UB|W[ACDFNRSV]?|YO|ZE|ZZ)"
)
# … and the letters that may stand in each place of the rest.
OUTWARD = rf"(?:{_AREA}\d(?:\d|[A-HJKMNPR-Y])?)"
"""The first half of a postcode."""
_INWARD = r"\d[ABD-HJLNP-UW-Z]{2}"
_USUAL = rf"(?<!\w)(?:{OUTWARD}[ \u00a0]{{0,2}}{_INWARD}|GIR ?0AA)(?!\w)"
# blanks and marks anywhere, O for 0 and I for 1
_GAP = r"[ .\-–]{0,3}"
_ODD = rf"(?<!\w){_AREA} ?[0-9OI](?:[0-9OI]|[A-HJKMNPR-Y])?{_GAP}[0-9OI] ?[ABD-HJLNP-UW-Z] ?[ABD-HJLNP-UW-Z](?!\w)"
_ODD_AREA = rf"(?<!\w)[A-Z] ?[A-Z]?{_GAP}[0-9OI](?: ?[0-9OI]| ?[A-HJKMNPR-Y])?{_GAP}[0-9OI] ?[A-Z] ?[A-Z](?!\w)"
_TYPED = r"(?<!\w)[A-Z](?=[A-Z \-]{0,4}\d)[A-Z0-9]{1,4}[ .\-–]{0,2}[A-Z0-9]{2,4}(?!\w)"
_CUE = cue(r"post ?-?code|p/code|pcode|pc|zip(?: code)?|address|addr")
_NAMED = cue(r"post ?-?code|p/code|pcode")


def postcode() -> EntityRecognizer:
    """The recogniser of postcodes."""
    return RuleRecognizer(
        "postcode",
        MentionType.POSTCODE,
        [
            Rule(re.compile(_USUAL), 0.97),
            Rule(re.compile(_USUAL, re.IGNORECASE), 0.85, _is_no_ordinal),
            Rule(re.compile(_ODD), 0.75, _has_digits),
            Rule(re.compile(_ODD, re.IGNORECASE), 0.8, _has_digits, cue=_CUE),
            Rule(re.compile(_ODD_AREA, re.IGNORECASE), 0.98, _is_usual, otherwise=0.75, cue=_NAMED, reach=12),
            Rule(re.compile(_TYPED), 0.7, cue=_NAMED, reach=12),
            Rule(re.compile(_TYPED, re.IGNORECASE), 0.65, _has_two_digits, cue=_NAMED, reach=4),
            Rule(re.compile(rf"(?<!\w){OUTWARD}(?!\w)", re.IGNORECASE), 0.7, cue=_NAMED, reach=12),
        ],
    )


def _has_digits(text: str) -> bool:
    """A real digit, and the second half with one or a letter that a scanner made of it."""
    return any(character.isdigit() for character in text) and any(character in "0123456789OoIl" for character in text[-5:])


def _is_usual(text: str) -> bool:
    """Whether it is a postcode once its blanks are gone."""
    return re.fullmatch(_USUAL, re.sub(r"[ .\-–]", "", text), re.IGNORECASE) is not None


def _has_two_digits(text: str) -> bool:
    return sum(character.isdigit() for character in text) > 1


def _is_no_ordinal(text: str) -> bool:
    """In lower case "so1 2me" is a postcode and "m1 1st" is none."""
    return not re.search(r"\d(?:st|nd|rd|th|hr|ft)$", text)
