"""What every page answers with: a template under strict headers, and a plain page where something was refused."""

from collections.abc import Callable, Coroutine
from typing import Any
from urllib.parse import parse_qs

from fastapi import Request
from fastapi.responses import HTMLResponse, Response
from fastapi.routing import APIRoute

from service.errors import Refused, ServiceError
from service.pages.render import TEMPLATES
from service.pages.sessions import LoginNeeded

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}
_MOST_FIELDS = 1_500  # a page of segments that are moved, codes that are chosen


class PageRoute(APIRoute):
    """A route whose refusals are pages, not problem documents."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """As it is, with refusals caught."""
        handle = super().get_route_handler()

        async def handled(request: Request) -> Response:
            try:
                return await handle(request)
            except LoginNeeded:
                raise
            except ServiceError as error:
                stored = request.method == "POST"
                return page(request, "problem.html", status=error.status, detail=error.detail, asked="topics", stored=stored)

        return handled


def page(request: Request, template: str, *, status: int = 200, **context: Any) -> HTMLResponse:
    """A page, never kept by the browser or anything between."""
    return TEMPLATES.TemplateResponse(request, template, context, status_code=status, headers=HEADERS)


def fields_of(body: bytes, *, most: int = _MOST_FIELDS) -> dict[str, list[str]]:
    """The fields of a form sent as application/x-www-form-urlencoded, each with all its values.

    Raises:
        Refused: It is not UTF-8, or has absurdly many fields.
    """
    try:
        return parse_qs(body.decode(), max_num_fields=most, keep_blank_values=True)
    except ValueError:
        raise Refused("this form cannot be read; open the page again") from None


def form_of(body: bytes) -> dict[str, str]:
    """The fields of a small form, each with its last value.

    Raises:
        Refused: It is not UTF-8, or has absurdly many fields.
    """
    return {name: values[-1] for name, values in fields_of(body, most=50).items()}
