"""Documents, segments and pairs that are nearly the same: text written twice teaches nothing and flatters a test.

Texts are compared by the Jaccard index of their shingles (Broder 1997, On the resemblance and containment of documents), with
every detail replaced by its type first, so that a template with other names in it is seen as one.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer

from evaluation.labelled import LabelledNote
from evaluation.stand_in_text import replaced

DOCUMENT_LIMIT = 0.2
SEGMENT_LIMIT = 0.7
_SEGMENT_WORDS = 6
_SHINGLE = 3
_BLOCK = 512


@dataclass(frozen=True, slots=True)
class Near:
    """Two texts that are nearly the same, by their ids, with the Jaccard index of their shingles."""

    first: str
    second: str
    similarity: float


def near_documents(notes: Sequence[LabelledNote], *, limit: float = DOCUMENT_LIMIT) -> list[Near]:
    """Pairs of documents that share more than `limit` of their runs of three words."""
    return near([note.id for note in notes], [blanked(note, 0, len(note.text)) for note in notes], words=_SHINGLE, limit=limit)


def near_segments(notes: Sequence[LabelledNote], *, limit: float = SEGMENT_LIMIT) -> list[Near]:
    """Pairs of listed segments of six words or more, of different documents.

    They share more than `limit` of their runs of two words.
    """
    ids, texts = [], []
    for note in notes:
        for coding in note.codings:
            if len((text := blanked(note, coding.start, coding.end)).split()) >= _SEGMENT_WORDS:
                ids.append(f"{note.id}@{coding.start}")
                texts.append(text)
    found = near(ids, texts, words=2, limit=limit)
    return [pair for pair in found if pair.first.split("@")[0] != pair.second.split("@")[0]]


def near(ids: Sequence[str], texts: Sequence[str], *, words: int, limit: float) -> list[Near]:
    """Pairs of texts whose sets of runs of `words` words have a Jaccard index above `limit`, the most alike first."""
    if not texts:
        return []
    shingles = CountVectorizer(ngram_range=(words, words), token_pattern=r"(?u)[\w'’]+", binary=True, dtype=np.int32)  # noqa: S106
    try:
        table = shingles.fit_transform(texts).tocsr()
    except ValueError:  # no text has as many words
        return []
    sizes = np.asarray(table.sum(axis=1)).ravel()
    found = []
    for start in range(0, len(texts), _BLOCK):
        shared = (table[start : start + _BLOCK] @ table.T).tocoo()
        rows, columns = shared.row + start, shared.col
        index = shared.data / np.maximum(sizes[rows] + sizes[columns] - shared.data, 1)
        places = np.flatnonzero((index > limit) & (rows < columns))
        found += [Near(ids[rows[place]], ids[columns[place]], float(index[place])) for place in places]
    return sorted(found, key=lambda pair: -pair.similarity)


def blanked(note: LabelledNote, start: int, end: int) -> str:
    """The words of a stretch with each detail replaced by its type: `Says PERSON moved on DATE`."""
    return replaced(note, start, end, lambda entity: entity.type.value)
