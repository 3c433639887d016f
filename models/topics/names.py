"""Names of topics: two or three words that people said there and seldom elsewhere, as a researcher would jot them down."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from models.topics.terms import TermTable
from models.topics.types import Labels
from models.topics.words import Numbers, Words

_LENGTHS = (2, 3, 4)  # words of a phrase with the small ones inside: "contact with his mum"
_STRONG = (2, 3)  # of them say something, at least and at most
_SAID_BY = 2  # segments that must say a phrase before it names a topic
_FIRST_WORDS = 60  # of a long text
_AMONG = 150  # most typical texts of a topic
_TERMS = 6


def names_of(words: Words, typical: Sequence[Labels], table: TermTable) -> tuple[str, ...]:
    """A name for each topic, no two the same.

    A phrase is a run of up to four words with no mark between them that begins and ends with a word that says something; it
    names the topic in which it is said in most texts, weighed by the terms in it. Where no phrase is said in two texts, the
    two terms do that most texts there say.

    Args:
        words: The words of n texts.
        typical: For each topic the numbers of its texts, most typical first.
        table: Terms.
    """
    found = _phrases(words, [rows[:_AMONG] for rows in typical], table)
    taken: set[str] = set()
    names = []
    for topic, phrases in enumerate(found):
        proposed = [*phrases, *_of_terms(words, table, topic), f"Topic {topic + 1}"]
        name = next(one for one in proposed if one.casefold() not in taken)
        taken.add(name.casefold())
        names.append(name)
    return tuple(names)


@dataclass(frozen=True, slots=True, eq=False)
class _Run:
    """Words one after another in typical texts: their numbers, texts and topics, and which are terms there."""

    tokens: Numbers = field(repr=False)
    rows: Numbers = field(repr=False)
    topics: Labels = field(repr=False)
    term: NDArray[np.bool_] = field(repr=False)
    strong: NDArray[np.bool_] = field(repr=False)


def _phrases(words: Words, typical: Sequence[Labels], table: TermTable) -> list[list[str]]:
    """For each topic the phrases that could name it, best first."""
    run = _run(words, typical, table)
    scored: list[list[tuple[float, str]]] = [[] for _ in typical]
    for length in _LENGTHS:
        for topic, phrase, count, everywhere in _counted(run, length):
            lemmas = [lemma for lemma in words.lemma_of[phrase].tolist() if lemma >= 0]
            if len(set(lemmas)) >= _STRONG[0]:
                weights = table.weights[topic]
                strength = float(np.mean(weights[lemmas])) / max(float(weights.max()), 1e-12)
                text = " ".join(words.surfaces[token] for token in phrase)
                scored[topic].append((round(count / everywhere * strength * float(np.log1p(count)), 9), text))
    return [[capital(text) for _, text in sorted(one, key=lambda pair: (-pair[0], pair[1]))] for one in scored]


def _run(words: Words, typical: Sequence[Labels], table: TermTable) -> _Run:
    rows = np.concatenate([np.zeros(0, np.intp), *typical])
    topic_of = np.full(words.texts, -1)
    topic_of[rows] = np.repeat(np.arange(len(typical)), [len(one) for one in typical])
    starts = np.searchsorted(words.rows, words.rows)  # where the text of each word begins
    kept = (topic_of[words.rows] >= 0) & (np.arange(len(words.rows)) - starts < _FIRST_WORDS)
    tokens, rows_kept = words.tokens[kept], words.rows[kept]
    topics, lemmas = topic_of[rows_kept], words.said()[kept]
    is_term = np.zeros((len(typical), len(words.lemmas) + 1), dtype=np.bool_)
    for topic, chosen in enumerate(table.chosen):
        is_term[topic, list(chosen[:_TERMS])] = True
    return _Run(tokens, rows_kept, topics, is_term[topics, lemmas], lemmas >= 0)


def _counted(run: _Run, length: int) -> list[tuple[int, Numbers, int, int]]:
    """Phrases of so many words: topic, words, in how many of its texts, in how many of all."""
    if len(run.tokens) < length:
        return []
    window = np.lib.stride_tricks.sliding_window_view
    tokens, strong = window(run.tokens, length), window(run.strong, length)
    whole = (tokens >= 0).all(axis=1) & (run.rows[: len(tokens)] == run.rows[length - 1 :])
    strength = strong.sum(axis=1)
    fit = whole & strong[:, 0] & strong[:, -1] & (strength <= _STRONG[1]) & window(run.term, length).any(axis=1)
    phrases, places, rows = tokens[fit], np.zeros(int(fit.sum()), np.int64), run.rows[: len(tokens)][fit].astype(np.int64)
    if not len(places):
        return []
    for column in phrases.T:  # each phrase a number, word by word, so that no number grows out of bounds
        _, places = np.unique(places * (int(phrases.max()) + 1) + column, return_inverse=True)
    count = int(places.max()) + 1
    said = np.unique(rows * count + places)  # a text says a phrase once
    topic_of = dict(zip(rows.tolist(), run.topics[: len(tokens)][fit].tolist(), strict=True))
    own = np.array([topic_of[row] for row in (said // count).tolist()], np.int64) * count + said % count
    of_topic, counts = np.unique(own, return_counts=True)
    everywhere = np.bincount(said % count, minlength=count)
    first = np.zeros(count, np.intp)
    first[places[::-1]] = np.arange(len(places))[::-1]
    return [
        (int(key // count), phrases[first[key % count]], int(times), int(everywhere[key % count]))
        for key, times in zip(of_topic, counts, strict=True)
        if times >= _SAID_BY
    ]


def _of_terms(words: Words, table: TermTable, topic: int) -> list[str]:
    """Two terms joined, and more of them where those are another topic's name already."""
    strongest = np.argsort(-table.frequent[topic], kind="stable")[: len("abcdef")]
    terms = [words.lemmas[one] for one in strongest if table.frequent[topic, one] > 0]
    return [capital(listed(terms[:count])) for count in range(min(2, len(terms)), len(terms) + 1) if terms]


def listed(terms: Sequence[str]) -> str:
    """Terms as people list them: "bus, taxi and train"."""
    return " and ".join([", ".join(terms[:-1]), terms[-1]]) if len(terms) > 1 else "".join(terms)


def capital(text: str) -> str:
    """The same, beginning with a capital letter."""
    return text[:1].upper() + text[1:]
