"""A planted theme is found where it stands out, is not where it does not, and what the coder said is kept."""

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from evaluation.corpus.load import read_corpus
from evaluation.topics.planted import CodedPool, PoolError, code_pool, evaluate_planted, planted_texts, trial
from redaction.pseudonyms import STAND_IN
from service.actions.workshop import starter_pipeline

THEMES = list(dict.fromkeys(theme for theme, _ in planted_texts()))


def pool(*, apart: bool) -> CodedPool:
    """Corpus segments in four clouds, planted ones of each theme in a cloud of its own or among the others; all residue."""
    plants = ("moss", "fern", "reed", "sage")
    rows = [(f"d{number // 10}", f"{plants[number % 4]} number {number}", number % 4) for number in range(400)]
    for number, (theme, text) in enumerate(planted_texts()):
        rows.append((f"planted: {theme}", text, 4 + THEMES.index(theme) if apart else number % 4))
    noise = np.random.default_rng(0).standard_normal((len(rows), 32)).astype(np.float32)
    vectors = np.eye(24, 32, dtype=np.float32)[[cloud for *_, cloud in rows]] + np.float32(0.15) * noise
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    texts, origins = [text for _, text, _ in rows], [origin for origin, *_ in rows]
    return CodedPool(texts, vectors, origins, np.ones(len(rows), np.bool_), "made up")


def test_there_are_twenty_themes_of_45_different_texts_with_stand_ins_as_redaction_writes_them() -> None:
    texts = planted_texts()
    assert set(Counter(theme for theme, _ in texts).values()) == {45}
    assert len(THEMES) == 20
    assert len({text for _, text in texts}) == 900
    assert not any("[" in STAND_IN.sub("", text) for _, text in texts)


def test_a_theme_apart_is_found_and_one_scattered_is_not() -> None:
    found = trial(pool(apart=True), THEMES[0], seed=0, segments=200)
    assert (found.planted, found.residue) == (40, 240)
    assert found.found
    assert found.purity > 0.9
    assert not trial(pool(apart=False), THEMES[0], seed=0, segments=200).found


def test_what_a_code_explains_is_not_looked_at() -> None:
    every = pool(apart=True)
    coded = CodedPool(every.texts, every.vectors, every.origins, np.arange(len(every.texts)) % 2 == 0, every.revision)
    half = trial(coded, THEMES[1], seed=0, segments=200)
    assert half.residue < 140
    assert 10 <= half.planted < 30


def test_all_trials_make_a_report_and_the_pool_is_read_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "pool.npz"
    pool(apart=True).write(path)
    read, calls = CodedPool.read(path), []
    report = evaluate_planted(read, segments=100, advance=lambda: calls.append(1))
    assert len(calls) == report.documents == 20
    assert report.metrics["found"].value > 0.8
    assert report.metrics["found"].low < 1
    assert report.metrics["planted_in_residue"].value == 40
    assert read.themes == THEMES
    read.check(planted_texts(), "made up")
    for themes, revision in ((planted_texts(), "another"), ([("kites", "a kite")], "made up")):
        with pytest.raises(PoolError, match="another coder"):
            read.check(themes, revision)
    path.write_bytes(b"something else")
    with pytest.raises(PoolError, match=r"pool\.npz"):
        CodedPool.read(path)


@pytest.mark.slow
def test_the_coder_says_which_segments_no_code_explains(tmp_path: Path) -> None:
    own = tmp_path / "themes.jsonl"
    said = ("My kite has a long tail.", "She flies the kite, up and up.")
    own.write_text("".join(f'{{"theme": "kites", "text": "{one}"}}\n' for one in said))
    coded = code_pool(starter_pipeline(), read_corpus()[:4], planted_texts(own))
    assert coded.themes == ["kites"]
    assert coded.vectors.shape == (len(coded.texts), 384)
    assert len(set(coded.origins)) == 5
    assert 0 < coded.residue.sum() < len(coded.texts)
    own.write_text('{"theme": "kites"}\n')
    with pytest.raises(PoolError, match=r"themes\.jsonl"):
        planted_texts(own)
