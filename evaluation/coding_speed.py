"""How long coding takes beside embedding the same segments alone, in the same run."""

from collections.abc import Sequence

from evaluation.report import Report
from evaluation.speed import seconds_of, spread
from models.encode import Encoder
from models.pipeline import CodingPipeline, NoteContext
from models.segment import segment
from redaction.types import RedactedNote


def evaluate_coding_speed(
    notes: Sequence[RedactedNote],
    contexts: Sequence[NoteContext],
    pipeline: CodingPipeline,
    encoder: Encoder,
    *,
    dataset: str,
    repeats: int = 3,
) -> Report:
    """Median, lowest and highest of the runs, one after the other, after one run to warm up.

    - `segments_per_second`: coded, all steps from the redacted note on;
    - `coding_to_embedding`: the time for that as a multiple of the time to embed the same segments in one batch.

    Args:
        notes: Redacted.
        contexts: As many.
        pipeline: Codes.
        encoder: The pipeline's.
        dataset: Name for the report.
        repeats: How many runs of each.
    """
    texts = [one.text for note in notes for one in segment(note)]
    pipeline.code_notes(notes, contexts)
    coded, ratios = [], []
    for _ in range(repeats):
        whole = seconds_of(lambda: pipeline.code_notes(notes, contexts))
        alone = seconds_of(lambda: encoder.encode(texts))
        coded.append(len(texts) / whole)
        ratios.append(whole / alone)
    metrics = {"segments_per_second": spread(coded), "coding_to_embedding": spread(ratios)}
    return Report(dataset, len(notes), metrics, intervals="median, lowest and highest of the runs")
