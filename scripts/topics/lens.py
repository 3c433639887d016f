"""Make the lens: `python -m scripts.topics.lens`. What makes two segments be about one thing, and not be said in one way.

Segments of a theme differ in who speaks, in age, register and genre. The lens is the inverse square root of that scatter within
themes (within-class covariance normalisation; Hatch, Kajarekar and Stolcke 2006), drawn towards the identity, over 52 themes of
26 segments written for it (`written/themes.jsonl`); none of them is a theme that `earshot evaluate topics --planted` plants.
"""

import json
from pathlib import Path

import numpy as np

from models.encode import SentenceEncoder
from models.topics.lens import LENS, write_lens

WRITTEN = Path(__file__).parent / "written" / "themes.jsonl"
_TOWARDS_IDENTITY = 3.0  # times the mean scatter; of .3, 1 and 3 what told other themes apart best


def main() -> None:
    """Read, embed, write."""
    rows = [json.loads(line) for line in WRITTEN.read_text(encoding="utf-8").splitlines()]
    encoder = SentenceEncoder()
    vectors = encoder.encode([row["text"] for row in rows]).astype(np.float64)
    themes = np.array([row["theme"] for row in rows])
    inside = vectors - np.stack([vectors[themes == theme].mean(axis=0) for theme in themes])
    scatter, axes = np.linalg.eigh(np.cov(inside.T))
    matrix = axes / np.sqrt(scatter + _TOWARDS_IDENTITY * scatter.mean()) @ axes.T
    write_lens(encoder.revision, matrix / np.linalg.norm(matrix, 2))
    print(f"{len(rows)} segments, {len(set(themes))} themes → {LENS}")


if __name__ == "__main__":
    main()
