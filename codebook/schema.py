"""What a codebook is: codes with their meaning, examples and near misses, and a version that is its content's hash."""

import hashlib
import json
from enum import StrEnum
from functools import cached_property
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

CodeId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]*(\.[a-z0-9_-]+)*$", max_length=80)]
Sentence = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]


class Direction(StrEnum):
    """The two sides of a theme: what is there, and what is missing."""

    FELT = "felt"
    LACKING = "lacking"


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class CounterExample(_Frozen):
    """A sentence that looks like the code and is not.

    Attributes:
        text: The sentence.
        instead: The codes that do apply to it; none where nothing does.
        because: Why the code does not apply.
    """

    text: Sentence
    instead: tuple[CodeId, ...] = ()
    because: Sentence | None = None


class Code(_Frozen):
    """One code: a theme, in one direction where the theme has two.

    Attributes:
        id: Stable identifier; data refer to it.
        name: What people call it.
        definition: One or two sentences that say what it means.
        applies: When to use it.
        does_not_apply: When not to, though it looks like it.
        theme: What the code is about; shared by the two directions of a theme.
        direction: Which side of the theme, where it has two.
        parent: Id of a broader code, where the codebook is a tree.
        examples: Sentences that carry the code.
        counter_examples: Near misses.
        cues: Words and phrases that point to the code; a hint for the machine, never enough by themselves.
    """

    id: CodeId
    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
    definition: Sentence
    applies: Sentence | None = None
    does_not_apply: Sentence | None = None
    theme: CodeId | None = None
    direction: Direction | None = None
    parent: CodeId | None = None
    examples: tuple[Sentence, ...] = Field(min_length=1)
    counter_examples: tuple[CounterExample, ...] = ()
    cues: tuple[Sentence, ...] = ()


class Codebook(_Frozen):
    """A set of codes that researchers maintain. Its version is the hash of its content, whatever its layout.

    Attributes:
        id: Stable identifier of the codebook through its versions.
        name: What people call it.
        description: What it is for and where it comes from.
        language: BCP 47 tag of its examples.
        codes: The codes, in the order a researcher reads them.
    """

    id: CodeId
    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
    description: Sentence | None = None
    language: str = "en"
    codes: tuple[Code, ...] = Field(min_length=1)

    @cached_property
    def version(self) -> str:
        """First 12 hexadecimal digits of the SHA-256 of the canonical JSON; order of codes does not count."""
        content = self.model_dump(mode="json")
        content["codes"] = sorted(content["codes"], key=lambda code: code["id"])
        canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()[:12]

    @cached_property
    def by_id(self) -> dict[str, Code]:
        """The codes by their id."""
        return {code.id: code for code in self.codes}

    def opposite(self, code: Code) -> Code | None:
        """The code of the same theme in the other direction, if there is one."""
        if code.theme is None or code.direction is None:
            return None
        for other in self.codes:
            if other.theme == code.theme and other.direction not in (None, code.direction):
                return other
        return None
