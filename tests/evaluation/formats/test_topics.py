"""Texts to find topics in are read in each of their forms."""

from pathlib import Path

import pytest
from sharing import BBC, NO_BBC

from evaluation.corpus.load import corpus_path
from evaluation.formats.topics import TopicTextsError, read_topic_texts, words_in
from redaction.pseudonyms import STAND_IN


@pytest.mark.skipif(not BBC.exists(), reason=NO_BBC)
def test_bbc_news_is_read_as_octis_has_it() -> None:
    read = read_topic_texts(BBC)
    assert len(read.texts) == len(read.tokens) == 2225
    assert set(read.labels) == {"business", "entertainment", "politics", "sport", "tech"}
    assert read.tokens[0] == read.texts[0].split()


def test_a_folder_of_octis_is_read_with_and_without_labels(tmp_path: Path) -> None:
    (tmp_path / "corpus.tsv").write_text("cat purr\ttrain\tpets\ndog bark\tval\n\ttest\tpets\n")
    read = read_topic_texts(tmp_path)
    assert read.texts == ["cat purr", "dog bark"]
    assert read.tokens == [["cat", "purr"], ["dog", "bark"]]
    assert read.labels == ["pets", None]


@pytest.mark.parametrize(("suffix", "mark"), [(".csv", ","), (".tsv", "\t")])
def test_tables_have_columns_by_name(suffix: str, mark: str, tmp_path: Path) -> None:
    path = tmp_path / f"answers{suffix}"
    path.write_text("\n".join(mark.join(row) for row in [("id", "said", "about"), ("1", "It's wet", "rain"), ("2", "", "sun")]))
    read = read_topic_texts(path, text="said", labels="about")
    assert (read.texts, read.tokens, read.labels) == (["It's wet"], [["it's", "wet"]], ["rain"])
    with pytest.raises(TopicTextsError, match="name it with --text"):
        read_topic_texts(path)
    with pytest.raises(TopicTextsError, match="no column 'mood'"):
        read_topic_texts(path, text="said", labels="mood")


def test_labelled_notes_give_segments_with_stand_ins(tmp_path: Path) -> None:
    path = tmp_path / "notes.jsonl"
    path.write_text("".join(corpus_path().read_text(encoding="utf-8").splitlines(keepends=True)[:20]), encoding="utf-8")
    read = read_topic_texts(path)
    assert len(read.texts) > 100
    assert sum(bool(STAND_IN.search(text)) for text in read.texts) > 20
    assert any(read.labels)
    assert None in read.labels


def test_stand_ins_are_no_words() -> None:
    assert words_in("[CHILD 2] doesn’t like Mondays") == ["doesn't", "like", "mondays"]
