"""One search for topics: the map and the list at the left, a topic at the right, and what people change in it."""

import json
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from markupsafe import Markup

from service.actions import codebooks
from service.actions.topics import comparing, editing, mapping, overlapping, sharing, starting, viewing
from service.actions.topics.types import EditView, Overlap, TopicRun, TopicView
from service.auth.roles import Role
from service.doors import RawBody, TheWorkshop
from service.errors import NotFound, Stale
from service.pages import forms, topic_words
from service.pages.answers import PageRoute, fields_of, page
from service.pages.pictures import kept_out, plotly_address
from service.pages.sessions import SameOrigin, TopicEditor, TopicVisitor
from service.pages.topics import REFRESH_SECONDS
from service.pictures import hierarchy, over_time
from service.pictures import map as mapped

router = APIRouter(include_in_schema=False, route_class=PageRoute)
Cursor = Annotated[str | None, Query(max_length=400)]
Number = Annotated[int | None, Query(ge=-1, le=100_000)]
By = Annotated[str, Query(max_length=210)]
_SEGMENTS = 25
_SIZES = (("wide", 760, 600, 15), ("narrow", 300, 420, 12))
_SAID = {
    "rename": "Renamed.", "merge": "Merged.", "split": "Split.", "move": "Moved.", "undo": "Taken back.",
    "stale": "Somebody else changed the topics in between. Look again; nothing was overwritten.",
}  # fmt: skip


@router.get("/topics/{run_id}")
def run_page(
    run_id: str, request: Request, workshop: TheWorkshop, principal: TopicVisitor, topic: Number = None, by: By = "quarter",
    said: Annotated[str, Query(max_length=20)] = "",
) -> HTMLResponse:  # fmt: skip
    """A run: how far it is, or what it found."""
    run = viewing.run(workshop, principal, run_id)
    names = {one.id: one.name for one in codebooks.in_force(workshop, principal).codes}
    context: dict[str, Any] = {
        "principal": principal, "here": "topics", "run": run, "said": _SAID.get(said), "stale": said == "stale",
        "asked": topic_words.asked(run.selection, run.options, names), "may_edit": principal.may(Role.RESEARCHER),
        "is_open": run.state in starting.OPEN, "refresh": REFRESH_SECONDS if run.state in starting.OPEN else None,
        "standing": topic_words.standing,
    }  # fmt: skip
    if run.state == "done" and run.topics:
        chosen = _chosen(run.topics, topic)
        overlap = overlapping.overlap(workshop, principal, run_id)
        context |= _pictures(workshop, principal, run, chosen.number, by)
        context |= {
            "chosen": chosen, "others": [one for one in run.topics if one.number != chosen.number], "by": by,
            "codes": codes_of(overlap, chosen.number), "overlap": overlap, "plotly": plotly_address(), "kept_out": kept_out(),
            "changes": comparing.changes(workshop, principal, run_id), "edits": edits(workshop, principal, run),
        }  # fmt: skip
    return page(request, "topic_run.html", **context)


@router.get("/topics/{run_id}/topics/{number}")
def topic_page(
    run_id: str, number: int, request: Request, workshop: TheWorkshop, principal: TopicVisitor, cursor: Cursor = None
) -> HTMLResponse:
    """All segments of a topic, page by page, some of which may be moved."""
    run = viewing.run(workshop, principal, run_id)
    listed = viewing.segments(workshop, principal, run_id, number, limit=_SEGMENTS, cursor=cursor)
    topics = run.topics or ()
    chosen = next((one for one in topics if one.number == number), None)
    return page(
        request, "topic_segments.html", principal=principal, here="topics", run=run, topic=chosen, number=number, listed=listed,
        others=[one for one in topics if one.number != number], first=cursor is None,
        may_edit=principal.may(Role.RESEARCHER),
    )  # fmt: skip


@router.post("/topics/{run_id}/edits")
def edit(run_id: str, workshop: TheWorkshop, principal: TopicEditor, body: RawBody, _: SameOrigin) -> Response:
    """Rename, merge, split, move or undo, and show what came of it."""
    fields = fields_of(body)
    asked, seen, back = forms.edit(fields), forms.seen(fields), forms.one(fields, "topic")
    topic = back if back and back.isascii() and back.isdigit() else None
    try:
        run = editing.edit(workshop, principal, run_id, asked, seen=seen)
    except Stale:
        return _back(run_id, topic, "stale")
    there = {str(one.number) for one in run.topics or ()}
    return _back(run_id, topic if topic in there else None, asked.kind)


def codes_of(overlap: Overlap, number: int) -> list[tuple[str, Any]]:
    """The codes that go with a topic, the most frequent first: name and cell."""
    names = {one.id: one.name for one in overlap.codes}
    own = [one for one in overlap.cells if one.topic == number]
    return [(names[one.code], one) for one in sorted(own, key=lambda one: -(one.accepted + one.doubtful + one.people))]


def edits(workshop: TheWorkshop, principal: TopicVisitor, run: TopicRun) -> list[tuple[EditView, str]]:
    """What people changed, newest first, as sentences."""
    names = {one.number: one.name for one in run.topics or ()}
    return [(one, topic_words.edited(one, names)) for one in reversed(editing.edits(workshop, principal, run.id))]


def _chosen(topics: tuple[TopicView, ...], number: int | None) -> TopicView:
    if number is None:
        return max(topics, key=lambda one: (one.size, -one.number))
    found = next((one for one in topics if one.number == number), None)
    if found is None:
        raise NotFound("this run has no such topic; it may have been merged or split")
    return found


def _pictures(workshop: TheWorkshop, principal: TopicVisitor, run: TopicRun, chosen: int, by: str) -> dict[str, Any]:
    found = mapping.topic_map(workshop, principal, run.id)
    tree = hierarchy.tree(run.found or 0, run.joins or (), run.topics or ())
    shares = sharing.shares(workshop, principal, run.id, by)
    panels = over_time.panels(shares, chosen=chosen)
    figures = {
        "map": mapped.figure(found, chosen=chosen, sizes=_SIZES),
        "hierarchy": _both(hierarchy.figure(tree, chosen=chosen), hierarchy.figure(tree, chosen=chosen, narrow=True)),
        "over-time": _both(over_time.figure(shares, panels, columns=3), over_time.figure(shares, panels, columns=1)),
    }
    return {
        "map": found, "tree": tree, "shares": shares, "cells": {(one.group, one.topic): one for one in shares.cells},
        "panels": panels, "figures": {name: data_block(one) for name, one in figures.items()},
    }  # fmt: skip


def _both(wide: dict[str, Any], narrow: dict[str, Any]) -> dict[str, Any]:
    return {"data": wide["data"], "layouts": {"wide": wide["layout"], "narrow": narrow["layout"]}}


def data_block(value: Any) -> Markup:
    """JSON that may stand inside a script element of a page: no "<" can end it."""
    text = json.dumps(value, separators=(",", ":"), ensure_ascii=False)
    return Markup(text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))  # noqa: S704 - just escaped


def _back(run_id: str, topic: str | None, said: str) -> Response:
    query = urlencode({name: value for name, value in (("topic", topic), ("said", said)) if value is not None})
    return RedirectResponse(f"/topics/{run_id}?{query}", status_code=303)
