"""The stand-ins of cases: read before a note of a case is redacted, kept with what the redaction taught them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import cast

from sqlalchemy import CursorResult, insert, select, update
from sqlalchemy.orm import Session

from redaction.pseudonyms import CaseMemory
from service.store.tables import CaseFile, StandInRow


class CaseMoved(Exception):
    """Somebody else taught a case while this work was done; do it again with what the case knows now."""


def read_cases(
    session: Session, secret: bytes, project_id: str, case_keys: Iterable[str]
) -> tuple[dict[str, CaseMemory], dict[str, int]]:
    """The memories of the cases, and the versions they were read at."""
    keys = sorted(set(case_keys))
    files = session.scalars(select(CaseFile).where(CaseFile.project_id == project_id, CaseFile.case_key.in_(keys)))
    versions = {file.case_key: file.version for file in files}
    entries: dict[str, dict[str, str]] = defaultdict(dict)
    for row in session.scalars(select(StandInRow).where(StandInRow.project_id == project_id, StandInRow.case_key.in_(keys))):
        entries[row.case_key][row.digest] = row.stand_in
    memories = {key: CaseMemory(secret, salt=f"{project_id}\x1f{key}", entries=entries[key]) for key in keys}
    return memories, versions


def keep_cases(session: Session, project_id: str, memories: Mapping[str, CaseMemory], versions: Mapping[str, int]) -> None:
    """Store what the cases learnt, if nobody else taught them meanwhile.

    Raises:
        CaseMoved: Somebody did.
    """
    for key, memory in memories.items():
        if not memory.fresh:
            continue
        if key in versions:
            moved = session.execute(
                update(CaseFile)
                .where(
                    CaseFile.project_id == project_id,
                    CaseFile.case_key == key,
                    CaseFile.version == versions[key],
                )
                .values(version=CaseFile.version + 1)
            )
            if cast("CursorResult[object]", moved).rowcount != 1:
                raise CaseMoved
        elif session.get(CaseFile, (project_id, key)) is not None:
            raise CaseMoved
        else:
            session.add(CaseFile(project_id=project_id, case_key=key, version=1))
            session.flush()
        rows = [
            {"project_id": project_id, "case_key": key, "digest": digest, "stand_in": stand_in}
            for digest, stand_in in memory.fresh.items()
        ]
        session.execute(insert(StandInRow), rows)
