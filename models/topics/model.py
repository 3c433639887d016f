"""What a search found, kept: it puts any embedding into the same topics, today and when it is read back."""

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from models.errors import ModelCorrupted
from models.topics.cluster import Space, nearest
from models.topics.types import NONE, Doubles, Floats, Labels

_ROWS = 20_000  # embeddings that are looked at at once: what bounds the memory
_FORM = 1


@dataclass(frozen=True, slots=True, eq=False)
class TopicModel:
    """Centres and how near is near enough.

    Attributes:
        space: Where the centres lie.
        centres: Shape (topics, components).
        directions: The centres among the embeddings, shape (topics, dimensions), rows of length 1.
        least: Cosine to its topic's direction below which a segment is in none.
    """

    space: Space = field(repr=False)
    centres: Doubles = field(repr=False)
    directions: Doubles = field(repr=False)
    least: float

    @property
    def topics(self) -> int:
        """How many."""
        return len(self.centres)

    def of(self, topics: Sequence[int]) -> "TopicModel":
        """Some of the topics, in this order."""
        return TopicModel(self.space, self.centres[list(topics)], self.directions[list(topics)], self.least)

    def assign(self, vectors: Floats) -> Labels:
        """For each embedding its topic, -1 where it is near to none; one by one or all at once, the same.

        Args:
            vectors: Shape (n, dimensions), rows of length 1.
        """
        labels = np.full(len(vectors), NONE, dtype=np.intp)
        for start in range(0, len(vectors) if self.topics else 0, _ROWS):
            part = np.asarray(vectors[start : start + _ROWS], np.float64)
            found = nearest(self.space.of(part), self.centres)
            near = np.einsum("ij,ij->i", part, self.directions[found]) >= self.least
            labels[start : start + _ROWS] = np.where(near, found, NONE)
        return labels

    def closeness(self, vectors: Floats, labels: Labels) -> Doubles:
        """For each embedding its cosine to the direction of a topic, by number."""
        found: Doubles = np.einsum("ij,ij->i", np.asarray(vectors, np.float64), self.directions[labels])
        return found

    def to_bytes(self) -> bytes:
        """As a file in memory: numbers only, no word of any text."""
        buffer = io.BytesIO()
        about = json.dumps({"form": _FORM, "least": self.least}).encode()
        np.savez_compressed(
            buffer, mean=self.space.mean, axes=self.space.axes, centres=self.centres, directions=self.directions,
            about=np.frombuffer(about, np.uint8),
        )  # fmt: skip
        return buffer.getvalue()

    @classmethod
    def from_bytes(cls, content: bytes) -> "TopicModel":
        """Read back what `to_bytes` wrote.

        Raises:
            ModelCorrupted: It is not that, or of another form.
        """
        try:
            with np.load(io.BytesIO(content), allow_pickle=False) as read:
                about = json.loads(read["about"].tobytes())
                _check(about["form"])
                return cls(Space(read["mean"], read["axes"]), read["centres"], read["directions"], float(about["least"]))
        except (ValueError, KeyError, OSError, EOFError) as error:
            raise ModelCorrupted("the topics kept of this search cannot be read; start the search again") from error


def _check(form: int) -> None:
    if form != _FORM:
        raise ValueError(f"form {form}")
