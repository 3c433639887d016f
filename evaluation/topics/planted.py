"""Whether a theme that the codebook lacks is found: planted among segments that no code explains, it comes out as one topic.

A trial: segments of random documents of the corpus, and 1 % segments of one theme of `planted/themes.jsonl`. What is looked at
is the residue: segments with a child's voice, as the coder hears it, to which the coder gave no code, neither accepted nor
doubtful. The true labels take no part.
"""

import io
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from evaluation.intervals import Metric, bootstrap_by_cluster, share
from evaluation.labelled import LabelledNote
from evaluation.report import Report
from evaluation.stand_in_text import with_stand_ins
from models.pipeline import CodingPipeline
from models.topics import TopicInput, TopicOptions, discover
from redaction.types import RedactedNote

Floats = NDArray[np.float32]
SEGMENTS = 4_000
PLANTED = 40
PURITY, HALF = 0.8, 0.5
THEMES = Path(__file__).parents[1] / "planted" / "themes.jsonl"
_BATCH = 16
_MARK = "planted: "


class PoolError(ValueError):
    """What the coder said of the texts cannot be read back."""


@dataclass(frozen=True, slots=True, eq=False)
class CodedPool:
    """Segments of corpus and planted texts with what the coder said of them.

    Attributes:
        texts: n segments, details as stand-ins.
        vectors: Their embeddings, shape (n, dimensions).
        origins: For each the document's id, or "planted: THEME".
        residue: For each whether it has a child's voice and no code, shape (n,).
        revision: Of the coder.
    """

    texts: Sequence[str] = field(repr=False)
    vectors: Floats = field(repr=False)
    origins: Sequence[str] = field(repr=False)
    residue: NDArray[np.bool_] = field(repr=False)
    revision: str

    def write(self, path: Path) -> None:
        """To a file that `read` reads."""
        about = json.dumps({"texts": list(self.texts), "origins": list(self.origins), "revision": self.revision}).encode()
        buffer = io.BytesIO()
        np.savez_compressed(buffer, vectors=self.vectors, residue=self.residue, about=np.frombuffer(about, np.uint8))
        path.write_bytes(buffer.getvalue())

    @property
    def themes(self) -> list[str]:
        """What can be planted, one for each trial."""
        return list(dict.fromkeys(origin.removeprefix(_MARK) for origin in self.origins if origin.startswith(_MARK)))

    def check(self, themes: Sequence[tuple[str, str]], revision: str) -> None:
        """Whether it is of these themes and this coder.

        Raises:
            PoolError: It is not.
        """
        if revision != self.revision or self.themes != list(dict.fromkeys(theme for theme, _ in themes)):
            raise PoolError("what --coded names is of another coder or other themes; remove it or name another file")

    @classmethod
    def read(cls, path: Path) -> "CodedPool":
        """What `write` wrote.

        Raises:
            PoolError: It is not that.
        """
        try:
            with np.load(path, allow_pickle=False) as found:
                about = json.loads(found["about"].tobytes())
                return cls(about["texts"], found["vectors"], about["origins"], found["residue"], about["revision"])
        except (ValueError, KeyError, EOFError) as error:
            raise PoolError(f"{path.name} is not what --coded writes; remove it or name another file") from error


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of one theme.

    Attributes:
        theme: Which.
        residue: Segments that were looked at.
        planted: Planted ones among them.
        purity: Of the topic with most planted segments, the share of its segments that are planted.
        recall: The share of the planted ones that are in it.
        topics: How many were found.
    """

    theme: str
    residue: int
    planted: int
    purity: float
    recall: float
    topics: int

    @property
    def found(self) -> bool:
        """Whether one topic holds at least half of them with a purity of at least .8."""
        return self.purity >= PURITY and self.recall >= HALF


def planted_texts(path: Path = THEMES) -> list[tuple[str, str]]:
    """Themes with their texts; of the bundled file 45 for each of 20.

    Raises:
        PoolError: A line is not `{"theme": …, "text": …}`.
    """
    try:
        lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        return [(str(line["theme"]), str(line["text"])) for line in lines]
    except (ValueError, KeyError, TypeError):
        raise PoolError(f'{path.name}: every line must be {{"theme": "…", "text": "…"}}') from None


def code_pool(
    pipeline: CodingPipeline,
    documents: Sequence[LabelledNote],
    themes: Sequence[tuple[str, str]],
    advance: Callable[[int], None] = lambda _count: None,
) -> CodedPool:
    """Documents of the corpus, and each planted text as a note of its own, coded once.

    Args:
        pipeline: The coder.
        documents: Their marked details become stand-ins.
        themes: What may be planted: theme and text.
        advance: Told how many notes more are coded.
    """
    notes = [(note.id, with_stand_ins(note), note.kind) for note in documents]
    notes += [(f"{_MARK}{theme}", text, "direct work") for theme, text in themes]
    texts, origins, residue, vectors = [], [], [], []
    for start in range(0, len(notes), _BATCH):
        batch = notes[start : start + _BATCH]
        redacted = [RedactedNote(text, (), "stand-ins@1") for _, text, _ in batch]
        contexts = [pipeline.context(note_type=kind) for *_, kind in batch]
        for (origin, *_), coded in zip(batch, pipeline.code_notes(redacted, contexts), strict=True):
            texts += [one.segment.text for one in coded.segments]
            origins += [origin] * len(coded.segments)
            residue += [one.voice.voice.is_child and not one.codings for one in coded.segments]
            vectors.append(coded.embeddings)
        advance(len(batch))
    return CodedPool(texts, np.concatenate(vectors), origins, np.array(residue, dtype=np.bool_), pipeline.model_revision)


def evaluate_planted(
    pool: CodedPool, *, segments: int = SEGMENTS, planted: int = PLANTED, advance: Callable[[], None] = lambda: None
) -> Report:
    """A trial for each theme, with documents drawn anew.

    - `found`: share of trials in which one topic holds at least half of the planted segments of the residue, and at least
      80 % of its segments are planted; Wilson interval.
    - `purity`, `recall`: mean over trials of the best topic's; `planted_in_residue`, `residue`, `topics`: mean.
    - `found/THEME`, `purity/THEME` and so on: of each trial.

    Args:
        pool: What the coder said.
        segments: About how many corpus segments there are in a trial.
        planted: How many of the theme.
        advance: Called after each trial.
    """
    done = []
    for number, theme in enumerate(pool.themes):
        done.append(trial(pool, theme, seed=number, segments=segments, planted=planted))
        advance()
    metrics = {"found": share(sum(one.found for one in done), len(done))}
    for name in ("purity", "recall", "planted", "residue", "topics"):
        values = np.array([[float(getattr(one, name))] for one in done])
        metrics["planted_in_residue" if name == "planted" else name] = bootstrap_by_cluster(
            np.hstack([values, np.ones_like(values)]), lambda sums: sums[:, 0] / sums[:, 1]
        )
    for one in done:
        metrics[f"found/{one.theme}"] = _plain(float(one.found))
        metrics |= {f"{name}/{one.theme}": _plain(float(getattr(one, name))) for name in ("purity", "recall", "planted")}
    return Report(
        f"planted themes among {segments} segments", len(done), metrics,
        (
            f"documents are trials: in each {planted} segments of one theme; coded by {pool.revision}",
            "the coder learned from most of the corpus, never from a planted text; each of these is a note of its own",
        ),
        intervals="95 % intervals, by trial",
    )  # fmt: skip


def trial(pool: CodedPool, theme: str, *, seed: int, segments: int = SEGMENTS, planted: int = PLANTED) -> Trial:
    """One theme among documents drawn with a seed."""
    draw = np.random.default_rng(seed)
    rows = _drawn(pool, draw, segments)
    own = np.array([row for row, origin in enumerate(pool.origins) if origin == f"{_MARK}{theme}"], dtype=np.intp)
    own = np.sort(draw.permutation(own)[:planted])
    looked_at = np.concatenate([rows, own])
    looked_at = looked_at[pool.residue[looked_at]]
    is_planted = np.isin(looked_at, own)
    inputs = [TopicInput(f"{row:07d}", pool.texts[row]) for row in looked_at]
    result = discover(inputs, pool.vectors[looked_at], options=TopicOptions(encoder=pool.revision))
    labels = np.array([result.assignments[one.id] for one in inputs], dtype=np.intp)
    sizes = np.bincount(labels[labels >= 0], minlength=1)
    hits = np.bincount(labels[(labels >= 0) & is_planted], minlength=len(sizes))
    best = int(hits.argmax())
    purity, recall = hits[best] / max(sizes[best], 1), hits[best] / max(is_planted.sum(), 1)
    return Trial(theme, len(looked_at), int(is_planted.sum()), float(purity), float(recall), len(result.topics))


def _drawn(pool: CodedPool, draw: np.random.Generator, segments: int) -> NDArray[np.intp]:
    """Rows of whole documents of the corpus in random order, until there are enough."""
    of: dict[str, list[int]] = {}
    for row, origin in enumerate(pool.origins):
        if not origin.startswith(_MARK):
            of.setdefault(origin, []).append(row)
    names, rows = list(of), list[int]()
    for place in draw.permutation(len(names)):
        if len(rows) >= segments:
            break
        rows += of[names[place]]
    return np.sort(np.array(rows, dtype=np.intp))


def _plain(value: float) -> Metric:
    return Metric(value, np.nan, np.nan)
