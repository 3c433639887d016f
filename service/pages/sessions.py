"""Logging in at the page: a cookie that names a session on the server, and a check that forms come from our own pages."""

from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Request

from service.auth.keys import principal_of_session
from service.auth.roles import Principal, Role
from service.doors import TheWorkshop
from service.errors import Forbidden, Unauthenticated

COOKIE = "earshot_session"


class LoginNeeded(Unauthenticated):
    """Nobody is logged in; a page leads to the login instead of showing a problem."""


def visitor(request: Request, workshop: TheWorkshop) -> Principal:
    """Who is logged in, for pages that show segments.

    Raises:
        LoginNeeded: Nobody, or the session has ended.
        Forbidden: Somebody who may not review.
    """
    secret = request.cookies.get(COOKIE)
    if not secret:
        raise LoginNeeded("log in to review")
    try:
        with workshop.database.reading() as session:
            principal = principal_of_session(session, secret)
    except Unauthenticated as error:
        raise LoginNeeded(error.detail) from None
    principal.must(Role.REVIEWER, Role.RESEARCHER)
    return principal


visitor.roles = (Role.REVIEWER, Role.RESEARCHER)  # type: ignore[attr-defined]  # as in service.api.deps.requires


def same_origin(request: Request) -> None:
    """Refuse a form that another site made the browser send (OWASP: Fetch metadata, else the Origin header).

    Raises:
        Forbidden: It did not come from this site.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        if site in ("same-origin", "none"):
            return
    else:
        origin = request.headers.get("origin")
        if origin is None or urlsplit(origin).netloc == request.headers.get("host"):
            return
    raise Forbidden("this form did not come from this site; open the page and send it from there")


Visitor = Annotated[Principal, Depends(visitor)]
SameOrigin = Annotated[None, Depends(same_origin)]
