"""Kept topics come back as they were; only what is not like them makes new ones."""

import numpy as np

from models.topics import KeptTopic, TopicInput, TopicModel, TopicOptions, discover

KINDS = ("rabbit hutch straw", "bus driver stop", "court judge letter")


def three() -> tuple[list[TopicInput], np.ndarray]:
    drawn = np.random.default_rng(2)
    middles = drawn.normal(0, 1, (3, 24))
    vectors = np.vstack([one + drawn.normal(0, 0.3, (40, 24)) for one in middles])
    vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    return [TopicInput(f"s{place}", f"{KINDS[place // 40]} {place}") for place in range(120)], vectors


def kept_of(vectors: np.ndarray, rows: slice, members: tuple[str, ...] = ()) -> KeptTopic:
    centre = vectors[rows].astype(float).mean(axis=0)
    closeness = vectors[rows] @ (centre / np.linalg.norm(centre))
    return KeptTopic("K1", "Our rabbits", members, tuple(centre.tolist()), float(np.quantile(closeness, 0.1)))


def test_a_kept_topic_keeps_its_key_its_name_and_its_segments() -> None:
    segments, vectors = three()
    result = discover(segments, vectors, options=TopicOptions(kept=(kept_of(vectors, slice(0, 40)),), topics=2, outliers=0))
    (kept,) = [topic for topic in result.topics if topic.kept == "K1"]
    assert kept.name == "Our rabbits"
    members = {one for one, number in result.assignments.items() if number == kept.number}
    assert len(members & {f"s{place}" for place in range(40)}) >= 36
    assert len(result.topics) == 3


def test_a_segment_moved_by_hand_stays_whatever_it_is_like() -> None:
    segments, vectors = three()
    kept = kept_of(vectors, slice(0, 40), members=("s119",))
    result = discover(segments, vectors, options=TopicOptions(kept=(kept,)))
    number = next(topic.number for topic in result.topics if topic.kept == "K1")
    assert result.assignments["s119"] == number


def test_kept_topics_alone_are_enough_where_nothing_new_can_be_found() -> None:
    segments, vectors = three()
    kept = (kept_of(vectors, slice(0, 40)),)
    result = discover(segments[:5], vectors[:5], options=TopicOptions(kept=kept))
    assert [topic.kept for topic in result.topics] == ["K1"]
    assert "too few" in (result.message or "")


def test_order_makes_no_difference_with_kept_topics() -> None:
    segments, vectors = three()
    options = TopicOptions(kept=(kept_of(vectors, slice(0, 40)),))
    first = discover(segments, vectors, options=options)
    back = discover(segments[::-1], vectors[::-1], options=options)
    assert back == first


def test_what_is_like_a_kept_topic_stays_there_though_a_new_centre_lies_nearer() -> None:
    """A topic merged of two lies between them: a new centre would win the nearer of the two."""
    segments, vectors = three()
    both = kept_of(vectors, slice(0, 80))
    result = discover(segments, vectors, options=TopicOptions(kept=(both,), topics=3, outliers=0))
    number = next(topic.number for topic in result.topics if topic.kept == "K1")
    assert sum(result.assignments[f"s{place}"] == number for place in range(80)) >= 72
    assert result.model is not None
    again = TopicModel.from_bytes(result.model.to_bytes())
    assert again.assign(vectors).tolist() == [result.assignments[one.id] for one in segments]
