"""The packaged weights are checked; what is missing or broken is said plainly."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from models import encode
from models.encode import SentenceEncoder, default_model_path
from models.errors import ModelCorrupted, ModelMissing

pytestmark = pytest.mark.slow


def test_rows_have_length_one_and_like_is_near_like() -> None:
    encoder = SentenceEncoder()
    vectors = encoder.encode(["I feel safe at home.", "At home I feel protected.", "The bus was late."])
    assert vectors.shape == (3, 384)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-3)
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2]
    assert encoder.encode([]).shape == (0, 384)
    assert encoder.revision == "minilm-53aa5117"


def test_a_folder_without_weights_is_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match=r"no model\.safetensors"):
        SentenceEncoder(tmp_path)


def test_packaged_weights_that_were_changed_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = tmp_path / "model"
    shutil.copytree(default_model_path(), copy)
    weights = copy / encode.WEIGHTS
    content = bytearray(weights.read_bytes())
    content[-1] ^= 1
    weights.write_bytes(content)
    monkeypatch.setattr(encode, "default_model_path", lambda: copy)
    with pytest.raises(ModelCorrupted, match="install it again"):
        SentenceEncoder()


def test_other_weights_that_cannot_be_read_are_refused_when_used(tmp_path: Path) -> None:
    copy = tmp_path / "model"
    shutil.copytree(default_model_path(), copy)
    (copy / encode.WEIGHTS).write_bytes(b"not weights")
    encoder = SentenceEncoder(copy)
    with pytest.raises(ModelCorrupted, match="copy it there again"):
        encoder.encode(["x"])
