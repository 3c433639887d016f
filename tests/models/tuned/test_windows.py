"""Windows: every piece counts once, no segment is cut that need not be, context on both sides."""

from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer

from models.encode import default_model_path
from models.tuned.windows import CONTEXT, WINDOW, cut, inputs, windows
from redaction.tagger.pieces import load_tokenizer


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return load_tokenizer(Path(default_model_path()) / "tokenizer.json")


def laid_out(sentences: list[str]) -> tuple[str, list[tuple[int, int]]]:
    text, spans = "", []
    for sentence in sentences:
        spans.append((len(text), len(text) + len(sentence)))
        text += sentence + "\n"
    return text, spans


@pytest.mark.parametrize("count", [0, 1, 7, 60, 200])
def test_every_piece_counts_once_and_no_segment_is_cut(tokenizer: Tokenizer, count: int) -> None:
    text, spans = laid_out([f"Sentence number {place} about the garden and the dog." for place in range(count)])
    pieces = cut(text, spans, "statutory visit", tokenizer)
    kept = [place for window in windows(pieces) for place in range(window.keep_from, window.keep_to)]
    assert kept == list(range(len(pieces.ids)))
    for window in windows(pieces):
        assert window.start <= window.keep_from < window.keep_to <= window.end
        assert len(inputs(pieces, window)[0]) <= WINDOW
        for edge in (window.keep_from, window.keep_to):
            if 0 < edge < len(pieces.ids):
                assert pieces.segment[edge] != pieces.segment[edge - 1]
    assert set(pieces.segment.tolist()) == set(range(count))


def test_a_window_has_context_on_both_sides(tokenizer: Tokenizer) -> None:
    text, spans = laid_out(["He said that he would like to stay with them for good."] * 100)
    middle = list(windows(cut(text, spans, "", tokenizer)))[1]
    assert middle.keep_from - middle.start == CONTEXT
    assert middle.end - middle.keep_to == CONTEXT


def test_a_segment_longer_than_a_window_is_read_in_parts(tokenizer: Tokenizer) -> None:
    text = "and then " * 400
    pieces = cut(text, [(0, len(text) - 1)], "", tokenizer)
    assert len(list(windows(pieces))) > 1
    assert set(pieces.segment.tolist()) == {0}


def test_pieces_know_where_they_stand(tokenizer: Tokenizer) -> None:
    text = "Mum: I love it.\nDad: no"
    pieces = cut(text, [(5, 15), (21, 23)], "", tokenizer)
    words = [text[start:end] for start, end in zip(pieces.starts, pieces.ends, strict=True)]
    marks = dict(zip(words, pieces.marks.tolist(), strict=True))
    assert marks["Mum"] == 6, "outside, on a new line"
    assert marks["I"] == 1, "begins a segment"
    assert marks["love"] == 2
    assert marks["Dad"] == 6
    assert marks["no"] == 1


def test_the_kind_of_note_is_read_first(tokenizer: Tokenizer) -> None:
    pieces = cut("He left.", [(0, 8)], "letter", tokenizer)
    (window,) = windows(pieces)
    ids, marks, before = inputs(pieces, window)
    assert before == 3
    assert np.all(marks[:before] == 0)
    assert len(ids) == before + len(pieces.ids) + 1
