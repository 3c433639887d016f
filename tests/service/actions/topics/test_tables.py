"""Topics beside codes, over time and groups, and beside the run before."""

from typing import Any

import pytest
import topical

from service.actions.topics import comparing, editing, overlapping, sharing, viewing
from service.actions.topics.asked import EditIn, SearchOptions, Selection
from service.actions.topics.types import TopicRun
from service.auth.roles import Role
from service.errors import Refused

pytestmark = pytest.mark.slow
FOUR = SearchOptions(topics=4, outliers=0.0)


@pytest.fixture
def run(place: Any) -> TopicRun:
    return topical.search(place.workshop, place.project, options=FOUR)


def members(place: Any, run: TopicRun, number: int) -> list[str]:
    page = viewing.segments(place.workshop, topical.principal(place.project), run.id, number, limit=200)
    return [one.id for one in page.items]


def test_codes_of_machine_and_people_are_told_apart(place: Any, run: TopicRun) -> None:
    own, other = members(place, run, 0), members(place, run, 1)
    for segment in own[:6]:
        topical.code(place.workshop, segment, "hope")
    for segment in other[:2]:
        topical.code(place.workshop, segment, "hope")
    topical.code(place.workshop, own[7], "hope", "doubtful")
    topical.decide(place.workshop, own[8], "add", "worry")
    topical.decide(place.workshop, own[0], "reject", "hope")
    topical.decide(place.workshop, other[0], "accept", "hope")
    found = overlapping.overlap(place.workshop, topical.principal(place.project, Role.ANALYST), run.id)
    cells = {(one.topic, one.code): one for one in found.cells}
    assert found.segments == len(place.segments)
    hope = cells[0, "hope"]
    assert (hope.accepted, hope.doubtful, hope.people, hope.decided) == (6, 1, 0, 1)
    assert hope.lift == round((6 / len(own)) / (8 / len(place.segments)), 3)
    assert hope.people_lift == 0
    assert cells[1, "hope"].people_lift == 2
    assert (cells[0, "worry"].people, cells[0, "worry"].accepted, cells[0, "worry"].lift) == (1, 0, None)
    assert (2, "hope") not in cells


def test_shares_over_time_add_up_and_have_intervals(place: Any, run: TopicRun) -> None:
    found = sharing.shares(place.workshop, topical.principal(place.project), run.id, "year")
    assert [(one.name, one.segments, one.cases) for one in found.groups] == [("2025", 144, 12)]
    shown = [one for one in found.cells if one.share is not None]
    assert {one.topic for one in found.cells if one.hidden} == {-1, 0} or len(shown) == 3, (
        "none is in no topic: one more is hidden"
    )
    for cell in shown:
        assert cell.share is not None
        assert cell.segments == 36
        assert cell.share.low < cell.share.value == 0.25 < cell.share.high
        assert cell.case_share is not None


def test_small_cells_are_hidden_and_cannot_be_worked_out(place: Any, run: TopicRun) -> None:
    for by in ("month", "quarter", "voice", "attribute:age_band"):
        found = sharing.shares(place.workshop, topical.principal(place.project), run.id, by)
        numbers = {(one.group, one.topic): one for one in found.cells}
        for cell in found.cells:
            if cell.hidden:
                assert (cell.hidden, cell.segments, cell.cases, cell.share, cell.case_share) == ("c", None, None, None, None)
            else:
                assert (cell.segments or 0) >= 10
                assert (cell.cases or 0) >= 3
        for group in found.groups:
            assert sum(bool(numbers[group.name, one.number].hidden) for one in found.topics) != 1
        if len(found.groups) > 1:
            for topic in found.topics:
                assert sum(bool(numbers[one.name, topic.number].hidden) for one in found.groups) != 1
        assert any(not cell.hidden for cell in found.cells) or by == "month"


def test_groups_that_are_none_are_refused(place: Any, run: TopicRun) -> None:
    for by in ("week", "attribute:", ""):
        with pytest.raises(Refused):
            sharing.shares(place.workshop, topical.principal(place.project), run.id, by)
    found = sharing.shares(place.workshop, topical.principal(place.project), run.id, "attribute:placement")
    assert [one.name for one in found.groups] == ["not known"]


def test_what_is_new_since_the_run_before(place: Any, run: TopicRun) -> None:
    researcher = topical.principal(place.project)
    assert comparing.changes(place.workshop, researcher, run.id).before is None
    edited = editing.edit(place.workshop, researcher, run.id, EditIn(kind="rename", topic=0, name="Getting about"), seen=0)
    again = topical.search(place.workshop, place.project, options=FOUR)
    same = comparing.changes(place.workshop, researcher, again.id)
    assert same.before == run.id
    assert [one.change for one in same.topics] == ["steady"] * 4
    theme = topical.theme_of((edited.topics or ())[1].examples[0].text)
    topical.store_notes(place.workshop, place.project, themes=(theme,), notes=20, seed=3)
    other = Selection(note_types=("letter",))
    assert comparing.changes(place.workshop, researcher, topical.search(place.workshop, place.project, other).id).before is None
    guided = SearchOptions(topics=4, outliers=0.0, guided_by=run.id)
    later = topical.search(place.workshop, place.project, options=guided)
    told = comparing.changes(place.workshop, researcher, later.id)
    assert told.before == again.id
    about = {topic.number: topical.theme_of(topic.examples[0].text) for topic in later.topics or ()}
    kinds = {about[one.topic]: one.change for one in told.topics if one.topic is not None}
    assert kinds[theme] == "grown"


def test_a_theme_that_comes_is_new_and_one_that_goes_is_gone(place: Any) -> None:
    researcher = topical.principal(place.project)
    letters = Selection(note_types=("letter",))
    options = SearchOptions(outliers=0.0, topics=2)
    with place.workshop.database.writing() as session:
        from service.store.tables import NoteRow

        for note in {one.split("-")[0] for one in place.segments}:
            session.get_one(NoteRow, note).current = False
    first_ids = topical.store_notes(place.workshop, place.project, themes=("bus", "dog"), seed=4)
    first = topical.search(place.workshop, place.project, letters, options)
    with place.workshop.database.writing() as session:
        for note in {one.split("-")[0] for one in first_ids}:
            session.get_one(NoteRow, note).current = False
    topical.store_notes(place.workshop, place.project, themes=("dog", "music"), seed=5)
    second = topical.search(place.workshop, place.project, letters, options)
    told = comparing.changes(place.workshop, researcher, second.id)
    assert told.before == first.id
    assert sorted(one.change for one in told.topics) == ["gone", "new", "steady"]
