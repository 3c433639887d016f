"""`/v1/topics/runs`: searches for what the codebook misses."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from service.actions.topics import starting, viewing
from service.actions.topics.asked import TopicRequest
from service.actions.topics.types import TopicRun, TopicSegmentPage
from service.api.deps import Researcher, TopicReader
from service.doors import TheLoop, TheWorkshop

router = APIRouter(prefix="/v1/topics", tags=["topics"])
Number = Annotated[int, Path(ge=-1, le=100_000, description="A topic's number; -1: in no topic.")]


@router.post("/runs", status_code=202)
def start_run(
    request: TopicRequest, workshop: TheWorkshop, loop: TheLoop, principal: Researcher, response: Response
) -> TopicRun:
    """Start a search; look at it again until its state is done."""
    run = starting.start(workshop, principal, request)
    loop.wake()
    response.headers["Location"] = f"/v1/topics/runs/{run.id}"
    return run


@router.get("/runs")
def list_runs(workshop: TheWorkshop, principal: TopicReader) -> list[TopicRun]:
    """The last hundred runs, newest first, without their topics."""
    return viewing.runs(workshop, principal)


@router.get("/runs/{run_id}")
def get_run(run_id: str, workshop: TheWorkshop, principal: TopicReader, response: Response) -> TopicRun:
    """One run: how far it is; when done, its topics with terms and examples. Its `ETag` goes into `If-Match` of an edit."""
    run = viewing.run(workshop, principal, run_id)
    response.headers["ETag"] = etag(run)
    return run


@router.delete("/runs/{run_id}")
def cancel_run(run_id: str, workshop: TheWorkshop, principal: Researcher) -> TopicRun:
    """Give up a run that has not ended."""
    return starting.cancel(workshop, principal, run_id)


@router.get("/runs/{run_id}/topics/{number}/segments")
def list_segments(
    run_id: str,
    number: Number,
    workshop: TheWorkshop,
    principal: TopicReader,
    request: Request,
    response: Response,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=400)] = None,
) -> TopicSegmentPage:
    """The segments of a topic, closest to its centre first; `Link` has the next page."""
    page = viewing.segments(workshop, principal, run_id, number, limit=limit, cursor=cursor)
    if page.next:
        response.headers["Link"] = f'<{request.url.include_query_params(cursor=page.next)}>; rel="next"'
    return page


def etag(run: TopicRun) -> str:
    """A run's ETag: the number of edits to it."""
    return f'"{run.version}"'
