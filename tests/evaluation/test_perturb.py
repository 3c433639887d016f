"""The same notes written worse: labels still lie on the same details, and what is lost is counted by document."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.corpus.load import read_corpus
from evaluation.labelled import Entity, LabelledNote
from evaluation.perturb import PERTURBATIONS, capitals, invisible, lookalikes, lower_case, typos
from evaluation.redaction import Span
from evaluation.robustness import evaluate_origins, evaluate_robustness
from redaction.normalise import normalise
from redaction.types import MentionType

NOTE = LabelledNote(
    id="n",
    text="Mia Okafor came. Straße. Rang Okafor on 07700 900123.",
    entities=(
        Entity(start=0, end=10, type=MentionType.PERSON),
        Entity(start=30, end=36, type=MentionType.PERSON),
        Entity(start=40, end=52, type=MentionType.PHONE),
    ),
)


def surfaces(note: LabelledNote) -> list[str]:
    return [note.text[one.start : one.end] for one in note.entities]


def test_case_changes_and_offsets_stay() -> None:
    assert surfaces(lower_case(NOTE)) == ["mia okafor", "okafor", "07700 900123"]
    assert surfaces(capitals(NOTE)) == ["MIA OKAFOR", "OKAFOR", "07700 900123"]
    assert "STRAßE" in capitals(NOTE).text


def test_a_typo_is_one_typo_in_the_longest_word_of_a_name() -> None:
    changed = typos(NOTE)
    first, second, phone = surfaces(changed)
    assert first.startswith("Mia ")
    assert first != "Mia Okafor"
    assert second != "Okafor"
    assert abs(len(second) - 6) <= 1
    assert phone == "07700 900123"
    assert typos(NOTE) == changed, "the same lot each time"


def test_what_cannot_be_seen_is_repaired_by_normalisation() -> None:
    for perturb in (invisible, lookalikes):
        changed = perturb(NOTE)
        assert changed.text != NOTE.text
        assert normalise(changed.text).text == NOTE.text


@pytest.mark.parametrize("name", PERTURBATIONS)
def test_labels_of_the_corpus_fit_after_every_perturbation(name: str) -> None:
    for note in read_corpus("dev")[:20]:
        changed = PERTURBATIONS[name](note)
        assert len(changed.entities) == len(note.entities)
        assert all(0 <= one.start < one.end <= len(changed.text) for one in changed.entities)


@given(st.text(alphabet="abcé ", min_size=1, max_size=20))
def test_any_words_can_be_misspelt(words: str) -> None:
    note = LabelledNote(id="h", text=words, entities=(Entity(start=0, end=len(words), type=MentionType.PERSON),))
    assert len(typos(note).entities) == 1


def blind_to_lower_case(notes: Sequence[LabelledNote]) -> list[list[Span]]:
    """A redaction that finds details only where the note has a capital."""
    return [
        [(one.start, one.end, one.type.value) for one in note.entities] if note.text != note.text.lower() else []
        for note in notes
    ]


def test_what_is_lost_is_counted() -> None:
    metrics = evaluate_robustness([NOTE, NOTE.model_copy(update={"id": "m"})], blind_to_lower_case, dataset="x").metrics
    assert metrics["recall/plain"].value == 1
    assert metrics["loss/capitals"].value == 0
    assert metrics["loss/lower_case"].value == 100


def test_the_gap_between_origins_is_counted() -> None:
    lower = LabelledNote(id="l", kind="other", text="mia came", entities=(Entity(start=0, end=3, type=MentionType.PERSON),))
    report = evaluate_origins([NOTE.model_copy(update={"kind": "one"}), lower], blind_to_lower_case, dataset="x")
    assert report.metrics["recall_worst"].value == 0
    assert report.metrics["gap_points"].value == 100
