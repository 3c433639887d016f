"""How well a network codes texts: what is printed while it learns."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from sklearn.metrics import average_precision_score, f1_score
from tokenizers import Tokenizer

from scripts.coder.feed import batches, rows
from scripts.coder.network import CoderNetwork, pool
from scripts.coder.texts import CODES, VOICES, Source, Text

Floats = NDArray[np.float64]
_GRID = np.arange(0.1, 0.8, 0.025)


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """Units with what is true and what the network says: codes (units, codes), voices (units,), chances of each."""

    codes: Floats
    chances: Floats
    voices: NDArray[np.int64]
    voice_chances: Floats


def judge(network: CoderNetwork, texts: Sequence[Text], tokenizer: Tokenizer) -> Judged:
    """What the network says of all units of the texts; their order is that of no text."""
    network.eval()
    parts = []
    all_rows = [row for text in texts for row in rows(text, tokenizer)]
    with torch.no_grad():
        for batch in batches(all_rows, random.Random(0), size=4096):  # noqa: S311
            with torch.autocast("cpu", dtype=torch.bfloat16):
                outputs = network(batch.ids, batch.marks, batch.mask)
            scores = pool(outputs, batch.segment, len(batch.codes))
            parts.append((batch.codes, scores[:, : len(CODES)].sigmoid(), batch.voices, scores[:, len(CODES) :].softmax(-1)))
    joined = [torch.cat(part).numpy() for part in zip(*parts, strict=True)]
    return Judged(joined[0].astype(float), joined[1].astype(float), joined[2], joined[3].astype(float))


def thresholds(judged: Judged) -> Floats:
    """For each code the threshold with the best F1."""
    scores = [
        [f1_score(judged.codes[:, code], judged.chances[:, code] >= cut, zero_division=0.0) for cut in _GRID]
        for code in range(len(CODES))
    ]
    return np.asarray(_GRID[np.argmax(scores, axis=1)])


def macro_f1(judged: Judged, cuts: Floats | float) -> float:
    """Mean over codes."""
    put = judged.chances >= cuts
    return float(np.mean([f1_score(judged.codes[:, code], put[:, code], zero_division=0.0) for code in range(len(CODES))]))


def summary(judged: Judged) -> str:
    """The figures on one line."""
    precision = np.mean([average_precision_score(judged.codes[:, code], judged.chances[:, code]) for code in range(len(CODES))])
    known = judged.voices >= 0
    told = judged.voice_chances[known].argmax(-1)
    child = np.array([voice.is_child for voice in VOICES])
    return (
        f"F1 {macro_f1(judged, 0.5):.3f} at .5, {macro_f1(judged, thresholds(judged)):.3f} at best, AP {precision:.3f}, "
        f"voice {np.mean(told == judged.voices[known]):.3f}, child's {f1_score(child[judged.voices[known]], child[told]):.3f}"
    )


def pairs_right(network: CoderNetwork, sides: Sequence[Source], tokenizer: Tokenizer, cuts: Floats | float) -> float:
    """Share of pairs of which both sides get exactly their codes; the sides stand one after another."""
    right = []
    for side in sides:
        judged = judge(network, [side.forms[0]], tokenizer)
        right.append(bool(((judged.chances >= cuts) == (judged.codes > 0.5)).all()))  # noqa: PLR2004
    return float(np.mean([a and b for a, b in zip(right[::2], right[1::2], strict=True)]))
