"""The map of segments as a figure for plotly: one trace a topic, its disc behind, its name where there is room."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from textwrap import wrap
from typing import Any

from service.actions.topics.mapping import MapSegment, MapTopic, TopicMap
from service.pictures.colours import hue, named, shape
from service.pictures.labels import Disc, Label, place

Figure = dict[str, Any]
_EDGE = 0.06
_SHOWN = 140


@dataclass(frozen=True, slots=True)
class Frame:
    """How a map is put on a picture of some size, in pixels: all of it, centred, round discs staying round."""

    width: float
    height: float
    left: float
    low: float
    scale: float

    def disc(self, topic: MapTopic) -> Disc:
        """A topic's disc on the picture."""
        return Disc(
            topic.number, topic.name, (topic.x - self.left) * self.scale, (topic.y - self.low) * self.scale,
            topic.radius * self.scale,
        )  # fmt: skip

    def back(self, label: Label) -> tuple[float, float]:
        """A label's middle in the map's own units."""
        return label.x / self.scale + self.left, label.y / self.scale + self.low

    @property
    def ranges(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """What of the map's units is on the picture, across and upwards."""
        across, up = self.width / self.scale, self.height / self.scale
        return (self.left, self.left + across), (self.low, self.low + up)


def framed(found: TopicMap, *, width: float, height: float) -> Frame:
    """The frame of a map on a picture of this size."""
    xs = [one.x for one in found.segments] + [one.x + way * one.radius for one in found.topics for way in (-1, 1)] or [0, 1]
    ys = [one.y for one in found.segments] + [one.y + way * one.radius for one in found.topics for way in (-1, 1)] or [0, 1]
    across, up = max(max(xs) - min(xs), 1e-6), max(max(ys) - min(ys), 1e-6)
    scale = min(width / across, height / up) / (1 + 2 * _EDGE)
    middle = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
    return Frame(width, height, middle[0] - width / scale / 2, middle[1] - height / scale / 2, scale)


def figure(found: TopicMap, *, chosen: int | None, sizes: Sequence[tuple[str, float, float, float]]) -> Figure:
    """Traces, and a layout for each size: its name, width and height in pixels, size of the letters.

    A point's `customdata` is its topic's number. The beginning of its redacted text is shown when it is pointed at. Colours
    are names of the style sheet's, to be looked up there.
    """
    numbers = [one.number for one in found.topics]
    traces = [_trace(number, found.segments, chosen) for number in [*numbers, -1]]
    layouts = {name: _layout(found, chosen, width, height, letters) for name, width, height, letters in sizes}
    return {"data": [one for one in traces if one["x"]], "layouts": layouts}


def _trace(number: int, segments: Sequence[MapSegment], chosen: int | None) -> Figure:
    own = [one for one in segments if one.topic == number]
    quiet = chosen is not None and number != chosen
    return {
        "type": "scatter", "mode": "markers", "showlegend": False,
        "x": [one.x for one in own], "y": [one.y for one in own], "customdata": [number] * len(own),
        "text": [_wrapped(one.text) for one in own],
        "hovertemplate": "%{text}<extra></extra>",
        "marker": {
            "symbol": shape(number)[0], "size": 6, "opacity": 0.55 if quiet else 0.9, "color": named(hue(number)),
            "line": {"width": 1 if number < 0 else 0, "color": named(hue(number))},
        },
    }  # fmt: skip


def _wrapped(text: str) -> str:
    short = text if len(text) <= _SHOWN else f"{text[:_SHOWN].rstrip()} …"
    return "<br>".join(escape(line) for line in wrap(short, 44))


def _layout(found: TopicMap, chosen: int | None, width: float, height: float, letters: float) -> Figure:
    frame = framed(found, width=width, height=height)
    labels = place([frame.disc(one) for one in found.topics], width=width, height=height, letters=letters, first=chosen)
    across, up = frame.ranges
    axis = {"visible": False, "fixedrange": False}
    return {
        "height": height, "margin": {"l": 0, "r": 0, "t": 0, "b": 0}, "dragmode": "pan", "hovermode": "closest",
        "paper_bgcolor": named("card"), "plot_bgcolor": named("card"),
        "font": {"family": "system-ui, 'Segoe UI', 'DejaVu Sans', sans-serif", "size": letters, "color": named("ink")},
        "hoverlabel": {"bgcolor": named("card"), "bordercolor": named("soft"), "align": "left",
                       "font": {"color": named("ink"), "size": 14}},
        "xaxis": axis | {"range": list(across)},
        "yaxis": axis | {"range": list(up), "scaleanchor": "x"},
        "shapes": [_disc(one, chosen) for one in found.topics],
        "annotations": [_label(one, frame, letters, chosen) for one in labels],
    }  # fmt: skip


def _disc(topic: MapTopic, chosen: int | None) -> Figure:
    here = topic.number == chosen
    return {
        "type": "circle", "layer": "below", "xref": "x", "yref": "y",
        "x0": topic.x - topic.radius, "x1": topic.x + topic.radius, "y0": topic.y - topic.radius, "y1": topic.y + topic.radius,
        "fillcolor": named("tint") if here else "rgba(0,0,0,0)",
        "line": {"width": 3 if here else 1, "color": named(hue(topic.number)) if here else named("line")},
    }  # fmt: skip


def _label(label: Label, frame: Frame, letters: float, chosen: int | None) -> Figure:
    x, y = frame.back(label)
    said = "<br>".join(escape(line) for line in label.lines)
    return {
        "x": x, "y": y, "showarrow": False, "text": f"<b>{said}</b>" if label.number == chosen else said, "align": "center",
        "font": {"size": letters, "color": named("ink" if label.number == chosen else hue(label.number))}, "borderpad": 0,
        "bgcolor": named("card"), "opacity": 0.95,
        "captureevents": True, "name": str(label.number),
    }  # fmt: skip
