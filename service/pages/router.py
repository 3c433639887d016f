"""The pages: log in, review one segment after the other, and the description of the API. All work without JavaScript."""

from typing import Annotated, Any
from urllib.parse import parse_qs, urlencode

from fastapi import APIRouter, FastAPI, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from service.actions import codebooks, notes, queueing, review
from service.actions.review_types import DecisionIn, QueueFilter, QueueOrder
from service.actions.standing import Verdict
from service.auth.keys import close_session, open_session, principal_of_key
from service.auth.roles import Role
from service.doors import RawBody, TheWorkshop
from service.errors import Refused, ServiceError, Stale, Unauthenticated
from service.pages import described, pictures, proposals, topic_run, topics
from service.pages.answers import form_of, page
from service.pages.render import code_views, pieces
from service.pages.sessions import COOKIE, LoginNeeded, SameOrigin, Visitor

router = APIRouter(include_in_schema=False)

Word = Annotated[str | None, Query(max_length=400)]
_FIRST_TIME = "log in to review"


def install(app: FastAPI) -> None:
    """Add the pages; who is not logged in is led to the login."""
    for pages in (router, topics.router, topic_run.router, proposals.router, pictures.router):
        app.include_router(pages)

    @app.exception_handler(LoginNeeded)
    def _login(_: Request, error: LoginNeeded) -> Response:
        return RedirectResponse(f"/login?{urlencode({'why': error.detail})}", status_code=303)


@router.get("/login")
def login_page(request: Request, why: Word = None) -> HTMLResponse:
    """The login."""
    # what is shown is ours: the address may hold anything
    ended = why is not None and why != _FIRST_TIME
    return page(request, "login.html", why="Your session has ended. Nothing you decided is lost." if ended else None)


@router.post("/login")
def log_in(request: Request, workshop: TheWorkshop, body: RawBody, _: SameOrigin) -> Response:
    """Open a session with a key."""
    key = form_of(body).get("key", "").strip()
    try:
        with workshop.database.writing() as session:
            principal = principal_of_key(session, key)
            secret = open_session(session, principal, hours=workshop.settings.session_hours)
    except Unauthenticated:
        return page(request, "login.html", status=401, why="This key is not known. Check that all of it was pasted.")
    # whoever may not review begins with what they may look at
    answer = RedirectResponse("/" if principal.may(Role.REVIEWER, Role.RESEARCHER) else "/topics", status_code=303)
    secure = request.url.scheme == "https"
    hours = workshop.settings.session_hours
    answer.set_cookie(COOKIE, secret, max_age=hours * 3600, httponly=True, samesite="strict", secure=secure)
    return answer


@router.post("/logout")
def log_out(request: Request, workshop: TheWorkshop, _: SameOrigin) -> Response:
    """End the session."""
    if secret := request.cookies.get(COOKIE):
        with workshop.database.writing() as session:
            close_session(session, secret)
    answer = RedirectResponse("/login", status_code=303)
    answer.delete_cookie(COOKIE)
    return answer


@router.get("/")
def review_page(
    request: Request,
    workshop: TheWorkshop,
    principal: Visitor,
    code: Word = None,
    voice: Word = None,
    order: Word = None,
    cursor: Word = None,
    segment: Word = None,
    said: Word = None,
) -> HTMLResponse:
    """The next segment in its note, or the one that is named."""
    chosen = _order(order)
    if chosen is QueueOrder.AUDIT:  # blind: what the machine says narrows nothing
        code = voice = None
    narrowed = QueueFilter(order=chosen, code=code or None, voice=voice or None)
    queue = queueing.queue(workshop, principal, narrowed, limit=1, cursor=cursor)
    item = review.item(workshop, principal, segment, chosen) if segment else next(iter(queue.items), None)
    book = codebooks.in_force(workshop, principal)
    context: dict[str, Any] = {
        "principal": principal,
        "queue": queue,
        "item": item,
        "codes": code_views(book),
        "book": book,
        "narrowed": narrowed,
        "said": _SAID.get(said or ""),
        "skip": f"/?{_query(chosen, code, voice, cursor=queue.next)}" if queue.next else None,
        "here": _query(chosen, code, voice, cursor=cursor),
    }
    if item is not None:
        context["pieces"] = pieces(notes.look(workshop, principal, item.note_id))
    return page(request, "review.html", **context)


@router.post("/review/{segment_id}")
def decide(
    segment_id: str, request: Request, workshop: TheWorkshop, principal: Visitor, body: RawBody, _: SameOrigin
) -> Response:
    """Store a decision and go on to the next segment, or stay where something is left to decide."""
    form = form_of(body)
    back = form.get("back", "")
    try:
        seen = int(form.get("seen", ""))
        verdict, _separator, code = form.get("decision", "").partition(":")
        decisions = _blind(body, form) if form.get("blind") else [_decision(verdict, code, form)]
        mode = _order(form.get("order"))
        item = review.decide(workshop, principal, segment_id, decisions, seen=seen, mode=mode)
    except Stale:
        return RedirectResponse(f"/?{back}&{urlencode({'segment': segment_id, 'said': 'stale'})}", status_code=303)
    except (ValueError, ServiceError) as error:
        detail = error.detail if isinstance(error, ServiceError) else "this decision is not complete"
        return page(request, "problem.html", status=422, detail=detail)
    said = decisions[-1].verdict
    stays = not item.reviewed or said in (Verdict.UNDO, Verdict.VOICE, Verdict.ADD)
    place = {"segment": segment_id} if stays else {}
    return RedirectResponse(f"/?{back}&{urlencode({**place, 'said': str(said)})}", status_code=303)


@router.get("/docs")
def docs(request: Request) -> HTMLResponse:
    """The API described on one page, without anybody else's scripts."""
    return page(request, "docs.html", operations=described.operations(request.app.openapi()))


_SAID = {
    "accept": "Accepted.",
    "reject": "Rejected.",
    "add": "Added.",
    "none_applies": "Noted: none applies.",
    "no_other": "Noted: these and no other.",
    "unsure": "Noted: unsure.",
    "voice": "Voice corrected.",
    "undo": "Undone.",
    "stale": "Somebody else decided about this segment in between. Look again; nothing was overwritten.",
}


def _decision(verdict: str, code: str, form: dict[str, str]) -> DecisionIn:
    content: dict[str, Any] = {"verdict": verdict, "memo": form.get("memo") or None}
    if verdict == Verdict.VOICE:
        content["voice"] = form.get("voice")
    elif verdict == Verdict.UNDO:
        content["undoes"] = code
    elif verdict == Verdict.ADD:
        content["code"] = code or form.get("add_code")
    elif code:
        content["code"] = code
    return DecisionIn.model_validate(content)


def _blind(body: bytes, form: dict[str, str]) -> list[DecisionIn]:
    """A blind decision: the codes that were ticked, and no other; or none, or unsure; and the voice where it was said.

    Raises:
        Refused: No code was ticked, and not that none applies.
    """
    verdict = Verdict(form.get("decision", "").partition(":")[0])
    ticked = parse_qs(body.decode()).get("codes", []) if verdict is Verdict.NO_OTHER else []
    if verdict is Verdict.NO_OTHER and not ticked:
        raise Refused("tick the codes that apply, or choose: None applies")
    voice = [DecisionIn.model_validate({"verdict": Verdict.VOICE, "voice": said})] if (said := form.get("voice")) else []
    codes = [DecisionIn(verdict=Verdict.ADD, code=code) for code in ticked]
    return [*voice, *codes, DecisionIn(verdict=verdict, memo=form.get("memo") or None)]


def _order(name: str | None) -> QueueOrder:
    return QueueOrder(name) if name in list(QueueOrder) else QueueOrder.DOUBTFUL


def _query(order: QueueOrder, code: str | None, voice: str | None, *, cursor: str | None) -> str:
    given = {"order": None if order is QueueOrder.DOUBTFUL else str(order), "code": code, "voice": voice, "cursor": cursor}
    return urlencode({name: value for name, value in given.items() if value})
