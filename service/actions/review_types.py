"""What review shows and takes: a segment in its note, suggestions and decisions. All text in it is redacted."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from models.types import Outcome, Voice
from service.actions.standing import NEEDS_CODE, Verdict


class _View(BaseModel):
    model_config = ConfigDict(frozen=True)


class DecisionIn(BaseModel):
    """One decision. `change` is two: reject the one code, add the other."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    verdict: Verdict
    code: str | None = Field(default=None, max_length=80)
    voice: Voice | None = None
    undoes: str | None = Field(default=None, max_length=26)
    memo: Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)] | None = Field(default=None, repr=False)

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if (self.verdict in NEEDS_CODE) != (self.code is not None):
            raise ValueError("accept, reject and add name a code; no other verdict does")
        if (self.verdict is Verdict.VOICE) != (self.voice is not None):
            raise ValueError("the verdict voice names a voice; no other verdict does")
        if (self.verdict is Verdict.UNDO) != (self.undoes is not None):
            raise ValueError("the verdict undo names the decision that it undoes; no other verdict does")
        return self


class Suggestion(_View):
    """A code that the machine suggests. While `calibrated` is false, `confidence` is no probability."""

    code: str
    confidence: float
    calibrated: bool
    outcome: Outcome
    reason: dict[str, Any]


class Decision(_View):
    """A person's decision, in which order of the queue it was made, and whether the machine's suggestion was in sight."""

    id: str
    verdict: Verdict
    code: str | None
    voice: str | None
    undoes: str | None
    memo: str | None
    by: str
    at: datetime
    mode: str
    suggestion_visible: bool


class ReviewItem(_View):
    """A segment in its note, with what the machine suggests and what people decided. All text is redacted.

    While `blind` is true, what the machine says (suggestions and voice) and what others decided is left out, until this
    person has decided.
    """

    id: str
    note_id: str
    note_type: str | None
    author_role: str | None
    case_key: str | None
    event_date: date | None
    index: int
    start: int
    end: int
    text: str
    before: str
    after: str
    speaker: str | None
    heading: str | None
    voice: str | None
    voice_confidence: float | None
    voice_by: str | None
    suggestions: tuple[Suggestion, ...]
    decisions: tuple[Decision, ...]
    codes: dict[str, bool]
    none_applies: bool
    reviewed: bool
    version: int = Field(description="Number of decisions so far; send it as If-Match.")
    codebook: str
    model: str
    blind: bool = False


class QueueStatus(StrEnum):
    """Which segments the queue shows."""

    OPEN = "open"
    DECIDED = "decided"
    ALL = "all"


class QueueOrder(StrEnum):
    """In what order segments come: what kind of review it is."""

    DOUBTFUL = "doubtful"  # doubtful codes, most confident first
    INFORMATIVE = "informative"  # what teaches most: uncertain, unlike what came before, rare codes
    AUDIT = "audit"  # the share drawn by lot, blind: what honest estimates rest on


class QueueFilter(_View):
    """What the queue is narrowed to, and its order."""

    order: QueueOrder = QueueOrder.DOUBTFUL
    status: QueueStatus = QueueStatus.OPEN
    code: str | None = None
    voice: str | None = None
    note: str | None = None


class QueuePage(_View):
    """A page of the queue in its order, and the cursor of the next."""

    items: tuple[ReviewItem, ...]
    next: str | None
    open: int
    decided: int
