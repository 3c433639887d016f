"""Whether codes follow their definitions: the same notes coded with a codebook whose order, ids or names were changed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from codebook.schema import Codebook
from evaluation.intervals import RESAMPLES, SEED, bootstrap_ratio
from evaluation.report import Report

Codings = Sequence[Sequence[frozenset[str]]]
"""For each document, for each of its segments, the codes that were put."""


@dataclass(frozen=True, slots=True)
class Perturbed:
    """A changed codebook.

    Attributes:
        codebook: The codebook.
        means: Id of a code before → id of the code that means the same now.
    """

    codebook: Codebook
    means: Mapping[str, str]


def perturbations(codebook: Codebook) -> dict[str, Perturbed]:
    """The changes, by name; none of them changes what the codebook says.

    - `order`: the codes in another order.
    - `ids`: every code with another id, wherever it is named.
    - `names`: every code with the name of another.
    - `definitions`: codes in pairs, each with all that the other says (definition, examples, near misses, cues, theme,
      direction) under its own id and name: the codings must swap with them.
    """
    ids = [code.id for code in codebook.codes]
    same = {one: one for one in ids}
    new = {one: f"k{len(ids) - place}" for place, one in enumerate(ids)}
    swapped = _pairs(ids)
    names = {one: codebook.by_id[ids[place - 1]].name for place, one in enumerate(ids)}
    kept = {one: codebook.by_id[swapped[one]].name for one in ids}  # the name stays with the id
    return {
        "order": Perturbed(codebook.model_copy(update={"codes": codebook.codes[::-1]}), same),
        "ids": Perturbed(_renamed(codebook, new, {}), new),
        "names": Perturbed(_renamed(codebook, same, names), same),
        "definitions": Perturbed(_renamed(codebook, swapped, kept), swapped),
    }


def _pairs(ids: Sequence[str]) -> dict[str, str]:
    """Each with one that stands half the codebook away; with an odd number the last with itself."""
    half = len(ids) // 2
    there = dict(zip(ids[:half], ids[half : 2 * half], strict=True))
    return {one: one for one in ids} | there | {second: first for first, second in there.items()}


def _renamed(codebook: Codebook, ids: Mapping[str, str], names: Mapping[str, str]) -> Codebook:
    content = codebook.model_dump(mode="json")
    for code in content["codes"]:
        code["name"] = names.get(code["id"], code["name"])
        code["id"] = ids[code["id"]]
        code["parent"] = ids.get(code["parent"], code["parent"])
        for counter in code["counter_examples"]:
            counter["instead"] = [ids.get(one, one) for one in counter["instead"]]
    # as they stood: what an id means has changed, not where the id stands
    order = {one: place for place, one in enumerate(ids)}
    if set(ids) == set(ids.values()):
        content["codes"].sort(key=lambda code: order[code["id"]])
    return Codebook.model_validate(content)


def evaluate_perturbed(
    codebook: Codebook,
    code: Callable[[Codebook], Codings],
    *,
    dataset: str = "notes",
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> Report:
    """Share of codings that follow the definitions, for each change; 1 is all of them.

    "follow/CHANGE": codings (a code on a segment) that are there before and after, of all that are there before or after, once
    ids are translated.

    Args:
        codebook: As it is.
        code: Codes the same documents with a codebook.
        dataset: Name for the report.
        resamples: For the intervals, which are by document.
        seed: For the intervals.
    """
    before = code(codebook)
    metrics = {}
    for name, changed in perturbations(codebook).items():
        counts = [_agreement(*pair, changed.means) for pair in zip(before, code(changed.codebook), strict=True)]
        metrics[f"follow/{name}"] = bootstrap_ratio(np.array(counts, dtype=np.float64), resamples=resamples, seed=seed)
    put = sum(len(codes) for document in before for codes in document)
    return Report(
        dataset=dataset,
        documents=len(before),
        metrics=metrics,
        notes=(f"{put} codings with the codebook as it is",),
    )


def _agreement(before: Sequence[frozenset[str]], after: Sequence[frozenset[str]], means: Mapping[str, str]) -> tuple[int, int]:
    """How many codings of a document are there both before and after, and how many before or after."""
    both = either = 0
    for old, new in zip(before, after, strict=True):
        translated = {means[one] for one in old}
        both, either = both + len(translated & new), either + len(translated | new)
    return both, either
