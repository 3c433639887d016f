"""Which segments a person should look at next, and which are drawn by lot for honest estimates: arithmetic over arrays.

The informative order is greedy. The codes take turns, the one that people found least first, so that rare codes count as much
as common ones; each takes what is likeliest to carry it, as positives are what is short. What says nearly the same as a segment
that was picked or decided before waits, so that near-duplicates do not stand together. Uncertainty (entropy about the
thresholds), however weighed, brought less when labelled data was reviewed again (`evaluation/effort.py`, `--rule`). The lot
hangs on a keyed hash of the segment's id alone: the same segments are drawn in whatever order they arrive, whatever stands in
them, each with a probability that is known.
"""

import hashlib
import hmac
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Vectors = NDArray[np.float32]
Places = NDArray[np.intp]

NEAR = 0.9
"""Cosine from which two segments count as saying the same: the second one waits until nothing else is left."""
_ENOUGH = 32.0  # positives of a code from which its borderline may tell more than one more positive does
_CLIP = 12.0


class Rule(StrEnum):
    """What is picked next, of what is not nearly the same as a segment picked or decided before."""

    UNCERTAIN = "uncertain"  # most bits about all codes, each divided by the root of how often it was found already
    LIKELY = "likely"  # the likeliest to carry some code: positives are what is short
    IN_TURN = "in-turn"  # the codes take turns, the one found least first, each with what is likeliest to carry it
    IN_TURN_THEN_UNCERTAIN = "in-turn-then-uncertain"  # a code that was found often enough takes what it is unsure of


DEFAULT_RULE = Rule.IN_TURN


def lot(identifier: str, *, key: bytes) -> float:
    """A number in 0..1 that hangs on the id and the key alone, evenly spread over ids (HMAC-SHA256, first 53 bits)."""
    digest = hmac.new(key, b"audit draw\x1f" + identifier.encode(), hashlib.sha256).digest()
    return (int.from_bytes(digest[:8], "big") >> 11) / 2**53


def is_drawn(number: float, probability: float) -> bool:
    """Whether a segment whose lot is `number` is in the share: each by itself, with this probability (Poisson sampling).

    Särndal, Swensson and Wretman 1992, Model Assisted Survey Sampling, section 3.5. A larger share holds the smaller one.
    """
    return number < probability


def uncertainty(scores: Floats, thresholds: Floats) -> Floats:
    """Entropy in bits of each code's decision, 1 at its threshold, 0 far from it.

    Args:
        scores: Shape (segments, codes), 0..1.
        thresholds: Shape (codes,), 0..1: where the decision turns.

    Returns:
        Shape (segments, codes).
    """
    chance = 1 / (1 + np.exp(_log_odds(thresholds) - _log_odds(scores)))
    entropy: Floats = -(chance * np.log2(chance) + (1 - chance) * np.log2(1 - chance))
    return entropy


def informative_order(
    scores: Floats,
    embeddings: Vectors,
    *,
    thresholds: Floats,
    found: Floats,
    count: int,
    seen: Vectors | None = None,
    rule: Rule = DEFAULT_RULE,
) -> Places:
    """Places of the `count` most informative segments, most informative first. The same input gives the same order.

    Args:
        scores: Shape (segments, codes), 0..1.
        embeddings: Shape (segments, dimensions), rows of length 1 (or 0: near to nothing).
        thresholds: Shape (codes,), 0..1.
        found: Shape (codes,): on how many segments people put each code so far.
        count: How many are wanted; all there are, where there are fewer.
        seen: Embeddings of segments that people decided about lately: what is near to them tells little.
        rule: What is picked next.
    """
    if not scores.shape[1]:  # nothing is known of them
        return np.arange(min(count, len(scores)))
    telling = _telling(scores, thresholds, found, rule)
    turns = np.argsort(found, kind="stable")
    expected = np.asarray(found, dtype=np.float64).copy()
    nearest = np.zeros(len(scores))
    if seen is not None and len(seen):
        nearest = np.clip((embeddings @ seen.T).max(axis=1), 0, 1).astype(np.float64)
    left = np.ones(len(scores), dtype=bool)
    order: list[int] = []
    for turn in range(min(count, len(scores))):
        if rule is Rule.UNCERTAIN:
            value = telling @ (1 / np.sqrt(1 + expected))
        elif rule is Rule.LIKELY:
            value = telling.max(axis=1)
        else:
            value = telling[:, turns[turn % len(turns)]]
        value = np.where(nearest < NEAR, value, -nearest)
        pick = int(np.argmax(np.where(left, value, -np.inf)))
        order.append(pick)
        left[pick] = False
        expected += scores[pick]
        nearest = np.maximum(nearest, np.clip(embeddings @ embeddings[pick], 0, 1))
    return np.array(order, dtype=np.intp)


def worth(scores: Floats, *, thresholds: Floats, found: Floats, rule: Rule = DEFAULT_RULE) -> Floats:
    """How early each segment comes for its own sake, shape (segments,), higher first: a sieve where there are many.

    Where codes take turns it is the segment's best rank for any of them, so that the first segments of every code pass.
    """
    telling = _telling(scores, thresholds, found, rule)
    if rule is Rule.UNCERTAIN:
        value: Floats = telling @ (1 / np.sqrt(1 + found))
        return value
    if rule is Rule.LIKELY:
        likeliest: Floats = telling.max(axis=1, initial=0.0)
        return likeliest
    ranks = np.argsort(np.argsort(-telling, axis=0, kind="stable"), axis=0, kind="stable")
    best: Floats = -ranks.min(axis=1, initial=len(scores)).astype(np.float64)
    return best


def _telling(scores: Floats, thresholds: Floats, found: Floats, rule: Rule) -> Floats:
    """What an answer is taken to tell about each code, shape (segments, codes)."""
    if rule in (Rule.LIKELY, Rule.IN_TURN):
        return scores
    entropy = uncertainty(scores, thresholds)
    return entropy if rule is Rule.UNCERTAIN else np.where(found < _ENOUGH, scores, entropy)


def _log_odds(chances: Floats) -> Floats:
    chances = np.clip(chances, 1e-9, 1 - 1e-9)
    odds: Floats = np.clip(np.log(chances / (1 - chances)), -_CLIP, _CLIP)
    return odds
