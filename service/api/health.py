"""`/healthz`, `/readyz` and `/metrics`: for whoever watches over the service. They tell nothing of anybody."""

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy import func, select

from service.doors import TheLoop, TheWorkshop
from service.errors import Unavailable
from service.store.tables import NoteRow

router = APIRouter(tags=["health"])


@router.get("/healthz")
def healthz() -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}


@router.get("/readyz")
def readyz(workshop: TheWorkshop, loop: TheLoop, request: Request) -> dict[str, object]:
    """Notes can be taken and are being coded; 503 with the reason while they cannot."""
    if not loop.alive:
        raise Unavailable("the work loop has stopped; restart the service")
    if request.app.state.warming.failure:
        raise Unavailable(request.app.state.warming.failure)
    if not request.app.state.warming.done:
        raise Unavailable("the models are being loaded; ask again in a few seconds")
    with workshop.database.reading() as session:
        waiting = session.scalar(select(func.count()).where(NoteRow.state == "received"))
    return {"status": "ready", "waiting": waiting}


@router.get("/metrics")
def metrics() -> Response:
    """Prometheus metrics."""
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
