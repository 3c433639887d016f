"""From a trained network to the weights that are shipped: ONNX, quantised to eight bits, with thresholds and tokenizer."""

import json
import shutil
import tempfile
import warnings
from pathlib import Path

import torch

from models.encode import sha256
from redaction.tagger.labels import CLASSES
from redaction.tagger.session import NAME
from redaction.weights import TOKENIZER
from scripts.recogniser.network import Recogniser

_THRESHOLD = 0.1  # low: what is weak is weighed with the rules (`weights.py`) and left to the policy


def export(network: Recogniser, packaged: Path, out: Path) -> None:
    """Write weights, card and tokenizer into `out`; beside it the network itself, to go on from, and its unquantised form."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    out.mkdir(parents=True, exist_ok=True)
    network.eval()
    torch.save(network.state_dict(), out.parent / "recogniser.pt")
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        whole = Path(folder) / "whole.onnx"
        ids = torch.randint(1000, 2000, (1, 16))
        torch.onnx.export(
            network,
            (ids, torch.ones_like(ids)),
            str(whole),
            input_names=["ids", "features"],
            output_names=["scores"],
            dynamic_axes={name: {0: "texts", 1: "pieces"} for name in ("ids", "features", "scores")},
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(str(whole), str(out / f"{NAME}.onnx"), weight_type=QuantType.QInt8, per_channel=True)
        shutil.copy(whole, out.parent / "recogniser-whole.onnx")
    shutil.copy(packaged / "tokenizer.json", out / TOKENIZER)
    card = {"sha256": sha256(out / f"{NAME}.onnx"), "thresholds": dict.fromkeys((str(kind) for kind in CLASSES), _THRESHOLD)}
    (out / f"{NAME}.json").write_text(json.dumps(card, indent=2) + "\n", encoding="utf-8")
