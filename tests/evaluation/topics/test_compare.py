"""Ways to find topics are compared on the same embeddings, and what is promised is tried out."""

from pathlib import Path

import numpy as np
import pytest

from evaluation.coherence import has_gensim
from evaluation.formats.topics import TopicTexts
from evaluation.intervals import Metric
from evaluation.topics.arms import ARMS, BASELINE, OURS, Floats, find
from evaluation.topics.compare import compare, fits, winner_of
from evaluation.topics.promises import SMALL, promises, small_sets
from evaluation.topics.stability import stability
from evaluation.topics.summary import summary
from models.encode import SentenceEncoder

pytestmark = pytest.mark.slow
THINGS = {
    "pets": ("dog", "cat", "rabbit", "hamster", "puppy"),
    "meals": ("soup", "pizza", "curry", "pasta", "toast"),
    "court": ("judge", "hearing", "solicitor", "court", "barrister"),
    "weather": ("rain", "snow", "wind", "thunder", "frost"),
}
SAID = ("the {} again", "Tells me about the {} today", "I keep thinking of that {}", "there was a {} last week")
PAIRS = [(said.format(thing), name) for name, things in THINGS.items() for thing in things for said in SAID]
TEXTS = [text for text, _ in PAIRS]
DATA = TopicTexts("made up", TEXTS, [text.lower().split() for text in TEXTS], [name for _, name in PAIRS])


@pytest.fixture(scope="module")
def vectors() -> Floats:
    return SentenceEncoder().encode(DATA.texts)


@pytest.mark.parametrize("arm", ARMS)
def test_every_way_gives_each_text_a_topic_or_none_and_each_topic_words(arm: str, vectors: Floats) -> None:
    found = find(arm, DATA.texts, vectors, topics=4, seed=0)
    assert found.labels.shape == (len(DATA.texts),)
    assert found.labels.max() < len(found.words)
    assert all(0 < len(words) <= 10 for words in found.words)


def test_figures_are_there_for_every_way_and_ours_find_what_is_easy(
    vectors: Floats,
) -> None:
    arms, calls = ["tree", "kmeans", "gmm"], []
    report = compare(DATA, vectors, counts=[4, 8], seeds=2, arms=arms, advance=lambda: calls.append(1))
    assert len(calls) == fits([4, 8], 2, arms)
    for arm in arms:
        for name in (
            "npmi",
            "diversity",
            "quality",
            "outliers",
            "seconds",
            "nmi",
            "ami",
            "nmi_own",
            "topics_own",
            "seconds_first",
        ):
            assert f"{name}/{arm}" in report.metrics
        assert 0 < report.metrics[f"diversity/{arm}"].value <= 1
    assert report.metrics["nmi/tree"].value > 0.5
    assert report.metrics["npmi/tree/4"].low == report.metrics["npmi/tree/4"].high  # nothing is drawn
    assert "times_faster/tree" not in report.metrics  # nothing to be faster than
    assert report.metrics["checked_by_gensim"].value == float(has_gensim())
    assert any(f"winner: {arm}" in report.notes for arm in arms)
    assert summary(report, arms).row_count == len(arms)


def test_nobody_wins_who_leaves_much_in_no_topic() -> None:
    def plain(value: float) -> Metric:
        return Metric(value, value, value)

    metrics = {"quality/a": plain(0.9), "outliers/a": plain(0.3), "quality/b": plain(0.1), "outliers/b": plain(0.05)}
    assert winner_of(metrics, ["a", "b"]) == "b"
    assert winner_of(metrics, ["a"]) is None


def test_promises_hold_and_small_sets_have_a_sentence(vectors: Floats) -> None:
    kept = promises(DATA, vectors)
    assert set(kept) == {f"same/{name}" for name in ("rerun", "other_order", "one_by_one", "in_batches", "read_back")}
    assert all(metric.value == 1 for metric in kept.values())
    small, sentences = small_sets(DATA, vectors)
    assert set(small) == {f"small/{count}" for count in SMALL}
    assert all(np.isfinite(metric.value) for metric in small.values())
    assert len(sentences) == len(SMALL)


def test_what_is_easy_is_stable_and_the_same_samples_give_the_same_figure(
    vectors: Floats,
) -> None:
    first = stability(DATA, vectors, arms=["tree"], topics=4, bootstraps=3)
    assert first == stability(DATA, vectors, arms=["tree"], topics=4, bootstraps=3)
    assert 0.3 < first["stability/tree"].value <= 1


def test_the_baseline_is_no_method_of_ours() -> None:
    assert BASELINE not in OURS
    assert set(OURS) < set(ARMS)


def test_a_report_is_made_at_the_command_line(tmp_path: Path) -> None:
    import json

    from typer.testing import CliRunner

    from service.cli.main import app

    table = tmp_path / "said.csv"
    table.write_text("text,label\n" + "".join(f"{text},{name}\n" for text, name in PAIRS))
    vectors = tmp_path / "vectors.npy"
    asked = ["evaluate", "topics", str(table), "--k", "4", "--seeds", "1", "--arms", "tree", "--stability", ""]
    asked += ["--embeddings", str(vectors), "--json"]
    for _ in range(2):  # embeddings are made, then read
        result = CliRunner().invoke(app, asked)
        assert result.exit_code == 0
        assert json.loads(result.stdout)["metrics"]["same/rerun"]["value"] == 1
    assert len(np.load(vectors)) == len(PAIRS)
    table.write_text("text,label\nonly one,a\n")
    result = CliRunner().invoke(app, asked)
    assert result.exit_code == 1
    assert "1 texts" in result.stderr
    result = CliRunner().invoke(app, ["evaluate", "topics", "--arms", "lda"])
    assert result.exit_code == 2
