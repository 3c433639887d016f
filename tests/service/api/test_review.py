"""The queue and decisions through the API: cursors, If-Match, append-only, undo, recoding keeps decisions."""

from typing import Any

import pytest
from running import Service

TEXT = (
    "He said he feels safe with his carer. She told me nobody asked her about moving. "
    "They said I can't see my brother and I miss him. He is scared of the man downstairs. "
    "I like it here, they are like my real family. She hopes to be a nurse. She said her brother would like it here. "
    "She told me they had already picked the school. I tell her some things."
)


@pytest.fixture
def segments(service: Service) -> list[dict[str, Any]]:
    note: dict[str, Any] = service.coded(service.post(text=TEXT).json()["id"])
    found: list[dict[str, Any]] = note["segments"]
    return found


def decide(service: Service, segment: str, *decisions: dict[str, Any], seen: int | str = 0) -> Any:
    headers = service.bearer("reviewer") | {"If-Match": f'"{seen}"'}
    path = f"/v1/review/segments/{segment}/decisions"
    return service.client.post(path, json={"decisions": list(decisions)}, headers=headers)


def test_the_queue_shows_what_is_in_doubt_page_by_page(service: Service, segments: list[dict[str, Any]]) -> None:
    doubtful = {one["id"] for one in segments if any(code["outcome"] == "doubtful" for code in one["suggestions"])}
    assert len(doubtful) >= 2
    seen: list[str] = []
    url: str | None = "/v1/review/queue?limit=1"
    while url:
        answer = service.client.get(url, headers=service.bearer("reviewer"))
        seen += [one["id"] for one in answer.json()["items"]]
        url = answer.links.get("next", {}).get("url")
    assert len(seen) == len(set(seen))
    assert set(seen) == doubtful


def test_a_strange_cursor_is_refused(service: Service) -> None:
    for cursor in ("x", "WzFd", "bnVsbA"):
        answer = service.client.get(f"/v1/review/queue?cursor={cursor}", headers=service.bearer("reviewer"))
        assert answer.status_code == 422


def test_decisions_need_the_state_they_saw(service: Service, segments: list[dict[str, Any]]) -> None:
    segment = segments[0]["id"]
    path = f"/v1/review/segments/{segment}/decisions"
    body = {"decisions": [{"verdict": "unsure"}]}
    assert service.client.post(path, json=body, headers=service.bearer("reviewer")).status_code == 428
    assert decide(service, segment, {"verdict": "unsure"}, seen="abc").status_code == 422
    assert decide(service, segment, {"verdict": "unsure"}, seen=0).status_code == 201
    stale = decide(service, segment, {"verdict": "none_applies"}, seen=0)
    assert stale.status_code == 412
    kept = service.client.get(f"/v1/review/segments/{segment}", headers=service.bearer("reviewer")).json()
    assert [one["verdict"] for one in kept["decisions"]] == ["unsure"]


@pytest.mark.usefixtures("segments")
def test_a_decided_segment_leaves_the_queue_and_undo_brings_it_back(service: Service) -> None:
    reviewer = service.bearer("reviewer")
    segment = service.client.get("/v1/review/queue?limit=1", headers=reviewer).json()["items"][0]["id"]
    done = decide(service, segment, {"verdict": "none_applies"}).json()
    assert done["reviewed"]
    open_now = service.client.get("/v1/review/queue", headers=reviewer).json()
    assert segment not in [one["id"] for one in open_now["items"]]
    assert open_now["decided"] == 1
    back = decide(service, segment, {"verdict": "undo", "undoes": done["decisions"][0]["id"]}, seen=1).json()
    assert not back["reviewed"]
    assert len(back["decisions"]) == 2
    again = service.client.get("/v1/review/queue", headers=reviewer).json()
    assert segment in [one["id"] for one in again["items"]]


def test_changing_a_code_is_a_reject_and_an_add(service: Service, segments: list[dict[str, Any]]) -> None:
    segment = next(one for one in segments if one["suggestions"])
    suggested = segment["suggestions"][0]["code"]
    other = "silence" if suggested != "silence" else "hope"
    answer = decide(service, segment["id"], {"verdict": "reject", "code": suggested}, {"verdict": "add", "code": other})
    assert answer.json()["codes"] == {suggested: False, other: True}
    assert answer.json()["version"] == 2


@pytest.mark.parametrize(
    "decision",
    [
        {"verdict": "accept"},
        {"verdict": "accept", "code": "no.such.code"},
        {"verdict": "undo", "undoes": "01ARZ3NDEKTSV4RRFFQ69G5FAV"},
        {"verdict": "voice"},
        {"verdict": "maybe"},
        {"verdict": "unsure", "code": "hope"},
        {"verdict": "accept", "code": "hope", "sure": True},
    ],
)
def test_a_decision_that_makes_no_sense_is_refused(
    service: Service, segments: list[dict[str, Any]], decision: dict[str, Any]
) -> None:
    answer = decide(service, segments[0]["id"], decision)
    assert answer.status_code == 422
    kept = service.client.get(f"/v1/review/segments/{segments[0]['id']}", headers=service.bearer("reviewer")).json()
    assert kept["decisions"] == []


def test_a_memo_is_redacted_like_a_note(service: Service, segments: list[dict[str, Any]]) -> None:
    answer = decide(service, segments[0]["id"], {"verdict": "unsure", "memo": "ask Mrs Holt, 07700 900123"})
    memo = answer.json()["decisions"][0]["memo"]
    assert "Holt" not in memo
    assert "07700" not in memo
    assert memo.startswith("ask ")


def test_a_new_codebook_recodes_the_notes_and_keeps_decisions(service: Service, segments: list[dict[str, Any]]) -> None:
    segment = segments[0]["id"]
    decide(service, segment, {"verdict": "add", "code": "hope"})
    researcher = service.bearer("researcher")
    before = service.client.get("/v1/codebooks/current", headers=researcher).json()
    new = before["yaml"].replace("name: Hopes", "name: Hopes and wishes", 1)
    stale = service.client.put("/v1/codebooks/current", content=new, headers=researcher | {"If-Match": '"000000000000"'})
    assert stale.status_code == 412
    change = service.client.put("/v1/codebooks/current", content=new, headers=researcher).json()
    assert change["previous"] == before["version"]
    assert change["recoded"] == 1
    note = service.coded(segments[0]["note_id"])
    assert note["codebook"] == change["version"]
    kept = next(one for one in note["segments"] if one["id"] == segment)
    assert kept["codes"] == {"hope": True}
    versions = service.client.get("/v1/codebooks", headers=researcher).json()
    assert [one["in_force"] for one in versions] == [True, False]
