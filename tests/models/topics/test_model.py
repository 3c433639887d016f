"""A model assigns as the search did: one by one, all at once, and after it was written and read back."""

import numpy as np
import pytest

from models.errors import ModelCorrupted
from models.topics import TopicInput, TopicModel, TopicOptions, TopicResult, discover

WORDS = ("rabbit hutch straw", "bus driver stop", "court judge letter", "pizza tea curry")


def found() -> tuple[TopicResult, list[TopicInput], np.ndarray]:
    drawn = np.random.default_rng(5)
    middles = drawn.normal(0, 1, (4, 32))
    vectors = np.vstack([one + drawn.normal(0, 0.35, (30, 32)) for one in middles])
    vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    segments = [TopicInput(f"s{place}", f"{WORDS[place // 30]} {place}") for place in range(120)]
    return discover(segments, vectors, options=TopicOptions()), segments, vectors


def test_what_was_found_is_what_is_assigned() -> None:
    result, segments, vectors = found()
    assert result.model is not None
    expected = [result.assignments[one.id] for one in segments]
    assert result.model.assign(vectors).tolist() == expected
    assert [int(result.model.assign(vectors[place : place + 1])[0]) for place in range(120)] == expected
    assert TopicModel.from_bytes(result.model.to_bytes()).assign(vectors).tolist() == expected


def test_outliers_are_as_many_as_asked_for() -> None:
    drawn = np.random.default_rng(1)
    vectors = drawn.normal(0, 1, (200, 16))
    vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    segments = [TopicInput(str(place), f"some words {place}") for place in range(200)]
    for share in (0.0, 0.1, 0.3):
        result = discover(segments, vectors, options=TopicOptions(outliers=share, topics=5))
        assert sum(one < 0 for one in result.assignments.values()) == round(200 * share)


@pytest.mark.parametrize("content", [b"", b"not numpy", b"PK\x03\x04broken"])
def test_a_damaged_file_is_said_plainly(content: bytes) -> None:
    with pytest.raises(ModelCorrupted, match="start the search again"):
        TopicModel.from_bytes(content)


def test_a_cut_file_is_said_plainly() -> None:
    result, _, _ = found()
    assert result.model is not None
    content = result.model.to_bytes()
    for length in range(0, len(content), max(1, len(content) // 40)):
        with pytest.raises(ModelCorrupted):
            TopicModel.from_bytes(content[:length])


def test_the_file_holds_no_word_of_any_text() -> None:
    result, _, _ = found()
    assert result.model is not None
    assert b"rabbit" not in result.model.to_bytes()
