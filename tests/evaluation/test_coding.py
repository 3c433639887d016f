import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import average_precision_score, f1_score, precision_score, recall_score

from evaluation.agreement import krippendorff_alpha
from evaluation.alignment import MachineSegment
from evaluation.coding import evaluate_coding
from evaluation.labelled import LabelledCoding, LabelledNote
from evaluation.report import Report
from models.types import Voice

CHILD, TOLD, CARER = Voice.CHILD_DIRECT, Voice.CHILD_REPORTED, Voice.FAMILY
CODES = ("hope", "worry")


def note(name: str, *codings: tuple[str, Voice]) -> LabelledNote:
    """A note whose labelled segments are 10 characters each; codes written as one word "hope+worry"."""
    placed = [
        LabelledCoding(start=10 * place, end=10 * place + 9, codes=tuple(filter(None, codes.split("+"))), voice=voice)
        for place, (codes, voice) in enumerate(codings)
    ]
    return LabelledNote(id=name, text="x" * 100, codings=tuple(placed))


def segment(place: int, voice: Voice, hope: float, worry: float) -> MachineSegment:
    scores = {"hope": hope, "worry": worry}
    codes = {code for code, score in scores.items() if score >= 0.5}
    return MachineSegment(10 * place, 10 * place + 9, voice, scores, codes)


PAIRS = [
    (
        note("a", ("hope", CHILD), ("hope+worry", CARER), ("", TOLD)),
        [segment(0, TOLD, 0.9, 0.2), segment(1, CARER, 0.6, 0.4), segment(2, CARER, 0.7, 0.1)],
    ),
    (
        note("b", ("worry", CHILD), ("hope", TOLD)),
        # the first is missed; the third stands where the person listed nothing
        [segment(1, TOLD, 0.8, 0.3), segment(5, CARER, 0.1, 0.55)],
    ),
]


def values(report: Report) -> dict[str, float]:
    return {name: metric.value for name, metric in report.metrics.items()}


def test_figures_of_a_small_example_worked_out_by_hand() -> None:
    report = evaluate_coding(PAIRS, dataset="by hand", resamples=100)
    found = values(report)
    # hope: put 4 times, 3 of them right, none missed; worry: put once, wrongly, 2 missed
    expected = {
        "precision/hope": 3 / 4,
        "recall/hope": 1,
        "f1/hope": 6 / 7,
        "precision/worry": 0,
        "recall/worry": 0,
        "f1/worry": 0,
        "f1_macro": 3 / 7,
        "precision_micro": 3 / 5,
        "recall_micro": 3 / 5,
        "f1_micro": 3 / 5,
        # hope ranks .9 right, .8 right, .7 wrong, .6 right
        "average_precision/hope": (1 + 1 + 3 / 4) / 3,
        # worry ranks .55 wrong, .4 right, .3 .2 .1 wrong, and the missed one last
        "average_precision/worry": (1 / 2 + 2 / 6) / 2,
        # labelled: CHILD-TOLD, CARER-CARER, TOLD-CARER, CHILD-missed, TOLD-TOLD
        "voice_accuracy": 2 / 5,
        "child_voice_f1": 2 * 2 / (4 + 2),
        "codes_labelled": 2,
        "brier": (0.01 + 0.04 + 0.16 + 0.36 + 0.49 + 0.01 + 0.04 + 0.09 + 0.01 + 0.3025) / 10,
        # decided at .9 .9 .9 .8 .8 right, .7 .7 at once one wrong
        "coverage_at_95": 5 / 10,
        "coverage_at_95_assigned": 2 / 5,
    }
    assert {name: found[name] for name in expected} == pytest.approx(expected)
    assert found["average_precision_macro"] == pytest.approx(
        (found["average_precision/hope"] + found["average_precision/worry"]) / 2
    )
    assert (report.dataset, report.documents, report.notes) == ("by hand", 2, ())
    assert report.metrics["f1_micro"].low <= 0.6 <= report.metrics["f1_micro"].high


def test_alpha_is_krippendorffs() -> None:
    found = values(evaluate_coding(PAIRS, resamples=20))
    # units: a1 a2 a3 b1 b2 and b's stray
    hope = krippendorff_alpha([[1, 1, 0, 0, 1, 0], [1, 1, 1, 0, 1, 0]])
    worry = krippendorff_alpha([[0, 1, 0, 1, 0, 0], [0, 0, 0, 0, 0, 1]])
    assert found["alpha/hope"] == pytest.approx(hope)
    assert found["alpha/worry"] == pytest.approx(worry)
    assert found["alpha_macro"] == pytest.approx((hope + worry) / 2)


def test_a_code_the_person_never_put_is_left_out_of_macro_and_said() -> None:
    pairs = [(note("a", ("hope", CHILD)), [segment(0, CHILD, 0.9, 0.9)])]
    report = evaluate_coding(pairs)
    found = values(report)
    assert found["f1_macro"] == 1
    assert found["f1_micro"] == pytest.approx(2 / 3)
    assert found["precision/worry"] == 0
    assert math.isnan(found["f1/worry"])
    assert math.isnan(found["recall/worry"])
    assert found["codes_labelled"] == 1
    assert report.notes == ("never put by the person, so left out of macro figures: worry",)


def test_average_precision_needs_the_scores_of_all_segments() -> None:
    partly = MachineSegment(10, 19, CHILD, {"worry": 0.5}, {"worry"})
    pairs = [(note("a", ("hope+worry", CHILD), ("worry", CHILD)), [segment(0, CHILD, 0.9, 0.8), partly])]
    found = values(evaluate_coding(pairs))
    assert math.isnan(found["average_precision/hope"])
    assert found["average_precision/worry"] == 1
    assert math.isnan(found["average_precision_macro"])
    assert found["f1_macro"] == 1


def test_without_scores_only_what_needs_them_is_undefined() -> None:
    pairs = [(note("a", ("hope", CHILD)), [MachineSegment(0, 9, CHILD, {}, {"hope"})])]
    found = values(evaluate_coding(pairs))
    assert found["f1_micro"] == found["voice_accuracy"] == 1
    for name in ("average_precision_macro", "brier", "ece", "coverage_at_95", "coverage_at_95_assigned"):
        assert math.isnan(found[name]), name


@pytest.mark.parametrize("pairs", [[], [(note("a"), [])], [(note("a"), []), (note("b"), [])]])
def test_nothing_to_measure_is_null_and_no_error(
    pairs: list[tuple[LabelledNote, list[MachineSegment]]],
) -> None:
    figures = json.loads(evaluate_coding(pairs, resamples=20).to_json())
    assert figures["documents"] == len(pairs)
    assert figures["metrics"].pop("codes_labelled")["value"] == 0
    assert {figure["value"] for figure in figures["metrics"].values()} == {None}
    assert "f1_macro" in figures["metrics"]


def test_a_machine_that_says_nothing_misses_everything() -> None:
    found = values(evaluate_coding([(pair[0], []) for pair in PAIRS], resamples=20))
    assert found["recall_micro"] == found["f1_macro"] == found["voice_accuracy"] == found["child_voice_f1"] == 0
    assert math.isnan(found["precision_micro"])


def test_the_order_of_the_documents_does_not_count() -> None:
    assert evaluate_coding(PAIRS, resamples=30).to_json() == evaluate_coding(PAIRS[::-1], resamples=30).to_json()


UNITS = st.lists(
    st.tuples(
        st.sets(st.sampled_from(CODES)),
        st.floats(0, 1).map(lambda x: round(x, 1)),
        st.sampled_from([0.2, 0.7]),
    ),
    min_size=1,
    max_size=9,
)


@given(st.lists(UNITS, min_size=1, max_size=3))
def test_figures_are_scikit_learns_where_all_segments_meet(
    documents: list[list[tuple[set[str], float, float]]],
) -> None:
    pairs = []
    for number, units in enumerate(documents):
        labelled = note(str(number), *(("+".join(sorted(codes)), CHILD) for codes, _, _ in units))
        pairs.append((labelled, [segment(place, CHILD, hope, worry) for place, (_, hope, worry) in enumerate(units)]))
    found = values(evaluate_coding(pairs, resamples=5))
    flat = [unit for units in documents for unit in units]
    for code, place in (("hope", 1), ("worry", 2)):
        person = [code in unit[0] for unit in flat]
        scores = [float(unit[place]) for unit in flat]  # type: ignore[arg-type]  # the sets stand at place 0
        machine = [score >= 0.5 for score in scores]
        if any(person):
            assert found[f"recall/{code}"] == pytest.approx(recall_score(person, machine))
            assert found[f"f1/{code}"] == pytest.approx(f1_score(person, machine))
            assert found[f"average_precision/{code}"] == pytest.approx(average_precision_score(person, scores))
        if any(machine):
            assert found[f"precision/{code}"] == pytest.approx(precision_score(person, machine))
        expected = krippendorff_alpha([person, machine])
        assert found[f"alpha/{code}"] == pytest.approx(expected, nan_ok=True)
