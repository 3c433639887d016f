"""How good the words of topics are: coherence (NPMI) in a text collection, and diversity.

Coherence is what OCTIS and Grootendorst 2022 (BERTopic) report: gensim's `c_npmi` (Röder et al. 2015; Bouma 2009) over the ten
first words, the collection itself as reference. `Reference` gives the same figure in a fraction of the time; `by_gensim` asks
gensim itself.
"""

import importlib.util
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Floats = NDArray[np.float64]
Topics = Sequence[Sequence[str]]
"""The words of each topic, strongest first."""

TOP = 10
WINDOW = 10
_NEXT_TO_NOTHING = 1e-12  # gensim's
_FEWEST = 2


class CoherenceError(ValueError):
    """Coherence cannot be measured; the sentence says what to do."""


@dataclass(frozen=True, slots=True, eq=False)
class Reference:
    """A text collection as reference, read once and asked many times.

    Attributes:
        number: The number of each word.
        tokens: Words' numbers, text after text.
        firsts: Where each text begins, and where the last ends: shape (texts + 1,).
    """

    number: dict[str, int] = field(repr=False)
    tokens: NDArray[np.int64] = field(repr=False)
    firsts: NDArray[np.int64] = field(repr=False)

    @classmethod
    def of(cls, texts: Sequence[Sequence[str]]) -> "Reference":
        """Of n texts, each its words in order."""
        number: dict[str, int] = {}
        tokens = np.array([number.setdefault(word, len(number)) for words in texts for word in words], dtype=np.int64)
        return cls(number, tokens, np.r_[0, np.cumsum([len(words) for words in texts], dtype=np.int64)])

    def known(self, topics: Topics) -> list[list[str]]:
        """The first ten words of each topic that occur here, of topics that have two such words."""
        found = [[word for word in dict.fromkeys(words[:TOP]) if word in self.number] for words in topics]
        return [words for words in found if len(words) >= _FEWEST]

    def npmi(self, topics: Topics) -> float:
        """Mean over topics of the mean normalised pointwise mutual information of each two words; NaN without topics.

        Windows of ten words, or a shorter text whole. As gensim counts them: a word that leaves a window at one end counts
        as gone, though it stand in it a second time, until it comes in again.
        """
        kept = self.known(topics)
        if not kept:
            return float("nan")
        wanted = sorted({self.number[word] for words in kept for word in words})
        place = np.full(len(self.number), -1)
        place[wanted] = np.arange(len(wanted))
        seen, windows = self._windows(place)
        both = np.asarray((seen.T @ seen).todense(), dtype=np.float64) / windows
        alone = both.diagonal()
        values = np.log((both + _NEXT_TO_NOTHING) / np.outer(alone, alone)) / -np.log(both + _NEXT_TO_NOTHING)
        means = []
        for words in kept:
            own = place[[self.number[word] for word in words]]
            pairs = values[np.ix_(own, own)]
            means.append((pairs.sum() - np.trace(pairs)) / (len(own) * (len(own) - 1)))
        return float(np.mean(means))

    def _windows(self, place: NDArray[np.intp]) -> tuple[sparse.csr_array, int]:
        """Which wanted words stand in which window, shape (windows, wanted), and how many windows there are."""
        lengths = np.diff(self.firsts)
        counts = np.maximum(lengths - WINDOW + 1, 1)
        first_window = np.r_[0, np.cumsum(counts)]
        there = np.flatnonzero(place[self.tokens] >= 0)
        text = np.searchsorted(self.firsts, there, side="right") - 1
        at = there - self.firsts[text]
        comes = np.maximum(at - WINDOW + 1, 0)
        goes = np.minimum(self._first_again(there, text, comes), counts[text] - 1)
        spans = goes - comes + 1
        rows = np.repeat(first_window[text] + comes, spans) + _steps(spans)
        columns = np.repeat(place[self.tokens[there]], spans)
        shape = (int(first_window[-1]), int(place.max()) + 1)
        seen = sparse.csr_array((np.ones(len(rows), np.float64), (rows, columns)), shape=shape)
        seen.data[:] = 1
        return seen, int(first_window[-1])

    def _first_again(self, there: NDArray[np.intp], text: NDArray[np.intp], comes: NDArray[np.int64]) -> NDArray[np.int64]:
        """For each occurrence the place in its text of the same word's first occurrence from where its first window begins."""
        word = self.tokens[there]
        size = len(self.tokens) + 1
        keys = word * size + there
        order = np.sort(keys)
        found = order[np.searchsorted(order, word * size + self.firsts[text] + comes)]
        again: NDArray[np.int64] = found % size - self.firsts[text]
        return again


def diversity(topics: Topics) -> float:
    """The share of different words among the first ten of all topics (Dieng et al. 2020); NaN without words."""
    words = [word for one in topics for word in one[:TOP]]
    return len(set(words)) / len(words) if words else float("nan")


def has_gensim() -> bool:
    """Whether the reference implementation is installed."""
    return importlib.util.find_spec("gensim") is not None


def by_gensim(topics: Topics, texts: Sequence[Sequence[str]]) -> float:
    """`Reference.npmi` by gensim itself, slowly.

    Raises:
        CoherenceError: gensim is not installed.
    """
    if not has_gensim():
        raise CoherenceError("gensim is not installed, so that coherence cannot be checked: pip install 'earshot[dev]'")
    from gensim.corpora import Dictionary
    from gensim.models.coherencemodel import CoherenceModel

    dictionary = Dictionary(texts)
    kept = Reference.of(texts).known(topics)
    if not kept:
        return float("nan")
    model: Any = CoherenceModel(topics=kept, texts=texts, dictionary=dictionary, coherence="c_npmi", topn=TOP, processes=1)
    return float(model.get_coherence())


def _steps(spans: NDArray[np.int64]) -> NDArray[np.int64]:
    """0 to span - 1 for each span, one after another."""
    firsts = np.cumsum(spans) - spans
    counted: NDArray[np.int64] = np.arange(int(spans.sum())) - np.repeat(firsts, spans)
    return counted
