"""What is done with each type of mention: replace, generalise, shift or keep; a named policy with a version."""

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from redaction.errors import PolicyError
from redaction.types import MentionType

_FOLDER = Path(__file__).parent / "policies"


class Action(StrEnum):
    """What a policy does with a type."""

    REPLACE = "replace"  # a stand-in with its number: the same thing can be followed through the case
    GENERALISE = "generalise"  # only what kind of thing it is: [PRIMARY SCHOOL]
    SHIFT = "shift"  # days only: moved by a number of weeks that is the same through the case, so that intervals stay
    MONTH = "month"  # days only: month and year are left
    KEEP = "keep"


class Policy(BaseModel):
    """A redaction policy.

    Attributes:
        name, version, description: What it is called, counted up with each change, and what it is for.
        threshold: The lowest score that is acted on, 0 to 1.
        thresholds: The same of single types, where it is another.
        default: What is done with a type that `types` does not name.
        types: What is done with each type.
        hide_unknown_words: Whether every word that is not known to be harmless is hidden too.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    name: str
    version: int = Field(ge=1)
    description: str
    threshold: float = Field(ge=0, le=1)
    thresholds: Mapping[MentionType, Annotated[float, Field(ge=0, le=1)]] = Field(default_factory=dict)
    default: Action = Action.REPLACE
    types: Mapping[MentionType, Action] = Field(default_factory=dict)
    hide_unknown_words: bool = False

    @property
    def label(self) -> str:
        """Name and version, "research@1"."""
        return f"{self.name}@{self.version}"

    def limit(self, kind: MentionType) -> float:
        """The lowest score of a mention of this type that is acted on."""
        return self.thresholds.get(kind, self.threshold)

    def action(self, kind: MentionType) -> Action:
        """What to do with a mention of this type."""
        return self.types.get(kind, self.default)


def load_policy(name: str = "research") -> Policy:
    """The policy `name` that comes with earshot, or the one in the file `name`.

    Raises:
        PolicyError: There is no such policy, or its file is wrong.
    """
    path = Path(name) if name.endswith((".yaml", ".yml")) else _FOLDER / f"{name}.yaml"
    if not path.is_file():
        known = ", ".join(sorted(found.stem for found in _FOLDER.glob("*.yaml")))
        raise PolicyError(f"there is no redaction policy {name!r}; choose one of: {known}, or give a .yaml file")
    try:
        content: Any = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
        return Policy.model_validate(content)
    except (YAMLError, UnicodeDecodeError, ValidationError) as error:
        raise PolicyError(f"the redaction policy {path.name} is wrong: {error}") from None
