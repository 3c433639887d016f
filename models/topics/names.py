"""Names of topics: two or three words that people said there and seldom elsewhere, as a researcher would jot them down."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from models.topics.terms import TermTable
from models.topics.words import Words

_LONGEST = 4  # words of a phrase with the small ones inside: "contact with his mum"
_STRONG = 2  # words that say something, at least
_SAID_BY = 3  # segments that must say a phrase before it names a topic
_FIRST_WORDS = 60  # of a long text
_AMONG = 400  # most typical texts of a topic
_TERMS = 6


def names_of(words: Words, typical: Sequence[NDArray[np.intp]], table: TermTable) -> tuple[str, ...]:
    """A name for each topic, no two the same.

    A phrase is a run of up to four words with no mark between them that begins and ends with a word that says something; it
    names the topic in which it is said in most texts, weighed by the terms in it. Where no phrase is said in three texts, the
    two strongest terms do.

    Args:
        words: The words of n texts.
        typical: For each topic the numbers of its texts, most typical first.
        table: Terms.
    """
    found = [_phrases(words, rows[:_AMONG]) for rows in typical]
    everywhere: Counter[tuple[int, ...]] = Counter()
    for phrases in found:
        everywhere.update(phrases)
    taken: set[str] = set()
    names = []
    for topic, phrases in enumerate(found):
        name = _best(words, phrases, everywhere, table, topic, taken)
        taken.add(name.casefold())
        names.append(name)
    return tuple(names)


def _phrases(words: Words, rows: NDArray[np.intp]) -> Counter[tuple[int, ...]]:
    """In how many of the texts each phrase is said, by the numbers of its words."""
    said: Counter[tuple[int, ...]] = Counter()
    for row in rows:
        start, end = np.searchsorted(words.rows, [row, row + 1])
        tokens = words.tokens[start:end][:_FIRST_WORDS].tolist()
        strong = [token >= 0 and words.lemma_of[token] >= 0 for token in tokens]
        here = set()
        for place in range(len(tokens)):
            if not strong[place]:
                continue
            for end_place in range(place + 1, min(place + _LONGEST, len(tokens))):
                if tokens[end_place] < 0:
                    break
                if strong[end_place] and sum(strong[place : end_place + 1]) <= _STRONG + 1:
                    here.add(tuple(tokens[place : end_place + 1]))
        said.update(here)
    return said


def _best(
    words: Words,
    phrases: Counter[tuple[int, ...]],
    everywhere: Counter[tuple[int, ...]],
    table: TermTable,
    topic: int,
    taken: set[str],
) -> str:
    weights, chosen = table.weights[topic], table.chosen[topic][:_TERMS]
    top = max((weights[one] for one in chosen), default=1.0)
    scored = []
    for phrase, count in phrases.items():
        lemmas = [int(words.lemma_of[token]) for token in phrase if words.lemma_of[token] >= 0]
        if count < _SAID_BY or len(set(lemmas)) < _STRONG or not set(lemmas) & set(chosen):
            continue
        own = count / everywhere[phrase]
        strength = float(np.mean([weights[one] / top for one in lemmas]))
        text = " ".join(words.surfaces[token] for token in phrase)
        scored.append((round(own * strength * np.log1p(count), 9), text))
    for _, text in sorted(scored, key=lambda one: (-one[0], one[1])):
        if text.casefold() not in taken:
            return _capital(text)
    terms = [words.lemmas[one] for one in chosen]
    for count in (2, 3, 4, 5, 6):
        name = _capital(_listed(terms[:count]))
        if terms and name.casefold() not in taken:
            return name
    return f"Topic {topic + 1}"


def _listed(terms: Sequence[str]) -> str:
    return " and ".join([", ".join(terms[:-1]), terms[-1]]) if len(terms) > 1 else "".join(terms)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
