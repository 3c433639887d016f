"""Terms of topics: words that set a topic apart from the others and are said together.

A word's weight is its class-based TF-IDF (Grootendorst 2022, BERTopic) times the cube of its share of the highest weight that
it has in any topic, so that a word is a term where it belongs most. Of the heaviest, ten are chosen one by one: each for its
weight and for how much more often than by chance it is said within ten words of those chosen before (NPMI; Bouma 2009), which
is what people go by when they find a topic coherent (Lau et al. 2014).
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from models.topics.types import Doubles, Labels
from models.topics.words import Numbers, Words

TERMS = 10
_CANDIDATES = 40
_TOGETHER = 0.7
_OWN = 3.0
_NEAR = 10
_SAID_BY, _TENTH = 3, 10
_SELDOM = 0.05  # share of its weight in a name that a word keeps which is said in fewer texts


@dataclass(frozen=True, slots=True, eq=False)
class TermTable:
    """The terms of all topics.

    Attributes:
        weights: How much each lemma sets each topic apart: shape (topics, lemmas), 0 and above.
        frequent: The same, less bent on what is said nowhere else: what names are made of.
        chosen: For each topic the numbers of its terms, strongest first.
    """

    weights: Doubles = field(repr=False)
    frequent: Doubles = field(repr=False)
    chosen: tuple[tuple[int, ...], ...]

    def told(self, topic: int, words: Words) -> tuple[tuple[str, ...], tuple[float, ...]]:
        """A topic's terms, strongest first, and their weights as shares of the highest."""
        weights = self.weights[topic, list(self.chosen[topic])]
        highest = max(float(weights.max(initial=0)), 1e-12)
        return tuple(words.lemmas[term] for term in self.chosen[topic]), tuple(
            round(float(one), 4) for one in weights / highest
        )


def class_tfidf(counts: Doubles) -> Doubles:
    """Class-based TF-IDF: share of the topic's words, times log(1 + words of a mean topic / occurrences anywhere).

    Args:
        counts: Occurrences, shape (topics, words).

    Returns:
        Array of the same shape; what `bertopic.vectorizers.ClassTfidfTransformer` gives.
    """
    if not counts.size:
        return counts
    total = counts.sum(axis=1, keepdims=True)
    everywhere = counts.sum(axis=0)
    rarity = np.log(1 + total.mean() / np.maximum(everywhere, 1e-12))
    weights: Doubles = counts / np.maximum(total, 1) * rarity
    return weights


def terms_of(words: Words, labels: Labels, topics: int) -> TermTable:
    """The terms of topics.

    Args:
        words: The words of n texts.
        labels: For each text its topic, -1 none.
        topics: How many there are.
    """
    counts = words.counts()
    if not topics:
        none = np.zeros((0, len(words.lemmas)))
        return TermTable(none, none, ())
    inside = np.flatnonzero(labels >= 0)
    member = sparse.csr_array((np.ones(len(inside)), (labels[inside], inside)), shape=(topics, words.texts))
    of_topic: Doubles = np.asarray((member @ counts).todense(), dtype=np.float64)
    frequent = class_tfidf(of_topic)
    enough = _said_enough(counts, member)
    own = frequent / np.maximum(frequent.max(axis=0, keepdims=True), 1e-12)
    weights = frequent * own**_OWN
    candidates = [_heaviest(weights[topic], enough[topic]) for topic in range(topics)]
    together = _Together(words, candidates)
    chosen = tuple(_choose(weights[topic], found, together) for topic, found in enumerate(candidates))
    return TermTable(weights, frequent * own * np.where(enough, 1.0, _SELDOM), chosen)


def _said_enough(counts: sparse.csr_array, member: sparse.csr_array) -> NDArray[np.bool_]:
    """Whether a lemma is said in enough texts of a topic to be a term of it: three, or one in ten of a small topic."""
    there = counts.copy()
    there.data[:] = 1
    said = np.asarray((member @ there).todense())
    sizes = np.asarray(member.sum(axis=1)).ravel()
    enough: NDArray[np.bool_] = said >= np.clip(sizes // _TENTH, 1, _SAID_BY)[:, None]
    return enough


def _heaviest(weights: Doubles, enough: NDArray[np.bool_]) -> Labels:
    """The heaviest of what is said often enough; where that is too little, of the rest too."""
    order = np.argsort(-weights, kind="stable")
    order = order[weights[order] > 0]
    often = order[enough[order]][:_CANDIDATES]
    return often if len(often) >= TERMS else np.concatenate([often, order[~enough[order]][: TERMS - len(often)]])


def _choose(weights: Doubles, candidates: Labels, together: "_Together") -> tuple[int, ...]:
    if not len(candidates):
        return ()
    npmi = together.npmi(candidates)
    relative = weights[candidates] / weights[candidates].max()
    chosen = [int(np.argmax(relative))]
    while len(chosen) < min(TERMS, len(candidates)):
        score = (1 - _TOGETHER) * relative + _TOGETHER * npmi[:, chosen].mean(axis=1)
        score[chosen] = -np.inf
        chosen.append(int(np.argmax(score)))
    return tuple(int(candidates[place]) for place in sorted(chosen, key=lambda place: (-relative[place], place)))


class _Together:
    """How often lemmas are said near one another: within the same stretch of ten words of a text."""

    def __init__(self, words: Words, candidates: list[Labels]) -> None:
        wanted = np.unique(np.concatenate([np.zeros(0, np.intp), *candidates]))
        self._place = np.full(len(words.lemmas) + 1, -1)
        self._place[wanted] = np.arange(len(wanted))
        starts = np.r_[True, words.rows[1:] != words.rows[:-1]] if len(words.rows) else np.zeros(0, bool)
        first = np.flatnonzero(starts)
        within = np.arange(len(words.rows)) - np.repeat(first, np.diff(np.r_[first, len(words.rows)]))
        stretch = np.cumsum(starts | (within % _NEAR == 0)) - 1
        self._stretches = int(stretch[-1]) + 1 if len(stretch) else 0
        said: Numbers = words.said()
        column = self._place[said]
        there = column >= 0
        ones = np.ones(int(there.sum()), np.float32)
        shape = (self._stretches, len(wanted))
        table = sparse.csr_array((ones, (stretch[there], column[there])), shape=shape)
        table.data[:] = 1
        self._table = table.tocsc()
        self._said = np.asarray(table.sum(axis=0)).ravel()

    def npmi(self, lemmas: Labels) -> Doubles:
        """Normalised pointwise mutual information of each two: -1 never together, 0 as by chance, 1 always."""
        places = self._place[lemmas]
        part = self._table[:, places]
        both = np.asarray((part.T @ part).todense(), dtype=np.float64) / self._stretches
        alone = self._said[places] / self._stretches
        with np.errstate(divide="ignore", invalid="ignore"):
            found: Doubles = np.log(both / np.outer(alone, alone)) / -np.log(both)
        found[both <= 0] = -1
        found[both >= 1] = 1
        return found
