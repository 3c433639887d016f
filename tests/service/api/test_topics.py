"""A topic run through the API: queued, worked off, its topics with terms and redacted examples; cancelled; refused."""

import json
import time

import pytest
from running import Service

from evaluation.corpus.load import read_demonstration

pytestmark = pytest.mark.slow


def post_sample(service: Service, count: int) -> None:
    notes = read_demonstration()[:count]
    lines = [{"source_system": "s", "external_id": one.id, "text": one.text, "case_key": one.case_key} for one in notes]
    content = "\n".join(json.dumps(line) for line in lines)
    answer = service.client.post("/v1/notes:bulk", content=content.encode(), headers=service.bearer("ingest"))
    for line in answer.text.splitlines():
        service.coded(json.loads(line)["id"])


def test_a_run_gives_topics_with_terms_and_examples(service: Service) -> None:
    post_sample(service, 8)
    researcher = service.bearer("researcher")
    started = service.client.post("/v1/topics/runs", json={"options": {"seed": 3, "most": 6}}, headers=researcher)
    assert started.status_code == 202
    url = started.headers["Location"]
    until = time.monotonic() + 120
    while (run := service.client.get(url, headers=researcher).json())["state"] in ("queued", "running"):
        assert time.monotonic() < until
        time.sleep(0.1)
    assert run["state"] == "done", run["message"]
    assert 2 <= len(run["topics"]) <= 6
    for topic in run["topics"]:
        assert topic["terms"]
        assert topic["examples"]
        assert topic["size"] >= 3
    (listed,) = service.client.get("/v1/topics/runs", headers=service.bearer("analyst")).json()
    assert listed["topics"] is None
    assert service.client.delete(url, headers=researcher).status_code == 409


def test_too_few_segments_are_said_plainly(service: Service) -> None:
    researcher = service.bearer("researcher")
    url = service.client.post("/v1/topics/runs", json={}, headers=researcher).headers["Location"]
    until = time.monotonic() + 60
    while (run := service.client.get(url, headers=researcher).json())["state"] in ("queued", "running"):
        assert time.monotonic() < until
        time.sleep(0.05)
    assert run["state"] == "done"
    assert "too few" in run["message"]


def test_who_may_not_and_what_is_none(service: Service) -> None:
    assert service.client.post("/v1/topics/runs", json={}, headers=service.bearer("ingest")).status_code == 403
    unknown = {"options": {"seed": -1}}
    assert service.client.post("/v1/topics/runs", json=unknown, headers=service.bearer("researcher")).status_code == 422
    assert service.client.get("/v1/topics/runs/none", headers=service.bearer("researcher")).status_code == 404
