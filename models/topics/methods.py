"""Ways to find clusters, each behind one face: the default, and others to compare it with or to use by a setting.

Whatever finds them, topics are kept as centres (`model.py`), so that what is assigned later is assigned as it was when found.
`earshot evaluate topics` compares all of them, and BERTopic as it comes.
"""

import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from models.topics.cluster import cut, sample, tree_of, unit
from models.topics.count import count_of
from models.topics.types import Doubles, Labels, TopicOptions
from models.topics.words import Words

_TREE = 4_000


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """What a method works on.

    Attributes:
        points: Coordinates of n segments, shape (n, components).
        words: Reads the words of the same segments, when a method wants them.
        options: Count, dial, seed.
    """

    points: Doubles = field(repr=False)
    words: Callable[[], Words] = field(repr=False)
    options: TopicOptions

    def count(self, tree: Doubles) -> int:
        """How many topics: as asked, or as the criterion finds in a tree."""
        if self.options.topics is not None:
            return max(1, min(self.options.topics, len(tree) + 1))
        return count_of(tree, self.points.shape[1], most=self.options.most, detail=self.options.detail)


def centres_by(method: str, task: Task) -> Doubles:
    """Centres of the clusters that a method finds, shape (topics, components)."""
    chosen = sample(len(task.points), _TREE)
    points = task.points[chosen]
    tree = tree_of(points)
    count = task.count(tree)
    labels = cut(tree, count) if method == "tree" else _OTHERS[method](task, points, chosen, count)
    found = np.unique(labels[labels >= 0])
    return np.stack([points[labels == one].mean(axis=0) for one in found]) if len(found) else np.zeros((0, points.shape[1]))


def _kmeans(task: Task, points: Doubles, chosen: Labels, count: int) -> Labels:  # noqa: ARG001
    """k-means++ (Arthur and Vassilvitskii 2007), the best of ten."""
    from sklearn.cluster import KMeans

    return _whole(KMeans(count, n_init=10, random_state=task.options.seed).fit_predict(points))


def _gmm(task: Task, points: Doubles, chosen: Labels, count: int) -> Labels:  # noqa: ARG001
    """A mixture of Gaussians with diagonal covariances, begun from k-means."""
    from sklearn.mixture import GaussianMixture

    mixture = GaussianMixture(count, covariance_type="diag", reg_covar=1e-4, random_state=task.options.seed)
    return _whole(mixture.fit_predict(points))


def _density(task: Task, points: Doubles, chosen: Labels, count: int) -> Labels:  # noqa: ARG001
    """BERTopic's way (Grootendorst 2022): UMAP to five dimensions, then HDBSCAN, which finds its own count."""
    from sklearn.cluster import HDBSCAN

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about threads: with a seed UMAP uses one
        from umap import UMAP

        near = min(15, len(points) - 1)
        umap: Any = UMAP(n_neighbors=near, n_components=5, min_dist=0.0, metric="cosine", random_state=task.options.seed)
        reduced = umap.fit_transform(points)
    return _whole(HDBSCAN(min_cluster_size=10, copy=True).fit_predict(reduced))


def _keynmf(task: Task, points: Doubles, chosen: Labels, count: int) -> Labels:
    """Key words weighed by likeness to their text, then non-negative factors (after Kardos et al. 2024, KeyNMF).

    A word lies where the texts that say it lie, so that no encoder is needed.
    """
    from scipy import sparse
    from sklearn.decomposition import NMF

    counts = sparse.csr_array(task.words().counts()[chosen])
    counts.data[:] = 1
    said = np.asarray(counts.sum(axis=0)).ravel()
    lies = (counts.T @ points) / np.maximum(said, 1)[:, None]
    word, own = unit(lies), unit(points)
    rows, columns = counts.nonzero()
    like = np.maximum(np.einsum("ij,ij->i", own[rows], word[columns]), 0) * (said[columns] > 1)
    keys = sparse.csr_array((like, (rows, columns)), shape=counts.shape)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about steps: where it stands then is good enough
        weights = NMF(count, init="nndsvd", max_iter=200, random_state=task.options.seed).fit_transform(keys)
    return np.asarray(np.where(weights.max(axis=1) > 0, weights.argmax(axis=1), -1), np.intp)


def _s3(task: Task, points: Doubles, chosen: Labels, count: int) -> Labels:  # noqa: ARG001
    """Semantic signals: independent components of the embeddings (after Kardos et al. 2025, S³); the strongest counts."""
    from sklearn.decomposition import FastICA

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about steps
        ica = FastICA(min(count, points.shape[1]), random_state=task.options.seed, whiten="unit-variance", max_iter=300)
        signals = ica.fit_transform(points)
    signals = signals * np.sign((signals**3).mean(axis=0))
    return _whole(signals.argmax(axis=1))


def _whole(labels: Any) -> Labels:
    return np.asarray(labels, dtype=np.intp)


_OTHERS = {"kmeans": _kmeans, "gmm": _gmm, "bertopic": _density, "keynmf": _keynmf, "s3": _s3}
