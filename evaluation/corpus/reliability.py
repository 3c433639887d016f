"""How far two readers of the corpus agree: Krippendorff's alpha for each code and for the voice.

Both readings are of one kind (see DATASHEET.md): the figures show how consistently the rules can be read, not how far people
agree.
"""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from evaluation.corpus.second import SecondReading
from evaluation.intervals import RESAMPLES, SEED, Floats, Metric
from evaluation.labelled import LabelledNote
from evaluation.report import Report
from models.types import Voice

_VOICES = {voice: float(number) for number, voice in enumerate(Voice)}


def evaluate_reliability(
    notes: Iterable[LabelledNote],
    readings: Sequence[SecondReading],
    codes: Sequence[str],
    *,
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> Report:
    """Krippendorff's alpha of the first and the second reading, with 95 % intervals by document.

    - `alpha/CODE`: whether the code applies, over every segment of the documents read twice;
    - `alpha_macro`: the mean of these; `alpha_pooled`: over all decisions, a segment and a code each;
    - `alpha_voice`: the voice, over segments that both gave one.

    Args:
        notes: The corpus; documents without a second reading are not looked at.
        readings: The second readings; the last one of a document counts.
        codes: The ids of the codebook.
        resamples: How often documents are drawn for the intervals.
        seed: The same seed gives the same intervals.
    """
    by_id = {note.id: note for note in notes}
    last = {reading.id: reading for reading in sorted(readings, key=lambda reading: reading.round)}
    tables = [_table(by_id[identifier], reading, codes) for identifier, reading in sorted(last.items())]
    ids = [f"alpha/{code}" for code in codes]
    names = ["alpha_macro", "alpha_pooled", "alpha_voice", *ids]
    if not tables:
        return Report(dataset="corpus, read twice", documents=0, metrics={}, notes=("no document was read twice yet",))
    value = _figures(tables, np.arange(len(tables)), len(codes))
    random = np.random.default_rng(seed)
    drawn = np.array([_figures(tables, random.integers(len(tables), size=len(tables)), len(codes)) for _ in range(resamples)])
    low, high = np.nanpercentile(drawn, [2.5, 97.5], axis=0) if len(tables) > 1 else (np.full_like(value, np.nan),) * 2
    metrics = {name: Metric(*map(float, row)) for name, row in zip(names, zip(value, low, high, strict=True), strict=True)}
    segments = sum(len(table) for table in tables)
    return Report(
        dataset="corpus, read twice",
        documents=len(tables),
        metrics=metrics,
        notes=(f"{segments} segments; two readings of one kind: consistency of labels, not the agreement of people",),
    )


def _table(note: LabelledNote, reading: SecondReading, codes: Sequence[str]) -> Floats:
    """Shape (segments, 2 × codes + 2): codes of the first and of the second, then both voices, −1 where not given."""
    first = {(coding.start, coding.end): coding for coding in note.codings}
    rows = []
    for second in reading.codings:
        one = first.get((second.start, second.end))
        rows.append(
            [
                *(float(one is not None and code in one.codes) for code in codes),
                *(float(code in second.codes) for code in codes),
                _VOICES[one.voice] if one else -1.0,
                _VOICES[second.voice],
            ]
        )
    return np.array(rows)


def _figures(tables: Sequence[Floats], drawn: NDArray[np.int64], codes: int) -> Floats:
    """The figures in the order of their names, over the documents drawn."""
    table = np.concatenate([tables[index] for index in drawn])
    first, second, voices = table[:, :codes], table[:, codes : 2 * codes], table[:, 2 * codes :]
    alphas = [_alpha(first[:, code], second[:, code]) for code in range(codes)]
    listed = voices[voices[:, 0] >= 0]
    return np.array([np.nanmean(alphas), _alpha(first.ravel(), second.ravel()), _alpha(listed[:, 0], listed[:, 1]), *alphas])


def _alpha(first: Floats, second: Floats) -> float:
    """`krippendorff_alpha` for two readers who both read everything, fast enough to be drawn a thousand times."""
    _, counts = np.unique(np.concatenate([first, second]), return_counts=True)
    total = counts.sum()
    expected = total**2 - (counts**2).sum()
    return float(1 - (total - 1) * 2 * (first != second).sum() / expected) if expected else np.nan
