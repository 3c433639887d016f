"""A reviewer marks what redaction got wrong: a missed detail is gone from everything at once, a wrong one stays next time."""

import json
from pathlib import Path
from typing import Any

import pytest
from running import Service
from sqlalchemy import select, text

from service.settings import Settings
from service.store.tables import AuditRow, MarkRow, SegmentRow

SURFACE = "lamppost"  # what the others call him; no recogniser can know
TEXT = f"[CHILD] said she feels safe by the {SURFACE}. Nobody asked her about moving, she told the {SURFACE}. It was cold."


def mark(service: Service, note: str, *, by: str = "reviewer", **content: Any) -> Any:
    start = content.pop("start", None)
    if start is None:
        shown = service.client.get(f"/v1/notes/{note}", headers=service.bearer("reviewer")).json()["text"]
        start = shown.index(SURFACE)
    body = {"start": start, "end": start + len(SURFACE), "type": "PERSON"} | content
    return service.client.post(f"/v1/notes/{note}/mentions", json=body, headers=service.bearer(by))


@pytest.fixture
def notes(service: Service) -> list[str]:
    """Two notes of one case and one of another."""
    ids = []
    for number, case in enumerate(("c1", "c1", "c2")):
        answer = service.post(external_id=f"n{number}", case_key=case, text=TEXT)
        ids.append(answer.json()["id"])
    for one in ids:
        assert SURFACE in service.coded(one)["text"], "the test needs a word that is missed"
    return ids


def test_a_missed_detail_is_hidden_in_the_whole_case_and_coded_again(service: Service, notes: list[str]) -> None:
    answer = mark(service, notes[0])
    assert answer.status_code == 201
    assert answer.json() == {"stand_in": "[PERSON 1]", "notes": 2, "places": 4}
    for one in notes[:2]:
        note = service.coded(one)
        assert SURFACE not in json.dumps(note)
        assert note["text"].count("[PERSON 1]") == 2
        assert note["state"] == "coded"
        for segment in note["segments"]:
            assert segment["text"] == note["text"][segment["start"] : segment["end"]]
        marked = [one for one in note["mentions"] if one["recogniser"] == "marked by a person"]
        assert [note["text"][one["redacted_start"] : one["redacted_end"]] for one in marked] == ["[PERSON 1]"] * 2
    assert SURFACE in service.coded(notes[2])["text"], "another case is another child"


def test_nothing_of_it_is_left_anywhere(service: Service, notes: list[str], settings: Settings) -> None:
    reviewer, researcher = service.bearer("reviewer"), service.bearer("researcher")
    segment = service.coded(notes[0])["segments"][0]["id"]
    decided = {"decisions": [{"verdict": "unsure", "memo": f"is {SURFACE} the aunt?"}]}
    path = f"/v1/review/segments/{segment}/decisions"
    assert service.client.post(path, json=decided, headers=reviewer | {"If-Match": '"0"'}).status_code == 201
    assert service.client.post("/v1/topics/runs", json={}, headers=researcher).status_code == 202
    mark(service, notes[0])
    mark(service, notes[2])
    for one in notes:
        service.coded(one)
    with service.workshop.database.writing() as session:
        session.execute(text("SELECT 1"))
    with service.workshop.database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    for file in Path(settings.data_dir).rglob("*"):
        if file.is_file():
            assert SURFACE.encode() not in file.read_bytes().lower(), file.name
    with service.workshop.database.reading() as session:
        rows = list(session.scalars(select(MarkRow)))
        assert {(row.kind, row.shape, row.before) for row in rows} == {("missed", "aaaaaaaa", "safe by the")}
        audited = session.scalars(select(AuditRow.subject).where(AuditRow.action == "redaction.mark"))
        assert set(audited) == set(notes)


def test_later_notes_of_the_case_hide_it_by_themselves_where_it_is_seen(service: Service, notes: list[str]) -> None:
    mark(service, notes[0], by="researcher")
    later = service.post(external_id="later", case_key="c1", text="Lamppost Smith rang.").json()["id"]
    assert "[PERSON 1]" in service.coded(later)["text"]


def test_a_role_makes_a_role_stand_in(service: Service) -> None:
    second = service.post(external_id="x", case_key="c9", text=TEXT).json()["id"]
    service.coded(second)
    shown = service.client.get(f"/v1/notes/{second}", headers=service.bearer("reviewer")).json()["text"]
    body = {"start": shown.index(SURFACE), "end": shown.index(SURFACE) + len(SURFACE), "type": "PERSON", "role": "aunt"}
    answer = service.client.post(f"/v1/notes/{second}/mentions", json=body, headers=service.bearer("reviewer"))
    assert answer.json()["stand_in"] == "[AUNT]"


def test_what_cannot_be_marked_is_refused_without_its_text(service: Service, notes: list[str]) -> None:
    assert mark(service, notes[0], start=0).status_code == 422, "a stand-in stands there"
    assert mark(service, notes[0], start=10_000).status_code == 422
    assert mark(service, "01JD0000000000000000000000", start=1).status_code == 404
    assert mark(service, notes[0], type="DATE", role="aunt").status_code == 422
    for role in ("ingest", "analyst"):
        assert mark(service, notes[0], by=role).status_code == 403
    assert SURFACE in service.coded(notes[0])["text"]
    assert SURFACE not in mark(service, notes[0], start=10_000).text


def test_what_is_hidden_for_nothing_stays_from_then_on(service: Service) -> None:
    note = service.post(external_id="w", case_key="w", text="Mrs Mondayblue rang about the bus.").json()["id"]
    shown = service.coded(note)
    (mention,) = [one for one in shown["mentions"] if one["type"] == "PERSON"]
    path = f"/v1/notes/{note}/mentions/{mention['redacted_start']}:wrong"
    assert service.client.post(path, headers=service.bearer("reviewer")).json()["places"] == 1
    assert service.client.post(path.replace(":wrong", "9:wrong"), headers=service.bearer("reviewer")).status_code == 404
    again = service.post(external_id="w2", case_key="w", text="Mrs Mondayblue rang about the bus.").json()["id"]
    assert "Mondayblue" in service.coded(again)["text"]
    other = service.post(external_id="w3", case_key="v", text="Mrs Mondayblue rang about the bus.").json()["id"]
    assert "Mondayblue" not in service.coded(other)["text"]


def test_whoever_the_case_system_named_stays_hidden(service: Service) -> None:
    people = [{"name": "Mia Okafor", "role": "child"}]
    note = service.post(external_id="p", case_key="p", people=people, text="Mia Okafor came.").json()["id"]
    path = f"/v1/notes/{note}/mentions/{service.coded(note)['mentions'][0]['redacted_start']}:wrong"
    assert service.client.post(path, headers=service.bearer("reviewer")).status_code == 409


def test_a_note_without_a_case_is_hidden_in_its_revisions(service: Service) -> None:
    first = service.post(external_id="r", text=TEXT).json()["id"]
    second = service.post(external_id="r", text=TEXT + " More.").json()["id"]
    service.coded(second)
    assert mark(service, second).json()["notes"] == 2
    assert SURFACE not in service.coded(first)["text"]
    with service.workshop.database.reading() as session:
        assert session.scalar(select(SegmentRow.id).limit(1)) is not None
