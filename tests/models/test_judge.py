"""Judgements become codings: suggested from one score on, taken from another, explained only where suggested."""

from models.judge import Floors, Judgement
from models.types import Outcome, Reason


def test_a_score_below_its_floor_is_left_out_and_never_explained() -> None:
    asked = []

    def explain(code: str) -> Reason:
        asked.append(code)
        return Reason()

    floors = {"hope": Floors(0.3, 0.8), "worry": Floors(0.3, 0.8), "silence": Floors(0.6, 0.9)}
    codings = Judgement({"silence": 0.5, "worry": 0.4, "hope": 0.9}, floors, explain).codings()
    assert [(one.code, one.outcome) for one in codings] == [("hope", Outcome.ACCEPT), ("worry", Outcome.DOUBTFUL)]
    assert sorted(asked) == ["hope", "worry"]
    assert not any(one.calibrated for one in codings)


def test_where_a_cue_is_needed_likeness_alone_is_never_taken() -> None:
    floors = {"hope": Floors(0.5, 0.9, needs_cue=True)}

    def outcome(reason: Reason) -> Outcome:
        (one,) = Judgement({"hope": 0.95}, floors, lambda _: reason).codings()
        return one.outcome

    assert outcome(Reason()) is Outcome.DOUBTFUL
    assert outcome(Reason(cues=("want to",))) is Outcome.ACCEPT
    assert outcome(Reason(cues=("want to",), counter_example="He wanted a sandwich.")) is Outcome.DOUBTFUL
