"""`earshot demo`: the bundled sample through the service's own door, and what came of it, for somebody to look at."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from service.cli.errors import complain, plain_errors

if TYPE_CHECKING:
    import httpx

_PATIENCE_SECONDS = 180
_ROLES = {"case system": "ingest", "researcher": "researcher", "analyst": "analyst"}


def demo(
    keep: Annotated[bool, typer.Option("--keep", help="Leave the service running, with its data in EARSHOT_DATA_DIR.")] = False,
) -> None:
    """Start the service, post the bundled fictional notes to it, and print what became of them.

    Everything happens in a temporary place and is gone afterwards. With --keep (what `make run` does) the service goes on
    in the background with its data in EARSHOT_DATA_DIR; run again, it starts in seconds and duplicates nothing.
    """
    with plain_errors():
        if keep:
            _kept()
        else:
            with tempfile.TemporaryDirectory(prefix="earshot-demo-") as folder:
                _temporary(Path(folder))


def _temporary(folder: Path) -> None:
    keys = _keys(folder)
    port = _free_port()
    with _running(folder, port) as client:
        _show(client, keys)
    typer.echo("\nThe temporary place is gone. To keep the service running: make run")


def _kept() -> None:
    from service.settings import Settings

    settings = Settings()
    settings.prepare_folder()
    folder = settings.data_dir.resolve()
    keys = _keys(folder)
    base = f"http://{settings.host}:{settings.port}"
    client = _client(base)
    if not _answers(client):
        process = _start(folder, settings.port)
        (folder / "service.pid").write_text(f"{process.pid}\n")
        _await(client, process)
    _show(client, keys)
    typer.echo(
        f"\nReview page  {base}/\n  log in with  {keys['researcher']}\nAPI          {base}/docs\n"
        f"  keys         {folder / 'demo-keys.json'} (case system, researcher, analyst)\n"
        "The service runs in the background; `make stop` ends it, `make run` shows this again."
    )


def _keys(folder: Path) -> dict[str, str]:
    """The demonstration's keys by whose they are; made once, kept beside the database, readable by its owner only."""
    path = folder / "demo-keys.json"
    if path.exists():
        kept: dict[str, str] = json.loads(path.read_text())
        return kept
    from codebook.load import load_codebook, starter_path
    from service.actions.projects import ensure_project, issue_key
    from service.app import open_workshop
    from service.auth.roles import Role
    from service.settings import Settings

    workshop = open_workshop(Settings(data_dir=folder))
    starter = load_codebook(starter_path())
    project = ensure_project(workshop, slug="default", name="Demonstration", purpose="trying earshot out", codebook=starter)
    keys = {name: issue_key(workshop, project=project, name=name, roles=[Role(role)]) for name, role in _ROLES.items()}
    workshop.database.close()
    with open(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:  # noqa: PTH123 - made with its mode
        json.dump(keys, file)
    return keys


def _start(folder: Path, port: int) -> subprocess.Popen[bytes]:
    environment = os.environ | {
        "EARSHOT_DATA_DIR": str(folder),
        "EARSHOT_LOG_FILE": str(folder / "service.log"),
    }
    with (folder / "service.err").open("wb") as errors:
        return subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [sys.executable, "-m", "service.cli.main", "serve", "--port", str(port)],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=errors,
            stderr=errors,
            start_new_session=True,
        )


@contextmanager
def _running(folder: Path, port: int) -> "Iterator[httpx.Client]":
    process = _start(folder, port)
    try:
        client = _client(f"http://127.0.0.1:{port}")
        _await(client, process, errors=folder / "service.err")
        yield client
    finally:
        process.terminate()
        process.wait(timeout=60)


def _client(base: str) -> "httpx.Client":
    import httpx

    return httpx.Client(base_url=base, timeout=120, trust_env=False)


def _answers(client: "httpx.Client", path: str = "/healthz") -> bool:
    import httpx

    try:
        return client.get(path).status_code == httpx.codes.OK
    except httpx.TransportError:
        return False


def _await(client: "httpx.Client", process: subprocess.Popen[bytes], errors: Path | None = None) -> None:
    until = time.monotonic() + _PATIENCE_SECONDS
    while not _answers(client, "/readyz"):
        if process.poll() is not None:
            said = errors.read_text().strip().splitlines() if errors and errors.exists() else []
            complain(said[-1].removeprefix("earshot: ") if said else "the service did not start")
            raise typer.Exit(1)
        if time.monotonic() > until:
            complain(f"the service was not ready after {_PATIENCE_SECONDS} seconds")
            raise typer.Exit(1)
        time.sleep(0.25)


def _show(client: "httpx.Client", keys: dict[str, str]) -> None:
    from evaluation.corpus.load import read_demonstration
    from service.cli.shown import show_note, show_totals

    notes = read_demonstration()
    lines = "".join(json.dumps(_posted(note), ensure_ascii=False) + "\n" for note in notes)
    answer = client.post("/v1/notes:bulk", content=lines.encode(), headers=_bearer(keys["case system"]))
    answer.raise_for_status()
    results = [json.loads(line) for line in answer.text.splitlines()]
    new = sum(not result.get("repeated", True) for result in results)
    typer.echo(f"Posted {len(results)} fictional notes: {new} new, {len(results) - new} here already.")
    coded = [_coded(client, result["id"], keys["researcher"]) for result in results if "id" in result]
    examples = sorted(coded, key=_worth_showing, reverse=True)[:3]
    raw = dict(zip([result.get("id") for result in results], notes, strict=True))
    for note in examples:
        show_note(raw[note["id"]].text, note)
    show_totals(coded)


def _worth_showing(note: dict[str, Any]) -> float:
    """Notes in which the machine is surest come first."""
    suggestions = [one for segment in note["segments"] for one in segment["suggestions"] if one["reason"]["cues"]]
    return float(sum(one["confidence"] ** 4 for one in suggestions))


def _coded(client: "httpx.Client", note_id: str, key: str) -> dict[str, Any]:
    until = time.monotonic() + _PATIENCE_SECONDS
    while True:
        note: dict[str, Any] = client.get(f"/v1/notes/{note_id}", headers=_bearer(key)).raise_for_status().json()
        if note["state"] != "received" or time.monotonic() > until:
            return note
        time.sleep(0.2)


def _posted(note: Any) -> dict[str, Any]:
    people = [{"name": one.name, "role": one.role, "aliases": list(one.aliases)} for one in note.people]
    return {
        "source_system": "sample",
        "external_id": note.id,
        "case_key": note.case_key,
        "note_type": note.kind,
        "event_date": note.event_date,
        "people": people,
        "attributes": note.attributes,
        "text": note.text,
    }


def _bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


def _free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
