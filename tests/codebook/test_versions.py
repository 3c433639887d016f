"""The version is the content's: layout and order of codes change nothing, anything else does; diff says what."""

from hypothesis import given
from hypothesis import strategies as st

from codebook.diff import diff
from codebook.load import load_codebook, starter_path
from codebook.schema import Codebook

STARTER = load_codebook(starter_path())


@given(st.permutations(STARTER.codes))
def test_the_order_of_codes_changes_nothing(codes: list[object]) -> None:
    other = Codebook.model_validate(STARTER.model_dump() | {"codes": codes})
    assert other.version == STARTER.version
    assert diff(STARTER, other).is_empty
    assert "no change" in diff(STARTER, other).lines()[0]


@given(st.sampled_from(["name", "definition", "applies", "cues", "examples"]), st.integers(0, 13))
def test_any_content_changes_it_and_diff_names_the_code_and_field(field: str, place: int) -> None:
    content = STARTER.model_dump(mode="json")
    value = content["codes"][place][field]
    content["codes"][place][field] = [*value, "something else"] if isinstance(value, list) else value + " else"
    other = Codebook.model_validate(content)
    assert other.version != STARTER.version
    (change,) = diff(STARTER, other).changed
    assert change.code == STARTER.codes[place].id
    assert [one.field for one in change.fields] == [field]
    assert any("else" in line for line in diff(STARTER, other).lines())


def test_codes_that_come_and_go_are_named() -> None:
    fewer = Codebook.model_validate(STARTER.model_dump() | {"codes": STARTER.codes[1:]})
    assert diff(STARTER, fewer).removed == (STARTER.codes[0].id,)
    assert diff(fewer, STARTER).added == (STARTER.codes[0].id,)
    assert diff(fewer, STARTER).to_dict()["added"] == (STARTER.codes[0].id,)


def test_opposites_share_their_theme() -> None:
    for code in STARTER.codes:
        opposite = STARTER.opposite(code)
        if code.direction is None:
            assert opposite is None
        else:
            assert opposite is not None
            assert opposite.theme == code.theme
            assert opposite.direction != code.direction
