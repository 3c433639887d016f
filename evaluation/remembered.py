"""An encoder that embeds each text once: what is measured many times over is not embedded many times over."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from models.encode import Encoder


class Remembered:
    """Remembers every embedding that it was asked for; for measuring only, as memory grows with the texts.

    Args:
        encoder: Makes the embeddings.
    """

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._known: dict[str, NDArray[np.float32]] = {}

    @property
    def revision(self) -> str:
        """That of the encoder."""
        return self._encoder.revision

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Array of shape (texts, dimensions), rows of length 1."""
        if not texts:
            return self._encoder.encode(texts)
        if new := [text for text in dict.fromkeys(texts) if text not in self._known]:
            self._known |= dict(zip(new, self._encoder.encode(new), strict=True))
        return np.stack([self._known[text] for text in texts])
