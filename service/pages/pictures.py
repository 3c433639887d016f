"""Pictures for the topic pages: drawings as SVG and PNG, and plotly's script and styles from our own machine."""

import re
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import FileResponse, Response

from service.doors import TheWorkshop
from service.errors import NotFound
from service.pages.answers import PageRoute
from service.pages.sessions import TopicVisitor
from service.pictures.colours import Scheme
from service.pictures.draw import MEDIA, Drawing, Kind, draw
from service.pictures.drawn import Form

router = APIRouter(include_in_schema=False, route_class=PageRoute)
_YEAR = "public, max-age=31536000, immutable"


@cache
def plotly_address() -> str:
    """Where plotly's script is: its version is in the address, so that a browser may keep it for good."""
    return f"/assets/plotly-{version('plotly')}.min.js"


@cache
def kept_out() -> tuple[str, ...]:
    """Ids by which plotly's script knows that styles it would add on loading (of maps of the world) are there already.

    The page carries elements with these ids, so that it adds none and the policy stays `style-src 'self'`.
    """
    text = _script().read_text(encoding="utf-8")
    return tuple(re.findall(r'if\(!document\.getElementById\("([0-9a-f]{64})"\)\)', text))


def _script() -> Path:
    return Path(str(files("plotly") / "package_data" / "plotly.min.js"))


@router.get("/assets/plotly-{number}.min.js")
def plotly_script(number: str) -> Response:
    """Plotly's script out of its Python package: nothing is copied, nothing comes from elsewhere. It is open to anybody."""
    if number != version("plotly"):
        raise NotFound("there is no such file; open the page again")
    headers = {"Cache-Control": _YEAR, "X-Content-Type-Options": "nosniff"}
    return FileResponse(_script(), media_type="text/javascript", headers=headers)


@router.get("/topics/{run_id}/pictures/{kind}.{form}")
def picture(
    run_id: str, kind: Kind, form: Form, workshop: TheWorkshop, principal: TopicVisitor, scheme: Scheme = "light",
    topic: Annotated[int | None, Query(ge=0, le=100_000)] = None, by: Annotated[str, Query(max_length=210)] = "month",
) -> Response:  # fmt: skip
    """A picture of a run, for the page without scripts and for papers."""
    content = draw(workshop, principal, run_id, Drawing(kind, form, scheme=scheme, chosen=topic, by=by))
    return Response(content, media_type=MEDIA[form], headers={"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"})
