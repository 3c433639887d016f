"""`/v1/topics/runs/{run}/map` and `/pictures`: where topics lie, and pictures of a run for papers."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from service.actions.topics import mapping
from service.actions.topics.mapping import TopicMap
from service.api.deps import TopicReader
from service.doors import TheWorkshop
from service.pictures.colours import Scheme
from service.pictures.draw import MEDIA, Drawing, Kind, draw
from service.pictures.drawn import Form

router = APIRouter(prefix="/v1/topics", tags=["topics"])


@router.get("/runs/{run_id}/map")
def get_map(run_id: str, workshop: TheWorkshop, principal: TopicReader) -> TopicMap:
    """Where the topics of a run lie and at most 2,000 of its segments in even steps, the same every time."""
    return mapping.topic_map(workshop, principal, run_id)


@router.get(
    "/runs/{run_id}/pictures/{kind}.{form}",
    response_class=Response,
    responses={200: {"content": {name: {} for name in MEDIA.values()}, "description": "The picture."}},
)
def get_picture(
    run_id: str,
    kind: Kind,
    form: Form,
    workshop: TheWorkshop,
    principal: TopicReader,
    scheme: Scheme = "light",
    topic: Annotated[int | None, Query(ge=0, le=100_000, description="A topic to set apart.")] = None,
    by: Annotated[str, Query(max_length=210, description="Of over-time: as in /shares.")] = "month",
) -> Response:
    """A run's map, hierarchy or shares over time as SVG (text stays text) or PNG (300 dots an inch)."""
    content = draw(workshop, principal, run_id, Drawing(kind, form, scheme=scheme, chosen=topic, by=by))
    return Response(content, media_type=MEDIA[form], headers={"Cache-Control": "no-store"})
