"""Size is measured in a process of its own, on segments that are made as the report says."""

from collections.abc import Sequence

import numpy as np
import pytest

from evaluation.topics.scale import Floats, ScaleError, made_segments, measured_fit


class Letters:
    """Embeds by letters: quick, and the same text the same vector."""

    revision = "letters"

    def encode(self, texts: Sequence[str]) -> Floats:
        counts = np.array([[text.lower().count(letter) for letter in "abcdefghilmnoprstuwy"] for text in texts], np.float32)
        unit: Floats = counts / np.maximum(np.linalg.norm(counts, axis=1), 1)[:, None]
        return unit


def test_segments_are_as_many_as_asked_and_the_same_again() -> None:
    texts, vectors = made_segments(Letters(), 3500)
    again, others = made_segments(Letters(), 3500)
    assert len(texts) == len(vectors) == 3500
    assert len(set(texts)) > 3300
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert texts == again
    assert np.array_equal(vectors, others)


def test_time_and_memory_of_a_search_are_its_own() -> None:
    ballast = np.ones(80_000_000)  # of this process, 640 MB: it must not be counted
    texts, vectors = made_segments(Letters(), 1500)
    told = measured_fit(texts, vectors)
    assert ballast.any()
    assert told["topics"] >= 2
    assert told["seconds"] > 0
    assert told["start"] < told["peak"] < 640e6


def test_a_search_that_fails_says_so() -> None:
    with pytest.raises(ScaleError, match="exit code"):
        measured_fit([f"number {number}" for number in range(30)], np.ones((2, 2), np.float32))
