"""The lens belongs to one encoder, says so, and brings segments of a theme together."""

import numpy as np
import pytest

from models.encode import SentenceEncoder
from models.topics.lens import lens_for

THEMES = [
    [
        '"can we have the window open"',
        "She told me the bus window would not shut.",
        "Q: draughty? A: yeah the window rattles lol",
    ],
    ['"I got two goals"', "[CHILD] reported scoring again on Saturday.", "he kept kicking the ball at the fence while I wrote"],
    ['"it tastes of tin"', "[CHILD] left the soup; said it was too hot.", "she just eats the middle of the toast tbh"],
]


def test_there_is_none_for_another_encoder() -> None:
    assert lens_for(None) is None
    assert lens_for("mpnet-00000000") is None


@pytest.mark.slow
def test_it_is_of_the_packaged_encoder_and_brings_themes_together() -> None:
    encoder = SentenceEncoder()
    lens = lens_for(encoder.revision)
    assert lens is not None
    assert lens.shape == (384, 384)
    assert np.allclose(lens, lens.T, atol=1e-3)
    vectors = encoder.encode([text for theme in THEMES for text in theme]).astype(float)
    theme = np.repeat(np.arange(3), 3)
    plain, seen = (told_apart(vectors @ matrix, theme) for matrix in (np.eye(384), lens))
    assert seen > plain


def told_apart(vectors: np.ndarray, theme: np.ndarray) -> float:
    """How much more alike segments of a theme are than others, in standard deviations of cosines."""
    centred = vectors - vectors.mean(axis=0)
    unit = centred / np.linalg.norm(centred, axis=1, keepdims=True)
    cosines = (unit @ unit.T)[np.triu_indices(len(unit), 1)]
    same = (theme[:, None] == theme[None])[np.triu_indices(len(unit), 1)]
    return float((cosines[same].mean() - cosines[~same].mean()) / cosines.std())
