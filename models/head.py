"""A codebook's own sentences as labelled texts: what a coder learns from on the first day.

Examples are positive for their code, a near miss for the codes that it names instead, and every sentence is a negative for all
other codes.
"""

import numpy as np
from numpy.typing import NDArray

from codebook.schema import Codebook

FEWEST = 2
"""Examples of every code from which heads code better than likeness to prototypes (`models/code.py` gives the figures)."""
WORD = r"(?u)[\w']+|[^\w\s]"
"""Words, and each mark and emoji by itself."""

Floats = NDArray[np.float32]


def has_enough(codebook: Codebook) -> bool:
    """Whether every code has examples enough for a head, and there are several codes."""
    return len(codebook.codes) > 1 and all(len(code.examples) >= FEWEST for code in codebook.codes)


def labelled_sentences(codebook: Codebook) -> list[tuple[str, frozenset[str]]]:
    """Every sentence of a codebook with the codes that it carries; the order of codes makes no difference."""
    sentences: list[tuple[str, frozenset[str]]] = []
    for code in sorted(codebook.codes, key=lambda code: code.examples):
        sentences += [(example, frozenset({code.id})) for example in code.examples]
        sentences += [(counter.text, frozenset(counter.instead)) for counter in code.counter_examples]
    return sentences
