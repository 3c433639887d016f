"""Speed is measured against Presidio's own engine, which must have found the same."""

from evaluation.corpus.load import read_corpus
from evaluation.redaction_speed import evaluate_redaction_speed


def test_both_find_the_same_and_a_ratio_comes_out() -> None:
    texts = [note.text for note in read_corpus("dev")[:4]]
    metrics = evaluate_redaction_speed(texts, dataset="four notes", repeats=1).metrics
    assert metrics["same_characters"].value == 1
    assert metrics["times_faster"].value > 0
    assert 5 < metrics["ten_times_the_text"].value < 20
