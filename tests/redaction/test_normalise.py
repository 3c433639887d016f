"""What hides a name from a recogniser is repaired, and every repaired character knows where it came from."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redaction.errors import UnreadableText
from redaction.normalise import check_readable, normalise


@pytest.mark.parametrize(
    ("raw", "repaired"),
    [
        ("Mi\u200ba Oka\u00adfor", "Mia Okafor"),
        ("Ѕоfiа says", "Sofia says"),  # Cyrillic Ѕ, о, а among Latin letters
        ("Рашид", "Рашид"),  # wholly Cyrillic: a name in its own script stays
        ("Zoe\u0308", "Zoë"),
        ("tel ０７７００ ９００１２３", "tel 07700 900123"),
        ("Smith &amp; Sons", "Smith & Sons"),
        ("O&#39;Neill", "O'Neill"),
        ("Mia\u00a0Okafor", "Mia Okafor"),
        ("👩\u200d👧 hi", "👩\u200d👧 hi"),  # the joiner holds the emoji together
        ("plain", "plain"),
        ("", ""),
    ],
)
def test_repairs(raw: str, repaired: str) -> None:
    assert normalise(raw).text == repaired


def test_a_span_of_the_repaired_text_covers_what_it_came_from() -> None:
    raw = "for Mi\u200ba &amp; Tom"
    repaired = normalise(raw)
    start = repaired.text.index("Mia")
    assert raw[slice(*repaired.source_span(start, start + 3))] == "Mi\u200ba"
    start = repaired.text.index("&")
    assert raw[slice(*repaired.source_span(start, start + 1))] == "&amp;"


@given(st.text())
def test_offsets_are_in_order_and_within_the_source(raw: str) -> None:
    repaired = normalise(raw)
    assert len(repaired.offsets) == len(repaired.text) + 1
    assert list(repaired.offsets) == sorted(repaired.offsets)
    assert repaired.offsets[-1] == len(raw)


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\x00")))
def test_any_well_formed_text_is_readable(raw: str) -> None:
    check_readable(raw)


@pytest.mark.parametrize("raw", ["a\x00b", "half \ud83d of a pair"])
def test_what_is_no_text_is_refused_without_showing_it(raw: str) -> None:
    with pytest.raises(UnreadableText) as refusal:
        check_readable(raw)
    assert raw not in str(refusal.value)
