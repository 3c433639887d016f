"""The bundled sample: fictional notes, labelled; what `make run` shows and the tests run on."""

from pathlib import Path


def sample_path() -> Path:
    """Where the sample is."""
    return Path(__file__).parent / "corpus" / "sample.jsonl"
