"""Contrastive tuning of an encoder's last layers on decided segments: what shares a code is drawn together, the rest apart."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.encode import Encoder
from models.head import Floats
from models.upper import Upper, with_own_layers

FEWEST, FEWEST_CODES = 8, 2
"""Segments that carry a code, and codes that have as many, from which an encoder can be tuned."""
_EACH = 4  # segments of a code that is drawn
_BATCH = 32
_WITHOUT = 8  # of them carry no code: what everything else is told from
_FEWEST_STEPS, _MOST_STEPS = 5, 150
_PASSES = 4  # over the segments that carry a code
_RATE, _WARM = 3e-4, 0.1
_TEMPERATURE = 0.1
_LONGEST = 48  # pieces: a segment is a sentence
_NEVER = -1e9

Flags = NDArray[np.bool_]


def enough(labels: Floats, after: int) -> bool:
    """Whether there are decisions enough to tune on.

    Args:
        labels: Shape (n, codes): 1, 0 or NaN where nobody said.
        after: Decided segments that it takes; 0 is never.
    """
    return 0 < after <= len(labels) and int(((labels == 1).sum(axis=0) >= FEWEST).sum()) >= FEWEST_CODES


def tune_last(encoder: Encoder, texts: Sequence[str], labels: Floats, *, seed: int = 0) -> Upper:
    """The encoder's last layers after a few steps of a supervised contrastive loss (Khosla et al. 2020).

    Every step draws some codes evenly, a few segments of each and a few that carry none; segments are alike that share a code,
    unlike where people said that they share none, and left out of the sum where nobody said. Everything below the last layers
    stays as it is, so that half of the work is spared and 7.1 MB tell the whole difference. No dropout: few steps, and the
    same segments give the same layers.

    With 1,149 segments of the train part of the corpus, 460 of them coded (`python -m scripts.try_tuned`): 76 steps, as long as
    embedding 5,200 segments takes (70 s on a busy core, where that takes 13.5 ms each), 0.2 GB while it lasts.

    Args:
        encoder: A `SentenceEncoder`.
        texts: n texts.
        labels: Shape (n, codes): 1, 0 or NaN where nobody said.
        seed: Of what is drawn.

    Raises:
        NotTunable: The encoder has no layers that can be tuned apart.
    """
    import torch

    network, own = with_own_layers(encoder)
    network.eval()
    network.max_seq_length = min(network.max_seq_length or _LONGEST, _LONGEST)
    steps = drawn(labels, seed)
    # what lies below is shared with the encoder in use: it takes no gradient, and is given back what it was
    below = [one for one in network.parameters() if not any(one is mine for mine in own.values())]
    wanted = [one.requires_grad for one in below]
    try:
        for one in below:
            one.requires_grad = False
        descent = torch.optim.AdamW(own.values(), lr=_RATE)
        for number, rows in enumerate(steps):
            share = min(1.0, (number + 1) / (_WARM * len(steps))) * (1 - number / len(steps))
            for group in descent.param_groups:
                group["lr"] = _RATE * share
            vectors = network(network.preprocess([texts[row] for row in rows]))["sentence_embedding"]
            loss = _loss(torch.nn.functional.normalize(vectors, dim=1), *likeness(labels[rows]))
            descent.zero_grad()
            loss.backward()
            descent.step()
    finally:
        for one, before in zip(below, wanted, strict=True):
            one.requires_grad = before
    return Upper({name: one.detach().numpy().astype(np.float16) for name, one in own.items()}, encoder.revision)


def drawn(labels: Floats, seed: int) -> list[NDArray[np.intp]]:
    """Rows of each step; none where no code has two."""
    random = np.random.default_rng(seed)
    told = labels == 1
    codes, without = np.flatnonzero(told.sum(axis=0) > 1), np.flatnonzero(~told.any(axis=1))
    if not len(codes):
        return []
    carrying = int(told.any(axis=1).sum())
    steps = int(np.clip(_PASSES * carrying // (_BATCH - _WITHOUT), _FEWEST_STEPS, _MOST_STEPS))
    found = []
    for _ in range(steps):
        some = random.choice(without, min(_WITHOUT, len(without)), replace=False)
        parts = [some]
        for code in random.choice(codes, (_BATCH - len(some)) // _EACH):
            own = np.flatnonzero(told[:, code])
            parts.append(random.choice(own, min(_EACH, len(own)), replace=False))
        found.append(np.unique(np.concatenate(parts)))
    return found


def likeness(labels: Floats) -> tuple[Flags, Flags]:
    """Which pairs share a code, and which pairs count at all, each of shape (n, n); no text is paired with itself."""
    told, silent = (labels == 1).astype(np.float32), np.isnan(labels).astype(np.float32)
    others = ~np.eye(len(labels), dtype=np.bool_)
    alike = (told @ told.T > 0) & others
    unknown = told @ silent.T > 0  # one carries a code of which nobody said whether the other does
    return alike, others & (alike | ~(unknown | unknown.T))


def _loss(vectors: Any, alike: Flags, counts: Flags) -> Any:
    """Mean over the texts that have something alike of how unlikely their like ones are among all that count."""
    import torch

    like = torch.from_numpy(alike)
    has = like.any(dim=1)
    near = (vectors @ vectors.T / _TEMPERATURE).masked_fill(~torch.from_numpy(counts), _NEVER)
    logs = near - torch.logsumexp(near, dim=1, keepdim=True)
    return -((logs * like).sum(dim=1)[has] / like.sum(dim=1)[has]).mean()
