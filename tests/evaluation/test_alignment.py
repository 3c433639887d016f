from evaluation.alignment import MachineSegment, Unit, align
from evaluation.labelled import LabelledCoding, LabelledNote
from models.types import Voice

CHILD, CARER, WORKER = Voice.CHILD_DIRECT, Voice.FAMILY, Voice.PRACTITIONER


def note(*codings: LabelledCoding) -> LabelledNote:
    return LabelledNote(id="a", text="x" * 100, codings=codings)


def coded(start: int, end: int, *codes: str, voice: Voice = CHILD) -> LabelledCoding:
    return LabelledCoding(start=start, end=end, codes=codes, voice=voice)


def segment(start: int, end: int, *codes: str, voice: Voice = CHILD, **scores: float) -> MachineSegment:
    return MachineSegment(start, end, voice, scores, set(codes))


def test_segments_meet_the_coding_they_share_most_with() -> None:
    units = align(
        note(coded(0, 20, "hope"), coded(21, 40, "worry", voice=CARER)),
        [segment(0, 24, "hope", hope=0.9), segment(24, 41, "silence", voice=WORKER)],
    )
    assert units == [
        Unit(frozenset({"hope"}), CHILD, frozenset({"hope"}), CHILD, {"hope": 0.9}),
        Unit(frozenset({"worry"}), CARER, frozenset({"silence"}), WORKER, {}),
    ]


def test_a_coding_without_segment_is_a_miss_and_a_segment_without_coding_stands_for_itself() -> None:
    assert align(note(coded(0, 20, "hope")), [segment(50, 60, "worry", worry=0.7)]) == [
        Unit(frozenset({"hope"}), CHILD, frozenset(), None, None),
        Unit(frozenset(), None, frozenset({"worry"}), CHILD, {"worry": 0.7}),
    ]


def test_a_few_shared_characters_are_no_match_and_half_of_the_shorter_is() -> None:
    labelled = note(coded(0, 20, "hope"))
    assert len(align(labelled, [segment(11, 31)])) == 2
    assert len(align(labelled, [segment(10, 30)])) == 1
    assert len(align(labelled, [segment(15, 25)])) == 1  # 5 of 10
    assert len(align(labelled, [segment(20, 30)])) == 2  # they touch, no more


def test_what_the_machine_cut_finer_speaks_as_one() -> None:
    segments = [
        segment(0, 8, "hope", hope=0.9, worry=0.1),
        segment(8, 20, "worry", voice=CARER, hope=0.2, worry=0.6),
    ]
    assert align(note(coded(0, 20, "hope")), segments) == [
        Unit(frozenset({"hope"}), CHILD, frozenset({"hope", "worry"}), CARER, {"hope": 0.9, "worry": 0.6})
    ]


def test_what_the_machine_cut_coarser_meets_one_coding_and_misses_the_other() -> None:
    units = align(note(coded(0, 20, "hope"), coded(21, 50, "worry")), [segment(0, 50, "hope", "worry")])
    assert [(set(unit.person_codes), set(unit.machine_codes)) for unit in units] == [
        ({"hope"}, set()),
        ({"worry"}, {"hope", "worry"}),
    ]


def test_nothing_on_either_side_gives_no_units() -> None:
    assert align(note(), []) == []
