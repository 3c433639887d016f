"""`earshot evaluate estimates`, and what `earshot estimate` refuses."""

import json

from typer.testing import CliRunner

from service.cli.main import app


def test_simulated_studies_are_told_by_cell() -> None:
    small = ["--studies", "10", "--cases", "30", "--segments", "6", "--reviewed", "0.3", "--json"]
    result = CliRunner().invoke(app, ["evaluate", "estimates", *small])
    assert result.exit_code == 0, result.stderr
    metrics = json.loads(result.stdout)["metrics"]
    assert len(metrics) == 3 * 4 * 4
    assert 0 <= metrics["coverage/0.2/good"]["low"] <= metrics["coverage/0.2/good"]["value"] <= 1


def test_the_command_needs_a_whole_question() -> None:
    result = CliRunner().invoke(app, ["estimate", "worry", "--purpose", "test", "--measure", "trend"])
    assert result.exit_code == 2
    assert "month, quarter or year" in result.stderr
