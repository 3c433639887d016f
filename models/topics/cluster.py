"""Clusters of embeddings: a tree over a sample, cut where wanted, its centres settled on all; nothing is drawn by chance."""

from dataclasses import dataclass, field

import numpy as np

from models.topics.types import Doubles, Floats, Labels

_DIMENSIONS = 50  # at most; of few segments the root of their number, for further axes of so few are noise
_STEPS = 50


@dataclass(frozen=True, slots=True, eq=False)
class Space:
    """Where clusters are looked for: principal components of the embeddings as seen through a lens.

    Attributes:
        mean: Of the embeddings, shape (dimensions,).
        lens: Shape (dimensions, dimensions).
        middle: Of what is seen, shape (dimensions,).
        axes: Shape (dimensions, components); each axis' largest part is positive, so that it is the same every time.
    """

    mean: Doubles = field(repr=False)
    lens: Doubles = field(repr=False)
    middle: Doubles = field(repr=False)
    axes: Doubles = field(repr=False)

    def of(self, vectors: Floats | Doubles) -> Doubles:
        """Coordinates, shape (n, components)."""
        found: Doubles = (_seen(vectors, self.mean, self.lens) - self.middle) @ self.axes
        return found


def space_of(vectors: Floats, lens: Doubles | None = None) -> Space:
    """The space of n embeddings, shape (n, dimensions); without a lens for them they are seen as they are."""
    fits = lens is not None and len(lens) == vectors.shape[1]
    through = lens if fits and lens is not None else np.eye(vectors.shape[1])
    mean = np.asarray(vectors, np.float64).mean(axis=0)
    seen = _seen(vectors, mean, through)
    middle = seen.mean(axis=0)
    components = max(1, min(_DIMENSIONS, round(len(vectors) ** 0.5), vectors.shape[1]))
    seen = seen - middle
    _, axes = np.linalg.eigh(seen.T @ seen)
    axes = axes[:, ::-1][:, :components]
    signs = np.sign(axes[np.abs(axes).argmax(axis=0), np.arange(components)])
    return Space(mean, through, middle, axes * signs)


def _seen(vectors: Floats | Doubles, mean: Doubles, lens: Doubles) -> Doubles:
    """All of length 1, so that what counts is in which direction from the middle a segment lies."""
    seen = (np.asarray(vectors, np.float64) - mean) @ lens
    return unit(seen)


def unit(vectors: Doubles) -> Doubles:
    """Rows of length 1; a row of nothing stays one."""
    found: Doubles = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
    return found


def sample(count: int, most: int) -> Labels:
    """Numbers of at most so many of `count` rows, in even steps: of rows in an order of their own, the same every time."""
    if count <= most:
        return np.arange(count)
    return np.unique(np.linspace(0, count - 1, most).round().astype(np.intp))


def tree_of(points: Doubles) -> Doubles:
    """Ward's tree (Ward 1963) over points, shape (n, components): scipy's linkage, shape (n - 1, 4)."""
    from scipy.cluster.hierarchy import linkage

    found: Doubles = linkage(points, method="ward")
    return found


def cut(tree: Doubles, count: int) -> Labels:
    """For each point of the tree its cluster, 0 to count - 1."""
    from scipy.cluster.hierarchy import fcluster

    return np.asarray(fcluster(tree, count, criterion="maxclust"), dtype=np.intp) - 1


def centres_of(points: Doubles, labels: Labels, count: int) -> Doubles:
    """Means of clusters, shape (count, components)."""
    from scipy import sparse

    member = sparse.csr_array((np.ones(len(labels)), (labels, np.arange(len(labels)))), shape=(count, len(labels)))
    found: Doubles = (member @ points) / np.maximum(np.bincount(labels, minlength=count), 1)[:, None]
    return found


def settle(points: Doubles, centres: Doubles) -> Doubles:
    """Centres after steps of k-means (Lloyd 1982) from where they are; a cluster that empties stays where it was."""
    before: Labels | None = None
    for _ in range(_STEPS):
        labels = nearest(points, centres)
        if before is not None and np.array_equal(labels, before):
            break
        moved = centres_of(points, labels, len(centres))
        empty = np.bincount(labels, minlength=len(centres)) == 0
        moved[empty] = centres[empty]
        centres, before = moved, labels
    return centres


def nearest(points: Doubles, centres: Doubles) -> Labels:
    """For each point the nearest centre, the first of equals."""
    squared = (centres**2).sum(axis=1) - 2 * points @ centres.T
    return np.asarray(squared.argmin(axis=1), dtype=np.intp)
