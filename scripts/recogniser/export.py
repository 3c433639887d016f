"""From a trained network to the weights that are shipped: ONNX, quantised to eight bits, with thresholds and tokenizer."""

import json
from pathlib import Path

import torch

from models.encode import sha256
from redaction.tagger.labels import CLASSES
from redaction.tagger.session import NAME
from scripts.recogniser.network import Recogniser
from scripts.training import write_network

_THRESHOLD = 0.1  # low: what is weak is weighed with the rules (`weights.py`) and left to the policy


def export(network: Recogniser, packaged: Path, out: Path) -> None:
    """Write weights, card and tokenizer into `out`; beside it the network itself, to go on from, and its unquantised form."""
    out.mkdir(parents=True, exist_ok=True)
    torch.save(network.state_dict(), out.parent / "recogniser.pt")
    write_network(network, packaged, out, NAME, beside="features", whole=out.parent / "recogniser-whole.onnx")
    card = {"sha256": sha256(out / f"{NAME}.onnx"), "thresholds": dict.fromkeys((str(kind) for kind in CLASSES), _THRESHOLD)}
    (out / f"{NAME}.json").write_text(json.dumps(card, indent=2) + "\n", encoding="utf-8")
