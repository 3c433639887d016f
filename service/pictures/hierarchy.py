"""How topics belong together: the joins of a run as a dendrogram, its leaves at the left and the last join at the right."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from service.actions.topics.types import JoinView, TopicView
from service.pictures.colours import named

Figure = dict[str, Any]
_ROW = 26  # pixels a topic


@dataclass(frozen=True, slots=True)
class Fork:
    """A join as it is drawn: how far right, between which heights, how far right each began; what the two are called."""

    at: float
    low: float
    high: float
    low_from: float
    high_from: float
    name: str
    size: int
    parts: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Tree:
    """A dendrogram: the leaves from the top, and the joins."""

    leaves: tuple[tuple[int, str], ...]
    forks: tuple[Fork, ...]


def tree(found: int, joins: Sequence[JoinView], topics: Sequence[TopicView]) -> Tree:
    """The dendrogram of topics as they were found; what people named since is written as they named it.

    Args:
        found: How many topics the search found.
        joins: Its steps, nearest first.
        topics: Those that are there now.
    """
    now = {one.number: one.name for one in topics}
    names = {leaf: now.get(leaf, f"{leaf}, merged or split since") for leaf in range(found)}
    order = _order(found, joins)
    height = {leaf: float(place) for place, leaf in enumerate(order)}
    at = dict.fromkeys(range(found), 0.0)
    forks = []
    for place, join in enumerate(joins):
        low, high = sorted((join.left, join.right), key=height.__getitem__)
        forks.append(
            Fork(join.distance, height[low], height[high], at[low], at[high], join.name, join.size, (names[low], names[high]))
        )
        names[found + place] = join.name
        height[found + place] = (height[low] + height[high]) / 2
        at[found + place] = join.distance
    return Tree(tuple((leaf, names[leaf]) for leaf in order), tuple(forks))


def _order(found: int, joins: Sequence[JoinView]) -> list[int]:
    """Leaves so that no two lines cross: those under a join stand together."""
    under = {leaf: [leaf] for leaf in range(found)}
    for place, join in enumerate(joins):
        under[found + place] = under.pop(join.left) + under.pop(join.right)
    return [leaf for whole in under.values() for leaf in whole]


def figure(drawn: Tree, *, chosen: int | None, narrow: bool = False) -> Figure:
    """Lines for plotly and a layout; a leaf's `customdata` is its topic's number."""
    xs: list[float | None] = []
    ys: list[float | None] = []
    for one in drawn.forks:
        xs += [one.low_from, one.at, one.at, one.high_from, None]
        ys += [one.low, one.low, one.high, one.high, None]
    count = len(drawn.leaves)
    letters = 13 if narrow else 15
    line = {"type": "scatter", "mode": "lines", "x": xs, "y": ys, "hoverinfo": "skip", "showlegend": False,
            "line": {"color": named("soft"), "width": 1.5}}  # fmt: skip
    joined = {
        "type": "scatter", "mode": "markers", "showlegend": False, "x": [one.at for one in drawn.forks],
        "y": [(one.low + one.high) / 2 for one in drawn.forks], "marker": {"size": 7, "color": named("soft")},
        "text": [f"{escape(one.name)}<br>{one.size} segments" for one in drawn.forks],
        "hovertemplate": "%{text}<extra></extra>",
    }  # fmt: skip
    leaves = {
        "type": "scatter", "mode": "markers", "showlegend": False, "x": [0] * count, "y": list(range(count)),
        "customdata": [leaf for leaf, _ in drawn.leaves], "marker": {"size": 9, "symbol": "square", "color": named("bar")},
        "text": [escape(name) for _, name in drawn.leaves], "hovertemplate": "%{text}<extra></extra>",
    }  # fmt: skip
    layout = {
        "height": count * _ROW + 60, "margin": {"l": 150 if narrow else 260, "r": 16, "t": 8, "b": 46}, "hovermode": "closest",
        "paper_bgcolor": named("card"), "plot_bgcolor": named("card"), "dragmode": False,
        "font": {"family": "system-ui, 'Segoe UI', 'DejaVu Sans', sans-serif", "size": letters, "color": named("ink")},
        "hoverlabel": {"bgcolor": named("card"), "bordercolor": named("soft"), "font": {"color": named("ink")}},
        "xaxis": {"title": {"text": "distance at which topics become one"}, "zeroline": False, "gridcolor": named("line"),
                  "rangemode": "tozero", "fixedrange": True},
        "yaxis": {"range": [count - 0.4, -0.6], "tickvals": list(range(count)), "showgrid": False, "zeroline": False,
                  "ticktext": [_leaf(name, 18 if narrow else 32, bold=leaf == chosen) for leaf, name in drawn.leaves],
                  "fixedrange": True},
    }  # fmt: skip
    return {"data": [line, joined, leaves], "layout": layout}


def _leaf(name: str, longest: int, *, bold: bool) -> str:
    short = escape(name if len(name) <= longest else f"{name[: longest - 1].rstrip()}…")
    return f"<b>{short}</b>  " if bold else f"{short}  "
