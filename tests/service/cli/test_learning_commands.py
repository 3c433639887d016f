"""`earshot learn` and `earshot codebook preview` say plainly what is missing, and print what they promise."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from codebook.load import load_codebook, starter_path
from service.actions.projects import ensure_project
from service.app import open_workshop
from service.cli.main import app
from service.settings import Settings

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("EARSHOT_DATA_DIR", str(tmp_path / "var"))
    workshop = open_workshop(Settings())
    starter = load_codebook(starter_path())
    ensure_project(workshop, slug="default", name="d", purpose="p", codebook=starter)
    workshop.database.close()


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def test_without_decisions_it_is_refused_and_says_what_is_missing() -> None:
    result = run("learn")
    assert result.exit_code == 0, result.stderr
    told = json.loads(result.stdout)
    assert told["state"] == "refused"
    assert "0 cases" in result.stderr
    refused = run("learn", "--apply", told["id"])
    assert refused.exit_code == 1
    assert "only one that is proposed" in refused.stderr
    assert run("learn", "--revert").exit_code == 1
    assert json.loads(run("learn", "--dry-run").stdout)["changes"] == {}


def test_what_contradicts_itself_or_is_of_no_project_is_refused() -> None:
    assert run("learn", "--dry-run", "--revert").exit_code == 2
    assert run("learn", "--project", "other").exit_code == 1


def test_a_codebook_is_tried_on_what_is_stored(tmp_path: Path) -> None:
    result = run("codebook", "preview", str(starter_path()))
    assert result.exit_code == 0, result.stderr
    assert json.loads(result.stdout)["segments"] == 0
    (tmp_path / "broken.yaml").write_text("id: x")
    assert run("codebook", "preview", str(tmp_path / "broken.yaml")).exit_code == 1
