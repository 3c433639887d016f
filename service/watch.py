"""What is measured of every request: how many, how long; and one log line each, without anything of its content."""

import time

import structlog
from prometheus_client import Counter, Histogram
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_log = structlog.get_logger("earshot.request")
_REQUESTS = Counter("earshot_requests_total", "Requests answered.", ["method", "route", "status"])
_SECONDS = Histogram("earshot_request_seconds", "Seconds until a request was answered.", ["method", "route"])
_QUIET = frozenset({"/healthz", "/readyz", "/metrics"})


class Watch:
    """ASGI middleware that counts, times and logs requests by their route (never by their path or query)."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and note what became of it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()
        status = 500

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, noted)
        finally:
            seconds = time.perf_counter() - began
            route = getattr(scope.get("route"), "path", "unknown")
            _REQUESTS.labels(scope["method"], route, status).inc()
            _SECONDS.labels(scope["method"], route).observe(seconds)
            if route not in _QUIET:
                _log.info(
                    "request",
                    method=scope["method"],
                    route=route,
                    status=status,
                    milliseconds=round(seconds * 1000, 1),
                )
