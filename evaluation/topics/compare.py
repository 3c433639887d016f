"""Ways to find topics side by side: coherence, diversity, time, agreement with labels, outliers; over counts and seeds."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from evaluation.coherence import Reference, by_gensim, diversity, has_gensim
from evaluation.formats.topics import TopicTexts
from evaluation.intervals import Metric, bootstrap_by_cluster, bootstrap_ratio, ratio
from evaluation.report import Report
from evaluation.topics.arms import BASELINE, BY_KMEANS, DEFAULT, Floats, Found, find, finds_its_own_count

_SAME = 1e-9
_LABELLED_AT = 10
_MOST_OUTLIERS = 0.1
RULE = "winner: highest NPMI × diversity (topic quality, Dieng et al. 2020) of those that leave at most 10 % in no topic"


@dataclass(frozen=True, slots=True)
class Run:
    """One fit and its figures; `count` is none where the arm chose how many topics."""

    arm: str
    count: int | None
    seed: int
    seconds: float
    figures: Mapping[str, float]
    words: Sequence[Sequence[str]]


def compare(
    data: TopicTexts,
    embeddings: Floats,
    *,
    counts: Sequence[int],
    seeds: int,
    arms: Sequence[str],
    advance: Callable[[], None] = lambda: None,
) -> Report:
    """Every arm at every count with every seed, on the same embeddings.

    - `npmi/ARM`, `diversity/ARM`: mean over counts and seeds (`coherence.py`); `quality/ARM`: their product.
    - `seconds/ARM`: of a fit with words, embeddings there; an arm's first fit is not in it (`seconds_first/ARM`), so that
      no compiler is timed. `times_faster/ARM`: than BERTopic's default in this run.
    - `outliers/ARM`: share in no topic.
    - `nmi/ARM`, `ami/ARM`: normalised and adjusted mutual information with the labels at 10 topics (or the first count), all
      texts, no topic counting as one; `…_own/ARM`: at the number that the arm finds by itself, `topics_own/ARM`.
    - `npmi_gensim/ARM`: gensim's figure for the default arm's first seed; `checked_by_gensim`: 1 where it is ours.
    - `npmi/ARM/k`, and so on: at each count: mean, lowest and highest of the seeds.

    Args:
        data: n texts.
        embeddings: Shape (n, dimensions).
        counts: Numbers of topics asked for.
        seeds: How often at each.
        arms: Of `arms.ARMS`.
        advance: Called after each fit; there are `fits(...)`.
    """
    reference = Reference.of(data.tokens)
    runs: list[Run] = []
    metrics: dict[str, Metric] = {}
    for arm in arms:
        metrics[f"seconds_first/{arm}"] = _plain(_timed(arm, data, embeddings, counts[0], 0)[1])
        advance()
    # counts and seeds outside, arms inside: what else the machine does then slows all arms alike
    for count in (*counts, None):
        for seed in range(seeds):
            for arm in arms:
                if count is None and arm == BY_KMEANS:
                    advance()
                    continue
                known = next((one for one in runs if finds_its_own_count(arm) and (one.arm, one.seed) == (arm, seed)), None)
                runs.append(
                    Run(arm, count, seed, known.seconds, known.figures, known.words)
                    if known
                    else _run(arm, data, embeddings, count, seed, reference)
                )
                advance()
    notes = [_about(arms, seeds)]
    for arm in arms:
        metrics |= _figures(arm, runs, counts)
    checked, sentence = _checked(runs, data, counts)
    metrics |= checked
    winner = winner_of(metrics, arms)
    return Report(
        data.name, len(data.texts), metrics, (*notes, *sentence, RULE, *((f"winner: {winner}",) if winner else ())),
        intervals="mean over counts and seeds, 95 % interval by count",
    )  # fmt: skip


def fits(counts: Sequence[int], seeds: int, arms: Sequence[str]) -> int:
    """How many fits `compare` makes or takes from before."""
    return len(arms) * (1 + seeds * (len(counts) + 1))


def winner_of(metrics: Mapping[str, Metric], arms: Sequence[str]) -> str | None:
    """The arm that wins by RULE, none where nobody may."""
    fair = [arm for arm in arms if metrics[f"outliers/{arm}"].value <= _MOST_OUTLIERS]
    return max(fair, key=lambda arm: np.nan_to_num(metrics[f"quality/{arm}"].value, nan=-9.0), default=None)


def _timed(arm: str, data: TopicTexts, embeddings: Floats, count: int | None, seed: int) -> tuple[Found, float]:
    began = time.perf_counter()
    found = find(arm, data.texts, embeddings, topics=count, seed=seed, encoder=data.encoder)
    return found, time.perf_counter() - began


def _run(arm: str, data: TopicTexts, embeddings: Floats, count: int | None, seed: int, reference: Reference) -> Run:
    found, seconds = _timed(arm, data, embeddings, count, seed)
    npmi, different = reference.npmi(found.words), diversity(found.words)
    figures = {
        "npmi": npmi, "diversity": different, "quality": npmi * different, "outliers": float((found.labels < 0).mean()),
        "topics": float(len(found.words)), **_agreement(found, data.labels),
    }  # fmt: skip
    return Run(arm, count, seed, seconds, figures, found.words)


def _agreement(found: Found, labels: Sequence[str | None]) -> dict[str, float]:
    from sklearn.metrics import adjusted_mutual_info_score, normalized_mutual_info_score

    known = [place for place, label in enumerate(labels) if label is not None]
    told = [str(labels[place]) for place in known]
    if len(set(told)) < len("ab"):
        return {}
    given = found.labels[known]
    return {"nmi": normalized_mutual_info_score(told, given), "ami": adjusted_mutual_info_score(told, given)}


def _figures(arm: str, runs: Sequence[Run], counts: Sequence[int]) -> dict[str, Metric]:
    own = [run for run in runs if run.arm == arm]
    asked, free = [run for run in own if run.count is not None], [run for run in own if run.count is None]
    metrics = {f"{name}/{arm}": _mean([run.figures[name] for run in asked], asked) for name in _OVER_COUNTS}
    metrics[f"seconds/{arm}"] = _mean([run.seconds for run in asked], asked)
    base = {(run.count, run.seed): run.seconds for run in runs if run.arm == BASELINE}
    if base:
        slow = [base[run.count, run.seed] for run in asked]
        metrics[f"times_faster/{arm}"] = _ratio(slow, [run.seconds for run in asked], asked)
    at = _LABELLED_AT if _LABELLED_AT in counts else counts[0]
    for name in ("nmi", "ami"):
        if values := [run.figures[name] for run in asked if run.count == at and name in run.figures]:
            metrics[f"{name}/{arm}"] = _range(values)
    for name in ("topics", "npmi", "diversity", "outliers", "nmi", "ami"):
        if values := [run.figures[name] for run in free if name in run.figures]:
            metrics[f"{name}_own/{arm}"] = _range(values)
    for count in counts:
        for name in (*_OVER_COUNTS, "topics"):
            metrics[f"{name}/{arm}/{count}"] = _range([run.figures[name] for run in asked if run.count == count])
    return metrics


_OVER_COUNTS = ("npmi", "diversity", "quality", "outliers")


def _checked(runs: Sequence[Run], data: TopicTexts, counts: Sequence[int]) -> tuple[dict[str, Metric], tuple[str, ...]]:
    """The default arm's coherence by the reference implementation."""
    first = [run for run in runs if run.arm == DEFAULT and run.seed == 0 and run.count in counts]
    if not first:
        return {}, ()
    if not has_gensim():
        return {"checked_by_gensim": _plain(0.0)}, ("gensim is not installed: coherence is ours and was not checked by it",)
    by = [by_gensim(run.words, data.tokens) for run in first]
    same = all(abs(one - run.figures["npmi"]) < _SAME for one, run in zip(by, first, strict=True))
    told = f"gensim's c_npmi of {DEFAULT}, first seed, at {', '.join(map(str, counts))} topics: {np.mean(by):.4f}"
    sentence = f"{told}, the same as ours" if same else f"{told}, NOT the same as ours"
    return {f"npmi_gensim/{DEFAULT}": _mean(by, first), "checked_by_gensim": _plain(float(same))}, (sentence,)


def _mean(values: Sequence[float], runs: Sequence[Run]) -> Metric:
    pairs = _by_count([(value, 1.0) for value in values], runs)
    return bootstrap_by_cluster(pairs, lambda sums: ratio(sums[:, 0], sums[:, 1]))


def _ratio(over: Sequence[float], under: Sequence[float], runs: Sequence[Run]) -> Metric:
    return bootstrap_ratio(_by_count(list(zip(over, under, strict=True)), runs))


def _by_count(pairs: Sequence[tuple[float, float]], runs: Sequence[Run]) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    counts = list(dict.fromkeys(run.count for run in runs))
    sums = np.zeros((len(counts), 2))
    for pair, run in zip(pairs, runs, strict=True):
        sums[counts.index(run.count)] += pair
    return sums


def _range(values: Sequence[float]) -> Metric:
    return Metric(float(np.mean(values)), float(np.min(values)), float(np.max(values)))


def _plain(value: float) -> Metric:
    return Metric(value, np.nan, np.nan)


def _about(arms: Sequence[str], seeds: int) -> str:
    own = "; bertopic finds the same topics whatever the count asked for" if "bertopic" in arms else ""
    return f"{seeds} seeds at each count; labels and what an arm finds by itself: lowest and highest of the seeds{own}"
