"""Logging in at the page: a cookie that names a session on the server, and a check that forms come from our own pages."""

from collections.abc import Callable
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


def visits(*roles: Role) -> Callable[..., Principal]:
    """A dependency that lets pass whoever is logged in and has one of the roles (or admin).

    Raises:
        LoginNeeded: When called, for nobody, or where the session has ended.
        Forbidden: When called, for somebody without these roles.
    """

    def visitor(request: Request, workshop: TheWorkshop) -> Principal:
        secret = request.cookies.get(COOKIE)
        if not secret:
            raise LoginNeeded("log in to review")
        try:
            with workshop.database.reading() as session:
                principal = principal_of_session(session, secret)
        except Unauthenticated as error:
            raise LoginNeeded(error.detail) from None
        principal.must(*roles)
        return principal

    visitor.roles = roles  # type: ignore[attr-defined]  # as in service.api.deps.requires
    return visitor


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


Visitor = Annotated[Principal, Depends(visits(Role.REVIEWER, Role.RESEARCHER))]
TopicVisitor = Annotated[Principal, Depends(visits(Role.RESEARCHER, Role.ANALYST))]
TopicEditor = Annotated[Principal, Depends(visits(Role.RESEARCHER))]
SameOrigin = Annotated[None, Depends(same_origin)]
