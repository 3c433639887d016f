"""Learning through the API: a run is queued and worked off, too few decisions are said plainly, and researchers alone may."""

import time

import pytest
from running import Service

pytestmark = pytest.mark.slow


def test_a_run_over_few_decisions_is_refused_and_says_what_is_missing(service: Service) -> None:
    researcher = service.bearer("researcher")
    note_id = service.post(text='He said "I feel safe here, nobody shouts".').json()["id"]
    service.coded(note_id)
    started = service.client.post("/v1/learning/runs", headers=researcher)
    assert started.status_code == 202
    url = started.headers["Location"]
    until = time.monotonic() + 120
    while (run := service.client.get(url, headers=researcher).json())["state"] in ("queued", "running"):
        assert time.monotonic() < until
        time.sleep(0.1)
    assert run["state"] == "refused", run["message"]
    assert "0 cases" in run["message"]
    assert run["changes"] == {}
    codes = run["figures"]["codes"]
    assert not any(one["calibrated"] or one["learned"] for one in codes.values())
    assert "needs 20 of each" in codes["hope"]["calibration"]
    assert service.client.post(f"{url}:apply", headers=researcher).status_code == 409
    assert service.client.post(f"{url}:revert", headers=researcher).status_code == 409
    (listed,) = service.client.get("/v1/learning/runs", headers=researcher).json()
    assert listed["changes"] is None


def test_only_researchers_and_only_runs_that_are_there(service: Service) -> None:
    for role in ("ingest", "reviewer", "analyst"):
        for url in ("/v1/learning/runs", "/v1/learning/runs/x:apply", "/v1/learning/runs/x:revert", "/v1/codebooks:preview"):
            assert service.client.post(url, headers=service.bearer(role)).status_code == 403
        assert service.client.get("/v1/learning/runs", headers=service.bearer(role)).status_code == 403
    researcher = service.bearer("researcher")
    assert service.client.get("/v1/learning/runs/none", headers=researcher).status_code == 404
    for act in ("apply", "revert"):
        assert service.client.post(f"/v1/learning/runs/none:{act}", headers=researcher).status_code == 404


def test_a_broken_codebook_is_not_previewed_and_a_sound_one_is(service: Service) -> None:
    researcher = service.bearer("researcher")
    assert service.client.post("/v1/codebooks:preview", content=b"id: x", headers=researcher).status_code == 422
    service.coded(service.post(text='He said "I feel safe here, nobody shouts".').json()["id"])
    current = service.client.get("/v1/codebooks/current", headers=researcher).json()
    told = service.client.post("/v1/codebooks:preview", content=current["yaml"].encode(), headers=researcher).json()
    assert told["version"] == told["in_force"] == current["version"]
    assert told["segments"] == 1
    assert told["codes"] == {}
