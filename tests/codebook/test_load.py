"""A codebook file is taken whole or refused with every problem, its line and what to do."""

from pathlib import Path

import pytest

from codebook.errors import CodebookError
from codebook.json_schema import json_schema, schema_path
from codebook.load import dump_codebook, load_codebook, parse_codebook, starter_path

GOOD = """\
id: study
name: A study
codes:
  - id: joy
    name: Joy
    definition: The child is glad.
    examples:
      - I laughed all day.
  - id: fear.lacking
    name: Fear
    theme: fear
    direction: lacking
    definition: The child is afraid.
    examples:
      - I was scared.
    counter_examples:
      - text: Smoke alarm tested.
        instead: [joy]
"""


def problems(content: str | bytes) -> list[tuple[int | None, str]]:
    with pytest.raises(CodebookError) as refusal:
        parse_codebook(content, name="study.yaml")
    assert all(problem.fix for problem in refusal.value.problems)
    return [(problem.line, f"{problem.where}: {problem.message}; {problem.fix}") for problem in refusal.value.problems]


def test_a_good_one_is_taken_and_comes_back_from_yaml_and_json() -> None:
    book = parse_codebook(GOOD, name="study.yaml")
    assert [code.id for code in book.codes] == ["joy", "fear.lacking"]
    assert parse_codebook(dump_codebook(book), name="again") == book
    assert parse_codebook(book.model_dump_json(), name="json") == book
    assert parse_codebook(b"\xef\xbb\xbf" + GOOD.encode(), name="with a byte order mark") == book


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("id: fear.lacking", "id: joy", 9, "two codes have this id"),
        ("definition: The child is glad.", "definitoin: The child is glad.", 6, "did you mean 'definition'"),
        ("    definition: The child is glad.\n", "", 4, "missing"),
        ("      - I laughed all day.\n", "", 7, "list"),
        ("    examples:\n      - I laughed all day.\n", "    examples: []\n", 7, "at least one example"),
        ("      - I was scared.", "      - ''", 15, "empty"),
        ("direction: lacking", "direction: down", 12, "felt or lacking"),
        ("instead: [joy]", "instead: [jot]", 17, "no code"),
        ("    theme: fear\n", "    theme: fear\n    parent: gone\n", 12, "gone"),
        ("id: joy", "id: Joy!", 4, "lower-case"),
        ("name: Joy", "name: [Joy]", 5, "text"),
        ("codes:", "codes: [", 4, "indentation"),
        ("name: Joy", "name: Joy\n    name: Again", 6, "twice"),
    ],
)
def test_each_fault_is_named_with_its_line_and_fix(old: str, new: str, line: int, says: str) -> None:
    content = GOOD.replace(old, new, 1)
    assert content != GOOD
    found = problems(content)
    assert any(says in text for _, text in found), found
    assert line in [number for number, _ in found], found


def test_all_faults_are_told_at_once() -> None:
    found = problems(GOOD.replace("definition: The", "definitoin: The").replace("direction: lacking", "direction: up"))
    assert len(found) == 5


def test_parents_in_a_circle_are_refused() -> None:
    circle = GOOD.replace("name: Joy", "name: Joy\n    parent: fear.lacking").replace(
        "name: Fear", "name: Fear\n    parent: joy"
    )
    found = problems(circle)
    assert len(found) == 2
    assert "back to itself" in found[0][1]


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xfe\x00",
        "",
        "just text",
        "- a\n- b",
        "a: &x [1]\nb: [*x, *x]",
        "x" * 5_000_001,
        GOOD.encode("utf-16"),
        "id: a\x00b",
        "a: !!python/object:os.system x",
    ],
)
def test_what_is_no_codebook_is_refused(content: str | bytes) -> None:
    assert problems(content)


def test_the_starter_has_its_codes_with_examples_and_near_misses_enough() -> None:
    book = load_codebook(starter_path())
    assert len(book.codes) == 14
    for code in book.codes:
        assert len(code.examples) >= 12, code.id
        assert len(code.counter_examples) >= 4, code.id
        assert code.cues
    sentences = [text for code in book.codes for text in (*code.examples, *(one.text for one in code.counter_examples))]
    assert len(sentences) == len(set(sentences)), "no sentence stands twice"


def test_the_committed_schema_is_the_code_s_and_the_starter_fits_it() -> None:
    import json

    import jsonschema
    from ruamel.yaml import YAML

    assert json.loads(schema_path().read_text()) == json_schema(), "run codebook.json_schema.write_schema() and commit"
    jsonschema.validate(YAML(typ="safe").load(starter_path().read_text()), json_schema())


def test_a_missing_file_is_an_error_of_the_file_system(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        load_codebook(tmp_path / "none.yaml")
