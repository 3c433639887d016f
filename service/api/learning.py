"""`/v1/learning/runs`: what was learned from decisions, shown before it is applied, and taken back."""

from fastapi import APIRouter, Response

from service.actions import learning
from service.actions.learning import LearningRun
from service.api.deps import Researcher
from service.doors import TheLoop, TheWorkshop

router = APIRouter(prefix="/v1/learning", tags=["learning"])


@router.post("/runs", status_code=202)
def start_learning(workshop: TheWorkshop, loop: TheLoop, principal: Researcher, response: Response) -> LearningRun:
    """Learn from all decisions; look again until the state is proposed or refused. Nothing changes before it is applied."""
    run = learning.start(workshop, principal)
    loop.wake()
    response.headers["Location"] = f"/v1/learning/runs/{run.id}"
    return run


@router.get("/runs")
def list_learning(workshop: TheWorkshop, principal: Researcher) -> list[LearningRun]:
    """The last hundred runs, newest first, without what they would change."""
    return learning.runs(workshop, principal)


@router.get("/runs/{run_id}")
def get_learning(run_id: str, workshop: TheWorkshop, principal: Researcher) -> LearningRun:
    """One run: how it compares with what is in force, what is guaranteed, and which segments would change."""
    return learning.run(workshop, principal, run_id)


@router.post("/runs/{run_id}:apply")
def apply_learning(run_id: str, workshop: TheWorkshop, principal: Researcher) -> LearningRun:
    """Put it in force and code the stored segments with it. People's decisions stay as they are."""
    return learning.apply(workshop, principal, run_id)


@router.post("/runs/{run_id}:revert")
def revert_learning(run_id: str, workshop: TheWorkshop, principal: Researcher) -> LearningRun:
    """Take back the run that is in force: what was in force before it codes again, exactly as it did."""
    return learning.revert(workshop, principal, run_id)
