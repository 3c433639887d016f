"""`/v1/notes:bulk`: NDJSON in, a result for each line out, both streamed; nothing is spooled to disk.

Reading and answering run side by side: a client that sends everything before it reads anything is served as well as one
that does both at once. A result is sent only when its note is on disk.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import structlog
from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import ValidationError
from starlette.types import Receive, Scope, Send

from service.actions import intake
from service.actions.posted import NoteIn
from service.actions.workshop import Workshop
from service.api.deps import Ingest
from service.api.notes import Accepted
from service.api.problems import problem, validation_errors
from service.auth.roles import Principal
from service.doors import TheLoop, TheWorkshop
from service.errors import Refused, ServiceError, TooLarge, Unreadable
from service.work.embedded import WorkLoop

router = APIRouter(prefix="/v1", tags=["notes"])
_log = structlog.get_logger("earshot.api")

# Enough for a batch of ordinary notes; a line of two million characters may need four bytes for each, and escapes.
_BYTES_A_CHARACTER = 6
_LINES_A_BATCH = 32
_BATCH_BYTES = 4_000_000


class Duplex(Response):
    """A streamed answer that leaves the request's body alone (starlette's own reads it to notice a disconnect)."""

    def __init__(self, content: AsyncIterator[bytes], *, media_type: str) -> None:
        super().__init__(media_type=media_type)
        del self.headers["content-length"]
        self._content = content

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        """Send piece by piece."""
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        async for piece in self._content:
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})


@router.post(
    "/notes:bulk",
    response_class=Response,
    responses={200: {"content": {"application/x-ndjson": {}}, "description": "A result for each line, in order."}},
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"application/x-ndjson": {"schema": {"type": "string"}}},
            "description": "One note a line, as `POST /v1/notes` takes it.",
        }
    },
)
async def post_bulk(request: Request, workshop: TheWorkshop, loop: TheLoop, principal: Ingest) -> Duplex:
    """Take many notes. Good lines are taken whatever the others are; each line's result has its number and status."""
    results: asyncio.Queue[bytes | None] = asyncio.Queue()
    reading = asyncio.create_task(_read(request, workshop, loop, principal, results))

    async def answer() -> AsyncIterator[bytes]:
        while (result := await results.get()) is not None:
            yield result
        await reading

    return Duplex(answer(), media_type="application/x-ndjson")


async def _read(
    request: Request, workshop: Workshop, loop: WorkLoop, principal: Principal, results: asyncio.Queue[bytes | None]
) -> None:
    first = 1
    try:
        async for lines in _batches(request, workshop):
            for result in await run_in_threadpool(_take, workshop, principal, lines, first):
                results.put_nowait(result)
            loop.wake()
            first += len(lines)
    except ServiceError as error:
        results.put_nowait(_refused(first, error))
    except Exception as error:  # noqa: BLE001 - the answer has begun; its last line says what happened
        _log.error("bulk.failed", error_type=type(error).__name__)
        results.put_nowait(_refused(first, ServiceError("the rest was not taken; send it again")))
    finally:
        results.put_nowait(None)


async def _batches(request: Request, workshop: Workshop) -> AsyncIterator[list[bytes]]:
    """The lines of the body in batches.

    Raises:
        TooLarge: A line, or the number of lines, is over the limit; earlier batches were given.
    """
    limit = workshop.settings.max_note_characters * _BYTES_A_CHARACTER
    rest, batch, size, count = b"", list[bytes](), 0, 0
    async for piece in request.stream():
        *lines, rest = (rest + piece).split(b"\n")
        for line in lines:
            batch.append(line)
            size, count = size + len(line), count + 1
            if count > workshop.settings.max_bulk_lines:
                raise TooLarge(f"a bulk may have {workshop.settings.max_bulk_lines:,} lines; send the rest in another")
            if len(batch) == _LINES_A_BATCH or size > _BATCH_BYTES:
                yield batch
                batch, size = [], 0
        if len(rest) > limit:
            raise TooLarge(f"a line may have {limit:,} bytes; the lines before this one were taken")
    if rest:
        batch.append(rest)
    if batch:
        yield batch


def _take(workshop: Workshop, principal: Principal, lines: list[bytes], first: int) -> list[bytes]:
    parsed = {number: _parsed(line) for number, line in enumerate(lines, first) if line.strip()}
    good = {number: note for number, note in parsed.items() if isinstance(note, NoteIn)}
    try:
        taken: list[Any] = list(intake.take_many(workshop, principal, list(good.values())))
    except ServiceError as error:  # a full disk: none of this batch is stored, the next may be
        taken = [error] * len(good)
    outcomes = parsed | dict(zip(good, taken, strict=True))
    return [
        _refused(number, outcome)
        if isinstance(outcome, ServiceError)
        else _line({"line": number, "status": 202, **Accepted.of(outcome).model_dump()})
        for number, outcome in sorted(outcomes.items())
    ]


def _parsed(line: bytes) -> NoteIn | ServiceError:
    try:
        return NoteIn.model_validate_json(line)
    except ValidationError as error:
        try:
            listed = validation_errors(error.errors(include_input=False, include_url=False))
        except Unreadable as unreadable:
            return unreadable
        return Refused("see errors for what to mend; this line was not stored", errors=listed)


def _refused(number: int, error: ServiceError) -> bytes:
    told = problem(error.status, error.slug, error.title, error.detail, errors=error.errors)
    return b'{"line":%d,"status":%d,"problem":%b}\n' % (number, error.status, bytes(told.body))


def _line(content: dict[str, Any]) -> bytes:
    return json.dumps(content, separators=(",", ":")).encode() + b"\n"
