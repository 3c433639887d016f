"""Weights that come with earshot: checked against their card, run by onnxruntime, one window of text at a time.

One window at a time because with quantised weights, what else is in a batch would move the last bits, and the same note must
give the same answer in any company. Nothing is padded, and the windows are spread over the processors.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from redaction.errors import RedactionError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

TOKENIZER = "tokenizer.json"
Inputs = Mapping[str, NDArray[np.int64]]


class WeightsBroken(RedactionError):
    """Weights are missing, or are not those that belong there."""


class Weights:
    """A network in a folder: `NAME.onnx`, its card `NAME.json`, `tokenizer.json`.

    Args:
        folder: Holds the files.
        name: Of the network.
        threads: Windows read side by side; none takes as many as there are processors.

    Raises:
        WeightsBroken: A file is missing or the weights' checksum is not the card's.
    """

    def __init__(self, folder: Path, name: str, *, threads: int | None = None) -> None:
        self._model = folder / f"{name}.onnx"
        missing = [file for file in (f"{name}.onnx", f"{name}.json", TOKENIZER) if not (folder / file).is_file()]
        if missing:
            raise WeightsBroken(f"the {name} in {folder} lacks {', '.join(missing)}; install earshot again")
        self.tokenizer = folder / TOKENIZER
        self.card: dict[str, Any] = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
        with self._model.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        if sha256 != self.card["sha256"]:
            raise WeightsBroken(f"{self._model.name} in {folder} is not the file its card describes; install earshot again")
        self.revision = sha256[:8]
        self._pool = ThreadPoolExecutor(threads or os.cpu_count() or 1, thread_name_prefix=name)

    def run(self, windows: Iterable[Inputs]) -> Iterator[Sequence[NDArray[np.float32]]]:
        """The outputs for each window, in their order; begins with all of them at once, on threads of its own."""
        return self._pool.map(self._one, windows)

    def _one(self, inputs: Inputs) -> Sequence[NDArray[np.float32]]:
        outputs: Sequence[NDArray[np.float32]] = self._session.run(None, dict(inputs))
        return outputs

    @cached_property
    def _session(self) -> "InferenceSession":
        from onnxruntime import InferenceSession, SessionOptions

        options = SessionOptions()
        options.intra_op_num_threads = 1  # the pool runs windows side by side, which scales better than splitting one
        options.log_severity_level = 3
        return InferenceSession(str(self._model), options, providers=["CPUExecutionProvider"])
