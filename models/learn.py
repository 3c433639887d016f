"""Heads learned from people's decisions: for each code a regularised logistic regression over embedding, words and likeness.

Begins with the codebook alone: its sentences count as decided until there are decisions enough. Words are hashed, so that
what is kept of a head holds no vocabulary: it can be stored beside the notes and nothing of them can be read from it.
Prototypes alone decide while no code has two examples. From then on heads do, and likeness to the prototype is one of their
features, drawn towards what it counts for alone. Macro-F1 of heads against prototypes alone, on parts held out of training
data, at 1, 2, 4, 8 and 16 examples a code beside its name: 28 emotions .130/.136, .175/.137, .187/.143, .218/.151, .259/.171
(2 draws); 31 topics .359/.314, .408/.306, .416/.331, .417/.342, .409/.356 (3 parts).

Where the odds of a coder that learned before are given (`base`), they are one more feature whose weight is drawn towards 1:
learning corrects that coder and does not begin anew.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from codebook.schema import Codebook
from models.encode import Encoder
from models.head import Floats, labelled_sentences
from models.learned_heads import HeadsUnreadable, LearnedHeads, filled
from models.likeness import BUCKETS, hashed, likeness_without_itself, prototypes, rarity_of, weighed
from models.solve import Blocks, Fitted, Penalty, fit
from models.thresholds import choose_thresholds

__all__ = ["Decided", "HeadsUnreadable", "LearnedHeads", "learn", "one_each"]

_FEWEST = 2  # positives and negatives that a head can be fitted to
_ONE_OF_FROM = 20  # texts that must all have exactly one code before that is taken as the rule of the data
_STRENGTH, _MANY = 4.0, 50
_MEANING = 10.0  # examples that a code's meaning counts for in its prototype
_WORDS = 2.4  # how much more words count than `weighed` makes them: with few examples they tell what an embedding blurs
_LIKENESS, _LIKENESS_HELD, _BASE_HELD = 1.4, 3.0, 1.0
_BASED = (1.0, 1.0, 0.0, 0.1)  # the same four where a base coder is corrected, which knows the meanings already
_NEVER = -4.0  # log-odds of a code with nothing to learn from
_COSINE = 14.0  # of likeness alone
_TOWARDS_RARE = 0.7  # share of a code's log prior that is taken off before codes are compared
_HELD_OUT_FROM = 3000  # texts from which one part held out tells enough of thresholds
_FOLDS = 4


@dataclass(frozen=True, slots=True, eq=False)
class Decided:
    """Segments that people decided about.

    Attributes:
        texts: n redacted texts.
        embeddings: Shape (n, dimensions), rows of length 1.
        labels: Shape (n, codes), in the order of the codebook's codes: 1 the code applies, 0 it does not, NaN nobody said.
        groups: For each segment the case (or document) it is from: what is split apart when something is held out.
        base: Log-odds of the coder that is to be corrected, shape (n, codes), NaN where it said nothing; or none.
    """

    texts: Sequence[str] = field(repr=False)
    embeddings: Floats = field(repr=False)
    labels: Floats = field(repr=False)
    groups: Sequence[str] = field(repr=False)
    base: Floats | None = field(default=None, repr=False)

    def of(self, rows: NDArray[np.intp]) -> "Decided":
        """Some of the segments, by their numbers."""
        base = None if self.base is None else self.base[rows]
        texts, groups = [self.texts[row] for row in rows], [self.groups[row] for row in rows]
        return Decided(texts, self.embeddings[rows], self.labels[rows], groups, base)


def learn(codebook: Codebook, encoder: Encoder, decided: Decided, *, thresholds: bool = True) -> LearnedHeads:
    """Heads from decisions and from the codebook's own sentences. The same input gives the same heads.

    Args:
        codebook: Its codes are the columns of `decided.labels`.
        encoder: Made the embeddings; embeds the codebook's sentences.
        decided: Any number of segments, none too.
        thresholds: Whether to choose them, which takes four times as long; without, all are even odds.
    """
    exactly_one = one_each(decided.labels)
    meanings = encoder.encode([". ".join(part for part in (code.definition, code.applies) if part) for code in codebook.codes])
    sentences = labelled_sentences(codebook)
    own = np.array([[code.id in codes for code in codebook.codes] for _, codes in sentences], dtype=np.float32)
    vectors = encoder.encode([text for text, _ in sentences])
    silent = np.full(own.shape, np.nan, np.float32)
    texts = [*decided.texts, *(text for text, _ in sentences)]
    embeddings = np.vstack([decided.embeddings, vectors]) if len(decided.texts) else vectors
    labels = np.vstack([decided.labels, own]) if len(decided.texts) else own
    base = None if decided.base is None else np.vstack([decided.base, silent])
    # a base coder knows the codebook already, and its sentences would be told to it twice
    taught = np.arange(len(decided.texts) if base is not None else len(texts))
    groups = [*decided.groups, *(f"codebook {number}" for number in range(len(sentences)))]
    meanings = meanings * (_MEANING if base is None else _BASED[0])
    task = _Task(texts, embeddings, labels, groups, base, meanings, taught, exactly_one)
    heads = _heads(codebook, task)
    return _with_thresholds(codebook, task, heads, decided=len(decided.texts)) if thresholds else heads


def one_each(labels: Floats) -> bool:
    """Whether in enough texts, all wholly decided, exactly one code was put each."""
    return len(labels) >= _ONE_OF_FROM and labels.shape[1] > 1 and bool(np.all(labels.sum(axis=1) == 1))


@dataclass(frozen=True, slots=True, eq=False)
class _Task:
    """What heads are fitted to; `taught` are the rows that teach, all rows make prototypes with the weighed `meanings`."""

    texts: list[str]
    embeddings: Floats
    labels: Floats
    groups: list[str]
    base: Floats | None
    meanings: Floats
    taught: NDArray[np.intp]
    exactly_one: bool


def _heads(codebook: Codebook, task: _Task, without: NDArray[np.bool_] | None = None) -> LearnedHeads:
    """Heads from the rows that are not held out, thresholds at even odds."""
    kept = np.arange(len(task.texts)) if without is None else np.flatnonzero(~without)
    embeddings, labels = task.embeddings[kept], task.labels[kept]
    counts = hashed([task.texts[row] for row in kept])
    rarity = rarity_of(counts)
    like = likeness_without_itself(embeddings, labels, task.meanings)
    scale = np.array([like.mean(), max(float(like.std()), 1e-3)], dtype=np.float32)
    given = None if task.base is None else task.base[kept]
    middle = _middle(given, labels.shape[1])
    own = np.stack([(like - scale[0]) / scale[1], filled(given, len(kept), middle)], axis=2).astype(np.float64)
    based = task.base is not None
    _, more, middling, held = _BASED if based else (_MEANING, _WORDS, _LIKENESS, _LIKENESS_HELD)
    blocks = Blocks(embeddings.astype(np.float64), weighed(counts, rarity).astype(np.float64) * more, own)
    rows = np.flatnonzero(np.isin(kept, task.taught))
    told = labels[rows].astype(np.float64)
    positives, negatives = (told == 1).sum(axis=0), (told == 0).sum(axis=0)
    enough = np.minimum(positives, negatives) >= _FEWEST
    strength = _STRENGTH * np.clip(_MANY / np.maximum(positives, 1), 0.25, 1)
    if task.exactly_one:
        strength = np.full(len(strength), strength.mean())
        enough = positives > 0
    drawn_to = np.array([middling, float(based)])
    penalty = Penalty(strength, np.array([held, _BASE_HELD]), drawn_to, 0.05 if based else 1e-4)
    if enough.any():
        fitted = _only(fit(blocks.of(rows), told, penalty, exactly_one=task.exactly_one), enough)
    else:
        fitted = _nothing(blocks)
    weights = np.vstack([fitted.dense, fitted.sparse * more]).T
    owns, biases = fitted.own.T.copy(), fitted.bias.copy()
    exactly_one = task.exactly_one
    if not enough.any() and not based:  # the first day: likeness alone, the codes of a text against one another
        owns[:], biases[:] = (_COSINE * scale[1], 0.0), _COSINE * scale[0]
        exactly_one = True
    else:
        owns[~enough] = (0.0, 1.0) if based else (1.0, 0.0)
        biases[~enough] = 0.0 if based else _NEVER
    return LearnedHeads(
        tuple(code.id for code in codebook.codes), weights.astype(np.float32), owns.astype(np.float32),
        biases.astype(np.float32), rarity, prototypes(embeddings, labels, task.meanings), scale, middle,
        np.zeros(len(biases), np.float32), exactly_one, codebook.version,
    )  # fmt: skip


def _with_thresholds(codebook: Codebook, task: _Task, heads: LearnedHeads, *, decided: int) -> LearnedHeads:
    """Thresholds from parts held out of the decisions, never from texts that the head measured was fitted to."""
    if task.exactly_one:
        return replace(heads, thresholds=_rare_first(task.labels[:decided]))
    if heads.exactly_one or decided < _FOLDS:
        return heads
    places = {group: place for place, group in enumerate(sorted(set(task.groups[:decided]), key=_mixed))}
    fold = np.full(len(task.texts), -1)
    fold[:decided] = [places[group] % _FOLDS for group in task.groups[:decided]]
    if len(places) < _FOLDS:  # too few cases to hold one out: texts are held out
        fold[:decided] = np.arange(decided) % _FOLDS
    odds = np.full(task.labels.shape, np.nan, np.float32)
    for part in range(1 if decided >= _HELD_OUT_FROM else _FOLDS):
        out = fold == part
        if not out.any():
            continue
        base = None if task.base is None else task.base[out]
        texts = [task.texts[row] for row in np.flatnonzero(out)]
        odds[out] = _heads(codebook, task, out).decide(texts, task.embeddings[out], base)
    seen = ~np.isnan(odds[:, 0])
    chosen = choose_thresholds(odds[seen], task.labels[seen])
    return replace(heads, thresholds=chosen)


def _rare_first(labels: Floats) -> Floats:
    """Where one code holds, a rare one is put from lower odds (Menon et al. 2021, logit adjustment); the odds stay honest."""
    counts = labels.sum(axis=0) + 1
    thresholds: Floats = (_TOWARDS_RARE * np.log(counts / counts.sum())).astype(np.float32)
    return thresholds


def _mixed(group: str) -> str:
    return hashlib.sha256(group.encode()).hexdigest()


def _middle(base: Floats | None, codes: int) -> Floats:
    if base is None:
        return np.zeros(codes, np.float32)
    known = ~np.isnan(base)
    total = np.where(known, np.clip(base, -12, 12), 0).sum(axis=0)
    return np.where(known.any(axis=0), total / np.maximum(known.sum(axis=0), 1), 0).astype(np.float32)


def _only(fitted: Fitted, enough: NDArray[np.bool_]) -> Fitted:
    """Nothing of the codes that have too little to learn from."""
    return Fitted(fitted.dense * enough, fitted.sparse * enough, fitted.own * enough, fitted.bias * enough)


def _nothing(blocks: Blocks) -> Fitted:
    codes = blocks.own.shape[1]
    return Fitted(np.zeros((blocks.dense.shape[1], codes)), np.zeros((BUCKETS, codes)), np.zeros((2, codes)), np.zeros(codes))
