"""From a trained network to the weights that are shipped: ONNX, quantised to eight bits, with how its scores are read."""

import json
import shutil
import tempfile
import warnings
from pathlib import Path
from typing import Any

import torch

from models.encode import sha256
from models.tuned.coder import NAME
from redaction.weights import TOKENIZER
from scripts.coder.network import CoderNetwork


def export(network: CoderNetwork, packaged: Path, out: Path, reading: dict[str, Any]) -> None:
    """Write weights, card and tokenizer into `out`.

    Args:
        network: Trained.
        packaged: Folder of the packaged MiniLM, for its tokenizer.
        out: Folder of the weights.
        reading: How its scores are read: meanings, scale, shift, suggest, accept.
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic

    out.mkdir(parents=True, exist_ok=True)
    network.eval()
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        whole = Path(folder) / "whole.onnx"
        ids = torch.randint(1000, 2000, (1, 16))
        torch.onnx.export(
            network,
            (ids, torch.ones_like(ids)),
            str(whole),
            input_names=["ids", "marks"],
            output_names=["scores"],
            dynamic_axes={name: {0: "texts", 1: "pieces"} for name in ("ids", "marks", "scores")},
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(str(whole), str(out / f"{NAME}.onnx"), weight_type=QuantType.QInt8, per_channel=True)
    shutil.copy(packaged / "tokenizer.json", out / TOKENIZER)
    write_card(out, reading)


def write_card(out: Path, reading: dict[str, Any]) -> None:
    """Write the card beside the weights: their checksum and how their scores are read."""
    card = {"sha256": sha256(out / f"{NAME}.onnx"), **reading}
    (out / f"{NAME}.json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")
