"""What is asked of an estimate, and how it is told."""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from evaluation.estimates.fit import Family
from evaluation.estimates.units import Population


class Measure(StrEnum):
    """What is estimated."""

    PREVALENCE = "prevalence"  # how often a code applies, in all or by group or period
    DIFFERENCE = "difference"  # how much more often in one group than in another
    TREND = "trend"  # the change from a period to the next
    REGRESSION = "regression"  # what goes with it, other attributes held fixed
    VOICES = "voices"  # the share of each voice


class Of(StrEnum):
    """What is counted."""

    SEGMENTS = "segments"  # share of the segments with the code
    NOTES = "notes"  # share of the notes in which it occurs
    CASES = "cases"  # share of the cases in which it occurs


Grouping = Annotated[str, StringConstraints(pattern=r"^(month|quarter|year|note_type|author_role|attribute:.{1,80})$")]


class EstimateRequest(BaseModel):
    """One question. Every estimate names what it is for; the audit log keeps that."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    purpose: Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=120)]
    measure: Measure = Measure.PREVALENCE
    code: str | None = Field(default=None, max_length=80, description="Of the codebook in force; all but `voices` need it.")
    of: Of = Field(default=Of.SEGMENTS, description="`notes` and `cases` go with prevalence only.")
    by: Grouping | None = Field(default=None, description="Groups of prevalence and difference, periods of a trend.")
    between: tuple[str, str] | None = Field(default=None, description="difference: the two groups, first less second.")
    on: tuple[Grouping, ...] = Field(default=(), max_length=8, description="regression: attributes, numbers or values.")
    family: Family = Field(default=Family.LINEAR, description="trend, regression: differences of shares, or of log-odds.")
    population: Population = Population.WIDER

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if (self.measure is Measure.VOICES) != (self.code is None):
            raise ValueError("name a code; for voices none")
        if self.of is not Of.SEGMENTS and self.measure is not Measure.PREVALENCE:
            raise ValueError("notes and cases can be counted for prevalence only")
        if (self.measure is Measure.DIFFERENCE) != (self.between is not None):
            raise ValueError("a difference is between two groups; no other measure is")
        if (self.measure is Measure.REGRESSION) != bool(self.on):
            raise ValueError("a regression is on one or more attributes; no other measure is")
        if self.measure is Measure.DIFFERENCE and self.by is None:
            raise ValueError("say by what the two groups are told apart")
        if self.measure is Measure.TREND and self.by not in ("month", "quarter", "year"):
            raise ValueError("a trend is by month, quarter or year")
        if self.measure in (Measure.REGRESSION, Measure.VOICES) and self.by is not None:
            raise ValueError("regression and voices are not by group")
        return self


class Figure(BaseModel):
    """A figure with its 95 % interval."""

    model_config = ConfigDict(frozen=True)

    value: float
    low: float
    high: float


class Told(BaseModel):
    """One estimate, or why there is none."""

    model_config = ConfigDict(frozen=True)

    name: str = Field(description="Group, period, voice or coefficient; empty for all.")
    hidden: str | None = Field(default=None, description='"c": it rests on too few, or would give away what does.')
    refused: str | None = Field(default=None, description="Why no estimate could be made, and what to do.")
    estimate: Figure | None = Field(default=None, description="By people and machine together.")
    labelled_only: Figure | None = Field(default=None, description="By what people decided blind alone, weighted.")
    machine_only: float | None = Field(default=None, description="What counting the machine's codes gives: a biased count.")
    machine_weight: float | None = Field(default=None, description="How much the machine counts in `estimate`; 0: nothing.")
    segments: int | None = None
    cases: int | None = None
    reviewed: int | None = Field(default=None, description="Segments drawn by lot and decided blind.")
    reviewed_cases: int | None = None
    undecided: int | None = Field(default=None, description="Drawn by lot and not decided yet.")
    effective_reviews: float | None = Field(
        default=None, description="So many independent reviews without a machine would be as precise."
    )
    effective_cases: float | None = Field(default=None, description="Even-sized cases (these: segments) that it rests on.")
    more_reviews: int | None = Field(
        default=None, description="More reviews of these notes that halve the interval; null: more cases are needed."
    )


class Estimates(BaseModel):
    """What was asked, the answers, and what they rest on."""

    model_config = ConfigDict(frozen=True)

    asked: EstimateRequest
    speaks_of: str
    interval: str
    codebook: str
    models: tuple[str, ...]
    results: tuple[Told, ...]
    notes: tuple[str, ...]
    least_segments: int
    least_cases: int
