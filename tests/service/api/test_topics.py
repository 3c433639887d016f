"""Topics through the API: a run from its start to a code, who may do what, and what is told to whom is late."""

import json
import time
from typing import Any

import pytest
import topical
from fastapi.testclient import TestClient
from running import Service, open_service

from evaluation.corpus.load import read_demonstration
from service.app import create_app
from service.settings import Settings

pytestmark = pytest.mark.slow
RUNS = "/v1/topics/runs"
FOUR = {"options": {"topics": 4, "outliers": 0}}


def done(service: Service, asked: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """Address and content of a run, once it ended."""
    researcher = service.bearer("researcher")
    started = service.client.post(RUNS, json=asked, headers=researcher)
    assert started.status_code == 202, started.text
    url = started.headers["Location"]
    until = time.monotonic() + 120
    while (run := service.client.get(url, headers=researcher).json())["state"] in ("queued", "running"):
        assert time.monotonic() < until
        time.sleep(0.1)
    return url, run


@pytest.fixture
def stored(service: Service) -> Service:
    topical.store_notes(service.workshop, service.project)
    return service


def test_notes_that_were_posted_give_topics_with_terms_and_examples(service: Service) -> None:
    notes = read_demonstration()[:8]
    lines = [{"source_system": "s", "external_id": one.id, "text": one.text, "case_key": one.case_key} for one in notes]
    content = "\n".join(json.dumps(line) for line in lines)
    answer = service.client.post("/v1/notes:bulk", content=content.encode(), headers=service.bearer("ingest"))
    for line in answer.text.splitlines():
        service.coded(json.loads(line)["id"])
    url, run = done(service, {"options": {"seed": 3, "most": 6}})
    assert run["state"] == "done", run["message"]
    assert (run["share"], run["doing"]) == (1.0, None)
    assert 2 <= len(run["topics"]) <= 6
    for topic in run["topics"]:
        assert topic["terms"]
        assert all(one["text"] for one in topic["examples"])
        assert topic["size"] >= 3
    assert len(run["joins"]) == len(run["topics"]) - 1
    (listed,) = service.client.get(RUNS, headers=service.bearer("analyst")).json()
    assert listed["topics"] is None
    assert service.client.delete(url, headers=service.bearer("researcher")).status_code == 409


def test_too_few_segments_are_said_plainly(service: Service) -> None:
    _, run = done(service, {"selection": {"residue": True}})
    assert run["state"] == "done"
    assert "too few" in run["message"]


def test_segments_come_in_pages_that_follow_each_other(stored: Service) -> None:
    url, run = done(stored, FOUR)
    analyst = stored.bearer("analyst")
    seen: list[str] = []
    following: str | None = f"{url}/topics/0/segments?limit=10"
    while following:
        page = stored.client.get(following, headers=analyst)
        seen += [one["id"] for one in page.json()["items"]]
        following = page.links.get("next", {}).get("url")
    assert len(seen) == len(set(seen)) == run["topics"][0]["size"]
    assert stored.client.get(f"{url}/topics/0/segments?cursor=x", headers=analyst).status_code == 422
    assert stored.client.get(f"{url}/topics/77/segments", headers=analyst).status_code == 404


def test_two_researchers_edit_at_once_and_the_second_is_told(stored: Service) -> None:
    url, _ = done(stored, FOUR)
    researcher = stored.bearer("researcher")
    tag = stored.client.get(url, headers=researcher).headers["ETag"]
    rename = {"kind": "rename", "topic": 0, "name": "Getting about"}
    first = stored.client.post(f"{url}/edits", json=rename, headers=researcher | {"If-Match": tag})
    assert first.status_code == 201
    assert first.json()["topics"][0]["name"] == "Getting about"
    second = stored.client.post(f"{url}/edits", json=rename | {"name": "Other"}, headers=researcher | {"If-Match": tag})
    assert second.status_code == 412
    assert second.headers["Content-Type"] == "application/problem+json"
    assert "Other" not in second.text
    assert stored.client.post(f"{url}/edits", json=rename, headers=researcher).status_code == 428
    merge = {"kind": "merge", "topics": [1, 1]}
    late = researcher | {"If-Match": first.headers["ETag"]}
    assert stored.client.post(f"{url}/edits", json=merge, headers=late).status_code == 422
    (edit,) = stored.client.get(f"{url}/edits", headers=stored.bearer("analyst")).json()
    assert (edit["kind"], edit["undone"]) == ("rename", False)
    undo = {"kind": "undo", "undoes": edit["id"]}
    assert stored.client.post(f"{url}/edits", json=undo, headers=late).json()["topics"][0]["name"] != "Getting about"


def test_overlap_shares_and_changes_are_for_analysts_too(stored: Service) -> None:
    url, _ = done(stored, FOUR)
    analyst = stored.bearer("analyst")
    assert stored.client.get(f"{url}/overlap", headers=analyst).json()["segments"] == 144
    shares = stored.client.get(f"{url}/shares?by=quarter", headers=analyst).json()
    assert (shares["least_segments"], shares["least_cases"]) == (10, 3)
    assert stored.client.get(f"{url}/shares?by=weather", headers=analyst).status_code == 422
    assert stored.client.get(f"{url}/changes", headers=analyst).json()["before"] is None


def test_a_topic_becomes_a_code_by_two_acts(stored: Service) -> None:
    url, run = done(stored, FOUR)
    researcher = stored.bearer("researcher")
    asked = {"id": "getting-about", "examples": [run["topics"][0]["examples"][0]["segment"]]}
    proposed = stored.client.post(f"{url}/topics/0/promote", json=asked, headers=researcher)
    assert proposed.status_code == 201
    place = proposed.headers["Location"]
    listed = stored.client.get(f"{place}/segments?limit=5", headers=researcher)
    assert len(listed.json()["items"]) == 5
    assert "next" in listed.links
    approved = stored.client.post(f"{place}:approve", headers=researcher).json()
    version = stored.client.get("/v1/codebooks/current", headers=researcher).json()["version"]
    assert (approved["state"], approved["version"]) == ("approved", version)
    assert stored.client.post(f"{place}:reject", json={"reason": "late"}, headers=researcher).status_code == 409
    assert stored.client.get("/v1/topics/promotions", headers=researcher).json()[0]["run"] == run["id"]


def test_who_may_not_and_what_is_none(stored: Service) -> None:
    url, run = done(stored, FOUR)
    unknown = {"options": {"seed": -1}}
    assert stored.client.post(RUNS, json=unknown, headers=stored.bearer("researcher")).status_code == 422
    assert stored.client.get(f"{RUNS}/none", headers=stored.bearer("researcher")).status_code == 404
    example = {"examples": [run["topics"][0]["examples"][0]["segment"]]}
    edit = {"kind": "rename", "topic": 0, "name": "x"}
    for role in ("ingest", "reviewer", "analyst"):
        bearer = stored.bearer(role) | {"If-Match": '"0"'}
        assert stored.client.post(RUNS, json={}, headers=bearer).status_code == 403
        assert stored.client.delete(url, headers=bearer).status_code == 403
        assert stored.client.post(f"{url}/edits", json=edit, headers=bearer).status_code == 403
        assert stored.client.post(f"{url}/topics/0/promote", json=example, headers=bearer).status_code == 403
        assert stored.client.post("/v1/topics/promotions/x:approve", headers=bearer).status_code == 403
    for role in ("ingest", "reviewer"):
        for path in ("", "/topics/0/segments", "/overlap", "/shares", "/changes", "/edits"):
            assert stored.client.get(url + path, headers=stored.bearer(role)).status_code == 403


def test_another_project_sees_and_finds_nothing_of_it(settings: Settings) -> None:
    with TestClient(create_app(settings)) as client:
        ours, other = open_service(client), open_service(client, slug="other")
        topical.store_notes(ours.workshop, ours.project)
        url, run = done(ours, FOUR)
        asked = {"examples": [run["topics"][0]["examples"][0]["segment"]]}
        place = client.post(f"{url}/topics/0/promote", json=asked, headers=ours.bearer("researcher")).headers["Location"]
        theirs = other.bearer("admin")
        assert client.get(RUNS, headers=theirs).json() == client.get("/v1/topics/promotions", headers=theirs).json() == []
        for path in ("", "/topics/0/segments", "/overlap", "/shares", "/changes", "/edits"):
            assert client.get(url + path, headers=theirs).status_code == 404
        for path in (place, f"{place}/segments"):
            assert client.get(path, headers=theirs).status_code == 404
        assert client.post(f"{place}:approve", headers=theirs).status_code == 404
        edit = {"kind": "rename", "topic": 0, "name": "x"}
        assert client.post(f"{url}/edits", json=edit, headers=theirs | {"If-Match": '"0"'}).status_code == 404
        guided = {"options": {"guided_by": run["id"]}}
        assert client.post(RUNS, json=guided, headers=theirs).status_code == 404
        _, nothing = done(other, {})
        assert nothing["segments"] == 0
