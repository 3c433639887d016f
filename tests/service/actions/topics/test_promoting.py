"""From topic to code: proposed by one act, approved or rejected by another; what was approved codes new notes."""

import time
from typing import Any

import pytest
import topical
from running import Service
from sqlalchemy import select

from redaction.types import MentionType
from service.actions import codebooks, marking
from service.actions.marking import MissedIn
from service.actions.topics import editing, promoting, settling, starting, viewing
from service.actions.topics.asked import EditIn, PromotionIn, SearchOptions, TopicRequest
from service.actions.topics.types import TopicRun
from service.auth.roles import Principal, Role
from service.errors import Conflict, NotFound
from service.store.tables import ApiKey, AuditRow, NoteRow

pytestmark = pytest.mark.slow


@pytest.fixture
def run(place: Any) -> TopicRun:
    return topical.search(place.workshop, place.project, options=SearchOptions(topics=4, outliers=0.0))


def test_a_topic_is_proposed_with_examples_and_what_it_would_code(place: Any, run: TopicRun) -> None:
    researcher = topical.principal(place.project)
    topic = (run.topics or ())[0]
    examples = tuple(one.segment for one in topic.examples[:2])
    proposed = promoting.promote(place.workshop, researcher, run.id, 0, PromotionIn(examples=examples))
    assert proposed.state == "proposed"
    assert proposed.code["examples"] == [one.text for one in topic.examples[:2]]
    assert all(term in proposed.code["definition"] for term in topic.terms[:3])
    page = promoting.segments(place.workshop, researcher, proposed.id, limit=200)
    assert len(page.items) == proposed.segments
    assert 0.8 * topic.size <= proposed.segments <= topic.size, "a tenth of its own are further away than its least"
    assert {topical.theme_of(one.text) for one in page.items} == {topical.theme_of(topic.examples[0].text)}
    assert codebooks.show(place.workshop, researcher).codebook["codes"] != [], "nothing changed yet"
    assert proposed.code["id"] not in {one["id"] for one in codebooks.show(place.workshop, researcher).codebook["codes"]}


def test_approved_it_is_in_the_codebook_and_the_trail_is_kept(place: Any, run: TopicRun) -> None:
    researcher = topical.principal(place.project)
    example = (run.topics or ())[0].examples[0].segment
    asked = PromotionIn(id="getting-about", name="Getting about", definition="Buses.", examples=(example,))
    before = codebooks.show(place.workshop, researcher).version
    proposed = promoting.promote(place.workshop, researcher, run.id, 0, asked)
    approved = settling.approve(place.workshop, researcher, proposed.id)
    now = codebooks.show(place.workshop, researcher)
    assert (approved.state, approved.settled_by, approved.version) == ("approved", "R. Haddad", now.version)
    assert now.version != before
    assert "getting-about" in {one["id"] for one in now.codebook["codes"]}
    with pytest.raises(Conflict):
        settling.approve(place.workshop, researcher, proposed.id)
    with pytest.raises(Conflict, match="of this id"):
        promoting.promote(place.workshop, researcher, run.id, 1, asked.model_copy(
            update={"examples": ((run.topics or ())[1].examples[0].segment,)}
        ))  # fmt: skip
    with place.workshop.database.reading() as session:
        rows = session.query(AuditRow).all()
    assert {"topics.promote", "topics.approved", "codebook.put"} <= {one.action for one in rows}


def test_rejected_the_codebook_stays_and_the_reason_is_kept(place: Any, run: TopicRun) -> None:
    researcher = topical.principal(place.project)
    example = (run.topics or ())[1].examples[0].segment
    proposed = promoting.promote(place.workshop, researcher, run.id, 1, PromotionIn(examples=(example,)))
    before = codebooks.show(place.workshop, researcher).version
    rejected = settling.reject(place.workshop, researcher, proposed.id, "too broad to be told apart from belonging")
    assert rejected.reason == "too broad to be told apart from belonging"
    assert codebooks.show(place.workshop, researcher).version == before
    assert [one.state for one in promoting.promotions(place.workshop, researcher)] == ["rejected"]


def test_examples_are_of_the_topic(place: Any, run: TopicRun) -> None:
    example = (run.topics or ())[1].examples[0].segment
    with pytest.raises(NotFound):
        promoting.promote(place.workshop, topical.principal(place.project), run.id, 0, PromotionIn(examples=(example,)))
    with pytest.raises(NotFound):
        promoting.promote(place.workshop, topical.principal(place.project), run.id, 9, PromotionIn(examples=(example,)))


def test_what_was_approved_codes_new_notes(service: Service) -> None:
    researcher = topical.principal(service)
    topical.store_notes(service.workshop, service.project, notes=8)
    options = SearchOptions(topics=4, outliers=0.0)
    run = starting.start(service.workshop, researcher, TopicRequest(options=options))
    until = time.monotonic() + 180  # the models are loaded first
    while run.state in starting.OPEN:
        assert time.monotonic() < until
        time.sleep(0.05)
        run = viewing.run(service.workshop, researcher, run.id)
    number = next(one.number for one in run.topics or () if topical.theme_of(one.examples[0].text) == "dog")
    page = viewing.segments(service.workshop, researcher, run.id, number, limit=3)
    asked = PromotionIn(
        id="dogs", name="Dogs", definition="The child talks about a dog, a puppy or walking it.",
        examples=tuple(one.id for one in page.items),
    )  # fmt: skip
    proposed = promoting.promote(service.workshop, researcher, run.id, number, asked)
    approved = settling.approve(service.workshop, researcher, proposed.id)
    note = service.post(external_id="dogs", text=f"{page.items[0].text} {page.items[1].text}")
    coded = service.coded(note.json()["id"])
    assert coded["codebook"] == approved.version
    assert "dogs" in {one["code"] for segment in coded["segments"] for one in segment["suggestions"]}


def test_a_detail_marked_later_goes_from_topics_edits_and_proposals(place: Any, run: TopicRun) -> None:
    researcher = topical.principal(place.project)
    topic = next(one for one in run.topics or () if topical.theme_of(one.examples[0].text) == "dog")
    page = viewing.segments(place.workshop, researcher, run.id, topic.number, limit=200)
    said = next(one for one in page.items if "kennel" in one.text)
    asked = PromotionIn(name="The kennel", examples=(said.id,))
    proposed = promoting.promote(place.workshop, researcher, run.id, topic.number, asked)
    rename = EditIn(kind="rename", topic=topic.number, name="At the kennel")
    editing.edit(place.workshop, researcher, run.id, rename, seen=0)
    with place.workshop.database.reading() as session:
        note = session.get_one(NoteRow, said.note)
        key = session.scalars(select(ApiKey.id)).first() or ""
    start = note.text.index("kennel", note.text.index(said.text))
    marker = Principal(key, "R. Haddad", place.project, frozenset({Role.REVIEWER}))
    missed = MissedIn(start=start, end=start + len("kennel"), type=MentionType.PERSON)
    marking.mark_missed(place.workshop, marker, said.note, missed)
    shown = [
        viewing.run(place.workshop, researcher, run.id).model_dump_json(include={"topics": {"__all__": {"name", "terms"}}}),
        str(editing.edits(place.workshop, researcher, run.id)),
        promoting.promotion(place.workshop, researcher, proposed.id).model_dump_json(),
    ]
    assert not any("kennel" in one.lower() for one in shown)
    assert "[PERSON 1]" in shown[2]
