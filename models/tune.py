"""Contrastive tuning of the packaged encoder on coded texts, for any codebook (SetFit: Tunstall et al. 2022)."""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.encode import Encoder, SentenceEncoder, default_model_path
from models.head import Floats

_PAIRS = 2  # like and unlike ones for each text
_MOST = 4000  # pairs: minutes on two cores
_BATCH, _RATE, _LONGEST = 16, 2e-5, 128


def tuned(texts: Sequence[str], labels: Floats, *, seed: int = 0, path: Path | None = None) -> Encoder:
    """The encoder after one pass over pairs of texts: cosine 1 where they share a code, 0 where they share none.

    Args:
        texts: n texts.
        labels: Shape (n, codes): 1 where a code applies.
        seed: Of the pairs and their order.
        path: Where from; none takes the packaged model.

    Raises:
        ModelMissing: There are no weights.
    """
    import torch
    from sentence_transformers import SentenceTransformer

    torch.manual_seed(seed)
    model: Any = SentenceTransformer(str(path or default_model_path()), device="cpu", local_files_only=True)
    model.max_seq_length = min(model.max_seq_length, _LONGEST)
    steps: Any = torch.optim.AdamW(model.parameters(), lr=_RATE)
    drawn = pairs(labels, seed)
    model.eval()  # without dropout: few steps, and half the time
    for start in range(0, len(drawn), _BATCH):
        left, right, alike = zip(*drawn[start : start + _BATCH], strict=True)
        sides = [model(model.preprocess([texts[row] for row in rows]))["sentence_embedding"] for rows in (left, right)]
        cosines = torch.nn.functional.cosine_similarity(*sides)
        loss: Any = torch.nn.functional.mse_loss(cosines, torch.tensor(alike, dtype=torch.float32))
        steps.zero_grad()
        loss.backward()
        steps.step()
    folder = Path(tempfile.mkdtemp(prefix="tuned-"))
    try:
        model.save_pretrained(str(folder))
        encoder = SentenceEncoder(folder)
        encoder.encode(["loaded before the folder goes"])
    finally:
        _remove(folder)
    return encoder


def pairs(labels: Floats, seed: int) -> list[tuple[int, int, float]]:
    """Numbers of two texts and whether they share a code, in the order they are learned."""
    drawn = np.random.default_rng(seed)
    told: NDArray[np.bool_] = labels == 1
    found: list[tuple[int, int, float]] = []
    for row in drawn.permutation(len(told)):
        shared = (told & told[row]).any(axis=1)
        for wanted, alike in ((shared, 1.0), (~shared, 0.0)):
            others = np.flatnonzero(wanted)
            others = others[others != row]
            if told[row].any() and len(others):
                found += [(int(row), int(one), alike) for one in drawn.choice(others, min(_PAIRS, len(others)), replace=False)]
        if len(found) >= _MOST:
            break
    return [found[place] for place in drawn.permutation(len(found))]


def _remove(folder: Path) -> None:
    import shutil

    shutil.rmtree(folder, ignore_errors=True)
