"""What a search for topics is asked and what it answers."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]
Labels = NDArray[np.intp]
Progress = Callable[[str, float], None]
"""Called with what is being done and how far the whole is, 0 to 1. Whatever it raises ends the search."""

FEWEST = 15
"""With fewer segments there is nothing to tell topics by."""
NONE = -1
"""The number of no topic."""

Method = Literal["tree", "kmeans", "gmm", "bertopic", "keynmf", "s3"]


@dataclass(frozen=True, slots=True)
class TopicInput:
    """A segment to look at: its id and its redacted text."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class KeptTopic:
    """A topic of an earlier search that a person named, merged, split or moved segments into: it comes back as it was.

    Attributes:
        key: Its lasting id.
        name: What it is called.
        members: Ids of the segments that a person put there by hand: they stay, whatever they are like.
        centre: Mean of the embeddings of its segments, not of length 1.
        least: Cosine to it from which a segment is taken for one of it, before anything new is looked for.
    """

    key: str
    name: str
    members: tuple[str, ...]
    centre: tuple[float, ...] = field(repr=False)
    least: float


@dataclass(frozen=True, slots=True)
class TopicOptions:
    """How to look.

    Attributes:
        method: How clusters are found; "tree" is the one that won `earshot evaluate topics`.
        topics: How many; none: as many as the criterion finds (`count.py`).
        most: At most so many, where none are asked for.
        detail: The dial, where none are asked for: 0 as the criterion says, 1 twice as many, -1 half as many.
        outliers: At most this share of the segments is left in no topic.
        seed: Of whatever is drawn; "tree" draws nothing.
        kept: Topics that come back as they were; only what is not like them makes new ones.
        encoder: Revision of what made the embeddings, so that they are seen through its lens where there is one (`lens.py`).
    """

    method: Method = "tree"
    topics: int | None = None
    most: int | None = None
    detail: float = 0.0
    outliers: float = 0.05
    seed: int = 0
    kept: tuple[KeptTopic, ...] = ()
    encoder: str | None = None


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic.

    Attributes:
        number: From 0, largest first.
        size: How many segments.
        name: Two or three words, made of what is said in it.
        terms: Lemmas that set it apart, strongest first.
        weights: How strongly, 0 to 1.
        examples: Ids of segments that are typical of it and unlike one another.
        example_texts: Their redacted texts.
        spread: Mean cosine of its segments to its centre: 1 all say the same.
        kept: The lasting id of the kept topic that this is, if it is one.
    """

    number: int
    size: int
    name: str
    terms: tuple[str, ...]
    weights: tuple[float, ...]
    examples: tuple[str, ...]
    example_texts: tuple[str, ...] = field(repr=False)
    spread: float
    kept: str | None = None


@dataclass(frozen=True, slots=True)
class Join:
    """A step of the hierarchy: two topics, or joins before it, become one.

    Attributes:
        left, right: A topic's number, or the number of topics plus the place of an earlier join.
        distance: How far apart they were: the higher, the later they should be put together.
        size: Segments under it.
        name: Of what is said under it.
    """

    left: int
    right: int
    distance: float
    size: int
    name: str
