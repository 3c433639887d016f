"""What a search for topics is asked: which segments, how to look, and what people change afterwards."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator, model_validator

from codebook.schema import CodeId, Sentence
from models.topics.types import Method
from models.types import Voice

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
Word = Annotated[str, StringConstraints(min_length=1, max_length=200)]
SegmentId = Annotated[str, StringConstraints(max_length=34)]
CodedBy = Literal["accept", "doubtful", "person"]
EditKind = Literal["rename", "merge", "split", "move", "undo"]
_LARGEST_MOVE = 1_000
_ATTRIBUTES, _LONGEST = 20, 200


class _Asked(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Selection(_Asked):
    """Which segments of the project's coded notes; nothing said: all of them. All that is said must hold."""

    codes: tuple[CodeId, ...] = Field(default=(), max_length=200, description="Segments with any of these codes.")
    coded_by: tuple[CodedBy, ...] = Field(
        default=("accept", "doubtful", "person"),
        min_length=1,
        description="Whose codes count: the machine's, by outcome, or people's. A person overrules the machine.",
    )
    voices: tuple[Voice, ...] = Field(default=(), description="Whose voice; what a person says overrules the machine.")
    child_voice: bool = Field(default=False, description="Only segments that carry a child's own voice.")
    attributes: dict[str, str] = Field(default_factory=dict, description="Attributes of the note, as posted; at most 20.")
    since: date | None = Field(default=None, description="First event date; notes without one are then left out.")
    until: date | None = Field(default=None, description="Last event date; notes without one are then left out.")
    note_types: tuple[Word, ...] = Field(default=(), max_length=50)
    residue: bool = Field(
        default=False,
        description="Only what no code explains: a child's voice, no code accepted or in doubt, none given by a person.",
    )

    @field_validator("attributes", mode="before")
    @classmethod
    def _plain(cls, value: object) -> object:
        # told as a whole: where a single one is wrong would name it, and names come from outside
        if not isinstance(value, dict) or len(value) > _ATTRIBUTES or any(
            not isinstance(one, str) or not 0 < len(one) <= _LONGEST for one in (*value, *value.values())
        ):  # fmt: skip
            raise ValueError(f"at most {_ATTRIBUTES} names with their values, each a text of 1 to {_LONGEST} characters")
        return value

    @model_validator(mode="after")
    def _sound(self) -> Self:
        if self.since and self.until and self.since > self.until:
            raise ValueError("since is after until")
        if self.residue and self.codes:
            raise ValueError("the residue has no codes; ask for one or the other")
        return self


class SearchOptions(_Asked):
    """How to look."""

    method: Method = Field(default="tree", description="How clusters are found.")
    topics: int | None = Field(default=None, ge=1, le=300, description="So many; left out: as the criterion finds.")
    most: int | None = Field(default=None, ge=2, le=300, description="At most so many, where the criterion finds them.")
    detail: float = Field(default=0.0, ge=-3, le=3, description="1: twice as many as the criterion finds, -1: half as many.")
    outliers: float = Field(default=0.05, ge=0, le=0.5, description="At most this share of the segments is in no topic.")
    seed: int = Field(default=0, ge=0, le=2**31 - 1)
    guided_by: str | None = Field(
        default=None, max_length=26, description="An earlier run: topics that people kept there come back as they were."
    )


class TopicRequest(_Asked):
    """A search: which segments, and how to look."""

    selection: Selection = Selection()
    options: SearchOptions = SearchOptions()


class EditIn(_Asked):
    """One change to the topics of a run.

    - `rename`: `topic` gets `name`.
    - `merge`: the segments of `topics` all go to the first of them, which gets `name`, if one is given.
    - `split`: `topic` is searched for `parts` topics, which take its place.
    - `move`: `segments` go to the topic `to`; -1 is none.
    - `undo`: the edit `undoes` holds no more.
    """

    kind: EditKind
    topic: int | None = Field(default=None, ge=0)
    topics: tuple[int, ...] = Field(default=(), max_length=300)
    name: Name | None = None
    parts: int | None = Field(default=None, ge=2, le=20)
    segments: tuple[SegmentId, ...] = Field(default=(), max_length=_LARGEST_MOVE)
    to: int | None = Field(default=None, ge=-1)
    undoes: str | None = Field(default=None, max_length=26)

    @model_validator(mode="after")
    def _complete(self) -> Self:
        needed = {
            "rename": {"topic", "name"}, "merge": {"topics"}, "split": {"topic", "parts"}, "move": {"segments", "to"},
            "undo": {"undoes"},
        }[self.kind]  # fmt: skip
        said = {name for name in type(self).model_fields if getattr(self, name) not in (None, ())} - {"kind"}
        if not needed <= said or said - needed - ({"name"} if self.kind == "merge" else set()):
            raise ValueError(f"{self.kind} names {', '.join(sorted(needed))} and nothing else")
        if self.kind == "merge" and len(set(self.topics)) < len("ab"):
            raise ValueError("merge names two topics or more")
        return self


class PromotionIn(_Asked):
    """A topic proposed as a code. Left out parts are made of the topic's name and terms.

    Whoever proposes it has read the example segments and releases their redacted text into the codebook.
    """

    id: CodeId | None = None
    name: Name | None = None
    theme: CodeId | None = None
    definition: Sentence | None = None
    applies: Sentence | None = None
    examples: tuple[SegmentId, ...] = Field(
        min_length=1, max_length=20, description="Segments whose redacted text is released as the code's examples."
    )


class Rejection(_Asked):
    """Why a proposed code is not taken."""

    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
