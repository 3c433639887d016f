"""What is shown of searches for topics. All text in it is redacted."""

from datetime import date, datetime
from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from service.actions.topics.asked import EditKind, SearchOptions, Selection

NOBODY = "earshot"
"""Who named a topic that no person named."""
HIDDEN: Final = "c"
"""Shown in place of a figure that rests on too few."""

State = Literal["queued", "running", "done", "failed", "cancelled"]
Change = Literal["new", "gone", "grown", "shrunk", "steady"]


class _View(BaseModel):
    model_config = ConfigDict(frozen=True)


class Example(_View):
    """A segment that is typical of a topic and unlike the other examples."""

    segment: str
    note: str
    text: str


class TopicView(_View):
    """A topic of a run.

    `key` is lasting: a topic that comes back in a later run has the same one. `name_by` is "earshot" or whoever named it.
    `state` is found, kept (a person changed it, here or in the run that guided this one) or gone (merged or split). `spread`
    is the mean cosine of its segments to their centre: 1 all say the same.
    """

    number: int
    key: str
    name: str
    name_by: str
    terms: tuple[str, ...]
    weights: tuple[float, ...]
    size: int
    spread: float
    state: Literal["found", "kept", "gone"]
    examples: tuple[Example, ...]


class JoinView(_View):
    """A step of the hierarchy of the topics as they were found: two of them, or joins before it, become one.

    `left` and `right` are a topic's number, or `TopicRun.found` plus the place of an earlier join.
    """

    left: int
    right: int
    distance: float
    size: int
    name: str


class Figures(_View):
    """What a run came to: how many topics, which share of the segments is in none, how long it took, how many were fitted."""

    topics: int
    outliers: float
    seconds: float
    fitted: int


class TopicRun(_View):
    """A run: queued, running, done, failed or cancelled; while it runs what is being done and how far it is, 0 to 1.

    `version` counts the edits; it is what If-Match names. In a list of runs, topics and joins are left out.
    """

    id: str
    state: State
    doing: str | None
    share: float
    selection: Selection
    options: SearchOptions
    segments: int | None
    message: str | None
    figures: Figures | None
    model: str | None
    found: int | None
    version: int
    created_by: str
    created_at: datetime
    finished_at: datetime | None
    topics: tuple[TopicView, ...] | None = None
    joins: tuple[JoinView, ...] | None = None


class TopicSegment(_View):
    """A segment of a topic: how close it is to its centre (cosine), and whether a person put it there."""

    id: str
    note: str
    index: int
    text: str
    voice: str
    event_date: date | None
    closeness: float | None
    by_hand: bool


class TopicSegmentPage(_View):
    """Segments of a topic, closest first, and the cursor of the next."""

    items: tuple[TopicSegment, ...]
    next: str | None


class EditView(_View):
    """A change that a person made. `undone` says that a later undo took it back."""

    id: str
    sequence: int
    kind: EditKind
    what: dict[str, Any]
    undoes: str | None
    undone: bool
    by: str
    at: datetime


class TopicName(_View):
    """A topic in a table; number -1 is no topic."""

    number: int
    name: str
    size: int


class CodeName(_View):
    """A code in a table."""

    id: str
    name: str


class OverlapCell(_View):
    """Segments of a topic with a code: by the machine in force (accepted, doubtful) and by people, each by itself.

    `lift` is how many times more often the accepted code is in the topic than in all segments of the run; `people_lift` the
    same among segments that a person decided about for this code (`decided`). None where there is nothing to divide by.
    """

    topic: int
    code: str
    accepted: int
    doubtful: int
    people: int
    decided: int
    lift: float | None
    people_lift: float | None


class Overlap(_View):
    """Topics beside codes. Cells with nothing in them are left out."""

    codebook: str
    segments: int
    topics: tuple[TopicName, ...]
    codes: tuple[CodeName, ...]
    cells: tuple[OverlapCell, ...]


class Share(_View):
    """A share of a group with its 95 % interval."""

    value: float
    low: float
    high: float


class ShareCell(_View):
    """A topic in a group. Where `hidden` is "c" it rests on too few, or another could be worked out from it: no figure.

    `share` is of the group's segments, `case_share` of its cases.
    """

    group: str
    topic: int
    hidden: Literal["c"] | None
    segments: int | None
    cases: int | None
    share: Share | None
    case_share: Share | None


class ShareGroup(_View):
    """A group and how much there is in it; nothing where that is too little."""

    name: str
    hidden: Literal["c"] | None
    segments: int | None
    cases: int | None


class Shares(_View):
    """Shares of topics by group; `interval` says how the intervals were made, the `least_` what a figure rests on at least."""

    by: str
    groups: tuple[ShareGroup, ...]
    topics: tuple[TopicName, ...]
    cells: tuple[ShareCell, ...]
    least_segments: int
    least_cases: int
    interval: str


class TopicChange(_View):
    """A topic beside the same one of the run before: by lasting key, else by the cosine of their centres."""

    change: Change
    key: str
    name: str
    topic: int | None
    size: int | None
    share: float | None
    before_topic: int | None
    before_name: str | None
    before_size: int | None
    before_share: float | None
    cosine: float | None


class Changes(_View):
    """What is new since the run before over the same selection; `before` is none where there is no such run."""

    run: str
    before: str | None
    topics: tuple[TopicChange, ...]


class Promotion(_View):
    """A topic proposed as a code: proposed, approved (then `version` is the codebook that has it) or rejected (`reason`)."""

    id: str
    run: str
    topic: int
    topic_key: str
    state: Literal["proposed", "approved", "rejected"]
    code: dict[str, Any]
    example_segments: tuple[str, ...]
    segments: int = Field(description="How many segments it would code; they are listed at /segments.")
    proposed_by: str
    proposed_at: datetime
    settled_by: str | None
    settled_at: datetime | None
    reason: str | None
    version: str | None
