"""Coding taken apart: by voice and kind of document, code by code for confidence, and what was decided without a person."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from evaluation.calibration import brier_score, calibration_error
from evaluation.decisions import Decisions, Flags
from evaluation.intervals import Floats, Metric, bootstrap_by_cluster, bootstrap_ratio, ratio

_FEWEST_DOCUMENTS = 5  # kinds of document with fewer say nothing


def by_group(decisions: Decisions, kinds: Sequence[str], *, resamples: int, seed: int) -> dict[str, Metric]:
    """F1 of all decisions: "f1_micro/voice/V" over segments to which the person gave a voice, "f1_micro/kind/K" over a kind.

    Args:
        decisions: All of them.
        kinds: The kind of each document.
        resamples: For the intervals.
        seed: For the intervals.
    """
    found = {
        f"f1_micro/voice/{voice}": _f1(decisions, decisions.spoken == voice, resamples=resamples, seed=seed)
        for voice in sorted(set(decisions.spoken.tolist()) - {""})
    }
    often = [kind for kind, count in Counter(kinds).items() if count >= _FEWEST_DOCUMENTS]
    named = np.array(kinds, dtype=np.str_)
    for kind in sorted(often):
        within = (named == kind)[decisions.document]
        found[f"f1_micro/kind/{kind}"] = _f1(decisions, within, resamples=resamples, seed=seed)
    return found


def confidence(decisions: Decisions, *, resamples: int, seed: int) -> dict[str, Metric]:
    """Of the confidence, over every code on every segment that has one.

    `brier`, `ece` over all; `brier_to_base_rate`: Brier score as a share of that of always saying how often the code occurs;
    `ece/CODE` and their mean, `ece_mean`.
    """
    known = ~np.isnan(decisions.scores)
    unit, code = np.nonzero(known)
    scores, right = decisions.scores[unit, code], decisions.person[unit, code].astype(float)
    document = decisions.document[unit]
    draw = {"resamples": resamples, "seed": seed}
    found = {
        "brier": brier_score(scores, right, document, decisions.documents, **draw),
        "ece": calibration_error(scores, right, document, decisions.documents, **draw),
    }
    if not known.any():
        return found
    rates = np.array([decisions.person[known[:, place], place].mean() for place in range(len(decisions.codes))])
    both = np.zeros((decisions.documents, 2))
    np.add.at(both, document, np.stack([(scores - right) ** 2, (rates[code] - right) ** 2], axis=1))
    found["brier_to_base_rate"] = bootstrap_ratio(both, **draw)
    single: dict[str, Metric] = {}
    for place, name in enumerate(decisions.codes):
        own = code == place
        if own.any():
            single[f"ece/{name}"] = calibration_error(scores[own], right[own], document[own], decisions.documents, **draw)
    found["ece_mean"] = _mean(list(single.values()))
    return found | single


def without_a_person(decisions: Decisions, *, resamples: int, seed: int) -> dict[str, Metric]:
    """What is decided without a person, by the machine's own thresholds: codes accepted, and codes not suggested.

    `taken`: share of decisions (a code on a segment) that no person is asked about; `taken_accuracy`: how many of them are
    right; `accepted_precision`: of those accepted; `accepted`: share of the person's codes that are accepted; `missed_unseen`:
    share of the person's codes that are not suggested, which nobody would see.
    """
    accepted, left_out, person = decisions.accepted, ~decisions.machine, decisions.person
    taken = accepted | left_out
    pairs = {
        "taken": (taken, np.ones_like(taken)),
        "taken_accuracy": (taken & (decisions.machine == person), taken),
        "accepted_precision": (accepted & person, accepted),
        "accepted": (accepted & person, person),
        "missed_unseen": (left_out & person, person),
    }
    return {name: bootstrap_ratio(_by_document(decisions, *two), resamples=resamples, seed=seed) for name, two in pairs.items()}


def _f1(decisions: Decisions, within: Flags, *, resamples: int, seed: int) -> Metric:
    rows = within[:, np.newaxis]
    person, machine = decisions.person & rows, decisions.machine & rows
    sums = np.stack([_sums(decisions, flags) for flags in (person & machine, person, machine)], axis=1)
    return bootstrap_by_cluster(
        sums, lambda drawn: ratio(2 * drawn[:, 0], drawn[:, 1] + drawn[:, 2]), resamples=resamples, seed=seed
    )


def _by_document(decisions: Decisions, over: Flags, under: Flags) -> Floats:
    return np.stack([_sums(decisions, over), _sums(decisions, under)], axis=1)


def _sums(decisions: Decisions, flags: Flags) -> Floats:
    of_units = flags.sum(axis=1).astype(np.float64)
    return np.bincount(decisions.document, weights=of_units, minlength=decisions.documents).astype(np.float64)


def _mean(metrics: Sequence[Metric]) -> Metric:
    return Metric(*(float(np.mean([getattr(one, part) for one in metrics])) for part in ("value", "low", "high")))
