"""`earshot demo` in a fresh process: shows coded notes, ends, and leaves nothing behind."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from evaluation.corpus.load import read_demonstration


@pytest.mark.slow
def test_the_demonstration_runs_and_leaves_nothing(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "service.cli.main", "demo"]
    environment = os.environ | {"TMPDIR": str(tmp_path)}
    result = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, env=environment, timeout=240, check=False)
    assert result.returncode == 0, result.stderr
    count = len(read_demonstration())
    assert f"Posted {count} fictional notes: {count} new, 0 here already." in result.stdout
    assert "not calibrated yet" in result.stdout
    assert "as it is kept: redacted and coded" in result.stdout
    assert "earshot-demo-" not in " ".join(path.name for path in tmp_path.iterdir())
    assert "Traceback" not in result.stderr
