"""`earshot topics`: a JSON object a topic, of the project or of files; shares after them; what is wrong is said plainly."""

import json
from pathlib import Path

import pytest
import topical
from typer.testing import CliRunner, Result

from codebook.load import load_codebook, starter_path
from service.actions.projects import ensure_project
from service.app import open_workshop
from service.cli.main import app
from service.settings import Settings

pytestmark = pytest.mark.slow


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["topics", *arguments])


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("EARSHOT_DATA_DIR", str(tmp_path / "var"))
    workshop = open_workshop(Settings())
    starter = load_codebook(starter_path())
    project = ensure_project(workshop, slug="default", name="d", purpose="p", codebook=starter)
    topical.store_notes(workshop, project)
    workshop.database.close()


def lines(result: Result) -> list[dict[str, object]]:
    assert result.exit_code == 0, result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_the_project_s_topics_with_shares() -> None:
    found = lines(run("--topics", "4", "--outliers", "0", "--by", "quarter"))
    topics, cells = [one for one in found if "terms" in one], [one for one in found if "by" in one]
    assert len(topics) == 4
    assert len(cells) == 2 * 5
    assert {one["hidden"] for one in cells} <= {"c", None}
    again = lines(run("--topics", "4", "--outliers", "0"))
    assert [one | {"key": ""} for one in topics] == [one | {"key": ""} for one in again]


def test_selections_narrow_it() -> None:
    whole, letters = (lines(run("--topics", "4", "--outliers", "0", *more)) for more in ((), ("--note-type", "letter")))
    assert sum(int(str(one["size"])) for one in letters) * 2 == sum(int(str(one["size"])) for one in whole)
    assert lines(run("--residue", "--voice", "child.direct", "--attribute", "age_band=8-10", "--since", "2025-02-01"))
    nothing = run("--code", "hope")
    assert nothing.stdout == ""
    assert "too few" in nothing.stderr


def test_what_contradicts_itself_is_refused(tmp_path: Path) -> None:
    (tmp_path / "n.txt").write_text("She said she likes the bus.")
    assert run("n.txt", "--by", "month").exit_code == 2
    assert run("--voice", "nobody").exit_code == 2
    assert run("--since", "2025-02-01", "--until", "2025-01-01").exit_code == 2
    assert run("--by", "weather").exit_code == 1
    assert run("--guided-by", "none").exit_code == 1


def test_files_are_searched_without_being_stored(tmp_path: Path) -> None:
    said = " ".join(f"She said the bus number {number} was late again." for number in range(3))
    (tmp_path / "n.txt").write_text(said)
    result = run("n.txt", "--child-voice")
    assert result.exit_code == 0, result.stderr
    assert "too few" in result.stderr


def test_pictures_are_written_for_papers(tmp_path: Path) -> None:
    assert lines(run("--topics", "4", "--pictures", "for-the-paper"))
    written = {one.name for one in (tmp_path / "for-the-paper").iterdir()}
    assert written == {f"{kind}.{form}" for kind in ("map", "hierarchy", "over-time") for form in ("svg", "png")}
    assert b"<text" in (tmp_path / "for-the-paper" / "map.svg").read_bytes(), "letters stay letters"
    assert run("n.txt", "--pictures", "there").exit_code == 2
