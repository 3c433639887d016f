"""Which segments a search looks at, read from the database in pieces so that a million fit in bounded memory."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session

from models.types import Outcome, Voice
from service.actions.standing import Standing, standing
from service.actions.topics.asked import Selection
from service.errors import Refused
from service.store.tables import CodingRow, DecisionRow, NoteRow, SegmentRow

Ids = NDArray[np.bytes_]
Floats = NDArray[np.float32]
TEXT = func.substr(NoteRow.text, SegmentRow.start + 1, SegmentRow.end - SegmentRow.start)
"""A segment's text as it stands in its note now."""
ROWS = 2_000
"""Segments that are read at once."""
FITTED = 200_000
"""A search is fitted on at most so many; the rest is assigned."""


@dataclass(frozen=True, slots=True, eq=False)
class Read:
    """Segments as they were read, those deleted meanwhile left out.

    Attributes:
        places: Where each stands in the ids that were asked for, shape (n,).
        ids: Their ids.
        texts: Their redacted texts.
        vectors: Their embeddings, shape (n, dimensions), rows of length 1.
    """

    places: NDArray[np.intp] = field(repr=False)
    ids: list[str] = field(repr=False)
    texts: list[str] = field(repr=False)
    vectors: Floats = field(repr=False)


def chosen(session: Session, project_id: str, selection: Selection, *, seen: Callable[[int], None] = lambda _: None) -> Ids:
    """Ids of the selected segments, in their order.

    The residue is what no code explains: a child's voice is heard in the segment, no coding in force is accepted or doubtful,
    and no person gave it a code. Where a person said of a code that it does not apply (rejected it, or said that none applies),
    what the machine says of that code does not count. Voices are the machine's unless a person corrected them.

    Args:
        session: Sees one state of the database.
        project_id: Of the project.
        selection: What must hold.
        seen: Told now and then how many segments were looked at.
    """
    people = standings(session, project_id)
    found: list[Ids] = []
    last, looked = "", 0
    while rows := session.execute(_wanted(project_id, selection, last)).all():
        last, looked = rows[-1].id, looked + len(rows)
        rows = [row for row in rows if _is_wanted(row, selection, people.get(row.id, Standing()))]
        if rows and (selection.codes or selection.residue):
            by_machine = codes_in_force(session, [row.id for row in rows])
            rows = [row for row in rows if _is_coded(by_machine[row.id], people.get(row.id, Standing()), selection)]
        found.append(np.array([row.id for row in rows], dtype="S34"))
        seen(looked)
    return np.concatenate(found) if found else np.zeros(0, dtype="S34")


def sample(ids: Ids, most: int) -> NDArray[np.intp]:
    """Places of at most so many ids, chosen by a hash of each: even over all of them, and the same every time."""
    if len(ids) <= most:
        return np.arange(len(ids))
    hashes = np.array([int.from_bytes(blake2b(one, digest_size=8).digest()) for one in ids], dtype=np.uint64)
    return np.sort(np.argsort(hashes, kind="stable")[:most])


def pieces(session: Session, ids: Ids) -> Iterator[Read]:
    """The segments with these ids, some thousand at a time.

    Raises:
        Refused: Their embeddings are of different encoders.
    """
    width: int | None = None
    for first in range(0, len(ids), ROWS):
        some = [one.decode() for one in ids[first : first + ROWS]]
        found = {row.id: row for row in session.execute(_texts().where(SegmentRow.id.in_(some)))}
        there = [place for place, one in enumerate(some) if one in found]
        rows = [found[some[place]] for place in there]
        widths = {len(row.embedding) for row in rows} | ({width} if width is not None else set())
        if len(widths) > 1:
            raise Refused("these segments were embedded by different encoders; code the notes again, or select fewer")
        width = next(iter(widths), width)
        vectors = np.frombuffer(b"".join(row.embedding for row in rows), dtype=np.float32).reshape(len(rows), -1)
        yield Read(np.array(there, np.intp) + first, [row.id for row in rows], [row.text for row in rows], vectors)


def read(session: Session, ids: Ids, *, seen: Callable[[int], None] = lambda _: None) -> Read:
    """The segments with these ids, all at once: embeddings are put piece by piece into one array."""
    vectors, count = np.zeros((0, 0), np.float32), 0
    places, names, texts = [], [], []
    for piece in pieces(session, ids):
        if not vectors.size:
            vectors = np.empty((len(ids), piece.vectors.shape[1]), np.float32)
        vectors[count : count + len(piece.ids)] = piece.vectors
        count += len(piece.ids)
        places.append(piece.places)
        names += piece.ids
        texts += piece.texts
        seen(count)
    return Read(np.concatenate(places) if places else np.zeros(0, np.intp), names, texts, vectors[:count])


def standings(session: Session, project_id: str) -> dict[str, Standing]:
    """What people decided, by segment; only segments with decisions are in it."""
    by_segment: dict[str, list[DecisionRow]] = defaultdict(list)
    wanted = (
        select(DecisionRow)
        .join(SegmentRow, SegmentRow.id == DecisionRow.segment_id)
        .join(NoteRow, NoteRow.id == SegmentRow.note_id)
        .where(NoteRow.project_id == project_id, NoteRow.current)
        .order_by(DecisionRow.segment_id, DecisionRow.sequence)
    )
    for row in session.scalars(wanted):
        by_segment[row.segment_id].append(row)
    return {segment: standing(rows) for segment, rows in by_segment.items()}


def voice_of(by_machine: str, now: Standing) -> str:
    """A segment's voice: as a person says, else as the machine does."""
    return now.voice.voice if now.voice and now.voice.voice else by_machine


def codes_in_force(session: Session, segments: Sequence[str]) -> Mapping[str, dict[str, str]]:
    """For each segment its codes by the machine, as its note was last coded, with their outcome: accept or doubtful."""
    wanted = (
        select(CodingRow.segment_id, CodingRow.code, CodingRow.outcome)
        .join(SegmentRow, SegmentRow.id == CodingRow.segment_id)
        .join(NoteRow, NoteRow.id == SegmentRow.note_id)
        .where(
            CodingRow.segment_id.in_(segments),
            CodingRow.codebook == NoteRow.codebook,
            CodingRow.model == NoteRow.model,
            CodingRow.outcome.in_([str(Outcome.ACCEPT), str(Outcome.DOUBTFUL)]),
        )
    )
    by_segment: dict[str, dict[str, str]] = defaultdict(dict)
    for segment, code, outcome in session.execute(wanted):
        by_segment[segment][code] = outcome
    return by_segment


def _wanted(project_id: str, selection: Selection, last: str) -> Select[str, str, dict[str, object]]:
    wanted = (
        select(SegmentRow.id, SegmentRow.voice, NoteRow.attributes)
        .join(NoteRow, NoteRow.id == SegmentRow.note_id)
        .where(NoteRow.project_id == project_id, NoteRow.current, NoteRow.state == "coded", SegmentRow.id > last)
    )
    if selection.note_types:
        wanted = wanted.where(NoteRow.note_type.in_(selection.note_types))
    if selection.since:
        wanted = wanted.where(NoteRow.event_date >= selection.since)
    if selection.until:
        wanted = wanted.where(NoteRow.event_date <= selection.until)
    return wanted.order_by(SegmentRow.id).limit(ROWS)


def _texts() -> Select[str, str, bytes]:
    return select(SegmentRow.id, TEXT.label("text"), SegmentRow.embedding).join(NoteRow, NoteRow.id == SegmentRow.note_id)


def _is_wanted(row: Row[str, str, dict[str, object]], selection: Selection, now: Standing) -> bool:
    voice = voice_of(row.voice, now)
    if selection.voices and voice not in selection.voices:
        return False
    if (selection.child_voice or selection.residue) and not Voice(voice).is_child:
        return False
    return all(str(row.attributes.get(name)) == value for name, value in selection.attributes.items())


def _is_coded(by_machine: Mapping[str, str], now: Standing, selection: Selection) -> bool:
    """Whether the codes are as selected; for the residue: whether there is none."""

    def applies(code: str) -> bool:
        if (said := now.verdict(code)) is not None:
            return said[0] and (selection.residue or "person" in selection.coded_by)
        outcome = by_machine.get(code)
        return outcome is not None and (selection.residue or outcome in selection.coded_by)

    if selection.residue:
        return not any(applies(code) for code in {*by_machine, *now.codes})
    return any(applies(code) for code in selection.codes)
