"""Alpha on spans: by the formulas written out, by figures that another program prints, and where nothing can be told."""

import math
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.unitizing import Continuum, Span, unitizing_alpha

# what another program for uα, published with the paper's formulas, prints of three observers of 20 characters …
TWENTY = Continuum(
    20,
    [
        [Span(2, 5, "1"), Span(9, 11, "1"), Span(12, 20, "2")],
        [Span(2, 5, "1"), Span(7, 15, "2")],
        [Span(2, 5, "1"), Span(10, 15, "2")],
    ],
)
# … and what the package krippendorff-unitized-alpha 0.1.0 gives of 60; it needs an older numpy than there is here
SIXTY = Continuum(60, [[Span(2, 5, "1")], [Span(2, 5, "1"), Span(10, 20, "2")], [Span(2, 5, "2"), Span(15, 20, "2")]])


def naive(text: Continuum, *, binary: bool = False) -> float:
    """Equations 1 to 5 of Krippendorff et al. 2016 as they stand, over characters and pairs of observers."""

    def value(said: list[Span], at: int) -> object:
        return next(("unit" if binary else one.value for one in said if one.start <= at < one.end), None)

    rows = [[value(list(said), at) for at in range(text.length)] for said in text.observers]
    values = {one for row in rows for one in row}
    total = len(rows) * text.length
    met = dict.fromkeys(values, 0.0)
    for first, second in permutations(rows, 2):
        for one, other in zip(first, second, strict=True):
            if one == other:
                met[one] += 1 / (len(rows) - 1)
    have = {one: sum(row.count(one) for row in rows) for one in values}
    selves = dict.fromkeys(values, 0)
    for said, row in zip(text.observers, rows, strict=True):
        for one in said:
            selves["unit" if binary else one.value] += (one.end - one.start) ** 2
        if None in selves:
            selves[None] += row.count(None)
    chance = sum(total * (have[one] ** 2 - selves[one]) / (total**2 - sum(selves.values())) for one in values)
    return 1 - (total - sum(met.values())) / (total - chance) if total > chance else math.nan


def test_what_other_programs_give() -> None:
    assert unitizing_alpha([TWENTY]).value == pytest.approx(0.474, abs=0.0005)
    assert unitizing_alpha([TWENTY], binary=True).value == pytest.approx(0.433, abs=0.0005)
    assert unitizing_alpha([TWENTY]).value == pytest.approx(0.4739130434782609, abs=1e-9)
    assert unitizing_alpha([SIXTY]).value == pytest.approx(0.3982981423791395, abs=1e-9)


@st.composite
def continua(draw: st.DrawFn) -> Continuum:
    length = draw(st.integers(8, 30))
    observers = []
    for _ in range(draw(st.integers(2, 4))):
        cuts = sorted(draw(st.sets(st.integers(0, length), max_size=8)))
        pairs = list(zip(cuts[::2], cuts[1::2], strict=False))
        observers.append([Span(start, end, draw(st.sampled_from("abc"))) for start, end in pairs])
    return Continuum(length, observers)


@given(continua(), st.booleans())
def test_it_is_what_the_equations_say(text: Continuum, binary: bool) -> None:  # noqa: FBT001 - hypothesis gives it
    expected = naive(text, binary=binary)
    assert unitizing_alpha([text], binary=binary).value == pytest.approx(expected, abs=1e-9, nan_ok=True)


def test_intervals_draw_cases() -> None:
    shifted = Continuum(60, [[Span(5, 15, "a")], [Span(8, 15, "a")]])
    apart = Continuum(60, [[Span(5, 15, "a")], [Span(40, 50, "a")]])
    found = unitizing_alpha([shifted, shifted, apart] * 4, cases=[number // 3 for number in range(12)])
    assert found.low == pytest.approx(found.value) == found.high  # all cases are alike
    varied = unitizing_alpha([shifted, shifted, apart] * 4)
    assert varied.low < varied.value < varied.high
    assert math.isnan(unitizing_alpha([shifted]).low)


def test_agreement_is_one_and_nothing_is_no_number() -> None:
    same = [Span(3, 9, "a"), Span(9, 12, "b")]
    assert unitizing_alpha([Continuum(20, [same, same])]).value == pytest.approx(1)
    for nothing in ([], [Continuum(20, [same])], [Continuum(20, [[], []])]):
        assert math.isnan(unitizing_alpha(nothing).value)


def test_spans_that_overlap_are_refused() -> None:
    with pytest.raises(ValueError, match="overlap"):
        unitizing_alpha([Continuum(20, [[Span(1, 5, "a"), Span(4, 6, "b")], []])])
    with pytest.raises(ValueError, match="leave the text"):
        unitizing_alpha([Continuum(4, [[Span(1, 5, "a")], []])])
