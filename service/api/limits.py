"""The size of a request body is bounded before anything of it is parsed."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.api.problems import of_error
from service.errors import TooLarge


class _TooMuch(Exception):  # noqa: N818 - a signal, not an error
    """More came than was announced or is allowed."""


class BodyLimit:
    """ASGI middleware: a body over the limit is answered with 413, whether its length was announced or not.

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
        refusal = of_error(TooLarge(f"a request may have {self._limit:,} bytes; send less, or use /v1/notes:bulk"))
        announced = dict(scope["headers"]).get(b"content-length", b"0")
        if announced.isdigit() and int(announced) > self._limit:
            await refusal(scope, receive, send)
            return
        received = 0
        began = False

        async def counted() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > self._limit:
                raise _TooMuch
            return message

        async def noted(message: Message) -> None:
            nonlocal began
            began = True
            await send(message)

        try:
            await self._app(scope, counted, noted)
        except _TooMuch:
            if not began:
                await refusal(scope, receive, send)
