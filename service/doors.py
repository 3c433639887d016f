"""What every web endpoint is handed, at the API and at the pages: the workshop, the work loop, the body as it came."""

from typing import Annotated

from fastapi import Depends, Request

from service.actions.workshop import Workshop
from service.work.embedded import WorkLoop


def workshop_of(request: Request) -> Workshop:
    """The parts of the running service."""
    workshop: Workshop = request.app.state.workshop
    return workshop


def loop_of(request: Request) -> WorkLoop:
    """The work loop, to be woken when there is work."""
    loop: WorkLoop = request.app.state.loop
    return loop


async def raw_body(request: Request) -> bytes:
    """The body as it came, whatever its media type says (its size is bounded before)."""
    return await request.body()


RawBody = Annotated[bytes, Depends(raw_body)]
TheWorkshop = Annotated[Workshop, Depends(workshop_of)]
TheLoop = Annotated[WorkLoop, Depends(loop_of)]
