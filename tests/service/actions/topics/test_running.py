"""A search: the same topics for the same segments; cancelled, failed and begun again as it should be."""

import threading
from typing import Any

import pytest
import topical
from sqlalchemy import func, select

from service.actions.topics import running, starting, viewing
from service.actions.topics.asked import SearchOptions, Selection, TopicRequest
from service.store.tables import NoteRow, SegmentRow
from service.store.topic_tables import TopicRow, TopicRunRow, TopicSegmentRow

pytestmark = pytest.mark.slow


def assigned(place: Any, run: str) -> dict[str, int]:
    with place.workshop.database.reading() as session:
        wanted = select(TopicSegmentRow.segment_id, TopicSegmentRow.topic).where(TopicSegmentRow.run_id == run)
        return dict(session.execute(wanted).all())


def told(run: Any) -> list[dict[str, Any]]:
    return [topic.model_dump(exclude={"key"}) for topic in run.topics]


def test_a_run_posted_twice_gives_the_same_topics_and_each_is_about_one_thing(place: Any) -> None:
    first, second = (topical.search(place.workshop, place.project) for _ in range(2))
    assert first.state == "done", first.message
    assert told(first) == told(second)
    assert assigned(place, first.id) == assigned(place, second.id)
    assert (
        first.segments
        == len(place.segments)
        == sum(topic.size for topic in first.topics or ())
        + round((first.figures.outliers if first.figures else 0) * len(place.segments))
    )
    for topic in first.topics or ():
        page = viewing.segments(place.workshop, topical.principal(place.project), first.id, topic.number, limit=200)
        assert len(page.items) == topic.size
        assert len({topical.theme_of(one.text) for one in page.items}) == 1
        assert [one.closeness for one in page.items] == sorted((one.closeness or 0 for one in page.items), reverse=True)


def test_options_say_how_many_and_how_many_are_left_out(place: Any) -> None:
    run = topical.search(place.workshop, place.project, options=SearchOptions(topics=2, outliers=0.0))
    assert run.figures is not None
    assert (run.figures.topics, run.figures.outliers) == (2, 0.0)
    coarse, fine = (topical.search(place.workshop, place.project, options=SearchOptions(detail=detail)) for detail in (-1, 1))
    assert len(coarse.topics or ()) < len(fine.topics or ())


def test_the_sample_is_even_by_id_and_the_rest_is_assigned(place: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "FITTED", 60)
    run = topical.search(place.workshop, place.project, options=SearchOptions(topics=4, outliers=0.0))
    assert run.figures is not None
    assert (run.figures.fitted, run.segments) == (60, len(place.segments))
    by_topic: dict[int, set[str]] = {}
    for number in range(4):
        page = viewing.segments(place.workshop, topical.principal(place.project), run.id, number, limit=200)
        by_topic[number] = {topical.theme_of(one.text) for one in page.items}
    assert sum(topic.size for topic in run.topics or ()) == len(place.segments)
    assert all(len(themes) == 1 for themes in by_topic.values())


def test_a_cancelled_run_ends_while_it_runs_and_leaves_nothing(place: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "EVERY", 0.0)
    researcher = topical.principal(place.project)
    started = starting.start(place.workshop, researcher, TopicRequest())
    seen: list[tuple[str, float]] = []
    told_whole = running.Told.__call__

    def tell(self: running.Told, doing: str, share: float) -> None:
        told_whole(self, doing, share)
        seen.append((doing, viewing.run(place.workshop, researcher, started.id).share))
        if share > 0.4:
            starting.cancel(place.workshop, researcher, started.id)

    monkeypatch.setattr(running.Told, "__call__", tell)
    assert running.work_next(place.workshop)
    assert [share for _, share in seen] == sorted(share for _, share in seen)
    assert seen[-1][1] < 0.8, "it ended before it was through"
    run = viewing.run(place.workshop, researcher, started.id)
    assert (run.state, run.topics) == ("cancelled", None)
    assert assigned(place, run.id) == {}


def test_cancelled_from_another_thread(place: Any) -> None:
    researcher = topical.principal(place.project)
    started = starting.start(place.workshop, researcher, TopicRequest())
    thread = threading.Thread(target=running.work_next, args=[place.workshop])
    starting.cancel(place.workshop, researcher, started.id)
    thread.start()
    thread.join()
    assert viewing.run(place.workshop, researcher, started.id).state == "cancelled"


def test_what_a_killed_process_left_is_begun_again(place: Any) -> None:
    whole = topical.search(place.workshop, place.project)
    started = starting.start(place.workshop, topical.principal(place.project), TopicRequest())
    with place.workshop.database.writing() as session:
        row = session.get_one(TopicRunRow, started.id)
        row.state, row.doing, row.share = "running", "assigning segments", 0.9
    assert running.work_next(place.workshop)
    again = viewing.run(place.workshop, topical.principal(place.project), started.id)
    assert (again.state, again.share, again.doing) == ("done", 1.0, None)
    assert told(again) == told(whole)


def test_what_cannot_be_done_is_said_in_a_sentence(place: Any) -> None:
    with place.workshop.database.writing() as session:
        session.get_one(SegmentRow, place.segments[3]).embedding = b"\x00" * 16
    run = topical.search(place.workshop, place.project)
    assert run.state == "failed"
    assert "different encoders" in (run.message or "")
    few = topical.search(place.workshop, place.project, Selection(note_types=("none",)))
    assert few.state == "done"
    assert "too few" in (few.message or "")
    assert few.topics == ()


def test_a_note_deleted_meanwhile_is_left_out(place: Any) -> None:
    run = topical.search(place.workshop, place.project)
    note = place.segments[0].split("-")[0]
    with place.workshop.database.writing() as session:
        session.delete(session.get_one(NoteRow, note))
    assert not any(segment.startswith(note) for segment in assigned(place, run.id))
    with place.workshop.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(TopicRow).where(TopicRow.run_id == run.id)) == len(
            run.topics or ()
        )
