"""The topic pages without a browser: who may see them, forms that change, what is refused said plainly."""

import json
import re

import pytest
import topical
from fastapi.testclient import TestClient
from running import Service

from service.actions.topics import editing, promoting, viewing
from service.actions.topics.asked import EditIn, SearchOptions, Selection
from service.actions.topics.types import TopicRun

pytestmark = pytest.mark.slow


def log_in(service: Service, role: str = "researcher") -> TestClient:
    client = service.client
    assert isinstance(client, TestClient)
    client.cookies.clear()
    assert client.post("/login", data={"key": service.keys[role]}).status_code == 200
    return client


@pytest.fixture
def run(service: Service) -> TopicRun:
    topical.store_notes(service.workshop, service.project)
    return topical.search(service.workshop, service.project, options=SearchOptions(topics=4, outliers=0))


def now(service: Service, run: TopicRun) -> TopicRun:
    return viewing.run(service.workshop, topical.principal(service), run.id)


def test_a_search_is_started_by_a_form(service: Service) -> None:
    client = log_in(service)
    assert "No search yet" in client.get("/topics").text
    asked = {
        "whose": "all", "voices": ["child.direct", "family"], "codes": ["hope"], "attribute-0": "age_band", "value-0": "8-10",
        "since": "2025-01-01", "until": "", "detail": "1", "outliers": "0.1", "note_types": "visit, letter", "guided_by": "",
    }  # fmt: skip
    page = client.post("/topics", data=asked)
    assert page.status_code == 200
    (started,) = viewing.runs(service.workshop, topical.principal(service))
    assert str(page.url).endswith(started.id)
    assert started.selection == Selection.model_validate({
        "voices": ["child.direct", "family"], "codes": ["hope"], "attributes": {"age_band": "8-10"}, "since": "2025-01-01",
        "note_types": ["visit", "letter"],
    })  # fmt: skip
    assert (started.options.detail, started.options.outliers) == (1, 0.1)
    assert "voice child.direct or family" in client.get("/topics").text


def test_what_contradicts_itself_is_refused_plainly(service: Service) -> None:
    page = log_in(service).post("/topics", data={"whose": "residue", "codes": ["hope"]})
    assert page.status_code == 422
    assert "the residue has no codes" in page.text
    assert viewing.runs(service.workshop, topical.principal(service)) == []


def test_who_may_see_and_who_may_change(service: Service, run: TopicRun) -> None:
    address = f"/topics/{run.id}"
    assert log_in(service, "reviewer").get(address).status_code == 403
    client = log_in(service, "analyst")
    page = client.get(address)
    assert page.status_code == 200
    assert "Rename" not in page.text
    assert 'href="/"' in page.text
    change = {"kind": "rename", "topic": "0", "name": "x", "seen": "0"}
    assert client.post(f"{address}/edits", data=change).status_code == 403
    client.cookies.clear()
    assert str(client.get(address).url).split("?")[0].endswith("/login")


def test_rename_merge_move_split_undo(service: Service, run: TopicRun) -> None:
    client, edits = log_in(service), f"/topics/{run.id}/edits"
    page = client.post(edits, data={"kind": "rename", "topic": "1", "name": "Getting about", "seen": "0"})
    assert "Renamed." in page.text
    assert "Getting about" in page.text
    client.post(edits, data={"kind": "merge", "topic": "1", "with": "2", "seen": "1"})
    assert {one.number for one in now(service, run).topics or ()} == {0, 1, 3}
    listed = client.get(f"/topics/{run.id}/topics/0").text
    ticked = re.findall(r'name="segments" value="([^"]+)"', listed)[:2]
    page = client.post(edits, data={"kind": "move", "topic": "0", "segments": ticked, "to": "3", "seen": "2"})
    assert "Moved 2 segments" in page.text
    page = client.post(edits, data={"kind": "split", "topic": "1", "parts": "2", "seen": "3"})
    assert "Split." in page.text
    last = editing.edits(service.workshop, topical.principal(service), run.id)[-1]
    page = client.post(edits, data={"kind": "undo", "undoes": last.id, "seen": "4"})
    assert "Taken back." in page.text
    assert {one.number for one in now(service, run).topics or ()} == {0, 1, 3}


def test_an_edit_that_saw_an_older_state_changes_nothing_and_says_so(service: Service, run: TopicRun) -> None:
    client = log_in(service)
    editing.edit(
        service.workshop, topical.principal(service), run.id, EditIn(kind="rename", topic=0, name="Theirs"), seen=0
    )  # fmt: skip
    page = client.post(f"/topics/{run.id}/edits", data={"kind": "rename", "topic": "0", "name": "Mine", "seen": "0"})
    assert "Somebody else changed the topics in between" in page.text
    assert (now(service, run).topics or ())[0].name == "Theirs"


def test_from_topic_to_code(service: Service, run: TopicRun) -> None:
    client, address = log_in(service), f"/topics/{run.id}/topics/0/propose"
    page = client.get(address).text
    assert "what is said about" in page
    offered = re.findall(r'name="examples" value="([^"]+)"', page)
    assert not re.search(r'name="examples"[^>]*checked', page), "released one by one, never by default"
    refused = client.post(address, data={"name": "Getting about", "definition": "Ways of getting about."})
    assert refused.status_code == 422
    proposal = client.post(
        address, data={"name": "Getting about", "definition": "Ways of getting about.", "examples": offered[:2]}
    )  # fmt: skip
    assert "What it would code" in proposal.text
    (made,) = promoting.promotions(service.workshop, topical.principal(service))
    assert made.example_segments == tuple(offered[:2])
    assert client.post(f"/proposals/{made.id}/reject", data={"reason": ""}).status_code == 422
    assert "It is in the codebook" in client.post(f"/proposals/{made.id}/approve").text
    again = client.post(f"/proposals/{made.id}/reject", data={"reason": "too wide"})
    assert again.status_code == 409
    assert "approved before" in again.text


def test_pictures_and_their_tables_say_the_same(service: Service, run: TopicRun) -> None:
    client = log_in(service)
    page = client.get(f"/topics/{run.id}?by=year").text
    (block,) = re.findall(r'id="map-figure">(.*?)</script>', page, re.DOTALL)
    figure = json.loads(block)
    drawn = {trace["customdata"][0]: len(trace["customdata"]) for trace in figure["data"]}
    assert drawn == {one.number: one.size for one in run.topics or ()}
    for kind in ("map", "hierarchy", "over-time"):
        for form, media in (("svg", "image/svg+xml"), ("png", "image/png")):
            picture = client.get(f"/topics/{run.id}/pictures/{kind}.{form}?scheme=dark&topic=1&by=year")
            assert picture.headers["content-type"].startswith(media)
        answer = client.get(f"/v1/topics/runs/{run.id}/pictures/{kind}.svg", headers=service.bearer("analyst"))
        assert answer.content.startswith(b"<?xml")
    assert client.get(f"/topics/{run.id}/pictures/other.svg").status_code == 422


def test_plotly_comes_from_here_at_an_address_with_its_version(service: Service, run: TopicRun) -> None:
    client = log_in(service)
    (address,) = re.findall(r'src="(/assets/plotly-[^"]+)"', client.get(f"/topics/{run.id}").text)
    script = client.get(address)
    assert "immutable" in script.headers["cache-control"]
    assert b"plotly.js v" in script.content[:100]
    assert client.get("/assets/plotly-0.0.1.min.js").status_code == 404


def test_a_run_with_nothing_says_why(service: Service) -> None:
    run = topical.search(service.workshop, service.project)
    page = log_in(service).get(f"/topics/{run.id}").text
    assert "too few" in page
    assert "plotly" not in page.replace("plotly.js-style-global", "")
    assert log_in(service).get(f"/topics/{run.id}/topics/3").status_code == 404
    assert log_in(service).get("/topics/none").status_code == 404
