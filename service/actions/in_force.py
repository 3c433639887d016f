"""What the project learned that is in force: the one applied state of a version of its codebook, read once."""

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.store.tables import LearningRunRow, TunedEncoderRow

if TYPE_CHECKING:
    from models.learned import Learned


def in_force(session: Session, project_id: str, codebook: str, base: str) -> "tuple[str | None, Learned | None]":
    """Id and content of the applied state that stands over the base coder; none where there is none.

    Args:
        session: Sees one state of the database.
        project_id: Of the project.
        codebook: Version of the codebook.
        base: Revision of the base coder; what was learned over another one does not hold.

    Raises:
        ModelError: What is stored of it cannot be read; it can be reverted all the same.
    """
    found = applied(session, project_id, codebook, base)
    return (None, None) if found is None else (found, learned_of(session, found))


def applied(session: Session, project_id: str, codebook: str, base: str) -> str | None:
    """Id of the applied state, whether or not its content can be read; as `in_force`."""
    wanted = select(LearningRunRow.id).where(
        LearningRunRow.project_id == project_id,
        LearningRunRow.codebook == codebook,
        LearningRunRow.base == base,
        LearningRunRow.state == "applied",
    )
    return session.scalar(wanted)


def learned_of(session: Session, run_id: str) -> "Learned":
    """The state that came of a run, as far as its calibration still holds.

    Raises:
        ModelError: What is stored of it cannot be read.
    """
    moved = session.scalars(select(LearningRunRow.moved).where(LearningRunRow.id == run_id)).one()
    known = _known(session, run_id)
    return known.despite(moved) if moved else known


def _known(session: Session, run_id: str) -> "Learned":
    # the content of a run never changes, so it is asked for once
    if run_id not in _KEPT:
        if len(_KEPT) >= _KEEP:
            _KEPT.pop(next(iter(_KEPT)), None)
        content = session.scalars(select(LearningRunRow.content).where(LearningRunRow.id == run_id)).one()
        upper = session.scalar(select(TunedEncoderRow.content).where(TunedEncoderRow.run_id == run_id))
        _KEPT[run_id] = _read(content or b"", upper)
    return _KEPT[run_id]


_KEEP = 8
_KEPT: "dict[str, Learned]" = {}


def _read(content: bytes, upper: bytes | None) -> "Learned":
    from models.learned import Learned

    return Learned.from_bytes(content, upper)
