"""How topics belong together: a tree over their centres, for coarser and finer looks."""

from collections.abc import Sequence

import numpy as np

from models.topics.cluster import tree_of
from models.topics.names import capital, listed
from models.topics.terms import TermTable
from models.topics.types import Doubles, Join
from models.topics.words import Words


def joins_of(centres: Doubles, sizes: Sequence[int], table: TermTable, words: Words) -> tuple[Join, ...]:
    """The steps in which topics become one, nearest first (Ward's tree over their centres).

    Args:
        centres: Shape (topics, components).
        sizes: Segments of each.
        table: Their terms.
        words: What the terms are numbers of.
    """
    if len(centres) < len("ab"):
        return ()
    under: list[list[int]] = [[topic] for topic in range(len(centres))]
    joins = []
    for left, right, distance, _ in tree_of(centres):
        both = under[int(left)] + under[int(right)]
        under.append(both)
        strongest = np.argsort(-table.weights[both].mean(axis=0), kind="stable")[:2]
        name = capital(listed([words.lemmas[one] for one in strongest]))
        size = sum(sizes[one] for one in both)
        joins.append(Join(int(left), int(right), round(float(distance), 6), size, name))
    return tuple(joins)
