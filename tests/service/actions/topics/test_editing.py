"""Topics mended by people: each edit does what it says, is kept at the next run, and can be undone."""

from typing import Any

import pytest
import topical

from service.actions.topics import editing, viewing
from service.actions.topics.asked import EditIn, SearchOptions
from service.actions.topics.types import TopicRun
from service.errors import Conflict, NotFound, Refused, Stale
from service.store import audit

pytestmark = pytest.mark.slow


@pytest.fixture
def run(place: Any) -> TopicRun:
    return topical.search(place.workshop, place.project, options=SearchOptions(topics=4, outliers=0.0))


def edit(place: Any, run: TopicRun, *, seen: int | None = None, **asked: Any) -> TopicRun:
    version = run.version if seen is None else seen
    return editing.edit(place.workshop, topical.principal(place.project), run.id, EditIn(**asked), seen=version)


def members(place: Any, run: TopicRun, number: int) -> list[str]:
    page = viewing.segments(place.workshop, topical.principal(place.project), run.id, number, limit=200)
    return [one.id for one in page.items]


def state(run: TopicRun) -> list[Any]:
    """What there is of a run, without how often it was changed; figures of centres are rounded."""
    return [(one.number, one.key, one.name, one.name_by, one.state, one.size, round(one.spread, 3)) for one in run.topics or ()]


def test_a_topic_is_renamed_by_somebody(place: Any, run: TopicRun) -> None:
    after = edit(place, run, kind="rename", topic=1, name="Getting about")
    topic = (after.topics or ())[1]
    assert (topic.name, topic.name_by, topic.state) == ("Getting about", "R. Haddad", "kept")
    assert after.version == 1
    (told,) = editing.edits(place.workshop, topical.principal(place.project), run.id)
    assert (told.kind, told.by, told.what["before"]) == ("rename", "R. Haddad", (run.topics or ())[1].name)


def test_topics_are_merged_and_described_anew(place: Any, run: TopicRun) -> None:
    whole = {*members(place, run, 0), *members(place, run, 2)}
    after = edit(place, run, kind="merge", topics=(0, 2), name="Both")
    assert [one.number for one in after.topics or ()] == [0, 1, 3]
    merged = (after.topics or ())[0]
    assert (merged.name, merged.size, merged.key) == ("Both", len(whole), (run.topics or ())[0].key)
    assert set(members(place, after, 0)) == whole
    assert {topical.theme_of(one.text) for one in merged.examples} == {
        topical.theme_of(example.text) for number in (0, 2) for example in (run.topics or ())[number].examples
    }
    assert merged.spread < (run.topics or ())[0].spread
    assert after.figures is not None
    assert after.figures.topics == 3
    with pytest.raises(NotFound):
        members(place, after, 2)


def test_a_topic_is_split_into_what_is_in_it(place: Any, run: TopicRun) -> None:
    before = sorted(sorted(members(place, run, number)) for number in (0, 1))
    merged = edit(place, run, kind="merge", topics=(0, 1))
    after = edit(place, merged, kind="split", topic=0, parts=2)
    assert [one.number for one in after.topics or ()] == [2, 3, 4, 5]
    parts = [set(members(place, after, number)) for number in (4, 5)]
    assert sorted(map(sorted, parts)) == before
    for topic in (after.topics or ())[2:]:
        assert len({topical.theme_of(one.text) for one in topic.examples}) == 1
        assert topic.terms
        assert topic.state == "kept"


def test_a_topic_too_small_is_not_split(place: Any, run: TopicRun) -> None:
    one = edit(place, run, kind="move", segments=tuple(members(place, run, 0)[:30]), to=1)
    with pytest.raises(Refused, match="cannot be split"):
        edit(place, one, kind="split", topic=0, parts=2)


def test_segments_are_moved_by_hand_and_out_of_all(place: Any, run: TopicRun) -> None:
    moved = tuple(members(place, run, 0)[:2])
    after = edit(place, run, kind="move", segments=moved, to=3)
    assert set(moved) <= set(members(place, after, 3))
    page = viewing.segments(place.workshop, topical.principal(place.project), run.id, 3, limit=200)
    assert {one.id for one in page.items if one.by_hand} == set(moved)
    out = edit(place, after, kind="move", segments=moved[:1], to=-1)
    assert members(place, out, -1) == [moved[0]]
    with pytest.raises(NotFound):
        edit(place, out, kind="move", segments=("01JD0000000000000000000000-00000",), to=1)


def test_everything_is_undone_in_turn_and_undone_again(place: Any, run: TopicRun) -> None:
    now, seen = run, [state(run)]
    for asked in (
        {"kind": "rename", "topic": 1, "name": "Getting about"},
        {"kind": "merge", "topics": (1, 2)},
        {"kind": "split", "topic": 1, "parts": 2},
        {"kind": "move", "segments": tuple(members(place, run, 0)[:2]), "to": 3},
    ):
        now = edit(place, now, **asked)
        seen.append(state(now))
    edits = editing.edits(place.workshop, topical.principal(place.project), run.id)
    with pytest.raises(Conflict, match="rests on this one"):
        edit(place, now, kind="undo", undoes=edits[1].id)
    for before, one in zip(reversed(seen[:-1]), reversed(edits), strict=True):
        now = edit(place, now, kind="undo", undoes=one.id)
        assert state(now) == before, one.kind
    again = editing.edits(place.workshop, topical.principal(place.project), run.id)
    assert [one.undone for one in again[:4]] == [True] * 4
    assert edit(place, now, kind="undo", undoes=again[-1].id).version == 9
    assert state(viewing.run(place.workshop, topical.principal(place.project), run.id)) == seen[1]
    with place.workshop.database.reading() as session:
        assert audit.first_broken(session) is None


def test_the_second_of_two_at_once_is_told_so(place: Any, run: TopicRun) -> None:
    edit(place, run, kind="rename", topic=0, name="One")
    with pytest.raises(Stale):
        edit(place, run, kind="rename", topic=0, name="Other")
    shown = viewing.run(place.workshop, topical.principal(place.project), run.id)
    assert (shown.topics or ())[0].name == "One"


def test_what_was_edited_comes_back_at_the_next_run(place: Any, run: TopicRun) -> None:
    moved, out = members(place, run, 3)[:2]
    now = edit(place, run, kind="rename", topic=0, name="Getting about")
    now = edit(place, now, kind="merge", topics=(1, 2), name="Both")
    now = edit(place, now, kind="move", segments=(moved,), to=0)
    now = edit(place, now, kind="move", segments=(out,), to=-1)
    topical.store_notes(place.workshop, place.project, seed=7, notes=12)
    after = topical.search(place.workshop, place.project, options=SearchOptions(guided_by=run.id, topics=2, outliers=0.0))
    assert after.state == "done", after.message
    kept = {one.key: one for one in after.topics or () if one.state == "kept"}
    keys = {one.number: one.key for one in now.topics or ()}
    assert kept[keys[0]].name == "Getting about"
    assert kept[keys[0]].name_by == "R. Haddad"
    assert kept[keys[1]].name == "Both"
    assert kept[keys[1]].size > (now.topics or ())[1].size, "new segments joined it"
    assert moved in members(place, after, kept[keys[0]].number)
    assert members(place, after, -1) == [out]
    later = topical.search(place.workshop, place.project, options=SearchOptions(guided_by=after.id, outliers=0.0))
    assert {keys[0], keys[1]} <= {one.key for one in later.topics or ()}, "and at the one after that"


def test_a_run_is_guided_by_one_that_is_done_and_of_this_project(place: Any) -> None:
    with pytest.raises(NotFound):
        topical.search(place.workshop, place.project, options=SearchOptions(guided_by="01JD0000000000000000000000"))
