"""The classifier's weights at work: label probabilities for the pieces of a text, window by window."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from redaction.tagger.decode import Floats
from redaction.tagger.labels import LABELS, Class
from redaction.tagger.pieces import Pieces, Window, cut_many, load_tokenizer, windows
from redaction.weights import Inputs, Weights

NAME = "recogniser"
_CLS, _SEP = 101, 102


class Tagger:
    """Reads texts and says for each piece how likely each label is.

    Args:
        folder: Holds the weights, their card and the tokenizer.
        threads: Windows read side by side; none takes as many as there are processors.

    Raises:
        WeightsBroken: A file is missing or the weights' checksum is not the card's.
    """

    def __init__(self, folder: Path, *, threads: int | None = None) -> None:
        self._weights = Weights(folder, NAME, threads=threads)

    @property
    def revision(self) -> str:
        """Content hash of the weights."""
        return self._weights.revision

    @property
    def thresholds(self) -> dict[Class, float]:
        """Of each class, as chosen when it was trained."""
        return {Class(name): float(value) for name, value in self._weights.card["thresholds"].items()}

    def read(self, texts: Sequence[str]) -> Iterator[tuple[Pieces, Floats]]:
        """The pieces of each text and their label probabilities, shape (pieces, labels). Safe from several threads.

        Begins at once with all texts; whoever takes the answers one by one can do something else meanwhile.
        """
        cut = cut_many(texts, load_tokenizer(self._weights.tokenizer))
        answers = self._weights.run(_inputs(pieces, window) for pieces in cut for window in windows(len(pieces)))
        return ((pieces, _joined(pieces, answers)) for pieces in cut)


def _inputs(pieces: Pieces, window: Window) -> Inputs:
    ids = np.array([[_CLS, *pieces.ids[window.start : window.end], _SEP]], dtype=np.int64)
    features = np.zeros_like(ids)
    features[0, 1:-1] = pieces.features[window.start : window.end]
    return {"ids": ids, "features": features}


def _joined(pieces: Pieces, answers: Iterator[Sequence[Floats]]) -> Floats:
    """The probabilities of a text from its windows, one after another: of each window the pieces that count."""
    parts = []
    for window in windows(len(pieces)):
        scores = np.asarray(next(answers)[0], dtype=np.float32)[0, 1:-1]
        kept = scores[window.keep_from - window.start : window.keep_to - window.start]
        powers = np.exp(kept - kept.max(axis=-1, keepdims=True))
        parts.append(powers / powers.sum(axis=-1, keepdims=True))
    return np.concatenate(parts) if len(pieces) else np.zeros((0, len(LABELS)), dtype=np.float32)
