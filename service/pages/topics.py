"""The searches for topics: what ran, how far one is, and a form that starts another."""

from collections import defaultdict
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from models.types import Voice
from service.actions import codebooks
from service.actions.topics import promoting, starting, viewing
from service.auth.roles import Role
from service.doors import RawBody, TheLoop, TheWorkshop
from service.pages import forms, topic_words
from service.pages.answers import PageRoute, fields_of, page
from service.pages.sessions import SameOrigin, TopicEditor, TopicVisitor

router = APIRouter(include_in_schema=False, route_class=PageRoute)
REFRESH_SECONDS = 3


@router.get("/topics")
def topics_page(request: Request, workshop: TheWorkshop, principal: TopicVisitor) -> HTMLResponse:
    """The runs, newest first, and how to start one. It refreshes itself while one is on its way."""
    runs = viewing.runs(workshop, principal)
    book = codebooks.in_force(workshop, principal)
    names = {one.id: one.name for one in book.codes}
    themes: dict[str, list[Any]] = defaultdict(list)
    for code in book.codes:
        themes[(code.theme or code.id).replace("-", " ")].append(code)
    proposals = promoting.promotions(workshop, principal)
    return page(
        request, "topics.html", principal=principal, here="topics", runs=runs, themes=themes, voices=list(Voice),
        asked={run.id: topic_words.asked(run.selection, run.options, names) for run in runs},
        standing=topic_words.standing, open_states=starting.OPEN, attributes=forms.ATTRIBUTES,
        refresh=REFRESH_SECONDS if any(run.state in starting.OPEN for run in runs) else None,
        proposals=proposals, may_edit=principal.may(Role.RESEARCHER),
    )  # fmt: skip


@router.post("/topics")
def start(workshop: TheWorkshop, loop: TheLoop, principal: TopicEditor, body: RawBody, _: SameOrigin) -> Response:
    """Start a search and show how far it is."""
    run = starting.start(workshop, principal, forms.search(fields_of(body)))
    loop.wake()
    return RedirectResponse(f"/topics/{run.id}", status_code=303)


@router.post("/topics/{run_id}/cancel")
def cancel(run_id: str, workshop: TheWorkshop, principal: TopicEditor, _: SameOrigin) -> Response:
    """Give up a search that has not ended."""
    starting.cancel(workshop, principal, run_id)
    return RedirectResponse("/topics", status_code=303)
