"""A project whose coded segments are about known themes, stored as coding stores them, with embeddings of their own."""

from datetime import UTC, date, datetime

import numpy as np
from running import Service
from sqlalchemy import select
from ulid import ULID

from service.actions.topics import running, starting, viewing
from service.actions.topics.asked import SearchOptions, Selection, TopicRequest
from service.actions.topics.types import TopicRun
from service.actions.workshop import Workshop
from service.auth.roles import Principal, Role
from service.store.tables import CodingRow, DecisionRow, NoteRow, Project, SegmentRow

THEMES = {
    "bus": "bus driver route ticket late queue stop timetable",
    "dog": "puppy walk lead kennel bark biscuit collar vet",
    "garden": "garden seed spade tomato soil watering shed flower",
    "music": "guitar drum choir song band practice stage chorus",
}
_DIMENSIONS = 384
_SIZE = 6


def principal(service: Service | str, *roles: Role) -> Principal:
    """Somebody with these roles in the project; a researcher, if none are named."""
    project = service if isinstance(service, str) else service.project
    return Principal("key", "R. Haddad", project, frozenset(roles or (Role.RESEARCHER,)))


def store_notes(
    workshop: Workshop, project: str, *, notes: int = 24, themes: tuple[str, ...] = tuple(THEMES), seed: int = 0
) -> list[str]:
    """Notes of six segments each, every one about a theme in turn; ids of the segments. Two notes are one case."""
    drawn = np.random.default_rng(seed)
    centres = {name: np.random.default_rng(place).normal(size=_DIMENSIONS) for place, name in enumerate(THEMES)}
    ids = []
    with workshop.database.writing() as session:
        version = session.scalars(select(Project.codebook_version).where(Project.id == project)).one()
        for number in range(notes):
            note, said, segments = str(ULID()), "", []
            for index in range(_SIZE):
                theme = themes[(number + index) % len(themes)]
                start, words = len(said), drawn.permutation(THEMES[theme].split())[:5]
                said += f"The {' '.join(words)} {number}. "
                near = centres[theme] / np.linalg.norm(centres[theme]) + drawn.normal(size=_DIMENSIONS) * 0.025
                vector = np.asarray(near / np.linalg.norm(near), np.float32)
                segments.append((index, start, len(said) - 1, vector))
            session.add(NoteRow(
                id=note, project_id=project, source_system="t", external_id=f"{seed}-{number}", revision=1, current=True,
                digest=note, case_key=f"case {number // 2}", note_type="visit" if number % 2 else "letter",
                event_date=date(2025, 1 + number % 6, 10), language="en", text=said,
                attributes={"age_band": "8-10" if number % 3 else "11-15"},
                speakers=[], policy="research", state="coded", attempts=0, received_at=datetime.now(UTC),
                codebook=version, model="m",
            ))  # fmt: skip
            session.flush()
            for index, start, end, vector in segments:
                ids.append(f"{note}-{index:05d}")
                session.add(SegmentRow(
                    id=ids[-1], note_id=note, index=index, start=start, end=end, source_start=start, source_end=end,
                    voice="child.direct" if index % 2 else "practitioner", voice_confidence=0.9, voice_reason="", doubt=0.0,
                    reviewed=False, scores={}, embedding=vector.tobytes(),
                ))  # fmt: skip
    return ids


def code(workshop: Workshop, segment: str, code_id: str, outcome: str = "accept") -> None:
    """The machine's coding of a segment, in force."""
    with workshop.database.writing() as session:
        note = session.get_one(NoteRow, segment.split("-", maxsplit=1)[0])
        session.add(CodingRow(
            segment_id=segment, code=code_id, codebook=note.codebook, model=note.model, confidence=0.8, calibrated=False,
            outcome=outcome, reason={},
        ))  # fmt: skip


def decide(workshop: Workshop, segment: str, verdict: str, code_id: str | None = None, voice: str | None = None) -> None:
    """A person's decision, as it is stored."""
    with workshop.database.writing() as session:
        sequence = len(session.scalars(select(DecisionRow.id).where(DecisionRow.segment_id == segment)).all()) + 1
        key = session.connection().exec_driver_sql("SELECT id FROM api_key LIMIT 1").scalar()
        session.add(DecisionRow(
            id=str(ULID()), segment_id=segment, sequence=sequence, verdict=verdict, code=code_id, voice=voice, codebook="v",
            key_id=key, decided_by="R. Haddad", decided_at=datetime.now(UTC),
        ))  # fmt: skip


def search(
    workshop: Workshop, project: str, selection: Selection | None = None, options: SearchOptions | None = None
) -> TopicRun:
    """A run, worked off here and now."""
    asked = TopicRequest(selection=selection or Selection(), options=options or SearchOptions())
    started = starting.start(workshop, principal(project), asked)
    while viewing.run(workshop, principal(project), started.id).state in starting.OPEN:
        running.work_next(workshop)
    return viewing.run(workshop, principal(project), started.id)


def theme_of(text: str) -> str:
    """What a stored segment is about."""
    return next(name for name, words in THEMES.items() if set(text.split()) & set(words.split()))
