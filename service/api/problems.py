"""Errors as RFC 9457 problem documents, which never echo what was sent."""

from collections.abc import Mapping
from typing import Any

import structlog
from asgi_correlation_id import correlation_id
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from service.errors import Refused, ServiceError, Unauthenticated, Unreadable

_log = structlog.get_logger("earshot.api")
_TITLES = {404: "Not found", 405: "This address does not take that method"}


class Problem(JSONResponse):
    """A problem document."""

    media_type = "application/problem+json"


def problem(
    status: int,
    slug: str,
    title: str,
    detail: str,
    *,
    errors: list[dict[str, object]] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Problem:
    """A problem document; `errors` lists what to mend, where there are several things."""
    content: dict[str, Any] = {
        "type": f"urn:earshot:problem:{slug}",
        "title": title,
        "status": status,
        "detail": detail,
        "instance": f"urn:earshot:request:{correlation_id.get() or 'none'}",
    }
    if errors:
        content["errors"] = errors
    return Problem(content, status_code=status, headers=dict(headers or {}))


def of_error(error: ServiceError) -> Problem:
    """The problem document of one of our own errors."""
    headers = {"WWW-Authenticate": "Bearer"} if isinstance(error, Unauthenticated) else {}
    if error.status in (503, 507):
        headers["Retry-After"] = "30"
    return problem(error.status, error.slug, error.title, error.detail, errors=error.errors, headers=headers)


def validation_errors(found: Any) -> list[dict[str, object]]:
    """Pydantic's errors as (where, message), without the input."""
    listed: list[dict[str, object]] = []
    for one in found:
        where = ".".join(str(part) for part in one["loc"] if part != "body") or "body"
        if one["type"] == "extra_forbidden":
            # the name of an unknown field comes from outside; its place is enough
            where = ".".join([*(str(part) for part in one["loc"][1:-1]), "(unknown field)"])
            listed.append({"where": where, "message": "there is no field of this name; see /docs"})
            continue
        if one["type"] == "json_invalid":
            raise Unreadable("the body is no well-formed JSON in UTF-8")
        listed.append({"where": where, "message": str(one["msg"]).removeprefix("Value error, ")})
    return listed


def install(app: FastAPI) -> None:
    """Answer every error with a problem document."""

    @app.exception_handler(ServiceError)
    def _service_error(_: Request, error: ServiceError) -> Problem:
        return of_error(error)

    @app.exception_handler(RequestValidationError)
    def _validation(_: Request, error: RequestValidationError) -> Problem:
        try:
            listed = validation_errors(error.errors())
        except Unreadable as unreadable:
            return of_error(unreadable)
        refused = Refused("see errors for what to mend; nothing was stored", errors=listed)
        return of_error(refused)

    @app.exception_handler(HTTPException)
    def _http(_: Request, error: HTTPException) -> Problem:
        if error.status_code == 400:  # noqa: PLR2004 - fastapi's word for a body that is no JSON
            return of_error(Unreadable("the body is no well-formed JSON in UTF-8"))
        title = _TITLES.get(error.status_code, "Refused")
        return problem(error.status_code, "http", title, title, headers=error.headers)

    @app.exception_handler(Exception)
    def _unexpected(_: Request, error: Exception) -> Problem:
        _log.error("request.failed", error_type=type(error).__name__)
        return problem(500, "internal", ServiceError.title, "it was logged under this instance; nothing was stored")
