"""What decisions that are held out say: predictions out of fold, and one state compared with another, by case."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from codebook.schema import Codebook
from models.calibrate import calibrate
from models.encode import Encoder
from models.head import Floats
from models.learn import Decided, learn

FOLDS = 5
FEWEST, FEWEST_GROUPS = 5, 3
"""Decisions of each kind, and cases they come from, below which a code stays as the base coder has it."""
_RESAMPLES = 400
_EDGE = 1e-4
_CASES_TO_COMPARE = 5
_SPARE = 0.01  # average precision that curves fitted fold by fold cost, for they mix the ranks of folds

Doubles = NDArray[np.float64]
Flags = NDArray[np.bool_]
Tune = Callable[[Decided], Encoder]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure before and after, with the 95 % interval of the difference by cases drawn anew."""

    before: float
    after: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two states on the same decisions, none of which either had seen.

    Attributes:
        log_loss, brier: Per decision, less is better.
        average_precision: Macro over the codes with both kinds of decisions.
        decisions, cases: What it rests on.
        better: Whether log-loss falls for certain and average precision does not, by more than a hundredth.
        why: The same in a sentence.
    """

    log_loss: Figure
    brier: Figure
    average_precision: Figure
    decisions: int
    cases: int
    better: bool
    why: str

    def to_dict(self) -> dict[str, Any]:
        """As plain JSON."""
        return asdict(self)


class Once:
    """An encoder that embeds the same sentences once: a codebook is learned from anew for each fold.

    Args:
        encoder: The encoder itself.
    """

    def __init__(self, encoder: Encoder) -> None:
        self.encoder = encoder
        self._kept: dict[tuple[str, ...], Floats] = {}

    @property
    def revision(self) -> str:
        """Of the encoder."""
        return self.encoder.revision

    def encode(self, texts: Sequence[str]) -> Floats:
        """As the encoder does."""
        key = tuple(texts)
        if key not in self._kept:
            self._kept[key] = self.encoder.encode(list(texts))
        return self._kept[key]


def folds(groups: Sequence[str], *, number: int = FOLDS) -> NDArray[np.intp]:
    """The fold of each row: a case is never in two; -1 everywhere where there is one case only. Same rows, same folds."""
    from sklearn.model_selection import GroupKFold

    fold = np.full(len(groups), -1, dtype=np.intp)
    count = min(number, len(set(groups)))
    if count > 1:
        rows = np.zeros((len(groups), 1))
        for part, (_, held) in enumerate(GroupKFold(count).split(rows, groups=list(groups))):
            fold[held] = part
    return fold


def taught(labels: Floats, groups: Sequence[str]) -> Flags:
    """Which codes have decisions enough to be learned, shape (codes,)."""
    enough = np.minimum((labels == 1).sum(axis=0), (labels == 0).sum(axis=0)) >= FEWEST
    named = np.array(groups, dtype=np.str_)
    cases = [len(set(named[~np.isnan(labels[:, place])].tolist())) for place in range(labels.shape[1])]
    return np.asarray(enough & (np.array(cases, dtype=int) >= FEWEST_GROUPS), dtype=np.bool_)


def out_of_fold(
    codebook: Codebook,
    encoder: Encoder,
    decided: Decided,
    base: Floats,
    *,
    known: Flags | None = None,
    tune: Tune | None = None,
    fold: NDArray[np.intp] | None = None,
) -> Floats:
    """Log-odds of every row by heads learned from the other folds, shape (n, codes).

    Args:
        codebook: Its codes are the columns.
        encoder: Embeds the codebook's sentences.
        decided: n segments with their cases.
        base: Log-odds of the base coder, shape (n, codes): what holds for codes that have too few decisions.
        known: Rows that may be learned from, shape (n,); none: all.
        tune: Makes of each fold's teaching rows an encoder that takes the place of `encoder`, also for the segments.
        fold: Of each row; none takes that of `folds`. Rows of −1 stay as `base` has them.
    """
    fold = folds(decided.groups) if fold is None else fold
    odds = base.astype(np.float32).copy()
    for part in sorted(set(fold.tolist()) - {-1}):
        held, rest = np.flatnonzero(fold == part), fold != part
        rows = np.flatnonzero(rest if known is None else rest & known)
        told, judged = decided.of(rows), decided.of(held)
        learnable = taught(told.labels, told.groups)
        if not learnable.any():
            continue
        own = encoder
        if tune is not None:
            own = Once(tune(told))
            told, judged = embedded(told, own), embedded(judged, own)
        heads = learn(codebook, own, told, thresholds=False)
        odds[held] = np.where(learnable, heads.decide(judged.texts, judged.embeddings, base[held]), odds[held])
    return odds


def embedded(decided: Decided, encoder: Encoder) -> Decided:
    """The same decisions with another encoder's embeddings."""
    return replace(decided, embeddings=encoder.encode(decided.texts))


def calibrated_out_of_fold(codes: Sequence[str], odds: Floats, decided: Decided, *, known: Flags | None = None) -> Floats:
    """Probabilities of every row by curves fitted to the other folds, shape (n, codes).

    Args:
        codes: Ids, in the order of the columns.
        odds: As `out_of_fold` gives them.
        decided: The same n segments.
        known: Rows that curves may be fitted to; none: all.
    """
    fold = folds(decided.groups)
    named = np.array(decided.groups, dtype=np.str_)
    chances = np.zeros_like(odds)
    for part in sorted(set(fold.tolist())):
        held, rest = fold == part, (fold != part) | (fold == -1)
        fitted = rest if known is None else rest & known
        curves = calibrate(codes, odds[fitted], decided.labels[fitted], named[fitted].tolist())
        chances[held] = curves.apply(odds[held])
    return chances


def compare(before: Floats, after: Floats, labels: Floats, groups: Sequence[str], *, seed: int = 0) -> Comparison:
    """Whether probabilities became better: a paired bootstrap by case.

    Args:
        before: Probabilities, shape (n, codes), none by what has seen its row.
        after: The same of the other state.
        labels: Shape (n, codes): 1, 0, or NaN where nobody said.
        groups: Case of each of the n.
        seed: Of the cases drawn.
    """
    names, case = np.unique(np.array(groups, dtype=np.str_), return_inverse=True)
    number = len(names)
    drawn = np.ones((1, number), dtype=np.int64)
    if number:
        drawn = np.vstack([drawn, np.random.default_rng(seed).multinomial(number, np.full(number, 1 / number), _RESAMPLES)])
    known = ~np.isnan(labels)
    one = _per_decision(drawn, case, known, _log_losses(before, labels), _log_losses(after, labels))
    two = _per_decision(drawn, case, known, (before - labels) ** 2, (after - labels) ** 2)
    three = _figure(*(_average_precisions(drawn[:, case], part, labels) for part in (before, after)))
    decisions = int(known.sum())
    falls, worse = one.high < 0, three.high < -_SPARE
    if len(names) < _CASES_TO_COMPARE:
        why = f"decisions from {len(names)} cases are too few to compare; needs {_CASES_TO_COMPARE}"
    elif worse:
        why = "segments are ranked worse than before"
    elif not falls:
        why = "not better for certain than what is in force; decide about more segments"
    else:
        why = "better on decisions that were held out"
    better = len(names) >= _CASES_TO_COMPARE and falls and not worse
    return Comparison(one, two, three, decisions, len(names), better, why)


def _log_losses(chances: Floats, labels: Floats) -> Doubles:
    within = np.clip(chances.astype(np.float64), _EDGE, 1 - _EDGE)
    told = labels.astype(np.float64)
    losses: Doubles = -(told * np.log(within) + (1 - told) * np.log(1 - within))
    return losses


def _per_decision(drawn: NDArray[np.int64], case: NDArray[np.intp], known: Flags, before: Any, after: Any) -> Figure:
    def mean(losses: Any) -> Doubles:
        sums = np.bincount(case, weights=np.where(known, losses, 0).sum(axis=1), minlength=drawn.shape[1])
        counts = np.bincount(case, weights=known.sum(axis=1), minlength=drawn.shape[1])
        whole: Doubles = np.asarray(drawn @ sums / np.maximum(drawn @ counts, 1), dtype=np.float64)
        return whole

    return _figure(mean(before), mean(after))


def _figure(before: Doubles, after: Doubles) -> Figure:
    difference = (after - before)[1:]
    difference = difference[~np.isnan(difference)]
    low, high = np.quantile(difference, [0.025, 0.975]) if len(difference) else (0.0, 0.0)
    return Figure(*(round(float(one), 5) for one in (before[0], after[0], low, high)))


def macro_average_precision(scores: Floats, labels: Floats) -> float:
    """Mean over the codes with both kinds of decisions, 0 to 1; 0 where there are none.

    Args:
        scores: Any that order the rows, shape (n, codes).
        labels: Shape (n, codes): 1, 0, or NaN where nobody said.
    """
    return float(_average_precisions(np.ones((1, len(labels)), dtype=np.int64), scores, labels)[0])


def _average_precisions(weights: NDArray[np.int64], chances: Floats, labels: Floats) -> Doubles:
    """Macro average precision for each row of weights, shape (resamples,)."""
    total, count = np.zeros(len(weights)), np.zeros(len(weights))
    for place in range(labels.shape[1]):
        known = np.flatnonzero(~np.isnan(labels[:, place]))
        order = known[np.argsort(-chances[known, place], kind="stable")]
        told = labels[order, place] == 1
        if not told.any() or told.all():
            continue
        own = weights[:, order].astype(np.float64)
        found, seen = np.cumsum(own * told, axis=1), np.cumsum(own, axis=1)
        present = found[:, -1]
        precision = np.divide(found, seen, out=np.zeros_like(found), where=seen > 0)
        area = (precision * own * told).sum(axis=1)
        total += np.divide(area, present, out=np.zeros_like(area), where=present > 0)
        count += present > 0
    macro: Doubles = np.divide(total, count, out=np.zeros(len(total)), where=count > 0)
    return macro
