import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from observers import FOUR_OBSERVERS

from evaluation.agreement import cohen_kappa, gwet_ac1, krippendorff_alpha, percent_agreement


def test_krippendorffs_published_example() -> None:
    assert krippendorff_alpha(FOUR_OBSERVERS) == pytest.approx(0.743, abs=0.0005)


def test_krippendorffs_example_of_two_observers_and_two_values() -> None:
    # Krippendorff 2011, section A
    meg = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0]
    owen = [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]
    assert krippendorff_alpha([meg, owen]) == pytest.approx(0.095, abs=0.0005)
    assert percent_agreement([meg, owen]) == pytest.approx(0.6)


def test_gwets_published_example() -> None:
    assert percent_agreement(FOUR_OBSERVERS) == pytest.approx(0.81818, abs=0.000005)
    assert gwet_ac1(FOUR_OBSERVERS, categories=5) == pytest.approx(0.77544, abs=0.000005)


def test_kappa_of_a_table_worked_out_by_hand() -> None:
    # 20 yes-yes, 5 yes-no, 10 no-yes, 15 no-no: agreement .7, by chance .5
    first = ["yes"] * 25 + ["no"] * 25
    second = ["yes"] * 20 + ["no"] * 5 + ["yes"] * 10 + ["no"] * 15
    assert cohen_kappa(first, second) == pytest.approx(0.4)


def test_where_one_value_is_everywhere_ac1_stands_and_kappa_falls() -> None:
    # 18 no-no, one yes-no, one no-yes: agreement .9
    first, second = [0] * 18 + [1, 0], [0] * 18 + [0, 1]
    assert cohen_kappa(first, second) < 0
    assert krippendorff_alpha([first, second]) < 0
    assert gwet_ac1([first, second], categories=2) == pytest.approx((0.9 - 2 * 0.05 * 0.95) / (1 - 2 * 0.05 * 0.95))


def test_what_cannot_be_known_is_not_a_number() -> None:
    assert math.isnan(krippendorff_alpha([[1, 1], [1, 1]]))
    assert math.isnan(cohen_kappa([1, 1], [1, 1]))
    assert gwet_ac1([[1, 1], [1, 1]], categories=2) == 1
    nothings: list[list[list[int | None]]] = [[], [[], []], [[1, None], [None, 1]], [[1, 2]]]
    for nothing in nothings:
        assert math.isnan(krippendorff_alpha(nothing))
        assert math.isnan(percent_agreement(nothing))
        assert math.isnan(gwet_ac1(nothing, categories=2))
    assert math.isnan(cohen_kappa([], []))


def test_observers_of_different_units_are_refused() -> None:
    with pytest.raises(ValueError, match="same units"):
        cohen_kappa([1], [1, 2])
    with pytest.raises(ValueError, match="zip"):
        krippendorff_alpha([[1], [1, 2]])
    with pytest.raises(ValueError, match="two or more categories"):
        gwet_ac1([[1], [1]], categories=1)


VALUES = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc"), st.sampled_from(["a", "b", None])))


@given(VALUES)
def test_neither_names_nor_order_count(drawn: list[tuple[str | None, ...]]) -> None:
    ratings = [list(row) for row in zip(*drawn, strict=True)] or [[], [], []]
    renamed = [[value and {"a": "z", "b": "q", "c": "a"}[value] for value in row] for row in ratings[::-1]]
    assert krippendorff_alpha(renamed) == pytest.approx(krippendorff_alpha(ratings), nan_ok=True)
    assert gwet_ac1(renamed, categories=3) == pytest.approx(gwet_ac1(ratings, categories=3), nan_ok=True)


@given(st.lists(st.sampled_from("ab"), min_size=2))
def test_those_who_agree_on_everything_agree_perfectly(values: list[str]) -> None:
    assert percent_agreement([values, values]) == 1
    assert gwet_ac1([values, values], categories=2) == pytest.approx(1)
    if len(set(values)) > 1:
        assert krippendorff_alpha([values, values]) == pytest.approx(1)
        assert cohen_kappa(values, values) == pytest.approx(1)
