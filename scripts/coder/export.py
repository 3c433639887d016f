"""From a trained network to the weights that are shipped: ONNX, quantised to eight bits, with how its scores are read."""

import json
from pathlib import Path
from typing import Any

from models.encode import sha256
from models.tuned.coder import NAME
from scripts.coder.network import CoderNetwork
from scripts.training import write_network


def export(network: CoderNetwork, packaged: Path, out: Path, reading: dict[str, Any]) -> None:
    """Write weights, card and tokenizer into `out`.

    Args:
        network: Trained.
        packaged: Folder of the packaged MiniLM, for its tokenizer.
        out: Folder of the weights.
        reading: How its scores are read: meanings, scale, shift, suggest, accept.
    """
    write_network(network, packaged, out, NAME, beside="marks")
    write_card(out, reading)


def write_card(out: Path, reading: dict[str, Any]) -> None:
    """Write the card beside the weights: their checksum and how their scores are read."""
    card = {"sha256": sha256(out / f"{NAME}.onnx"), **reading}
    (out / f"{NAME}.json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")
