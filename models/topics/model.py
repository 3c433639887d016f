"""What a search found, kept: it puts any embedding into the same topics, today and when it is read back."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from models.errors import ModelCorrupted
from models.topics.cluster import Space, nearest
from models.topics.types import NONE, Doubles, Floats, Labels

_SPACE = ("mean", "lens", "middle", "axes")
_ROWS = 20_000  # embeddings that are looked at at once: what bounds the memory


@dataclass(frozen=True, slots=True, eq=False)
class TopicModel:
    """Centres and how near is near enough.

    Attributes:
        space: Where the centres lie.
        centres: Shape (topics, components).
        directions: The centres among the embeddings, shape (topics, dimensions), rows of length 1.
        holds: Cosine from which a segment is a topic's, whatever centre lies nearer, shape (topics,); infinite where none is:
            kept topics keep what is like them.
        least: Cosine to its topic's direction below which a segment is in none.
    """

    space: Space = field(repr=False)
    centres: Doubles = field(repr=False)
    directions: Doubles = field(repr=False)
    holds: Doubles = field(repr=False)
    least: float

    @property
    def topics(self) -> int:
        """How many."""
        return len(self.centres)

    def of(self, topics: Sequence[int]) -> "TopicModel":
        """Some of the topics, in this order."""
        some = list(topics)
        return TopicModel(self.space, self.centres[some], self.directions[some], self.holds[some], self.least)

    def assign(self, vectors: Floats) -> Labels:
        """For each embedding its topic, -1 where it is near to none; one by one or all at once, the same.

        Args:
            vectors: Shape (n, dimensions), rows of length 1.
        """
        labels = np.full(len(vectors), NONE, dtype=np.intp)
        for start in range(0, len(vectors) if self.topics else 0, _ROWS):
            part = np.asarray(vectors[start : start + _ROWS], np.float64)
            found = self._held(part, nearest(self.space.of(part), self.centres))
            near = np.einsum("ij,ij->i", part, self.directions[found]) >= self.least
            labels[start : start + _ROWS] = np.where(near, found, NONE)
        return labels

    def _held(self, vectors: Doubles, found: Labels) -> Labels:
        """What kept topics hold is theirs, the closest of them first."""
        kept = np.flatnonzero(np.isfinite(self.holds))
        if not len(kept):
            return found
        cosines = vectors @ self.directions[kept].T
        cosines[cosines < self.holds[kept]] = -np.inf
        best = cosines.argmax(axis=1)
        held = cosines[np.arange(len(best)), best] > -np.inf
        return np.where(held, kept[best], found)

    def closeness(self, vectors: Floats, labels: Labels) -> Doubles:
        """For each embedding its cosine to the direction of a topic, by number."""
        found = np.empty(len(vectors))
        for start in range(0, len(vectors), _ROWS):
            rows = slice(start, start + _ROWS)
            found[rows] = np.einsum("ij,ij->i", np.asarray(vectors[rows], np.float64), self.directions[labels[rows]])
        return found

    def to_bytes(self) -> bytes:
        """As a file in memory: numbers only, no word of any text."""
        from safetensors.numpy import save

        least = np.array([self.least])
        space = {name: getattr(self.space, name) for name in _SPACE}
        parts = space | {"centres": self.centres, "directions": self.directions, "holds": self.holds, "least": least}
        return save({name: np.ascontiguousarray(part) for name, part in parts.items()})

    @classmethod
    def from_bytes(cls, content: bytes) -> "TopicModel":
        """Read back what `to_bytes` wrote.

        Raises:
            ModelCorrupted: It is not that.
        """
        from safetensors import SafetensorError
        from safetensors.numpy import load

        try:
            read = load(content)
            space, least = Space(*(read[name] for name in _SPACE)), float(read["least"][0])
            return cls(space, read["centres"], read["directions"], read["holds"], least)
        except (SafetensorError, KeyError, IndexError) as error:
            raise ModelCorrupted("the topics kept of this search cannot be read; start the search again") from error
