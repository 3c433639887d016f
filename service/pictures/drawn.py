"""Pictures as SVG or PNG: what a page without scripts shows and what goes into a paper; the same bytes every time.

Drawn by matplotlib's own figures, never by pyplot, which keeps them in a table that threads share.
"""

from io import BytesIO
from itertools import pairwise
from typing import Any, Literal

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle

from service.actions.topics.mapping import TopicMap
from service.pictures.colours import PALETTE, Scheme, hue, shape
from service.pictures.hierarchy import Tree
from service.pictures.labels import place
from service.pictures.map import framed
from service.pictures.over_time import Panel, ceiling

Form = Literal["svg", "png"]
_INCH = 100  # our pixels an inch
_FINE = 300  # a printer's
_POINT = 72 / _INCH
# letters stay letters, and ids in the file do not change from one drawing to the next
mpl.rcParams.update({"svg.fonttype": "none", "svg.hashsalt": "earshot", "font.family": ["DejaVu Sans", "sans-serif"]})


def written(figure: Figure, form: Form) -> bytes:
    """The file: an SVG with text that can be read and changed, or a PNG of 300 dots an inch."""
    buffer = BytesIO()
    about: dict[str, Any] = {"Date": None, "Creator": "earshot"} if form == "svg" else {"Software": "earshot"}
    figure.savefig(buffer, format=form, dpi=_FINE if form == "png" else _INCH, metadata=about)
    return buffer.getvalue()


def map_of(
    found: TopicMap, *, scheme: Scheme = "light", chosen: int | None = None, size: tuple[int, int] = (760, 600)
) -> Figure:
    """The map of segments, in our pixels."""
    width, height = size
    paint, (figure, axes) = PALETTE[scheme], _empty(width, height, scheme)
    axes.set_position((0, 0, 1, 1))
    axes.set_axis_off()
    frame = framed(found, width=width, height=height)
    axes.set_xlim(*frame.ranges[0])
    axes.set_ylim(*frame.ranges[1])
    for topic in found.topics:
        here = topic.number == chosen
        axes.add_patch(
            Circle((topic.x, topic.y), topic.radius, fill=here, facecolor=paint["tint"], linewidth=2 if here else 0.7,
                   edgecolor=paint[hue(topic.number)] if here else paint["line"], zorder=1)
        )  # fmt: skip
    for number in [*(one.number for one in found.topics), -1]:
        own = [one for one in found.segments if one.topic == number]
        if own:
            axes.scatter(
                [one.x for one in own], [one.y for one in own], s=9, marker=shape(number)[1], color=paint[hue(number)],
                alpha=0.55 if chosen is not None and number != chosen else 0.9, linewidths=0.8 if number < 0 else 0, zorder=2,
            )  # fmt: skip
    letters = 15
    for label in place([frame.disc(one) for one in found.topics], width=width, height=height, letters=letters, first=chosen):
        x, y = frame.back(label)
        axes.text(
            x, y, "\n".join(label.lines), fontsize=letters * _POINT, ha="center", va="center", zorder=3,
            color=paint["ink" if label.number == chosen else hue(label.number)],
            fontweight="bold" if label.number == chosen else "normal",
            bbox={"boxstyle": "round,pad=0.12", "facecolor": paint["card"], "edgecolor": "none", "alpha": 0.85},
        )  # fmt: skip
    return figure


def hierarchy_of(drawn: Tree, *, scheme: Scheme = "light", chosen: int | None = None) -> Figure:
    """The dendrogram."""
    count = len(drawn.leaves)
    width, height = 760, 26 * count + 70
    paint, (figure, axes) = PALETTE[scheme], _empty(width, height, scheme)
    axes.set_position((270 / width, 52 / height, (width - 290) / width, (height - 62) / height))
    for one in drawn.forks:
        axes.plot(
            [one.low_from, one.at, one.at, one.high_from], [one.low, one.low, one.high, one.high], color=paint["soft"], lw=1.2
        )
    axes.scatter([0] * count, range(count), marker="s", s=22, color=paint["bar"], zorder=3, clip_on=False)
    axes.set_ylim(count - 0.4, -0.6)
    axes.set_xlim(left=0, right=max((one.at for one in drawn.forks), default=1.0) * 1.03)
    axes.set_yticks(range(count), [_short(name, 34) for _, name in drawn.leaves])
    for leaf, label in zip(drawn.leaves, axes.get_yticklabels(), strict=True):
        label.set_fontweight("bold" if leaf[0] == chosen else "normal")
    axes.set_xlabel("distance at which topics become one", color=paint["ink"], fontsize=14 * _POINT)
    _plain(axes, scheme, sides=("bottom",))
    axes.tick_params(axis="y", length=0, pad=8)
    axes.grid(visible=True, axis="x", color=paint["line"], lw=0.6)
    return figure


def over_time_of(drawn: tuple[Panel, ...], *, in_time: bool, scheme: Scheme = "light", columns: int = 3) -> Figure:
    """Small panels of shares with their intervals."""
    rows = max(1, -(-len(drawn) // columns))
    width, height = 330 * columns, 175 * rows + 50
    paint, figure = PALETTE[scheme], _blank(width, height, scheme)
    top = ceiling(drawn)
    for number, one in enumerate(drawn):
        row, column = divmod(number, columns)
        left, low = 52 + column * (width - 52) / columns, height - (row + 1) * 175 + 10
        axes = figure.add_axes((left / width, low / height, ((width - 52) / columns - 24) / width, 125 / height))
        axes.set_facecolor(paint["card"])
        _shares(axes, one, scheme, top, in_time=in_time)
        axes.set_title(_short(one.topic.name, 32), loc="left", fontsize=14 * _POINT, color=paint["ink"], fontweight="bold")
        axes.tick_params(labelbottom=number + columns >= len(drawn), labelleft=column == 0)
    return figure


def _shares(axes: Axes, panel: Panel, scheme: Scheme, top: float, *, in_time: bool) -> None:
    paint = PALETTE[scheme]
    shown = {at: cell.share for at, cell in enumerate(panel.cells) if cell.share}
    colour, mark = paint[hue(panel.topic.number)], shape(panel.topic.number)[1]
    spread = [[one.value - one.low for one in shown.values()], [one.high - one.value for one in shown.values()]]
    values = [one.value for one in shown.values()]
    axes.errorbar([*shown], values, yerr=spread if shown else None, fmt=mark, color=colour, markersize=5, capsize=3, lw=1.2)
    for first, second in pairwise(shown):
        if in_time and second == first + 1:  # a line where two periods that are shown follow one another
            axes.plot([first, second], [shown[first].value, shown[second].value], color=colour, lw=1.5)
    for at in range(len(panel.cells)):
        if at not in shown:
            axes.text(at, top * 0.02, "c", color=paint["soft"], fontsize=12 * _POINT, ha="center")
    axes.set_xlim(-0.5, len(panel.cells) - 0.5)
    axes.set_ylim(0, top)
    ticks = range(0, len(panel.cells), max(1, -(-len(panel.cells) // 4)))
    axes.set_xticks(ticks, [panel.cells[at].group for at in ticks])
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
    axes.locator_params(axis="y", nbins=4)
    _plain(axes, scheme, sides=("bottom", "left"))
    axes.grid(visible=True, axis="y", color=paint["line"], lw=0.6)


def _blank(width: float, height: float, scheme: Scheme) -> Figure:
    return Figure(figsize=(width / _INCH, height / _INCH), dpi=_INCH, facecolor=PALETTE[scheme]["card"])


def _empty(width: float, height: float, scheme: Scheme) -> tuple[Figure, Axes]:
    figure = _blank(width, height, scheme)
    axes = figure.add_subplot()
    axes.set_facecolor(PALETTE[scheme]["card"])
    return figure, axes


def _plain(axes: Axes, scheme: Scheme, *, sides: tuple[str, ...]) -> None:
    paint = PALETTE[scheme]
    for side, spine in axes.spines.items():
        spine.set_visible(side in sides)
        spine.set_color(paint["line"])
    axes.tick_params(colors=paint["ink"], labelsize=13 * _POINT)
    axes.set_axisbelow(True)


def _short(text: str, longest: int) -> str:
    return text.replace("$", r"\$") if len(text) <= longest else f"{text[: longest - 1].rstrip()}…".replace("$", r"\$")
