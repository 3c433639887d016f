"""Examples of a topic: segments typical of it and unlike one another (MMR; Carbonell and Goldstein 1998)."""

from collections.abc import Sequence

import numpy as np

from models.topics.types import Floats

EXAMPLES = 5
_AMONG = 60
_TYPICAL = 0.45  # against being unlike those chosen: segments of a topic are about as like one another as like its centre


def choose_examples(texts: Sequence[str], vectors: Floats, centre: Floats) -> list[int]:
    """Places of up to five different texts, the most typical first.

    Args:
        texts: n redacted texts of a topic, in an order of their own.
        vectors: Their embeddings, shape (n, dimensions), rows of length 1.
        centre: Of the topic, shape (dimensions,), length 1.
    """
    typical = np.round(np.asarray(vectors, np.float64) @ np.asarray(centre, np.float64), 9)
    pool: dict[str, int] = {}
    for place in np.argsort(-typical, kind="stable"):
        pool.setdefault(texts[place].casefold(), int(place))
        if len(pool) == _AMONG:
            break
    left = list(pool.values())
    chosen = left[:1]
    alike = np.asarray(vectors[left], np.float64) @ np.asarray(vectors[left], np.float64).T
    while len(chosen) < min(EXAMPLES, len(left)):
        taken = [left.index(one) for one in chosen]
        score = _TYPICAL * typical[left] - (1 - _TYPICAL) * alike[:, taken].max(axis=1)
        score[taken] = -np.inf
        chosen.append(left[int(np.argmax(score))])
    return chosen
