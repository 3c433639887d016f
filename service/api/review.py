"""`/v1/review`: the queue and people's decisions. A decision says which state it saw (`If-Match`)."""

from typing import Annotated

from fastapi import APIRouter, Header, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from models.types import Voice
from service.actions import queueing, review
from service.actions.review_types import DecisionIn, QueueFilter, QueueOrder, QueuePage, QueueStatus, ReviewItem
from service.api.deps import Reviewer
from service.api.matching import etag, seen
from service.doors import TheWorkshop

router = APIRouter(prefix="/v1/review", tags=["review"])


class DecisionsIn(BaseModel):
    """What was decided in one go; a change of code is a reject and an add."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    decisions: tuple[DecisionIn, ...] = Field(min_length=1, max_length=20)
    mode: QueueOrder = Field(
        default=QueueOrder.DOUBTFUL,
        description="The order of the queue that the segment was shown in. Under audit, a first decision is a blind one and "
        "says of every code whether it applies: end it with no_other, none_applies or unsure.",
    )


@router.get("/queue")
def get_queue(
    workshop: TheWorkshop,
    principal: Reviewer,
    request: Request,
    response: Response,
    order: QueueOrder = QueueOrder.DOUBTFUL,
    status: QueueStatus = QueueStatus.OPEN,
    code: Annotated[str | None, Query(max_length=80)] = None,
    voice: Voice | None = None,
    note: Annotated[str | None, Query(max_length=26)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=400)] = None,
) -> QueuePage:
    """Segments that nobody has decided; `Link` has the next page.

    - `doubtful`: those with doubtful codes, most confident first.
    - `informative`: uncertain, unlike what came before, rare codes as much as common ones.
    - `audit`: the share drawn by lot, blind: what the machine says and what others decided is left out.
    """
    narrowed = QueueFilter(order=order, status=status, code=code, voice=voice, note=note)
    page = queueing.queue(workshop, principal, narrowed, limit=limit, cursor=cursor)
    if page.next:
        response.headers["Link"] = f'<{request.url.include_query_params(cursor=page.next)}>; rel="next"'
    return page


@router.get("/segments/{segment_id}")
def get_segment(
    segment_id: str,
    workshop: TheWorkshop,
    principal: Reviewer,
    response: Response,
    order: QueueOrder = QueueOrder.DOUBTFUL,
) -> ReviewItem:
    """One segment; its `ETag` goes into `If-Match` of a decision. Under `audit` blind, while it waits to be decided so."""
    found = review.item(workshop, principal, segment_id, order)
    response.headers["ETag"] = etag(found.version)
    return found


@router.post("/segments/{segment_id}/decisions", status_code=201)
def post_decisions(
    segment_id: str,
    sent: DecisionsIn,
    workshop: TheWorkshop,
    principal: Reviewer,
    response: Response,
    if_match: Annotated[str | None, Header(max_length=40)] = None,
) -> ReviewItem:
    """Append decisions. 412 if somebody decided since the state in `If-Match`; nothing is overwritten."""
    found = review.decide(workshop, principal, segment_id, sent.decisions, seen=seen(if_match, "segment"), mode=sent.mode)
    response.headers["ETag"] = etag(found.version)
    return found
