"""What a learning run comes to: a new state, how it compares with the one in force, which stored segments it would change."""

from typing import TYPE_CHECKING, Any

import numpy as np
from sqlalchemy import select

from service.actions.deciding import gather
from service.actions.in_force import in_force
from service.actions.recoding import differences, judged, stored
from service.actions.workshop import Workshop
from service.store.tables import LearningRunRow, Project

if TYPE_CHECKING:
    from models.learned import Learned


def propose(workshop: Workshop, project_id: str) -> dict[str, Any]:
    """Learn from all decisions of a project and keep nothing of it.

    Returns:
        The new state (`learned`), its `figures` and the `changes` it would make, the run in force that it was compared with
        (`previous`) and the last decision that it knows (`last`).
    """
    from models.learn_state import InForce, learn_state
    from models.learned import base_odds

    with workshop.database.reading() as session:
        version = session.scalars(select(Project.codebook_version).where(Project.id == project_id)).one()
        pipeline = workshop.base_pipeline(project_id, version)
        codebook, base = pipeline.codebook, pipeline.base_revision
        gathered = gather(workshop, session, project_id, codebook, base)
        segments = stored(session, project_id, codebook.version, base)
        current, old = in_force(session, project_id, codebook.version, base)
        decided_before = session.get_one(LearningRunRow, current).decided or "" if current else ""
    codes = [code.id for code in codebook.codes]
    known = None if old is None else np.array([last <= decided_before for last in gathered.last], dtype=np.bool_)
    everything = base_odds(codes, [one.scores for one in segments])
    learned, comparison, trial = learn_state(
        codebook,
        workshop.encoder,
        gathered.decided,
        everything,
        base=base,
        in_force=InForce(known, tuned=old is not None and old.upper is not None),
        drawn=np.array(gathered.drawn, dtype=np.bool_),
        tune_after=workshop.settings.tune_after,
    )
    before, after = judged(pipeline, old, segments), judged(pipeline, learned, segments)
    return {
        "learned": learned,
        "figures": comparison.to_dict() | {"encoder": trial.to_dict()} | _told(learned, len(gathered.segments)),
        "changes": differences(before, after, codes),
        "previous": current,
        "last": max(gathered.last, default=None),
    }


def _told(learned: "Learned", segments: int) -> dict[str, Any]:
    """What is learned of each code, how its confidence came about, and what is guaranteed."""
    codes = {}
    for code, curve in learned.calibration.codes.items():
        promised = learned.guarantee.codes[code]
        codes[code] = {
            "learned": code in learned.taught,
            "calibrated": curve.calibrated,
            "calibration": curve.method if curve.calibrated else curve.why,
            "positives": curve.positives,
            "negatives": curve.negatives,
            "accept": promised.accept,
            "accepted": promised.accepted,
            "accuracy_at_least": promised.accuracy,
            "reject": promised.reject,
            "missed_at_most": promised.missed,
            "by_lot": promised.by_lot,
        }
    return {"segments": segments, "codes": codes, "guarantee": learned.guarantee.sentence()}
