"""No raw text at rest: canaries are posted, every error path is forced, then everything on disk is searched."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from codebook.load import load_codebook, starter_path
from service.actions.projects import ensure_project, issue_key
from service.app import open_workshop
from service.auth.roles import Role
from service.settings import Settings

# Each stands for somebody; none may be found on disk in any writing.
CANARIES = (
    "Quenlathe",
    "Zyxoria",
    "07700 900417",
    "07700900417",
    "ZZ9 4QX",
    "zyx.quen@example.org",
    "Wexbridge",
)
SAID = [f"{who} likes the {what}" for who in ("she", "her brother") for what in (
    "bus", "dog", "garden", "choir", "swimming pool", "library", "new school", "football", "kitchen", "sea",
)]  # fmt: skip
PEOPLE = [{"name": "Zyxoria Quenlathe", "role": "child", "aliases": ["Zyxie"]}]
TEXT = (
    "Zyxoria Quenlathe seen at home. Mrs Wexbridge (neighbour) rang 07700 900417 and wrote to zyx.quen@example.org. "
    'Zyxoria said "I feel safe with Nan".'
)


@pytest.fixture
def running(tmp_path: Path) -> Iterator[tuple[httpx.Client, str, Path]]:
    """The service as it is run, in a process of its own, with all of its places for files below one folder."""
    folder = tmp_path / "everything"
    (folder / "tmp").mkdir(parents=True)
    settings = Settings(data_dir=folder / "var")
    workshop = open_workshop(settings)
    starter = load_codebook(starter_path())
    project = ensure_project(workshop, slug="default", name="d", purpose="p", codebook=starter)
    key = issue_key(workshop, project=project, name="all", roles=[Role.ADMIN])
    workshop.database.close()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = os.environ | {
        "EARSHOT_DATA_DIR": str(folder / "var"),
        "EARSHOT_LOG_FILE": str(folder / "service.log"),
        "TMPDIR": str(folder / "tmp"),
    }
    with (folder / "output").open("wb") as output:
        command = [sys.executable, "-m", "service.cli.main", "serve", "--port", str(port)]
        process = subprocess.Popen(command, env=environment, stdout=output, stderr=output, cwd=folder)
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60, trust_env=False) as client:
            until = time.monotonic() + 120
            while time.monotonic() < until and process.poll() is None:
                try:
                    if client.get("/readyz").status_code == 200:
                        break
                except httpx.TransportError:
                    pass
                time.sleep(0.2)
            yield client, key, folder
        process.terminate()
        process.wait(60)


def on_disk(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def writings(canary: str) -> set[bytes]:
    """The canary as it might be written: plain, as JSON escapes it, in UTF-16, in hexadecimal."""
    return {
        canary.encode(),
        canary.lower().encode(),
        json.dumps(canary).strip('"').encode(),
        canary.encode("utf-16-le"),
        canary.encode().hex().encode(),
    }


def over_topics(client: httpx.Client, bearer: dict[str, str], post: Callable[..., httpx.Response]) -> None:
    """A search, looks at all of it, an edit and a promotion, rightly and wrongly asked."""
    for number, said in enumerate(SAID):
        note = {"source_system": "t", "external_id": f"topic-{number}", "case_key": f"c{number}", "people": PEOPLE}
        text = f"Zyxoria said {said}. Mrs Wexbridge rang about {said.split()[-1]}."
        post(json=note | {"text": text}).raise_for_status()
    until = time.monotonic() + 120
    while client.get("/readyz").json().get("waiting") and time.monotonic() < until:
        time.sleep(0.2)
    run = client.post("/v1/topics/runs", json={}, headers=bearer).headers["Location"]
    for selection in ({"Wexbridge": "x" * 300}, {"Wexbridge": 3}, {"Wexbridge" * 40: "x"}, ["Wexbridge"]):
        assert post("/v1/topics/runs", json={"selection": {"attributes": selection}}).status_code == 422
    assert post("/v1/topics/runs", json={"options": {"guided_by": "Quenlathe"}}).status_code == 404
    while client.get(run, headers=bearer).json()["state"] in ("queued", "running"):
        assert time.monotonic() < until
        time.sleep(0.2)
    post(f"{run}/edits", json={"kind": "rename", "topic": 0, "name": "x", "Quenlathe": "y"}, headers={"If-Match": '"0"'})
    for path in ("shares?by=attribute:Quenlathe", "overlap", "changes", "edits"):
        client.get(f"{run}/{path}", headers=bearer).raise_for_status()
    topics = client.get(run, headers=bearer).json()["topics"]
    assert topics, "there is something to look at"
    segments = client.get(f"{run}/topics/{topics[0]['number']}/segments", headers=bearer).json()["items"]
    proposed = post(f"{run}/topics/{topics[0]['number']}/promote", json={"id": "made", "examples": [segments[0]["id"]]})
    place = proposed.raise_for_status().headers["Location"]
    post(f"{place}:reject", json={"reason": "ask Mrs Wexbridge, 07700 900417"}).raise_for_status()


@pytest.mark.slow
def test_nothing_raw_is_found_on_disk_over_any_path(running: tuple[httpx.Client, str, Path]) -> None:
    client, key, folder = running
    bearer = {"Authorization": f"Bearer {key}"}
    answers: list[httpx.Response] = []

    def post(path: str = "/v1/notes", **request: Any) -> httpx.Response:
        headers = bearer | request.pop("headers", {})
        answer = client.post(path, headers=headers, **request)
        answers.append(answer)
        return answer

    good = {"source_system": "t", "external_id": "n1", "case_key": "c1", "people": PEOPLE, "text": TEXT}
    note_id = post(json=good).raise_for_status().json()["id"]
    post(json=good | {"text": TEXT + " More."}).raise_for_status()
    post(json={k: v for k, v in good.items() if k != "text"} | {
        "external_id": "turns", "turns": [{"speaker": "Zyxoria", "role": "child", "text": "call 07700 900417"}],
    }).raise_for_status()  # fmt: skip

    refused: list[dict[str, Any]] = [
        {"json": good | {"text": ""}},
        {"json": good | {"text": "Zyxoria Quenlathe " * 300_000}},
        {"json": good | {"text": "Zyxoria \x00 Quenlathe"}},
        {"content": json.dumps(good | {"text": "Quenlathe \ud83d"}).encode()},
        {"content": json.dumps(good).encode("utf-16")},
        {"content": json.dumps(good).encode()[:-40]},
        {"json": good | {"Quenlathe": TEXT}},
        {"json": good | {"event_date": "Quenlathe"}},
        {"json": good | {"event_date": "2025-02-30"}},
        {"json": good | {"turns": [{"speaker": "Quenlathe", "text": "x"}]}},
        {"json": [TEXT]},
        {"json": TEXT},
        {"json": good, "headers": {"Authorization": "Bearer Quenlathe"}},
        {"json": good, "headers": {"Authorization": "Quenlathe"}},
        {"json": good | {"revision": 1, "text": "other Quenlathe"}},
        {"content": TEXT.encode(), "headers": {"Content-Type": "multipart/form-data; boundary=Quenlathe"}},
    ]
    for request in refused:
        assert 400 <= post(**request).status_code < 500
    client.get(f"/v1/notes/Quenlathe?text={TEXT}", headers=bearer)
    client.get(f"/Quenlathe/{CANARIES[0]}", headers=bearer)
    client.put("/v1/codebooks/current", content=TEXT.encode(), headers=bearer)
    lines = [json.dumps(good | {"external_id": f"b{n}"}).encode() for n in range(40)]
    lines[7] = lines[7][:60]
    lines[9] = b"\xff\xfe Quenlathe"
    bulk = post("/v1/notes:bulk", content=b"\n".join(lines))
    statuses = [json.loads(line)["status"] for line in bulk.text.splitlines()]
    assert statuses.count(202) == 38
    segment = f"{note_id}-00000"
    memo = {"decisions": [{"verdict": "unsure", "memo": "ask Mrs Wexbridge, 07700 900417"}]}
    client.post(f"/v1/review/segments/{segment}/decisions", json=memo, headers=bearer | {"If-Match": '"0"'})
    over_topics(client, bearer, post)
    until = time.monotonic() + 60
    while client.get("/readyz").json().get("waiting") and time.monotonic() < until:
        time.sleep(0.2)
    client.get("/v1/exports/segments.csv?text=true", headers=bearer).raise_for_status()
    client.delete(f"/v1/notes/{note_id}", headers=bearer)

    for answer in answers:
        for canary in CANARIES:
            assert canary not in answer.text, "an answer repeats what was sent"
    found = {
        f"{canary} in {path.relative_to(folder)}"
        for path, content in on_disk(folder).items()
        for canary in CANARIES
        if any(writing in content for writing in writings(canary))
    }
    assert not found
    assert any(b"[CHILD]" in content for content in on_disk(folder).values()), "the redacted notes are there"
    assert b'"event": "request"' in (folder / "service.log").read_bytes(), "there was a log to search"


def test_a_recogniser_that_raises_gets_the_note_refused(settings: Settings, caplog: pytest.LogCaptureFixture) -> None:
    from presidio_analyzer import EntityRecognizer

    from redaction.detect import Detector
    from redaction.errors import RecogniserFailed
    from redaction.policy import load_policy
    from redaction.pseudonyms import CaseMemory
    from redaction.redactor import Redactor
    from redaction.types import Note

    class Broken(EntityRecognizer):
        def load(self) -> None:
            pass

        def analyze(self, text: str, entities: Any, nlp_artifacts: Any = None) -> Any:  # noqa: ARG002
            raise ValueError(f"cannot handle {text}")

    broken = Broken(supported_entities=["PERSON"], name="broken")
    redactor = Redactor(Detector(extra=[broken]), load_policy())
    with pytest.raises(RecogniserFailed) as refusal:
        redactor.redact(Note(TEXT), CaseMemory(settings.key(), salt="s"))
    chain: BaseException | None = refusal.value
    while chain is not None:
        assert "Quenlathe" not in str(chain)
        chain = chain.__cause__ or (None if chain.__suppress_context__ else chain.__context__)
    assert "Quenlathe" not in caplog.text
