"""The server is killed without warning while notes come in: what was acknowledged is there, and coded once."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import httpx
import pytest
from sqlalchemy import func, select

from codebook.load import load_codebook, starter_path
from service.actions.projects import ensure_project, issue_key
from service.app import open_workshop
from service.auth.roles import Role
from service.settings import Settings
from service.store import audit
from service.store.tables import AuditRow, NoteRow, SegmentRow

pytestmark = pytest.mark.slow
ROUNDS = 3


def serve(folder: Path, port: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "service.cli.main", "serve", "--port", str(port)]
    with (folder / "output").open("ab") as output:
        return subprocess.Popen(command, env=os.environ | {"EARSHOT_DATA_DIR": str(folder)}, stdout=output, stderr=output)


def await_ready(client: httpx.Client, path: str = "/readyz") -> None:
    until = time.monotonic() + 120
    while time.monotonic() < until:
        try:
            if client.get(path).status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise AssertionError("the service was not ready within two minutes")


def test_nothing_acknowledged_is_lost_and_nothing_is_coded_twice(tmp_path: Path) -> None:
    workshop = open_workshop(Settings(data_dir=tmp_path))
    starter = load_codebook(starter_path())
    project = ensure_project(workshop, slug="default", name="d", purpose="p", codebook=starter)
    key = issue_key(workshop, project=project, name="all", roles=[Role.ADMIN])
    workshop.database.close()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    acknowledged: set[str] = set()
    headers = {"Authorization": f"Bearer {key}"}
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30, trust_env=False) as client:
        for number in range(ROUNDS):
            process = serve(tmp_path, port)
            await_ready(client, "/healthz" if number else "/readyz")
            killer = threading.Timer(0.8 + 0.4 * number, process.send_signal, [signal.SIGKILL])
            for count in range(10_000):
                note = {"source_system": "t", "external_id": f"{number}-{count}", "case_key": f"c{count % 3}",
                        "text": f"Mrs Holt rang, visit {count}. He said he feels safe here."}  # fmt: skip
                try:
                    answer = client.post("/v1/notes", json=note, headers=headers)
                except httpx.TransportError:
                    break
                assert answer.status_code == 202
                acknowledged.add(answer.json()["id"])
                if count == 0:
                    killer.start()
            process.wait(30)
        process = serve(tmp_path, port)
        await_ready(client)
        until = time.monotonic() + 120
        while client.get("/readyz").json()["waiting"] and time.monotonic() < until:
            time.sleep(0.2)
        process.terminate()
        process.wait(60)
    workshop = open_workshop(Settings(data_dir=tmp_path))
    with workshop.database.reading() as session:
        states = {row.id: row.state for row in session.scalars(select(NoteRow))}
        segments = dict(session.execute(select(SegmentRow.note_id, func.count()).group_by(SegmentRow.note_id)).all())
        coded = session.execute(
            select(AuditRow.subject, func.count()).where(AuditRow.action == "note.code").group_by(AuditRow.subject)
        )
        times = dict(coded.all())
        assert audit.first_broken(session) is None
    assert len(acknowledged) > 10
    assert acknowledged <= states.keys()
    assert set(states.values()) == {"coded"}
    assert set(segments.values()) == {2}, "each note has its two sentences, once"
    assert set(times.values()) == {1}
    workshop.database.close()
