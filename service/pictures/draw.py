"""A picture of a run as a file, whichever door asks for it."""

from dataclasses import dataclass
from typing import Literal, get_args

from service.actions.topics import mapping, sharing, viewing
from service.actions.workshop import Workshop
from service.auth.roles import Principal
from service.errors import Conflict
from service.pictures import drawn, hierarchy, over_time
from service.pictures.colours import Scheme
from service.pictures.drawn import Form

Kind = Literal["map", "hierarchy", "over-time"]
KINDS: tuple[Kind, ...] = get_args(Kind)
MEDIA: dict[Form, str] = {"svg": "image/svg+xml", "png": "image/png"}


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is to be drawn.

    Attributes:
        kind: The map of segments, the hierarchy of topics, or their shares over time or groups.
        form: The kind of file.
        scheme: Dark letters on light ground, or the other way round.
        chosen: A topic that is set apart; none: none.
        by: Of shares: month, quarter, year, voice or attribute:NAME.
        size: Of the map, in pixels.
    """

    kind: Kind
    form: Form
    scheme: Scheme = "light"
    chosen: int | None = None
    by: str = "month"
    size: tuple[int, int] = (760, 600)


def draw(workshop: Workshop, principal: Principal, run_id: str, asked: Drawing) -> bytes:
    """The file.

    Raises:
        NotFound: The project has no such run.
        Conflict: The run is not done.
        Refused: There is no such grouping.
    """
    run = viewing.run(workshop, principal, run_id)
    if run.state != "done":
        raise Conflict(f"this run is {run.state}; only one that is done can be drawn")
    if asked.kind == "map":
        found = mapping.topic_map(workshop, principal, run_id)
        figure = drawn.map_of(found, scheme=asked.scheme, chosen=asked.chosen, size=asked.size)
    elif asked.kind == "hierarchy":
        tree = hierarchy.tree(run.found or 0, run.joins or (), run.topics or ())
        figure = drawn.hierarchy_of(tree, scheme=asked.scheme, chosen=asked.chosen)
    else:
        shares = sharing.shares(workshop, principal, run_id, asked.by)
        panels = over_time.panels(shares, chosen=asked.chosen)
        figure = drawn.over_time_of(panels, in_time=shares.by in over_time.PERIODS, scheme=asked.scheme)
    return drawn.written(figure, asked.form)
