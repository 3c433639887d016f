import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.intervals import Metric
from evaluation.labelled import Entity, LabelledNote
from evaluation.redaction import DIRECT, Span, evaluate_redaction, match
from evaluation.report import Report
from redaction.types import MentionType

#       0         1         2         3         4
#       0123456789012345678901234567890123456789012345678
TEXT = "Mia Okafor of Leeds rang 0113 496 0000. Mia cried."
ENTITIES = (
    Entity(start=0, end=10, type=MentionType.PERSON),
    Entity(start=14, end=19, type=MentionType.LOCATION),
    Entity(start=25, end=38, type=MentionType.PHONE),
    Entity(start=40, end=43, type=MentionType.PERSON),
)
NOTE = LabelledNote(id="a", text=TEXT, entities=ENTITIES)
EXACT: list[Span] = [(entity.start, entity.end, entity.type.value) for entity in ENTITIES]


def value(report: Report, name: str) -> float:
    return report.metrics[name].value


def test_what_is_exactly_right_is_perfect() -> None:
    report = evaluate_redaction([(NOTE, EXACT), (NOTE.model_copy(update={"id": "b"}), EXACT)], resamples=50)
    assert report.documents == 2
    for name, metric in report.metrics.items():
        expected = 0 if name.startswith(("documents_leaking", "false_positives")) else 1
        assert metric.value == expected, name
    assert value(report, "f2_iou90/PHONE") == 1


def test_figures_of_a_small_example_worked_out_by_hand() -> None:
    predicted: list[Span] = [
        (0, 8, "PERSON"),  # IoU .8 with "Mia Okafor", two letters left
        (14, 19, "PERSON"),  # right place, wrong type
        (25, 38, "PHONE"),
        (44, 49, "PERSON"),  # "cried" is nobody
    ]
    report = evaluate_redaction([(NOTE, predicted)])
    expected = {
        "precision_iou90": 2 / 4,
        "recall_iou90": 2 / 4,
        "f2_iou90": 5 * 2 / (4 * 4 + 4),
        "precision_iou70": 3 / 4,
        "recall_iou70": 3 / 4,
        "f2_iou70": 5 * 3 / (4 * 4 + 4),
        "recall_char": (7 + 5 + 11) / (9 + 5 + 11 + 3),  # letters and digits only
        "recall_char_direct": (7 + 11) / (9 + 11 + 3),
        "recall_mention": 2 / 4,
        "recall_entity": 2 / 4,
        "recall_entity_direct": 1 / 3,
        "false_positives_per_1000_words": 1000 / 10,
        "documents_leaking_direct": 1,
        "precision_iou70/PERSON": 1 / 3,
        "recall_iou70/PERSON": 1 / 2,
        "f2_iou70/PERSON": 5 / (4 * 2 + 3),
        "recall_iou90/PERSON": 0,
        "recall_iou90/LOCATION": 0,
        "recall_mention/LOCATION": 1,
        "recall_mention/PERSON": 0,
        "f2_iou90/PHONE": 1,
    }
    assert {name: value(report, name) for name in expected} == pytest.approx(expected)
    assert math.isnan(value(report, "precision_iou90/LOCATION"))


def test_punctuation_left_over_is_no_leak_but_one_digit_is() -> None:
    note = LabelledNote(id="a", text="(+44) 1.", entities=(Entity(start=0, end=8, type=MentionType.PHONE),))
    covered = evaluate_redaction([(note, [(2, 4, "PHONE"), (6, 7, "DATE")])])
    assert value(covered, "documents_leaking_direct") == 0
    assert value(covered, "recall_mention") == value(covered, "recall_char") == 1
    left = evaluate_redaction([(note, [(2, 4, "PHONE")])])
    assert value(left, "documents_leaking_direct") == 1
    assert value(left, "recall_char") == pytest.approx(2 / 3)


def test_a_detail_counts_as_hidden_only_if_all_its_occurrences_are() -> None:
    note = LabelledNote(
        id="a",
        text="Mia. MIA. Leeds",
        entities=(
            Entity(start=0, end=3, type=MentionType.PERSON),
            Entity(start=5, end=8, type=MentionType.PERSON),
            Entity(start=10, end=15, type=MentionType.LOCATION),
        ),
    )
    report = evaluate_redaction([(note, [(0, 3, "PERSON"), (10, 15, "LOCATION")])])
    assert value(report, "recall_mention") == pytest.approx(2 / 3)
    assert value(report, "recall_entity") == 1 / 2
    assert value(report, "recall_entity_direct") == 0


def test_what_points_at_a_place_or_day_is_no_direct_identifier() -> None:
    indirect = {"LOCATION", "SCHOOL", "ORGANISATION", "DATE", "AGE", "TRAIT", "WORD"}
    assert {kind.value for kind in MentionType} - {kind.value for kind in DIRECT} == indirect
    note = LabelledNote(id="a", text="Leeds", entities=(Entity(start=0, end=5, type=MentionType.LOCATION),))
    report = evaluate_redaction([(note, [])])
    assert value(report, "documents_leaking_direct") == 0
    assert value(report, "recall_char") == 0
    assert math.isnan(value(report, "recall_char_direct"))


def test_nothing_to_measure_is_null_and_no_error() -> None:
    for report in (evaluate_redaction([]), evaluate_redaction([(LabelledNote(id="a", text=""), [])])):
        figures = json.loads(report.to_json())["metrics"]
        assert figures["recall_iou90"]["value"] is None
        assert figures["f2_iou70"]["value"] is None
        assert figures["false_positives_per_1000_words"]["value"] is None
    assert value(evaluate_redaction([]), "documents_leaking_direct") != 0
    empty = LabelledNote(id="a", text="Nobody here.")
    report = evaluate_redaction([(empty, [(0, 6, "PERSON")])])
    assert value(report, "precision_iou90") == 0
    assert math.isnan(value(report, "recall_iou90"))
    assert value(report, "false_positives_per_1000_words") == 500


def test_two_mentions_of_one_entity_are_not_both_right() -> None:
    assert match(ENTITIES[:1], [(0, 10, "PERSON"), (0, 10, "DATE")], threshold=0.9) == 1
    assert match(ENTITIES[:1], [(0, 10, "PERSON")], threshold=1.0) == 1
    assert match(ENTITIES[:1], [(0, 9, "PERSON")], threshold=0.9) == 1
    assert match(ENTITIES[:1], [(0, 9, "PERSON")], threshold=0.91) == 0


def test_a_mention_beyond_the_text_is_a_fault_of_the_caller() -> None:
    with pytest.raises(ValueError, match="does not fit"):
        evaluate_redaction([(NOTE, [(0, len(TEXT) + 1, "PERSON")])])


def test_the_order_of_the_documents_does_not_count() -> None:
    notes = [NOTE.model_copy(update={"id": name}) for name in "abcde"]
    pairs = [(note, EXACT[:place]) for place, note in enumerate(notes)]
    assert evaluate_redaction(pairs, resamples=60) == evaluate_redaction(pairs[::-1], resamples=60)


SPANS = st.lists(
    st.tuples(st.integers(0, 48), st.integers(1, 12), st.sampled_from(["PERSON", "PHONE", "DATE"])),
    max_size=6,
).map(lambda drawn: [(start, min(start + length, len(TEXT)), kind) for start, length, kind in drawn])


@given(SPANS, SPANS)
def test_hiding_more_never_hides_less(first: list[Span], more: list[Span]) -> None:
    one, both = evaluate_redaction([(NOTE, first)]), evaluate_redaction([(NOTE, first + more)])
    for name in ("recall_char", "recall_char_direct", "recall_mention", "recall_entity", "recall_iou70"):
        assert value(both, name) >= value(one, name)
    assert value(both, "documents_leaking_direct") <= value(one, "documents_leaking_direct")
    assert all(
        0 <= metric.value <= 1 or math.isnan(metric.value) for name, metric in both.metrics.items() if "1000" not in name
    )
    assert value(both, "recall_iou90") <= value(both, "recall_iou70")
    assert isinstance(both.metrics["recall_char"], Metric)
