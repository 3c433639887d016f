"""`/v1/topics/runs`: searches for what the codebook misses."""

from fastapi import APIRouter, Response

from service.actions import discovery
from service.actions.discovery import TopicRequest, TopicRun
from service.api.deps import Researcher, TopicReader
from service.doors import TheLoop, TheWorkshop

router = APIRouter(prefix="/v1/topics", tags=["topics"])


@router.post("/runs", status_code=202)
def start_run(
    request: TopicRequest, workshop: TheWorkshop, loop: TheLoop, principal: Researcher, response: Response
) -> TopicRun:
    """Start a search; look at it again until its state is done."""
    run = discovery.start(workshop, principal, request)
    loop.wake()
    response.headers["Location"] = f"/v1/topics/runs/{run.id}"
    return run


@router.get("/runs")
def list_runs(workshop: TheWorkshop, principal: TopicReader) -> list[TopicRun]:
    """The last hundred runs, newest first, without their topics."""
    return discovery.runs(workshop, principal)


@router.get("/runs/{run_id}")
def get_run(run_id: str, workshop: TheWorkshop, principal: TopicReader) -> TopicRun:
    """One run with its topics: terms, size, example segments."""
    return discovery.run(workshop, principal, run_id)


@router.delete("/runs/{run_id}")
def cancel_run(run_id: str, workshop: TheWorkshop, principal: Researcher) -> TopicRun:
    """Give up a run that has not ended."""
    return discovery.cancel(workshop, principal, run_id)
