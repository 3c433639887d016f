"""The three orders of the queue: blind review leaks nothing, pages follow each other, decisions say how they came about."""

import csv
import io
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient
from running import Service, open_service
from sqlalchemy import delete, select, text, update

from models import choose
from service.app import create_app
from service.settings import Settings
from service.store.tables import CodingRow, DecisionRow, SegmentRow

pytestmark = pytest.mark.slow
TEXT = (
    "He said he feels safe with his carer. She told me nobody asked her about moving. "
    "They said I can't see my brother and I miss him. He is scared of the man downstairs. "
    "I like it here, they are like my real family. She hopes to be a nurse. Visit booked for Tuesday."
)


@pytest.fixture
def settings(settings: Settings, request: pytest.FixtureRequest) -> Settings:
    return settings.model_copy(update={"audit_share": getattr(request, "param", 1.0)})


@pytest.fixture
def filled(service: Service) -> Service:
    for number in range(3):
        service.coded(service.post(text=TEXT, external_id=f"n{number}").json()["id"])
    return service


def queue(service: Service, order: str, role: str = "reviewer", **query: Any) -> Any:
    params: Any = {"order": order, "limit": 200} | query
    return service.client.get("/v1/review/queue", params=params, headers=service.bearer(role))


def decide(service: Service, segment: str, *verdicts: dict[str, Any], mode: str, seen: int = 0, role: str = "reviewer") -> Any:
    headers = service.bearer(role) | {"If-Match": f'"{seen}"'}
    body = {"decisions": list(verdicts), "mode": mode}
    return service.client.post(f"/v1/review/segments/{segment}/decisions", json=body, headers=headers)


NONE, NO_OTHER = {"verdict": "none_applies"}, {"verdict": "no_other"}


def add(code: str) -> dict[str, str]:
    return {"verdict": "add", "code": code}


def pages(service: Service, order: str, between: Any = None) -> list[str]:
    """Ids of the whole queue, page by page, with something done after each page."""
    seen: list[str] = []
    url: str | None = f"/v1/review/queue?order={order}&limit=2"
    while url:
        answer = service.client.get(url, headers=service.bearer("reviewer"))
        items = [one["id"] for one in answer.json()["items"]]
        seen += items
        if between:
            between(items)
        url = answer.links.get("next", {}).get("url")
    return seen


def log_in(service: Service, role: str = "reviewer") -> None:
    service.client.post("/login", data={"key": service.keys[role]}, headers={"Origin": "http://testserver"})


def seen_blind(service: Service) -> tuple[str, str]:
    """What a person is shown blind, as JSON and as a page."""
    log_in(service)
    first = queue(service, "audit").json()["items"][0]["id"]
    one = service.client.get(f"/v1/review/segments/{first}?order=audit", headers=service.bearer("reviewer")).text
    return queue(service, "audit").text + one, service.client.get("/?order=audit").text


def test_what_is_seen_blind_does_not_hang_on_what_the_machine_says(filled: Service) -> None:
    json_before, page_before = seen_blind(filled)
    assert "suggestion" not in page_before
    assert "machine</span>" not in page_before
    for item in queue(filled, "audit").json()["items"]:
        assert item["blind"]
        assert item["suggestions"] == []
        assert (item["voice"], item["voice_confidence"], item["voice_by"]) == (None, None, None)
    # another machine's word for everything, and somebody else's decisions: not a letter of it shows
    with filled.workshop.database.writing() as session:
        session.execute(delete(CodingRow))
        session.execute(update(SegmentRow).values(voice="family", voice_confidence=0.123, doubt=0.0, scores={}))
    json_after, page_after = seen_blind(filled)
    assert json_after == json_before
    assert page_after == page_before
    first = queue(filled, "audit").json()["items"][0]
    decide(filled, first["id"], add("hope"), mode="doubtful", role="researcher")
    again = queue(filled, "audit").json()["items"][0]
    assert again == first | {"version": 1}


def test_the_page_shows_the_machine_s_word_once_the_blind_decision_is_made(filled: Service) -> None:
    log_in(filled)
    first = queue(filled, "audit").json()["items"][0]
    form = {"seen": "0", "back": "order=audit", "order": "audit", "blind": "yes"}
    path, origin = f"/review/{first['id']}", {"Origin": "http://testserver"}
    nothing_ticked = filled.client.post(path, data=form | {"decision": "no_other:"}, headers=origin)
    assert nothing_ticked.status_code == 422
    told = form | {"decision": "no_other:", "codes": ["hope", "worry"], "voice": "child.direct"}
    answer = filled.client.post(path, data=told, headers=origin)
    assert "Noted: these and no other." in answer.text
    now = filled.client.get(f"/v1/review/segments/{first['id']}?order=audit", headers=filled.bearer("reviewer")).json()
    assert not now["blind"]
    assert now["codes"] == {"hope": True, "worry": True}
    assert (now["voice"], now["voice_by"]) == ("child.direct", "person")
    assert {(one["mode"], one["suggestion_visible"]) for one in now["decisions"]} == {("audit", False)}
    assert now["reviewed"]


def test_the_order_can_be_chosen_on_the_page_without_javascript(filled: Service) -> None:
    log_in(filled)
    for order in ("doubtful", "informative", "audit"):
        page = filled.client.get(f"/?order={order}").text
        assert f'<option value="{order}" selected>' in page
    assert filled.client.get("/?order=audit&code=hope&voice=family").text == filled.client.get("/?order=audit").text


def test_a_blind_decision_is_whole_and_only_the_first_is_blind(filled: Service) -> None:
    first, second = (one["id"] for one in queue(filled, "audit").json()["items"][:2])
    assert decide(filled, first, add("hope"), mode="audit").status_code == 422
    assert decide(filled, first, add("hope"), NO_OTHER, mode="audit").status_code == 201
    assert decide(filled, first, add("worry"), mode="audit", seen=2).status_code == 201
    decide(filled, second, add("hope"), mode="doubtful")
    assert decide(filled, second, NONE, mode="audit", seen=1).status_code == 201  # this person saw the suggestions before
    with filled.workshop.database.reading() as session:
        kept = [
            (one.segment_id == first, one.mode, one.suggestion_visible)
            for one in session.scalars(select(DecisionRow).order_by(DecisionRow.id))
        ]
    assert kept == [
        (True, "audit", False), (True, "audit", False), (True, "audit", True), (False, "doubtful", True),
        (False, "audit", True),
    ]  # fmt: skip


def test_what_was_decided_in_sight_waits_on_for_somebody_else_s_blind_decision(filled: Service) -> None:
    first = queue(filled, "audit").json()["items"][0]["id"]
    decide(filled, first, NONE, mode="doubtful", role="researcher")
    assert first in [one["id"] for one in queue(filled, "audit").json()["items"]]
    assert first not in [one["id"] for one in queue(filled, "audit", role="researcher").json()["items"]]
    decide(filled, first, NONE, mode="audit", seen=1)
    page = queue(filled, "audit").json()
    assert first not in [one["id"] for one in page["items"]]
    assert page["decided"] == 1


@pytest.mark.parametrize("settings", [0.0], indirect=True)
def test_what_was_not_drawn_cannot_be_decided_blind(filled: Service) -> None:
    assert queue(filled, "audit").json()["items"] == []
    segment = queue(filled, "informative").json()["items"][0]["id"]
    assert decide(filled, segment, NONE, mode="audit").status_code == 422
    assert decide(filled, segment, NONE, mode="informative").json()["decisions"][0]["mode"] == "informative"


def test_audit_cannot_be_narrowed_by_what_the_machine_says(filled: Service) -> None:
    for narrowed in ({"code": "hope"}, {"voice": "family"}, {"status": "decided"}):
        assert queue(filled, "audit", **narrowed).status_code == 422


@pytest.mark.parametrize("settings", [0.4], indirect=True)
def test_the_share_is_drawn_by_the_keyed_hash_alone(filled: Service) -> None:
    with filled.workshop.database.reading() as session:
        rows = session.execute(select(SegmentRow.id, SegmentRow.inclusion_probability)).all()
    assert {share for _, share in rows} == {0.4}
    drawn = {one for one, _ in rows if choose.lot(one, key=filled.workshop.secret) < 0.4}
    assert drawn
    assert set(pages(filled, "audit")) == drawn
    informative = pages(filled, "informative")
    assert set(informative) == {one for one, _ in rows} - drawn
    assert len(informative) == len(set(informative))


@pytest.mark.parametrize("settings", [0.0], indirect=True)
def test_pages_of_the_informative_order_follow_each_other_whatever_happens_meanwhile(filled: Service) -> None:
    undisturbed = pages(filled, "informative")
    done: list[str] = []

    def between(items: list[str]) -> None:
        decide(filled, items[0], NONE, mode="informative")
        if not done:  # new notes wait for the next time
            filled.coded(filled.post(text="She is worried about her mum.", external_id="late").json()["id"])
        done.append(items[0])

    assert pages(filled, "informative", between) == undisturbed
    afresh = pages(filled, "informative")
    assert not set(done) & set(afresh)
    assert len(afresh) == len(undisturbed) - len(done) + 1


@pytest.mark.parametrize("settings", [0.0], indirect=True)
def test_near_duplicates_do_not_stand_together(filled: Service) -> None:
    items = queue(filled, "informative").json()["items"]  # three notes of the same sentences
    sentences = len({one["text"] for one in items})
    assert len({one["text"] for one in items[:sentences]}) == sentences


def test_segments_stored_before_are_drawn_when_the_audit_is_asked_for(filled: Service) -> None:
    with filled.workshop.database.writing() as session:
        session.execute(update(SegmentRow).values(lot=None, inclusion_probability=None))
    assert len(queue(filled, "audit").json()["items"]) == 21
    with filled.workshop.database.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM segment WHERE lot IS NULL")) == 0


def test_coding_again_does_not_draw_again(filled: Service) -> None:
    def draws() -> dict[str, float | None]:
        with filled.workshop.database.reading() as session:
            return dict(session.execute(select(SegmentRow.id, SegmentRow.inclusion_probability)).all())

    with filled.workshop.database.writing() as session:
        session.execute(update(SegmentRow).values(inclusion_probability=0.25))
    before = draws()
    researcher = filled.bearer("researcher")
    book = filled.client.get("/v1/codebooks/current", headers=researcher).json()["yaml"]
    new = book.replace("name: Hopes", "name: Hopes and wishes", 1)
    assert filled.client.put("/v1/codebooks/current", content=new, headers=researcher).json()["recoded"] == 3
    for note in {one.split("-")[0] for one in before}:
        filled.coded(note)
    assert draws() == before


def test_the_export_says_how_decisions_came_about(filled: Service) -> None:
    blind, seen = (one["id"] for one in queue(filled, "audit").json()["items"][:2])
    decide(filled, blind, add("hope"), NO_OTHER, mode="audit")
    decide(filled, seen, add("hope"), mode="doubtful")
    answer = filled.client.get("/v1/exports/segments.csv", headers=filled.bearer("analyst"))
    rows = {(row["segment_id"], row["code"]): row for row in csv.DictReader(io.StringIO(answer.text))}
    columns = ("value", "person_mode", "person_saw_suggestion", "blind_value", "drawn_by_lot", "inclusion_probability")
    told = {key: tuple(row[column] for column in columns) for key, row in rows.items()}
    assert told[blind, "hope"] == ("present", "audit", "false", "present", "true", "1.0")
    assert told[blind, "worry"] == ("absent", "audit", "false", "absent", "true", "1.0")
    assert told[seen, "hope"] == ("present", "doubtful", "true", "", "true", "1.0")
    parquet = filled.client.get("/v1/exports/segments.parquet", headers=filled.bearer("analyst"))
    assert parquet.status_code == 200


@pytest.fixture
def service(settings: Settings) -> Iterator[Service]:
    with TestClient(create_app(settings)) as client:
        yield open_service(client)
