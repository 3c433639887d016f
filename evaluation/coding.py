"""How well the machine codes: against a person's codings, per code and overall, with voice and confidence."""

from collections.abc import Iterable, Sequence

import numpy as np

from evaluation.alignment import MachineSegment, align
from evaluation.breakdown import by_group, confidence, without_a_person
from evaluation.decisions import Decisions, Flags, lay_out
from evaluation.intervals import (
    RESAMPLES,
    SEED,
    Floats,
    Metric,
    bootstrap_by_weight,
    mean_of_defined,
    ratio,
)
from evaluation.labelled import LabelledNote
from evaluation.ranking import average_precision, coverage_at
from evaluation.report import Report

ACCURACY = 0.95


def evaluate_coding(
    pairs: Iterable[tuple[LabelledNote, Sequence[MachineSegment]]],
    *,
    dataset: str = "labelled notes",
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> Report:
    """Compares the machine's codings with a person's, unit by unit as `align` lays them together.

    - `precision_micro`, `recall_micro`, `f1_micro`: over all decisions; `precision/CODE` and so on for each
      code; `f1_macro`: mean of the codes that the person put at least once (`codes_labelled` says how
      many).
    - `average_precision/CODE`, `average_precision_macro`: as scikit-learn defines it; needs a score for
      every code on every segment, else it is not defined. What the machine missed ranks last.
    - `alpha/CODE`, `alpha_macro`: Krippendorff's alpha of person and machine on whether the code applies.
    - `brier`, `brier_to_base_rate`, `ece`, `ece_mean`, `ece/CODE`: of the confidence (see `breakdown.confidence`).
    - `taken`, `taken_accuracy`, `accepted`, `accepted_precision`, `missed_unseen`: what is decided without a person (see
      `breakdown.without_a_person`).
    - `f1_micro/voice/V`, `f1_micro/kind/K`: by the person's voice and by kind of document.
    - `coverage_at_95`: share of the machine's decisions, yes or no, that can be taken at 95 % accuracy, the
      most confident first; `coverage_at_95_assigned`: the same among the codes that it put. The confidence
      of a "no" is 1 − that of the code.
    - `voice_accuracy`: over labelled segments, missed ones counting as wrong; `child_voice_f1`: whether it
      is a child's own voice in any form.

    Args:
        pairs: Each labelled note with the machine's segments of it.
        dataset: Name for the report.
        resamples: For the intervals, which are by document.
        seed: For the intervals.
    """
    ordered = sorted(pairs, key=lambda pair: pair[0].id)
    decisions = lay_out([align(note, segments) for note, segments in ordered])
    names = list(figures(decisions, np.ones((1, decisions.documents))))
    metrics = bootstrap_by_weight(
        decisions.documents,
        lambda weights: np.stack(list(figures(decisions, weights).values()), axis=1),
        resamples=resamples,
        seed=seed,
    )
    kinds = [note.kind for note, _ in ordered]
    named = (
        dict(zip(names, metrics, strict=True))
        | confidence(decisions, resamples=resamples, seed=seed)
        | without_a_person(decisions, resamples=resamples, seed=seed)
        | by_group(decisions, kinds, resamples=resamples, seed=seed)
    )
    labelled = decisions.labelled
    named["codes_labelled"] = Metric(float(labelled.sum()), np.nan, np.nan)
    unseen = [code for code, seen in zip(decisions.codes, labelled, strict=True) if not seen]
    notes = (f"never put by the person, so left out of macro figures: {', '.join(unseen)}",) if unseen else ()
    return Report(
        dataset=dataset,
        documents=len(ordered),
        # figures of single codes last, those of one code after another
        metrics=dict(sorted(named.items(), key=lambda item: "/" in item[0])),
        notes=notes,
    )


def figures(decisions: Decisions, weights: Floats) -> dict[str, Floats]:
    """Each figure, shape (resamples,), for weights of the documents of shape (resamples, documents)."""
    precision, recall, f1, alpha = _per_code(decisions, weights)
    scored = _average_precisions(decisions, weights)
    both, by_machine, by_person = (
        np.tensordot(weights, _by_document(decisions, flags), axes=1).sum(axis=1)
        for flags in (decisions.person & decisions.machine, decisions.machine, decisions.person)
    )
    listed, same_voice, child_both, child_person, child_machine = (weights @ decisions.voices).T
    figures = {
        "f1_macro": mean_of_defined(f1),
        "precision_micro": ratio(both, by_machine),
        "recall_micro": ratio(both, by_person),
        "f1_micro": ratio(2 * both, by_machine + by_person),
        "average_precision_macro": _mean_if_all_scored(decisions, scored),
        "alpha_macro": mean_of_defined(alpha[:, decisions.labelled]),
        **_coverages(decisions, weights),
        "voice_accuracy": ratio(same_voice, listed),
        "child_voice_f1": ratio(2 * child_both, child_person + child_machine),
    }
    for place, code in enumerate(decisions.codes):
        figures |= {
            f"precision/{code}": precision[:, place],
            f"recall/{code}": recall[:, place],
            f"f1/{code}": f1[:, place],
            f"average_precision/{code}": scored[:, place],
            f"alpha/{code}": alpha[:, place],
        }
    return figures


def _per_code(decisions: Decisions, weights: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """Precision, recall, F1 and alpha, each of shape (resamples, codes)."""
    person, machine = decisions.person, decisions.machine
    both, by_person, by_machine, units = (
        np.tensordot(weights, _by_document(decisions, flags), axes=1)
        for flags in (person & machine, person, machine, np.ones_like(person))
    )
    f1 = ratio(2 * both, by_person + by_machine)
    # with two observers and two values, Krippendorff's formula comes down to this (see `agreement`)
    yes, no = by_person + by_machine, 2 * units - by_person - by_machine
    alpha = 1 - (2 * units - 1) * ratio(yes - 2 * both, yes * no)
    return ratio(both, by_machine), ratio(both, by_person), np.where(by_person > 0, f1, np.nan), alpha


def _by_document(decisions: Decisions, flags: Flags) -> Floats:
    sums = np.zeros((decisions.documents, len(decisions.codes)))
    np.add.at(sums, decisions.document, flags)
    return sums


def _average_precisions(decisions: Decisions, weights: Floats) -> Floats:
    """Shape (resamples, codes); NaN for a code that some segment has no score of."""
    of_units = weights[:, decisions.document]
    scored = np.full((len(weights), len(decisions.codes)), np.nan)
    for place in range(len(decisions.codes)):
        scores = np.where(decisions.found, decisions.scores[:, place], -1.0)
        if not np.isnan(scores).any():
            scored[:, place] = average_precision(scores, decisions.person[:, place].astype(float), of_units)
    return scored


def _mean_if_all_scored(decisions: Decisions, scored: Floats) -> Floats:
    if np.isnan(decisions.scores[decisions.found]).any():
        return np.full(len(scored), np.nan)
    return mean_of_defined(scored)


def _coverages(decisions: Decisions, weights: Floats) -> dict[str, Floats]:
    unit, code = np.nonzero(~np.isnan(decisions.scores))
    scores, machine = decisions.scores[unit, code], decisions.machine[unit, code]
    confidence = np.where(machine, scores, 1 - scores)
    right = (machine == decisions.person[unit, code]).astype(float)
    of_cells = weights[:, decisions.document[unit]]
    return {
        "coverage_at_95": coverage_at(ACCURACY, confidence, right, of_cells),
        "coverage_at_95_assigned": coverage_at(ACCURACY, confidence[machine], right[machine], of_cells[:, machine]),
    }
