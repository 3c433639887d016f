"""The classifier's weights in onnxruntime: label probabilities for the pieces of a text, window by window."""

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from redaction.errors import RedactionError
from redaction.tagger.decode import Floats
from redaction.tagger.labels import LABELS, Class
from redaction.tagger.pieces import Pieces, Window, cut_many, load_tokenizer, windows

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

MODEL, CARD, TOKENIZER = "recogniser.onnx", "recogniser.json", "tokenizer.json"
_CLS, _SEP = 101, 102


class TaggerBroken(RedactionError):
    """The weights of the recogniser are missing, or are not those that belong there."""


class Tagger:
    """Reads texts and says for each piece how likely each label is.

    Args:
        folder: Holds the weights, their card and the tokenizer.
        threads: Windows read side by side; none takes as many as there are processors.

    Raises:
        TaggerBroken: A file is missing or the weights' checksum is not the card's.
    """

    def __init__(self, folder: Path, *, threads: int | None = None) -> None:
        self._folder = folder
        self._pool = ThreadPoolExecutor(threads or os.cpu_count() or 1, thread_name_prefix="recogniser")
        missing = [name for name in (MODEL, CARD, TOKENIZER) if not (folder / name).is_file()]
        if missing:
            raise TaggerBroken(f"the recogniser in {folder} lacks {', '.join(missing)}; install earshot again")
        self._card: dict[str, Any] = json.loads((folder / CARD).read_text(encoding="utf-8"))
        with (folder / MODEL).open("rb") as file:
            self._sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        if self._sha256 != self._card["sha256"]:
            raise TaggerBroken(f"{MODEL} in {folder} is not the file its card describes; install earshot again")

    @property
    def revision(self) -> str:
        """Content hash of the weights."""
        return self._sha256[:8]

    @property
    def thresholds(self) -> dict[Class, float]:
        """Of each class, as chosen when it was trained."""
        return {Class(name): float(value) for name, value in self._card["thresholds"].items()}

    def read(self, texts: Sequence[str]) -> list[tuple[Pieces, Floats]]:
        """The pieces of each text and their label probabilities, shape (pieces, labels). Safe from several threads.

        One window at a time: with quantised weights, what else is in a batch would move the last bits, and the same note must
        give the same answer in any company. Nothing is padded, and the windows are spread over the processors.
        """
        cut = cut_many(texts, load_tokenizer(self._folder / TOKENIZER))
        todo = [(pieces, window) for pieces in cut if len(pieces) for window in windows(len(pieces))]
        answers = self._pool.map(self._probabilities, *zip(*todo, strict=True)) if todo else iter(())
        return [(pieces, self._joined(pieces, answers)) for pieces in cut]

    @staticmethod
    def _joined(pieces: Pieces, answers: Iterator[Floats]) -> Floats:
        """The answers of a text's windows one after another."""
        count = sum(1 for _ in windows(len(pieces))) if len(pieces) else 0
        parts = [next(answers) for _ in range(count)]
        return np.concatenate(parts) if parts else np.zeros((0, len(LABELS)), dtype=np.float32)

    def _probabilities(self, pieces: Pieces, window: Window) -> Floats:
        """Of the window's pieces that count."""
        ids = np.array([[_CLS, *pieces.ids[window.start : window.end], _SEP]], dtype=np.int64)
        features = np.zeros_like(ids)
        features[0, 1:-1] = pieces.features[window.start : window.end]
        (scores,) = self._session.run(None, {"ids": ids, "features": features})
        kept = np.asarray(scores, dtype=np.float32)[0, 1:-1][window.keep_from - window.start : window.keep_to - window.start]
        powers = np.exp(kept - kept.max(axis=-1, keepdims=True))
        probabilities: Floats = powers / powers.sum(axis=-1, keepdims=True)
        return probabilities

    @cached_property
    def _session(self) -> "InferenceSession":
        from onnxruntime import InferenceSession, SessionOptions

        options = SessionOptions()
        options.intra_op_num_threads = 1  # the pool runs windows side by side, which scales better than splitting one
        options.log_severity_level = 3
        return InferenceSession(str(self._folder / MODEL), options, providers=["CPUExecutionProvider"])
