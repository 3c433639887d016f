"""Coding beside embedding: both are timed, and coding, which embeds too, is the longer."""

from codebook.load import load_codebook, starter_path
from evaluation.coding_speed import evaluate_coding_speed
from models.encode import SentenceEncoder
from models.pipeline import CodingPipeline, NoteContext
from redaction.types import RedactedNote


def test_coding_is_timed_against_the_embedding_within_it() -> None:
    encoder = SentenceEncoder()
    pipeline = CodingPipeline(encoder, load_codebook(starter_path()))
    notes = [RedactedNote('He said "I feel safe here". She shrugged. Next visit in May.', (), "test")] * 20
    metrics = evaluate_coding_speed(notes, [NoteContext()] * 20, pipeline, encoder, dataset="twenty", repeats=2).metrics
    assert metrics["segments_per_second"].value > 0
    assert metrics["coding_to_embedding"].high > 1
