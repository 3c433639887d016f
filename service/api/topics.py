"""`/v1/topics`: searches for what the codebook misses, what people make of them, and topics that become codes."""

from typing import Annotated

from fastapi import APIRouter, Header, Path, Query, Request, Response

from service.actions.topics import comparing, editing, overlapping, promoting, settling, sharing, starting, viewing
from service.actions.topics.asked import EditIn, PromotionIn, Rejection, TopicRequest
from service.actions.topics.types import Changes, EditView, Overlap, Promotion, Shares, TopicRun, TopicSegmentPage
from service.api.deps import Researcher, TopicReader
from service.api.matching import etag, seen
from service.doors import TheLoop, TheWorkshop

router = APIRouter(prefix="/v1/topics", tags=["topics"])
Limit = Annotated[int, Query(ge=1, le=200)]
Cursor = Annotated[str | None, Query(max_length=400)]
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
    response.headers["ETag"] = etag(run.version)
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
    limit: Limit = 50,
    cursor: Cursor = None,
) -> TopicSegmentPage:
    """The segments of a topic, closest to its centre first; `Link` has the next page."""
    page = viewing.segments(workshop, principal, run_id, number, limit=limit, cursor=cursor)
    _link(request, response, page)
    return page


@router.get("/runs/{run_id}/edits")
def list_edits(run_id: str, workshop: TheWorkshop, principal: TopicReader) -> tuple[EditView, ...]:
    """What people changed, in order: who, when, what, and whether it was undone."""
    return editing.edits(workshop, principal, run_id)


@router.post("/runs/{run_id}/edits", status_code=201)
def post_edit(
    run_id: str,
    asked: EditIn,
    workshop: TheWorkshop,
    principal: Researcher,
    response: Response,
    if_match: Annotated[str | None, Header(max_length=40)] = None,
) -> TopicRun:
    """Rename, merge, split, move or undo. 412 if somebody changed the topics since the state in `If-Match`.

    What was changed is kept: in a run that is `guided_by` this one it comes back, with its lasting key and its name.
    """
    run = editing.edit(workshop, principal, run_id, asked, seen=seen(if_match, "run"))
    response.headers["ETag"] = etag(run.version)
    return run


@router.get("/runs/{run_id}/overlap")
def get_overlap(run_id: str, workshop: TheWorkshop, principal: TopicReader) -> Overlap:
    """Topics beside codes: counts and lift, by the machine and by people."""
    return overlapping.overlap(workshop, principal, run_id)


@router.get("/runs/{run_id}/shares")
def get_shares(
    run_id: str,
    workshop: TheWorkshop,
    principal: TopicReader,
    by: Annotated[str, Query(max_length=210, description="month, quarter, year, voice or attribute:NAME.")] = "month",
) -> Shares:
    """Shares of topics by group, of segments and of cases, with 95 % intervals; what rests on too few is hidden ("c")."""
    return sharing.shares(workshop, principal, run_id, by)


@router.get("/runs/{run_id}/changes")
def get_changes(run_id: str, workshop: TheWorkshop, principal: TopicReader) -> Changes:
    """What is new, gone, grown or shrunk since the run before over the same selection."""
    return comparing.changes(workshop, principal, run_id)


@router.post("/runs/{run_id}/topics/{number}/promote", status_code=201)
def promote_topic(
    run_id: str, number: Number, asked: PromotionIn, workshop: TheWorkshop, principal: Researcher, response: Response
) -> Promotion:
    """Propose a topic as a code. Whoever does has read the examples and releases their redacted text into the codebook."""
    proposed = promoting.promote(workshop, principal, run_id, number, asked)
    response.headers["Location"] = f"/v1/topics/promotions/{proposed.id}"
    return proposed


@router.get("/promotions")
def list_promotions(workshop: TheWorkshop, principal: TopicReader) -> list[Promotion]:
    """Topics proposed as codes and what became of them, newest first."""
    return promoting.promotions(workshop, principal)


@router.get("/promotions/{promotion_id}")
def get_promotion(promotion_id: str, workshop: TheWorkshop, principal: TopicReader) -> Promotion:
    """One of them: who proposed and who settled it, and the codebook version that came of it."""
    return promoting.promotion(workshop, principal, promotion_id)


@router.get("/promotions/{promotion_id}/segments")
def list_promotion_segments(
    promotion_id: str,
    workshop: TheWorkshop,
    principal: TopicReader,
    request: Request,
    response: Response,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> TopicSegmentPage:
    """The segments that the code would be given to, closest to the topic first; `Link` has the next page."""
    page = promoting.segments(workshop, principal, promotion_id, limit=limit, cursor=cursor)
    _link(request, response, page)
    return page


@router.post("/promotions/{promotion_id}:approve")
def approve_promotion(promotion_id: str, workshop: TheWorkshop, loop: TheLoop, principal: Researcher) -> Promotion:
    """Put a codebook in force that has the code; notes are coded again with it."""
    settled = settling.approve(workshop, principal, promotion_id)
    loop.wake()
    return settled


@router.post("/promotions/{promotion_id}:reject")
def reject_promotion(promotion_id: str, asked: Rejection, workshop: TheWorkshop, principal: Researcher) -> Promotion:
    """Leave the codebook as it is, and say why."""
    return settling.reject(workshop, principal, promotion_id, asked.reason)


def _link(request: Request, response: Response, page: TopicSegmentPage) -> None:
    if page.next:
        response.headers["Link"] = f'<{request.url.include_query_params(cursor=page.next)}>; rel="next"'
