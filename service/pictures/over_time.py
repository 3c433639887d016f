"""Topics over time or groups: a small panel for each, its share with a 95 % interval; what is hidden is a gap, marked."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from service.actions.topics.types import ShareCell, Shares, TopicName
from service.pictures.colours import hue, named, shape

Figure = dict[str, Any]
PERIODS = ("month", "quarter", "year")
PANELS = 9
_PANEL = 170  # pixels
_GAP_TITLE = 0.0


@dataclass(frozen=True, slots=True)
class Panel:
    """One topic's shares: a cell for each group, in their order."""

    topic: TopicName
    cells: tuple[ShareCell, ...]


def panels(shares: Shares, *, chosen: int | None = None, most: int = PANELS) -> tuple[Panel, ...]:
    """The largest topics, the chosen one first; those of no topic are left to the table."""
    listed = [one for one in shares.topics if one.number >= 0]
    order = sorted(listed, key=lambda one: (one.number != chosen, -one.size, one.number))[:most]
    by_topic: dict[int, dict[str, ShareCell]] = {}
    for cell in shares.cells:
        by_topic.setdefault(cell.topic, {})[cell.group] = cell
    return tuple(Panel(one, tuple(by_topic[one.number][group.name] for group in shares.groups)) for one in order)


def ceiling(drawn: Sequence[Panel]) -> float:
    """The top of all panels' scales, so that heights can be compared: the highest end of an interval, a little more."""
    highs = [cell.share.high for one in drawn for cell in one.cells if cell.share]
    return min(1.0, max(highs, default=0.1) * 1.12)


def figure(shares: Shares, drawn: Sequence[Panel], *, columns: int) -> Figure:
    """Points with intervals for plotly, and a layout of so many columns. Lines join them where groups are periods."""
    in_time = shares.by in PERIODS
    groups = [one.name for one in shares.groups]
    rows = max(1, -(-len(drawn) // columns))
    height = rows * _PANEL + 40
    layout: Figure = {
        "height": height, "margin": {"l": 44, "r": 10, "t": 26, "b": 40}, "showlegend": False, "hovermode": "closest",
        "paper_bgcolor": named("card"), "plot_bgcolor": named("card"), "dragmode": False, "annotations": [],
        "font": {"family": "system-ui, 'Segoe UI', 'DejaVu Sans', sans-serif", "size": 13, "color": named("ink")},
        "hoverlabel": {"bgcolor": named("card"), "bordercolor": named("soft"), "font": {"color": named("ink")}},
    }  # fmt: skip
    data = []
    for place, one in enumerate(drawn):
        row, column = divmod(place, columns)
        own = "" if place == 0 else str(place + 1)
        last = place + columns >= len(drawn)  # below it is no other panel
        left, right = column / columns, (column + 1) / columns - (0.05 if columns > 1 else 0)
        top = 1 - row / rows
        low = 1 - (row + 1) / rows + 0.32 / rows * (row + 1 < rows) * 1.0
        layout[f"xaxis{own}"] = _axis([left, right], f"y{own}") | {
            "type": "category", "categoryorder": "array", "categoryarray": groups, "showticklabels": last, "nticks": 6,
            "range": [-0.5, len(groups) - 0.5], "showgrid": False,
        }  # fmt: skip
        layout[f"yaxis{own}"] = _axis([low, top], f"x{own}") | {
            "tickformat": ".0%", "range": [0, ceiling(drawn)], "nticks": 4, "showticklabels": column == 0, "zeroline": False,
        }  # fmt: skip
        layout["annotations"].append(_title(one.topic.name, left, top))
        data += _traces(one, own, in_time=in_time)
    return {"data": data, "layout": layout}


def _axis(domain: list[float], anchor: str) -> Figure:
    return {"domain": domain, "anchor": anchor, "gridcolor": named("line"), "linecolor": named("soft"), "fixedrange": True}


def _title(name: str, left: float, top: float) -> Figure:
    short = name if len(name) <= len("a name that is longer than this one") else f"{name[:33].rstrip()}…"
    return {"text": f"<b>{escape(short)}</b>", "x": left, "y": top, "xref": "paper", "yref": "paper", "xanchor": "left",
            "yanchor": "bottom", "showarrow": False, "font": {"size": 14, "color": named("ink")}}  # fmt: skip


def _traces(panel: Panel, own: str, *, in_time: bool) -> list[Figure]:
    number, shown = panel.topic.number, [cell for cell in panel.cells if cell.share]
    colour = named(hue(number))
    points = {
        "type": "scatter", "mode": "lines+markers" if in_time else "markers", "xaxis": f"x{own}", "yaxis": f"y{own}",
        "connectgaps": False, "x": [cell.group for cell in panel.cells],
        "y": [cell.share.value if cell.share else None for cell in panel.cells],
        "customdata": [number] * len(panel.cells),
        "error_y": {
            "type": "data", "symmetric": False, "color": colour, "thickness": 1.5, "width": 4,
            "array": [cell.share.high - cell.share.value if cell.share else None for cell in panel.cells],
            "arrayminus": [cell.share.value - cell.share.low if cell.share else None for cell in panel.cells],
        },
        "marker": {"symbol": shape(number)[0], "size": 8, "color": colour}, "line": {"color": colour, "width": 2},
        "hovertemplate": "%{x}: %{y:.1%}<extra></extra>",
    }  # fmt: skip
    hidden = [cell.group for cell in panel.cells if cell.share is None]
    gaps = {
        "type": "scatter", "mode": "text", "xaxis": f"x{own}", "yaxis": f"y{own}", "x": hidden, "y": [_GAP_TITLE] * len(hidden),
        "text": ["c"] * len(hidden), "textposition": "top center", "textfont": {"color": named("soft"), "size": 12},
        "hovertemplate": "%{x}: too few to show<extra></extra>",
    }  # fmt: skip
    return [points] * bool(shown) + [gaps] * bool(hidden)
