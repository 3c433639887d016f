"""Policies are files that people read; a wrong one is refused before any note is touched."""

from pathlib import Path

import pytest

from redaction.errors import PolicyError
from redaction.policy import Action, load_policy
from redaction.types import MentionType


@pytest.mark.parametrize("name", ["research", "strict", "minimal", "intervals"])
def test_the_policies_that_come_with_earshot_hide_every_direct_identifier(name: str) -> None:
    policy = load_policy(name)
    direct = set(MentionType) - {
        MentionType.LOCATION,
        MentionType.ORGANISATION,
        MentionType.SCHOOL,
        MentionType.DATE,
        MentionType.WORD,
    }
    assert all(policy.action(kind) is Action.REPLACE for kind in direct)
    assert policy.label == f"{name}@{policy.version}"


def test_an_unknown_policy_is_refused_with_those_there_are() -> None:
    with pytest.raises(PolicyError, match="minimal, research, strict"):
        load_policy("lenient")


@pytest.mark.parametrize(
    "content",
    ["name: x", "name: [", "name: x\nversion: 0\ndescription: y\nthreshold: .3", "types: {PERSONS: keep}"],
)
def test_a_wrong_file_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(content)
    with pytest.raises(PolicyError, match=r"own\.yaml"):
        load_policy(str(path))


def test_a_type_may_have_a_threshold_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text("name: own\nversion: 1\ndescription: x\nthreshold: 0.2\nthresholds: {TRAIT: 0.05}")
    policy = load_policy(str(path))
    assert (policy.limit(MentionType.TRAIT), policy.limit(MentionType.PERSON)) == (0.05, 0.2)
