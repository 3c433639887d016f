"""What both trainings share: MiniLM as it is trained on a CPU, and a trained network as the weights that are shipped."""

import shutil
import tempfile
import warnings
from pathlib import Path
from typing import Any

import torch
from torch import nn

from redaction.weights import TOKENIZER


def plain_minilm(folder: str) -> Any:
    """MiniLM without pooling, dropout or fused attention: on a CPU a step takes a third of the time.

    Whoever trains it must keep it from learning by heart in other ways.
    """
    from transformers import BertModel

    return BertModel.from_pretrained(
        folder,
        add_pooling_layer=False,
        attn_implementation="eager",
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
    )


def write_network(network: nn.Module, packaged: Path, out: Path, name: str, *, beside: str, whole: Path | None = None) -> None:
    """Write a network that reads pieces and something beside each as ONNX, quantised to eight bits, and its tokenizer.

    Args:
        network: Trained; takes ids and what stands beside them, both of shape (texts, pieces).
        packaged: Folder of the packaged MiniLM, for its tokenizer.
        out: Folder of the weights.
        name: Of the network: NAME.onnx.
        beside: What its second input is called.
        whole: Where its unquantised form is kept too, if it is.
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic

    out.mkdir(parents=True, exist_ok=True)
    network.eval()
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        exported = Path(folder) / "whole.onnx"
        ids = torch.randint(1000, 2000, (1, 16))
        torch.onnx.export(
            network,
            (ids, torch.ones_like(ids)),
            str(exported),
            input_names=["ids", beside],
            output_names=["scores"],
            dynamic_axes={one: {0: "texts", 1: "pieces"} for one in ("ids", beside, "scores")},
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(str(exported), str(out / f"{name}.onnx"), weight_type=QuantType.QInt8, per_channel=True)
        if whole is not None:
            shutil.copy(exported, whole)
    shutil.copy(packaged / "tokenizer.json", out / TOKENIZER)
