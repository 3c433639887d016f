"""A new state from all decisions, and how it compares with the one in force on decisions held out by case."""

from dataclasses import dataclass

import numpy as np

from codebook.schema import Codebook
from models.calibrate import calibrate
from models.encode import Encoder
from models.head import Floats
from models.held_out import Comparison, Flags, Once, calibrated_out_of_fold, compare, embedded, out_of_fold, taught
from models.learn import Decided, learn
from models.learned import Learned
from models.outcomes import promise
from models.shift import fingerprint
from models.trial import Trial, try_tuned, tuned_out_of_fold
from models.tune_last import tune_last
from models.upper import UpperEncoder

_EVEN = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class InForce:
    """The state that a new one must beat.

    Attributes:
        known: Rows of the decisions that it was learned from, shape (n,); none: it is the base coder.
        tuned: Whether its heads stand on a tuned encoder.
    """

    known: Flags | None = None
    tuned: bool = False


def learn_state(
    codebook: Codebook,
    encoder: Encoder,
    decided: Decided,
    everything: Floats,
    *,
    base: str,
    in_force: InForce,
    drawn: Flags | None = None,
    tune_after: int = 0,
) -> tuple[Learned, Comparison, Trial]:
    """A new state, how it compares with the one in force, and what came of tuning the encoder.

    The state in force is judged as it was learned: from the decisions that it knew, without those held out; its encoder is
    tuned anew for that, where it has one. Curves and thresholds come from predictions out of fold only.

    Args:
        codebook: Its codes are the columns.
        encoder: Made the embeddings.
        decided: Any number of segments, with the base coder's log-odds in `base`.
        everything: The base coder's log-odds of all segments coded so far, shape (m, codes).
        base: Revision of the base coder.
        in_force: The state that it must beat.
        drawn: Rows that were drawn by lot and decided blind, shape (n,).
        tune_after: Decided segments from which the encoder is tuned too; 0: never.
    """
    once, codes = Once(encoder), tuple(code.id for code in codebook.codes)
    before = decided.base if decided.base is not None else np.zeros_like(decided.labels)
    trial = try_tuned(codebook, once, decided, before, after=tune_after)
    kept = trial.odds if trial.kept else None
    odds = out_of_fold(codebook, once, decided, before) if kept is None else kept
    chances = calibrated_out_of_fold(codes, odds, decided)
    if in_force.known is None:
        old = _scores(before)
    else:
        known = in_force.known
        if not in_force.tuned:
            earlier = out_of_fold(codebook, once, decided, before, known=known)
        elif trial.odds is not None and known.all():
            earlier = trial.odds
        else:
            earlier = tuned_out_of_fold(codebook, once, decided, before, known=known)
        old = calibrated_out_of_fold(codes, earlier, decided, known=known)
    comparison = compare(old, chances, decided.labels, decided.groups)
    able = taught(decided.labels, decided.groups)
    curves = calibrate(codes, odds, np.where(able, decided.labels, np.nan), decided.groups)
    steady = np.array([curve.calibrated for curve in curves.codes.values()], dtype=np.bool_)
    promised = promise(codes, np.where(steady, chances, np.nan), decided.labels, codebook=codebook.version, drawn=drawn)
    suggest = {code: _best_f1(chances[:, place], decided.labels[:, place]) for place, code in enumerate(codes) if steady[place]}
    upper = tune_last(encoder, decided.texts, decided.labels) if trial.kept else None
    own = once if upper is None else UpperEncoder(encoder, upper)
    learned = Learned(
        learn(codebook, own, decided if upper is None else embedded(decided, own), thresholds=False),
        frozenset(code for code, enough in zip(codes, able, strict=True) if enough),
        curves,
        promised,
        suggest,
        fingerprint(codes, everything),
        base,
        upper,
    )
    return learned, comparison, trial


def _scores(odds: Floats) -> Floats:
    return (1 / (1 + np.exp(-odds))).astype(np.float32)


def _best_f1(chances: Floats, labels: Floats) -> float:
    """The chance from which a code is suggested for the best F1, at most even: what is likelier is always shown."""
    known = ~np.isnan(labels)
    order = np.argsort(-chances[known], kind="stable")
    scores, told = chances[known][order], labels[known][order] == 1
    f1 = 2 * np.cumsum(told) / (np.arange(1, len(told) + 1) + told.sum())
    return round(min(_EVEN, float(scores[int(f1.argmax())])), 4)
