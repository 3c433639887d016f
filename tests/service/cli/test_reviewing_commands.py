"""`earshot evaluate effort` and `perturbed` on notes of one's own."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from service.cli.main import app

pytestmark = pytest.mark.slow
SAID = {
    "food": ["We had pizza for tea.", "The soup was cold again.", "I like toast in the morning."],
    "pets": ["The dog sleeps on my bed.", "I feed the rabbit.", "The cat ran off."],
    "": [
        "Visit booked for Tuesday.",
        "The bus was late.",
        "Form sent to the office.",
        "Call ended at four.",
        "Next review in May.",
    ],
}


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    book = tmp_path / "small.yaml"
    book.write_text(
        "id: small\nname: Small\ncodes:\n"
        "  - {id: food, name: Food, definition: Meals., examples: [We had pizza for tea., I like toast in the morning.]}\n"
        "  - {id: pets, name: Pets, definition: Animals at home., examples: [The dog sleeps on my bed., I feed the rabbit.]}\n"
    )
    notes = tmp_path / "notes.jsonl"
    lines = []
    for number in range(12):
        text, codings = "", []
        for place, (code, sentences) in enumerate(SAID.items()):
            sentence = sentences[(number + place) % len(sentences)]
            codings.append(
                {"start": len(text), "end": len(text) + len(sentence), "codes": [code] if code else [], "voice": "child.direct"}
            )
            text += f"{sentence} "
        lines.append(json.dumps({"id": f"n{number}", "text": text, "entities": [], "codings": codings}))
    notes.write_text("\n".join(lines))
    return [str(notes), "--codebook", str(book), "--json"]


def test_effort_prints_the_curve_of_every_order(files: list[str]) -> None:
    result = CliRunner().invoke(app, ["evaluate", "effort", *files, "--draws", "1"])
    assert result.exit_code == 0, result.stderr
    metrics = json.loads(result.stdout)["metrics"]
    for order in ("random", "doubtful", "informative", "informative+audit"):
        assert f"f1_macro/{order}/0" in metrics
        assert f"effort_share/{order}" in metrics


def test_too_few_documents_are_said_plainly(files: list[str]) -> None:
    notes = Path(files[0])
    notes.write_text("\n".join(notes.read_text().splitlines()[:2]))
    result = CliRunner().invoke(app, ["evaluate", "effort", *files])
    assert result.exit_code == 1
    assert "at least 4 documents" in result.stderr


def test_perturbed_prints_a_share_for_every_change(files: list[str]) -> None:
    result = CliRunner().invoke(app, ["evaluate", "perturbed", *files])
    assert result.exit_code == 0, result.stderr
    metrics = json.loads(result.stdout)["metrics"]
    assert {name: figure["value"] for name, figure in metrics.items()} == {
        f"follow/{change}": 1.0 for change in ("order", "ids", "names", "definitions")
    }
