"""How much reviewing an order of the queue saves: labelled data is reviewed again by simulation, round after round.

Each round the order picks segments, the labels answer for the person, and heads are learned anew. Quality is macro-F1 on
documents that are held out, thresholds set on one half of them and measured on the other, so that it tells what the heads know
and not how a threshold was guessed. Effort is the number of segments reviewed until quality stays within 5 % of what all of
them teach.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from codebook.schema import Codebook
from evaluation.intervals import SEED, Floats, Metric
from evaluation.labelled import LabelledNotesError
from evaluation.remembered import Remembered
from evaluation.report import Report
from models.choose import DEFAULT_RULE, Places, Rule, informative_order
from models.encode import Encoder
from models.learn import Decided, learn

FULL = 0.95
ROUND = 25
_GROWTH = 8  # a round is at least an eighth of what is decided: late rounds teach little each
_HELD_OUT = 0.4
_DOUBTFUL, _SURE = 0.5, 0.93
_LAST_SEEN = 500
_FEWEST_DOCUMENTS = 4


class Order(StrEnum):
    """In what order segments are reviewed."""

    RANDOM = "random"
    DOUBTFUL = "doubtful"
    INFORMATIVE = "informative"
    WITH_AUDIT = "informative+audit"


@dataclass(frozen=True, slots=True)
class State:
    """What an order may look at: never a label that nobody has given yet.

    Attributes:
        scores: Of the segments left, shape (left, codes), 0..1.
        embeddings: Of the segments left.
        found: Positives found so far, shape (codes,).
        seen: Embeddings of what was decided last.
        lots: A random number for each segment left.
    """

    scores: Floats
    embeddings: NDArray[np.float32]
    found: Floats
    seen: NDArray[np.float32]
    lots: Floats


Choice = Callable[[State, int], Places]


def evaluate_effort(
    codebook: Codebook,
    encoder: Encoder,
    data: Decided,
    *,
    dataset: str = "labelled notes",
    draws: int = 3,
    audit_share: float = 0.2,
    rule: Rule = DEFAULT_RULE,
    round_size: int = ROUND,
    most: int | None = None,
    seed: int = SEED,
) -> Report:
    """The curve of effort against quality for each order, and effort as a share of the random order's.

    "f1_macro/ORDER/200" is quality after 200 segments, mean of the draws, low and high the lowest and highest of them.
    "effort/ORDER" is where the mean curve comes within 5 % of full quality; "effort_share/ORDER" is that as
    a share of the random order's, low and high of the single draws.

    Args:
        codebook: Its codes are the columns of `data.labels`.
        encoder: For the codebook's own sentences.
        data: Labelled segments, each with the document (or case) it is from: these are held out whole.
        dataset: Name for the report.
        draws: How often documents are drawn to be held out; each draw is one reviewer's way through the rest.
        audit_share: Share of each round that is drawn by lot under "informative+audit".
        rule: That of the informative order.
        round_size: Segments in a round, at first.
        most: Segments reviewed at most, of a random selection as large; none takes all that are not held out.
        seed: The same seed gives the same figures.

    Raises:
        LabelledNotesError: There are too few documents to hold any out.
    """
    choices = orders(audit_share, rule)
    remembered = Remembered(encoder)
    curves: dict[str, list[dict[int, float]]] = {name: [] for name in choices}
    full: list[float] = []
    for draw in range(draws):
        pool, held_out = split(data, most=most, seed=seed + draw)
        full.append(quality(codebook, remembered, pool, held_out))
        for name, choose in choices.items():
            curves[name].append(replay(codebook, remembered, pool, held_out, choose, round_size=round_size, seed=seed + draw))
    return _report(curves, full, dataset=dataset, documents=len(set(data.groups)))


def orders(audit_share: float, rule: Rule = DEFAULT_RULE) -> dict[str, Choice]:
    """The orders that are compared, by name."""

    def informative(state: State, count: int) -> Places:
        return informative_order(
            state.scores,
            state.embeddings,
            thresholds=np.full(state.scores.shape[1], _DOUBTFUL),
            found=state.found,
            count=count,
            seen=state.seen,
            rule=rule,
        )

    def with_audit(state: State, count: int) -> Places:
        drawn = np.argsort(state.lots)[: round(audit_share * count)]
        rest = np.setdiff1d(informative(state, count), drawn, assume_unique=True)
        return np.concatenate([drawn, rest])[:count]

    return {
        Order.RANDOM: lambda state, count: np.argsort(state.lots)[:count],
        Order.DOUBTFUL: lambda state, count: np.argsort(-_doubt(state.scores), kind="stable")[:count],
        Order.INFORMATIVE: informative,
        Order.WITH_AUDIT: with_audit,
    }


def _doubt(scores: Floats) -> Floats:
    """The confidence of the most confident doubtful code, as the queue has it; below them all others, likeliest first."""
    doubtful = np.where((scores >= _DOUBTFUL) & (scores < _SURE), scores, 0).max(axis=1)
    doubt: Floats = np.where(doubtful > 0, doubtful, scores.max(axis=1) * _DOUBTFUL)
    return doubt


def replay(
    codebook: Codebook,
    encoder: Encoder,
    pool: Decided,
    held_out: Decided,
    choose: Choice,
    *,
    round_size: int,
    seed: int,
) -> dict[int, float]:
    """Quality on `held_out` by the number of segments of `pool` reviewed, from none to all."""
    lots = np.random.default_rng(seed).random(len(pool.texts))
    taken: list[int] = []
    curve: dict[int, float] = {}
    while True:
        heads = learn(codebook, encoder, pool.of(np.array(taken, dtype=np.intp)))
        curve[len(taken)] = macro_f1(heads.decide(held_out.texts, held_out.embeddings), held_out)
        if len(taken) == len(pool.texts):
            return curve
        left = np.setdiff1d(np.arange(len(pool.texts)), taken)
        rest = pool.of(left)
        state = State(
            scores=1 / (1 + np.exp(-heads.decide(rest.texts, rest.embeddings).astype(np.float64))),
            embeddings=rest.embeddings,
            found=np.nansum(pool.labels[taken], axis=0, dtype=np.float64),
            seen=pool.embeddings[taken[-_LAST_SEEN:]],
            lots=lots[left],
        )
        taken += left[choose(state, max(round_size, len(taken) // _GROWTH))].tolist()


def split(data: Decided, *, most: int | None, seed: int) -> tuple[Decided, Decided]:
    """Segments to review, and segments of other documents to measure on.

    Raises:
        LabelledNotesError: There are too few documents to hold any out.
    """
    random = np.random.default_rng(seed)
    names = random.permutation(sorted(set(data.groups)))
    if len(names) < _FEWEST_DOCUMENTS:
        raise LabelledNotesError(f"effort needs at least {_FEWEST_DOCUMENTS} documents (or cases), here are {len(names)}")
    held = set(names[: max(2, math.ceil(_HELD_OUT * len(names)))].tolist())
    out = np.array([group in held for group in data.groups])
    pool = np.flatnonzero(~out)
    if most is not None and most < len(pool):
        pool = np.sort(random.choice(pool, size=most, replace=False))
    return data.of(pool), data.of(np.flatnonzero(out))


def quality(codebook: Codebook, encoder: Encoder, decided: Decided, held_out: Decided) -> float:
    """Macro-F1 on `held_out` of heads learned from all of `decided`."""
    return macro_f1(learn(codebook, encoder, decided).decide(held_out.texts, held_out.embeddings), held_out)


def macro_f1(odds: NDArray[np.float32], held_out: Decided) -> float:
    """Mean F1 of the codes that are there, thresholds set on every second document and measured on the others, both ways."""
    names = sorted(set(held_out.groups))
    half = np.array([names.index(group) % 2 == 0 for group in held_out.groups])
    figures = []
    for place in np.flatnonzero(np.nansum(held_out.labels, axis=0) > 0):
        known = ~np.isnan(held_out.labels[:, place])
        true, score = held_out.labels[:, place] > 0.5, odds[:, place]  # noqa: PLR2004 - 1 or 0
        put = np.zeros(len(true), dtype=bool)
        for fit in (half, ~half):
            put[~fit] = score[~fit] >= best_cut(score[fit & known], true[fit & known])
        figures.append(2 * (put & true & known).sum() / max(1, (put & known).sum() + (true & known).sum()))
    return float(np.mean(figures)) if figures else math.nan


def best_cut(scores: NDArray[np.float32], true: NDArray[np.bool_]) -> float:
    """The score from which calling the code present gives the best F1; above all of them where it is never there."""
    if not true.any():
        return math.inf
    order = np.argsort(-scores, kind="stable")
    hits = np.cumsum(true[order])
    f1 = 2 * hits / (np.arange(1, len(order) + 1) + true.sum())
    best = int(np.argmax(f1))
    following = scores[order[min(best + 1, len(order) - 1)]]
    return float((scores[order[best]] + following) / 2)


def reached(curve: Mapping[int, float], goal: float) -> float:
    """How many segments it takes until the curve is at `goal`, between two rounds in proportion; NaN where it never is.

    The curve goes up and down by chance from round to round: it is read off the nearest one that never falls (isotonic
    regression, Barlow et al. 1972).
    """
    from sklearn.isotonic import IsotonicRegression

    counts = sorted(curve)
    rising = IsotonicRegression().fit_transform(counts, [curve[count] for count in counts])
    above = np.flatnonzero(rising >= goal)
    if not above.size:
        return math.nan
    place = int(above[0])
    if place == 0:
        return float(counts[0])
    share = (goal - rising[place - 1]) / (rising[place] - rising[place - 1])
    return float(counts[place - 1] + share * (counts[place] - counts[place - 1]))


def _report(curves: dict[str, list[dict[int, float]]], full: list[float], *, dataset: str, documents: int) -> Report:
    goal = FULL * float(np.mean(full))
    metrics = {"f1_macro/full": Metric(float(np.mean(full)), min(full), max(full))}
    base = [reached(curve, FULL * whole) for curve, whole in zip(curves[Order.RANDOM], full, strict=True)]
    base_mean = reached(_mean(curves[Order.RANDOM]), goal)
    points: dict[str, Metric] = {}
    for name, drawn in curves.items():
        mean = _mean(drawn)
        single = [reached(curve, FULL * whole) for curve, whole in zip(drawn, full, strict=True)]
        shares = [_share(own, other) for own, other in zip(single, base, strict=True)]
        metrics[f"effort/{name}"] = Metric(reached(mean, goal), min(single), max(single))
        metrics[f"effort_share/{name}"] = Metric(_share(reached(mean, goal), base_mean), min(shares), max(shares))
        for count, value in mean.items():
            at = [curve[count] for curve in drawn]
            points[f"f1_macro/{name}/{count}"] = Metric(value, min(at), max(at))
    return Report(
        dataset=dataset,
        documents=documents,
        metrics=metrics | points,
        notes=(
            "effort: segments reviewed to 95 % of full quality; effort_share: of the random order's",
            "full: all segments that are not held out",
        ),
        intervals=f"lowest and highest of {len(full)} draws of documents",
    )


def _share(own: float, other: float) -> float:
    """Not defined where the random order is there from the start."""
    return own / other if other else math.nan


def _mean(curves: Sequence[Mapping[int, float]]) -> dict[int, float]:
    """The mean curve at the counts that all have."""
    common = sorted(set.intersection(*(set(curve) for curve in curves)))
    return {count: float(np.mean([curve[count] for curve in curves])) for count in common}
