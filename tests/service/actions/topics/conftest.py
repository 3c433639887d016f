"""A project with stored segments, and no loop that works meanwhile."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import topical

from codebook.load import load_codebook, starter_path
from service.actions.projects import ensure_project, issue_key
from service.actions.workshop import Workshop
from service.app import open_workshop
from service.auth.roles import Role
from service.settings import Settings


@dataclass(frozen=True)
class Place:
    """A workshop, a project in it, and the ids of its segments."""

    workshop: Workshop
    project: str
    segments: list[str]


def empty(workshop: Workshop, slug: str) -> str:
    project = ensure_project(workshop, slug=slug, name=slug, purpose="p", codebook=load_codebook(starter_path()))
    issue_key(workshop, project=project, name="R. Haddad", roles=[Role.RESEARCHER])
    return project


@pytest.fixture
def place(settings: Settings) -> Iterator[Place]:
    workshop = open_workshop(settings)
    project = empty(workshop, "default")
    yield Place(workshop, project, topical.store_notes(workshop, project))
    workshop.database.close()
