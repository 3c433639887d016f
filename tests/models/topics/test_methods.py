"""Every method finds plain clusters, is the same when run again, and is kept in one form."""

from typing import get_args

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score

from models.topics import TopicInput, TopicOptions, discover
from models.topics.types import Method

KINDS = ("rabbit hutch straw", "bus driver stop", "court judge letter", "pizza tea curry")


@pytest.mark.slow
@pytest.mark.timeout(180)  # UMAP is compiled when it is first used
@pytest.mark.parametrize("method", get_args(Method))
def test_plain_clusters_are_found_the_same_every_time(method: Method) -> None:
    drawn = np.random.default_rng(8)
    middles = drawn.normal(0, 1, (4, 24))
    vectors = np.vstack([one + drawn.normal(0, 0.15, (30, 24)) for one in middles])
    vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    segments = [TopicInput(f"s{place}", f"{KINDS[place // 30]} {'again' * (place % 30)}") for place in range(120)]
    options = TopicOptions(method=method, topics=4, outliers=0)
    first, again = (discover(segments, vectors, options=options) for _ in range(2))
    assert again.assignments == first.assignments
    true, labels = [place // 30 for place in range(120)], [first.assignments[one.id] for one in segments]
    # an independent component has two ends, and a cluster may lie at the other end of one that is taken
    assert adjusted_rand_score(true, labels) > (0.6 if method == "s3" else 0.9)
