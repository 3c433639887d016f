"""What a request body must be before anything of it is parsed: not too large, and UTF-8."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.api.problems import of_error
from service.errors import ServiceError, TooLarge, Unreadable


class _NotTaken(Exception):
    """The body is not taken."""

    def __init__(self, error: ServiceError) -> None:
        super().__init__()
        self.error = error


class BodyGuard:
    """ASGI middleware: a body over the limit is answered with 413, one in UTF-16 or UTF-32 with 400.

    Whether its length was announced or not. (Python's JSON would read UTF-16; RFC 8259 knows only UTF-8.)

    Paths in `streamed` are left alone: they bound each of their lines themselves.
    """

    def __init__(self, app: ASGIApp, *, limit: int, streamed: frozenset[str]) -> None:
        self._app = app
        self._limit = limit
        self._streamed = streamed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, counting."""
        if scope["type"] != "http" or scope["path"] in self._streamed:
            await self._app(scope, receive, send)
            return
        too_large = TooLarge(f"a request may have {self._limit:,} bytes; send less, or use /v1/notes:bulk")
        announced = dict(scope["headers"]).get(b"content-length", b"0")
        if announced.isdigit() and int(announced) > self._limit:
            await of_error(too_large)(scope, receive, send)
            return
        received = 0
        began = False

        async def counted() -> Message:
            nonlocal received
            message = await receive()
            body = message.get("body", b"")
            if not received and (body.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in body[:4]):
                raise _NotTaken(Unreadable("the body is UTF-16 or UTF-32; send it as UTF-8"))
            received += len(body)
            if received > self._limit:
                raise _NotTaken(too_large)
            return message

        async def noted(message: Message) -> None:
            nonlocal began
            began = True
            await send(message)

        try:
            await self._app(scope, counted, noted)
        except _NotTaken as refusal:
            if not began:
                await of_error(refusal.error)(scope, receive, send)
