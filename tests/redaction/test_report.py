"""A report counts and flags; it holds nothing of the text."""

import pytest

from redaction.report import flags_of, report_on
from redaction.types import Mention, MentionType


def mention(kind: MentionType, score: float, recogniser: str) -> Mention:
    return Mention(0, 1, 0, 1, kind, "[X]", score, recogniser)


def test_counts_by_type_and_recogniser_and_what_is_unsure() -> None:
    mentions = [
        mention(MentionType.PERSON, 0.95, "token classifier"),
        mention(MentionType.PERSON, 0.5, "token classifier"),
        mention(MentionType.PHONE, 0.9, "telephone number"),
    ]
    report = report_on("She went home and it was fine.", mentions)
    assert report.by_type == {"PERSON": 2, "PHONE": 1}
    assert report.by_recogniser == {"telephone number": 1, "token classifier": 2}
    assert report.unsure == 1
    assert report.flags == ()


@pytest.mark.parametrize(
    ("text", "flags"),
    [
        ("She said that she was cold and wanted to go home with [PERSON 1].", ()),
        ("SW t/c fc re contact, yp ok, bk 4pm", ()),
        ("😭 👍 ???", ("no words",)),
        ("[PERSON 1]", ("no words",)),
        ("Dziecko powiedziało, że boi się wracać do domu po szkole.", ("not English",)),
        ("Copilul a spus că îi este frică să meargă acasă seara.", ("not English",)),
        ("Дитина сказала що боїться йти додому", ("other script",)),
        ("قالت إنها تخاف من العودة إلى البيت", ("right to left", "other script")),
        ("She wrote قالت on the wall and then she went to bed early.", ("right to left",)),
    ],
)
def test_what_a_person_should_know(text: str, flags: tuple[str, ...]) -> None:
    assert flags_of(text) == flags
