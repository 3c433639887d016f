"""Where topics and their segments lie on a map: near what is said alike, and never one topic over another."""

from dataclasses import dataclass, field

import numpy as np
from sklearn.manifold import smacof

from models.topics.cluster import unit
from models.topics.types import NONE, Doubles, Floats, Labels

MOST_POINTS = 2_000
_FULL = 0.3  # part of the map's square that discs cover, before they are pushed apart
_GAP = 1.08  # discs are so many times their radii apart
_ROUNDS = 500
_SHARP = 12  # how much more a nearer topic draws a segment of no topic
_STEPS = 60
_RIM = 1.06  # segments of no topic keep so many radii from a topic's middle
_SMALLEST = 0.35  # a topic's radius is at least this part of the largest one's, so that it can be found and named


@dataclass(frozen=True, slots=True, eq=False)
class MapLayout:
    """Places on a map whose longer side is 1, in units of that side.

    Attributes:
        topics: Where each topic's middle is, shape (topics, 2).
        radii: How far its segments reach from there, shape (topics,); the discs do not overlap.
        points: Where each segment is, shape (n, 2); within its topic's disc.
    """

    topics: Doubles = field(repr=False)
    radii: Doubles = field(repr=False)
    points: Doubles = field(repr=False)


def evenly(count: int, most: int = MOST_POINTS) -> Labels:
    """Places of at most `most` of `count` things, in even steps."""
    if count <= most:
        return np.arange(count)
    return np.asarray(np.floor(np.arange(most) * (count / most)), np.intp)


def lay_out(centres: Doubles, sizes: Labels, vectors: Floats, labels: Labels) -> MapLayout:
    """Topics by SMACOF (de Leeuw 1977) from classical scaling, over distances of their directions; the same every time.

    Each topic's segments lie about its middle by the first two principal components of their offsets from its centre.

    Args:
        centres: Shape (topics, dimensions), not zero.
        sizes: Segments of each topic, drawn or not, shape (topics,).
        vectors: Embeddings of the segments that are drawn, shape (n, dimensions).
        labels: The topic of each, shape (n,); those of no topic lie between the topics they are like.
    """
    directions = unit(np.asarray(centres, np.float64))
    radii = _radii(np.asarray(sizes, np.float64))
    middles = _apart(_scaled(_by_distance(directions), radii), radii)
    points = np.zeros((len(vectors), 2))
    for topic in range(len(middles)):
        own = np.flatnonzero(labels == topic)
        points[own] = middles[topic] + _about(np.asarray(vectors[own], np.float64), directions[topic]) * radii[topic]
    outside = np.flatnonzero(labels == NONE)
    points[outside] = _between(np.asarray(vectors[outside], np.float64), directions, middles, radii)
    return _to_unit(middles, radii, points)


def _radii(sizes: Doubles) -> Doubles:
    if not len(sizes):
        return np.zeros(0)
    roots = np.sqrt(np.maximum(sizes, 1))
    return np.asarray(np.maximum(roots, _SMALLEST * roots.max()))


def _by_distance(directions: Doubles) -> Doubles:
    """Middles by scaling; signs are fixed so that nothing turns on the order of a decomposition."""
    count = len(directions)
    if count < len("abc"):
        return np.asarray(np.arange(count)[:, None] * np.array([[1.0, 0.0]]))
    distances = np.sqrt(np.maximum(2 - 2 * directions @ directions.T, 0))
    np.fill_diagonal(distances, 0)
    distances = (distances + distances.T) / 2
    if distances.max() < 1e-9:  # noqa: PLR2004 - all in one place: there is no stress to lessen
        return np.zeros((count, 2))
    first = _components(-0.5 * _centred(distances**2))
    found = smacof(distances, init=first, n_init=1, n_components=2, random_state=0, normalized_stress=False)[0]
    return np.asarray(found, np.float64)


def _centred(squares: Doubles) -> Doubles:
    return np.asarray(squares - squares.mean(axis=0) - squares.mean(axis=1)[:, None] + squares.mean())


def _components(gram: Doubles) -> Doubles:
    values, vectors = np.linalg.eigh(gram)
    found = vectors[:, ::-1][:, :2] * np.sqrt(np.maximum(values[::-1][:2], 0))
    return np.asarray(found * _signs(found))


def _signs(found: Doubles) -> Doubles:
    strongest = found[np.abs(found).argmax(axis=0), np.arange(found.shape[1])]
    return np.where(strongest < 0, -1.0, 1.0)


def _scaled(middles: Doubles, radii: Doubles) -> Doubles:
    """Middles spread so wide that the discs would fill `_FULL` of their square."""
    if len(middles) < len("ab"):
        return middles
    middles = middles - middles.mean(axis=0)
    side = np.sqrt(np.sum(np.pi * radii**2) / _FULL)
    return np.asarray(middles * side / max(float(np.ptp(middles, axis=0).max()), 1e-9))


def _apart(middles: Doubles, radii: Doubles) -> Doubles:
    """Push overlapping discs apart along the line of their middles; what is left then is spread until none overlaps."""
    count = len(middles)
    if count < len("ab"):
        return middles
    # those in one place are told apart by a spiral (the golden angle)
    turn = np.arange(count) * np.pi * (3 - np.sqrt(5))
    middles = middles + 1e-6 * radii.max() * np.c_[np.cos(turn), np.sin(turn)]
    needed = _GAP * (radii[:, None] + radii[None, :])
    np.fill_diagonal(needed, 0)
    for _ in range(_ROUNDS):
        offsets = middles[:, None] - middles[None, :]
        distances = np.linalg.norm(offsets, axis=2)
        missing = np.maximum(needed - distances, 0)
        if missing.max() < 1e-3 * radii.max():
            break
        middles = middles + 0.25 * np.einsum("ij,ijk->ik", missing / np.maximum(distances, 1e-12), offsets)
    distances = np.linalg.norm(middles[:, None] - middles[None, :], axis=2)
    np.fill_diagonal(distances, np.inf)
    return np.asarray(middles * max(1.0, float((needed / distances).max())))


def _about(vectors: Doubles, direction: Doubles) -> Doubles:
    """Places in the unit disc: the first two components of the offsets, the outermost on the rim."""
    if len(vectors) < len("ab"):
        return np.zeros((len(vectors), 2))
    offsets = vectors - direction
    offsets = offsets - offsets.mean(axis=0)
    places = _principal(offsets)
    # evenly spread over the disc in the order of how far out they are: in many dimensions all are about as far, a ring
    far = np.linalg.norm(places, axis=1)
    rank = np.argsort(np.argsort(far, kind="stable"), kind="stable")
    reach = 0.95 * np.sqrt((rank + 0.5) / len(far))
    return np.asarray(places * (reach / np.maximum(far, 1e-12))[:, None])


def _principal(offsets: Doubles) -> Doubles:
    """The first two components, by the smaller of the two matrices that give them."""
    count, dimensions = offsets.shape
    if count <= dimensions:
        return _components(offsets @ offsets.T)
    axes = np.linalg.eigh(offsets.T @ offsets)[1][:, ::-1][:, :2]
    places = offsets @ axes
    return np.asarray(places * _signs(places))


def _between(vectors: Doubles, directions: Doubles, middles: Doubles, radii: Doubles) -> Doubles:
    """Places of segments of no topic: between the topics they are most like, out of every disc."""
    count = len(vectors)
    turn = np.arange(count) * np.pi * (3 - np.sqrt(5))
    round_about = np.c_[np.cos(turn), np.sin(turn)]
    if not len(middles):
        return np.asarray(round_about * np.sqrt((np.arange(count) + 0.5) / max(count, 1))[:, None])
    lengths = np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
    weights = np.exp(_SHARP * (vectors / lengths) @ directions.T)
    places = weights @ middles / weights.sum(axis=1, keepdims=True)
    places = places + 0.5 * radii.mean() * round_about  # the like of one another are told apart
    for _ in range(_STEPS):
        offsets = places[:, None] - middles[None, :]
        distances = np.linalg.norm(offsets, axis=2)
        depth = _RIM * radii - distances
        inside = np.flatnonzero(depth.max(axis=1) > 0)
        if not len(inside):
            return np.asarray(places)
        deepest = depth[inside].argmax(axis=1)
        away = offsets[inside, deepest] / np.maximum(distances[inside, deepest], 1e-12)[:, None]
        # a little round the disc as well, so that none is thrown to and fro between two
        places[inside] = middles[deepest] + (radii[deepest] * _RIM * 1.01)[:, None] * _turned(away, 0.35)
    middle = (middles.max(axis=0) + middles.min(axis=0)) / 2
    outer = float((np.linalg.norm(middles - middle, axis=1) + radii).max())
    places[inside] = middle + 1.05 * outer * round_about[inside]
    return np.asarray(places)


def _turned(offsets: Doubles, angle: float) -> Doubles:
    cosine, sine = np.cos(angle), np.sin(angle)
    return np.asarray(offsets @ np.array([[cosine, sine], [-sine, cosine]]))


def _to_unit(middles: Doubles, radii: Doubles, points: Doubles) -> MapLayout:
    reach = np.concatenate([middles - radii[:, None], middles + radii[:, None], points])
    if not len(reach):
        return MapLayout(middles, radii, points)
    low, size = reach.min(axis=0), max(float(np.ptp(reach, axis=0).max()), 1e-9)
    return MapLayout((middles - low) / size, radii / size, (points - low) / size)
