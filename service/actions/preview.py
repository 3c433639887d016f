"""What a changed codebook would change in segments that are stored, before it is put in force; nothing of it is stored."""

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import numpy as np
from pydantic import BaseModel, ConfigDict
from sqlalchemy import select
from sqlalchemy.orm import Session

from codebook.diff import diff
from codebook.schema import Code, Codebook
from models.types import Coding, Segment, Voice, VoiceTag
from service.actions.codebooks import parsed
from service.actions.deciding import in_scope
from service.actions.recoding import differences, stored
from service.actions.workshop import Workshop, build_pipeline
from service.auth.roles import Principal, Role
from service.store import audit
from service.store.tables import NoteRow, Project, SegmentRow

if TYPE_CHECKING:
    from models.pipeline import CodingPipeline


class CodebookPreview(BaseModel):
    """What a codebook would change: in itself, and for each code how many stored segments, with the first of their ids.

    Both sides are coded without what was learned, which belongs to a version of the codebook. `left` segments were coded with
    an earlier codebook or coder and could not be compared.
    """

    model_config = ConfigDict(frozen=True)

    version: str
    in_force: str
    changes: dict[str, Any]
    segments: int
    left: int
    codes: dict[str, Any]


def preview(workshop: Workshop, principal: Principal, content: bytes) -> CodebookPreview:
    """Judge the stored segments again with a codebook (YAML or JSON) that is not put in force.

    Raises:
        BadCodebook: It has problems; all are listed with line and fix.
    """
    principal.must(Role.RESEARCHER)
    new = parsed(content)
    with workshop.database.writing() as session:
        version = session.scalars(select(Project.codebook_version).where(Project.id == principal.project_id)).one()
        audit.record(
            session, project_id=principal.project_id, actor=principal.key_id, action="codebook.preview", subject=new.version
        )
    old = workshop.base_pipeline(principal.project_id, version)
    with workshop.database.reading() as session:
        segments = stored(session, principal.project_id, version, old.base_revision)
        after = _again(session, principal.project_id, old, build_pipeline(workshop.settings, new))
        current = (NoteRow.project_id == principal.project_id, NoteRow.current, NoteRow.state != "failed")
        every = select(SegmentRow.id).join(NoteRow, NoteRow.id == SegmentRow.note_id).where(*current)
        left = len(session.scalars(every).all()) - len(segments)
    before = {one.id: one.base for one in segments}
    codes = list(dict.fromkeys([*(code.id for code in old.codebook.codes), *(code.id for code in new.codes)]))
    return CodebookPreview(
        version=new.version,
        in_force=version,
        changes=diff(old.codebook, new).to_dict(),
        segments=len(segments),
        left=left,
        codes=differences(before, after, codes),
    )


def _again(session: Session, project_id: str, old: "CodingPipeline", new: "CodingPipeline") -> dict[str, tuple[Coding, ...]]:
    by_note: dict[str, list[tuple[SegmentRow, NoteRow]]] = defaultdict(list)
    for segment, note in session.execute(in_scope(project_id, old.codebook.version, old.base_revision)):
        by_note[note.id].append((segment, note))
    same = _same(old.codebook, new.codebook)
    codings: dict[str, tuple[Coding, ...]] = {}
    for rows in by_note.values():
        note = rows[0][1]
        vectors = np.stack([np.frombuffer(row.embedding, dtype=np.float32) for row, _ in rows])
        known = [{code: row.scores[earlier] for code, earlier in same.items() if earlier in row.scores} for row, _ in rows]
        judged = new.judge_again(
            note.text, [_segment(row, note) for row, _ in rows], [_voice(row) for row, _ in rows], vectors, known,
            note_type=note.note_type,
        )  # fmt: skip
        codings |= {row.id: own.codings() for (row, _), own in zip(rows, judged, strict=True)}
    return codings


def _same(old: Codebook, new: Codebook) -> dict[str, str]:
    """Code of the new codebook → the code of the old one that has its very definition."""
    earlier = {_meaning(code): code.id for code in old.codes}
    return {code.id: earlier[_meaning(code)] for code in new.codes if _meaning(code) in earlier}


def _meaning(code: Code) -> tuple[str, str]:
    return code.definition, code.applies or ""


def _segment(row: SegmentRow, note: NoteRow) -> Segment:
    return Segment(
        row.index, row.start, row.end, row.source_start, row.source_end, note.text[row.start : row.end], row.speaker,
        heading=row.heading,
    )  # fmt: skip


def _voice(row: SegmentRow) -> VoiceTag:
    return VoiceTag(Voice(row.voice), row.voice_confidence, row.voice_reason)
