"""A regularised linear head for each code, fitted to a codebook's own sentences: embeddings and TF-IDF together.

Either alone is weaker: the embedding finds what is said in other words, TF-IDF the turn of phrase. Examples are positive for
their code, a near miss for the codes that it names instead, and every sentence is a negative for all other codes.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from codebook.schema import Codebook

FEWEST = 10
"""With fewer examples for every code a head learns their wording and not their meaning."""
_STRENGTH = 10.0
WORD = r"(?u)[\w']+|[^\w\s]"
"""Words, and each mark and emoji by itself."""

Floats = NDArray[np.float32]


class CodebookHeads:
    """One logistic regression a code over embedding and TF-IDF (Pedregosa et al. 2011, scikit-learn).

    Args:
        codebook: A codebook with at least `FEWEST` examples for every code.
        sentences: All its sentences, as `labelled_sentences` gives them.
        embeddings: Array (sentences, dimensions) of them.
    """

    def __init__(self, codebook: Codebook, sentences: Sequence[str], embeddings: Floats) -> None:
        from scipy.sparse import csr_matrix, hstack
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.linear_model import LogisticRegression

        self._stack: Any = lambda *parts: csr_matrix(hstack(parts))
        self._tfidf = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, token_pattern=WORD)
        features = self._stack(embeddings, self._tfidf.fit_transform(sentences))
        labels = [codes for _, codes in labelled_sentences(codebook)]
        self._heads = [
            LogisticRegression(C=_STRENGTH, max_iter=1000).fit(features, [code.id in codes for codes in labels])
            for code in codebook.codes
        ]

    def decide(self, texts: Sequence[str], embeddings: Floats) -> Floats:
        """Array (texts, codes) of log-odds, codes in the codebook's order."""
        features = self._stack(embeddings, self._tfidf.transform(texts))
        return np.stack([head.decision_function(features) for head in self._heads], axis=1).astype(np.float32)


def has_enough(codebook: Codebook) -> bool:
    """Whether every code has examples enough for a head."""
    return len(codebook.codes) > 1 and all(len(code.examples) >= FEWEST for code in codebook.codes)


def labelled_sentences(codebook: Codebook) -> list[tuple[str, frozenset[str]]]:
    """Every sentence of a codebook with the codes that it carries; the order of codes makes no difference."""
    sentences: list[tuple[str, frozenset[str]]] = []
    for code in sorted(codebook.codes, key=lambda code: code.examples):
        sentences += [(example, frozenset({code.id})) for example in code.examples]
        sentences += [(counter.text, frozenset(counter.instead)) for counter in code.counter_examples]
    return sentences
