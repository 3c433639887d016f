"""A service on real parts, running in the tests' own process, with a key for each role."""

import time
from dataclasses import dataclass
from typing import Any

import httpx
from fastapi.testclient import TestClient

from codebook.load import load_codebook, starter_path
from service.actions.projects import ensure_project, issue_key
from service.actions.workshop import Workshop
from service.auth.roles import Role


@dataclass(frozen=True)
class Service:
    """A running service: its client, and a header for each role."""

    client: httpx.Client | TestClient
    workshop: Workshop
    project: str
    keys: dict[str, str]

    def bearer(self, role: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.keys[role]}"}

    def post(self, **note: Any) -> Any:
        content = {"source_system": "test", "external_id": "n1"} | note
        return self.client.post("/v1/notes", json=content, headers=self.bearer("ingest"))

    def coded(self, note_id: str) -> dict[str, Any]:
        """The note, once it is coded."""
        until = time.monotonic() + 150  # the first note waits until the models are there
        while time.monotonic() < until:
            note: dict[str, Any] = self.client.get(f"/v1/notes/{note_id}", headers=self.bearer("reviewer")).json()
            if note["state"] != "received":
                return note
            time.sleep(0.02)
        raise AssertionError("the note was not coded within 150 seconds")


def open_service(client: httpx.Client | TestClient, slug: str = "default", *, workshop: Workshop | None = None) -> Service:
    """A project with a key for each role in a running application; a test client knows its workshop."""
    if workshop is None:
        assert isinstance(client, TestClient)
        workshop = client.app.state.workshop  # type: ignore[attr-defined]
    assert workshop is not None
    starter = load_codebook(starter_path())
    project = ensure_project(workshop, slug=slug, name=slug, purpose="testing", codebook=starter)
    keys = {str(role): issue_key(workshop, project=project, name=f"{role} of {slug}", roles=[role]) for role in Role}
    return Service(client, workshop, project, keys)
