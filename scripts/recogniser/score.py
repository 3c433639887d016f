"""How well a network does on examples it did not see: pieces of details found, and pieces marked for nothing."""

import random
from collections.abc import Sequence

import numpy as np
import torch
from tokenizers import Tokenizer

from redaction.tagger.labels import CLASSES, OUTSIDE
from scripts.recogniser.example import Example
from scripts.recogniser.feed import batches
from scripts.recogniser.network import Recogniser


def score(network: Recogniser, examples: Sequence[Example], tokenizer: Tokenizer) -> str:
    """Recall of pieces by class, and precision where the source marks everything, at one and at a lower threshold."""
    network.eval()
    gold, any_kind, likeliest, known = [], [], [], []
    with torch.no_grad():
        for batch in batches(examples, tokenizer, random.Random(0)):  # noqa: S311
            with torch.autocast("cpu", dtype=torch.bfloat16):
                chances = network(batch.ids, batch.features, batch.mask).float().softmax(-1)
            counted = batch.labels >= 0
            gold.append(batch.labels[counted].numpy())
            any_kind.append(1 - chances[..., OUTSIDE][counted].numpy())
            likeliest.append(((chances[..., 1:].argmax(-1))[counted] // 2).numpy())
            known.append(batch.known[:, None, :].expand(*batch.labels.shape, -1)[counted].numpy())
    true, sure, kind, marks = map(np.concatenate, (gold, any_kind, likeliest, known))
    parts = []
    for limit in (0.5, 0.2):
        found = sure >= limit
        counts = found & marks[np.arange(len(kind)), kind]
        recall = found[true != OUTSIDE].mean()
        precision = (true[counts] != OUTSIDE).mean() if counts.any() else float("nan")
        by_kind = " ".join(
            f"{name[:3]} {found[of].mean():.3f}"
            for place, name in enumerate(CLASSES)
            if (of := (true - 1) // 2 == place).any() and (of := of & (true != OUTSIDE)).any()
        )
        parts.append(f"at {limit}: recall {recall:.3f} precision {precision:.3f} ({by_kind})")
    return "; ".join(parts)
