"""A lens over embeddings: what is said comes forward, how it is said steps back (made by `scripts/topics/lens.py`)."""

from functools import lru_cache
from pathlib import Path

import numpy as np

from models.errors import ModelCorrupted
from models.topics.types import Doubles

LENS = Path(__file__).parents[1] / "weights" / "topics" / "lens.safetensors"


@lru_cache(maxsize=4)
def lens_for(revision: str | None) -> Doubles | None:
    """The matrix, shape (dimensions, dimensions), that embeddings of an encoder are seen through; none where none was made.

    Args:
        revision: Of the encoder, or of a coder, which names it among its parts.

    Raises:
        ModelCorrupted: The file is there and cannot be read.
    """
    from safetensors import SafetensorError, safe_open

    if revision is None or not LENS.is_file():
        return None
    try:
        with safe_open(LENS, framework="numpy") as read:
            if read.metadata()["encoder"] not in revision.split("+"):
                return None
            return np.asarray(read.get_tensor("matrix"), dtype=np.float64)
    except (SafetensorError, KeyError, TypeError) as error:
        raise ModelCorrupted(f"{LENS.name} cannot be read; install earshot again") from error


def write_lens(revision: str, matrix: Doubles) -> None:
    """Keep a matrix for the embeddings of an encoder."""
    from safetensors.numpy import save_file

    LENS.parent.mkdir(parents=True, exist_ok=True)
    save_file({"matrix": np.ascontiguousarray(matrix, dtype=np.float16)}, LENS, metadata={"encoder": revision})
