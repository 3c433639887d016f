"""From topic to code: a topic is proposed with the examples that somebody releases, and another look settles it."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from service.actions import codebooks
from service.actions.topics import overlapping, promoting, settling, viewing
from service.auth.roles import Role
from service.doors import RawBody, TheLoop, TheWorkshop
from service.errors import NotFound
from service.pages import forms
from service.pages.answers import PageRoute, fields_of, page
from service.pages.sessions import SameOrigin, TopicEditor, TopicVisitor
from service.pages.topic_run import codes_of

router = APIRouter(include_in_schema=False, route_class=PageRoute)
Cursor = Annotated[str | None, Query(max_length=400)]
_SEGMENTS = 25
_EXAMPLES = 12  # offered; the topic's own first, then those closest to its centre
_TERMS = 6


@router.get("/topics/{run_id}/topics/{number}/propose")
def propose_page(run_id: str, number: int, request: Request, workshop: TheWorkshop, principal: TopicEditor) -> HTMLResponse:
    """The form: id, name, definition to begin from, and examples that are released one by one."""
    run = viewing.run(workshop, principal, run_id)
    topic = next((one for one in run.topics or () if one.number == number), None)
    if topic is None:
        raise NotFound("this run has no such topic; it may have been merged or split")
    book = codebooks.in_force(workshop, principal)
    close = viewing.segments(workshop, principal, run_id, number, limit=_EXAMPLES)
    said = [(one.segment, one.text) for one in topic.examples] + [(one.id, one.text) for one in close.items]
    first = {text: segment for segment, text in reversed(said)}
    offered = [(segment, text) for segment, text in said if first[text] == segment]  # what is said twice is offered once
    return page(
        request, "propose.html", principal=principal, here="topics", run=run, topic=topic,
        offered=offered[:_EXAMPLES], themes=sorted({one.theme for one in book.codes if one.theme}),
        stub=f"{topic.name}: what is said about {', '.join(topic.terms[:_TERMS])}." if topic.terms else f"{topic.name}.",
        codes=codes_of(overlapping.overlap(workshop, principal, run_id), number)[:5],
    )  # fmt: skip


@router.post("/topics/{run_id}/topics/{number}/propose")
def propose(run_id: str, number: int, workshop: TheWorkshop, principal: TopicEditor, body: RawBody, _: SameOrigin) -> Response:
    """Propose it, and show what it would code."""
    asked = forms.promotion(fields_of(body))
    proposed = promoting.promote(workshop, principal, run_id, number, asked)
    return RedirectResponse(f"/proposals/{proposed.id}", status_code=303)


@router.get("/proposals/{proposal_id}")
def proposal_page(
    proposal_id: str, request: Request, workshop: TheWorkshop, principal: TopicVisitor, cursor: Cursor = None
) -> HTMLResponse:
    """A proposed code, what it would code, and the two ways to settle it."""
    return page(
        request, "proposal.html", principal=principal, here="topics", may_edit=principal.may(Role.RESEARCHER),
        proposal=promoting.promotion(workshop, principal, proposal_id), first=cursor is None,
        listed=promoting.segments(workshop, principal, proposal_id, limit=_SEGMENTS, cursor=cursor),
    )  # fmt: skip


@router.post("/proposals/{proposal_id}/approve")
def approve(proposal_id: str, workshop: TheWorkshop, loop: TheLoop, principal: TopicEditor, _: SameOrigin) -> Response:
    """Put a codebook in force that has the code."""
    settling.approve(workshop, principal, proposal_id)
    loop.wake()
    return RedirectResponse(f"/proposals/{proposal_id}", status_code=303)


@router.post("/proposals/{proposal_id}/reject")
def reject(proposal_id: str, workshop: TheWorkshop, principal: TopicEditor, body: RawBody, _: SameOrigin) -> Response:
    """Leave the codebook as it is."""
    settling.reject(workshop, principal, proposal_id, forms.rejection(fields_of(body)))
    return RedirectResponse(f"/proposals/{proposal_id}", status_code=303)
