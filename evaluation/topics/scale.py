"""How long a search takes, and how much memory, with very many segments: made of the corpus's, in a process of its own."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from evaluation.corpus.load import read_corpus
from evaluation.corpus.second import units
from evaluation.intervals import Metric
from evaluation.report import Report
from evaluation.stand_in_text import with_stand_ins
from models.encode import Encoder

Floats = NDArray[np.float32]
REAL = 3_000
MOST_SECONDS, MOST_BYTES = 180, 2_000_000_000
_OWN, _OTHER, _NOISE = 0.7, 0.3, 0.3
_SHORTEST = 6


class ScaleError(RuntimeError):
    """The process that was measured ended badly; the sentence says how."""


def evaluate_scale(encoder: Encoder, count: int, *, seed: int = 0) -> Report:
    """One search by the default method among `count` made segments.

    - `seconds`: from texts and embeddings in memory to named topics;
    - `peak_mb`: the most memory that its process ever had, all of it; `peak_above_start_mb`: above what it had with its
      libraries loaded and nothing read, so texts and embeddings are in it. No encoder is in that process.
    - `within_goal`: 1 where that is at most 3 minutes and 2 GB, which is the goal for 100,000.

    Args:
        encoder: Makes the real embeddings.
        count: Segments.
        seed: Of what is drawn.
    """
    texts, vectors = made_segments(encoder, count, seed=seed)
    told = measured_fit(texts, vectors, encoder.revision)
    above = told["peak"] - told["start"]
    metrics = {
        "seconds": told["seconds"], "peak_mb": told["peak"] / 1e6, "peak_above_start_mb": above / 1e6,
        "topics": told["topics"], "in_none": told["in_none"],
        "within_goal": float(told["seconds"] <= MOST_SECONDS and above <= MOST_BYTES),
    }  # fmt: skip
    real = min(REAL, count)
    notes = (
        f"documents are segments: {real} of the corpus, with their own embeddings, and others made of two of these each:",
        f"half of each text; {_OWN:.0%} of the one's embedding, {_OTHER:.0%} of the other's, and noise of length {_NOISE}",
        "embeddings are there beforehand; a process of its own, one run",
    )
    shown = {name: Metric(float(value), np.nan, np.nan) for name, value in metrics.items()}
    return Report(f"{count} made segments", count, shown, notes, intervals="one run, no intervals")


def made_segments(encoder: Encoder, count: int, *, seed: int = 0) -> tuple[list[str], Floats]:
    """Texts and embeddings, shape (count, dimensions), rows of length 1: some real, the others mixed from two and blurred."""
    draw = np.random.default_rng(seed)
    segments = [with_stand_ins(note, *span) for note in read_corpus() for span in units(note)]
    known = [text for text in segments if len(text.split()) >= _SHORTEST]
    texts = [known[place] for place in draw.permutation(len(known))[: min(REAL, count)]]
    real = encoder.encode(texts)
    left, right = draw.integers(0, len(texts), (2, max(count - len(texts), 0)))
    mixed = [_halves(texts[one], texts[other]) for one, other in zip(left, right, strict=True)]
    noise = draw.standard_normal((len(mixed), real.shape[1]), dtype=np.float32)
    noise *= _NOISE / np.linalg.norm(noise, axis=1, keepdims=True)
    blurred = _OWN * real[left] + _OTHER * real[right] + noise
    blurred /= np.linalg.norm(blurred, axis=1, keepdims=True)
    return [*texts, *mixed], np.concatenate([real, blurred]).astype(np.float32)


def measured_fit(texts: list[str], vectors: Floats, encoder: str | None = None) -> dict[str, float]:
    """Seconds, bytes at the start and at the peak, topics, and the share in none, of a search in a process of its own.

    Raises:
        ScaleError: That process failed.
    """
    with tempfile.TemporaryDirectory() as folder:
        np.save(Path(folder) / "vectors.npy", vectors)
        (Path(folder) / "texts.json").write_text(json.dumps(texts), encoding="utf-8")
        command = [sys.executable, "-m", "evaluation.topics.one_fit", folder, *([encoder] if encoder else [])]
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own
    if done.returncode != 0:
        raise ScaleError(
            f"the search ended with exit code {done.returncode}; is there memory enough for {len(texts)} segments?"
        )
    told: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return told


def _halves(one: str, other: str) -> str:
    first, second = one.split(), other.split()
    return " ".join([*first[: (len(first) + 1) // 2], *second[len(second) // 2 :]])
