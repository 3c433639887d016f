"""Pictures: figures that plotly takes, names that do not lie over one another, files that are the same every time."""

import json
import re
from pathlib import Path
from typing import Any, get_args
from xml.etree import ElementTree as ET

import numpy as np
import plotly.graph_objects as go
import pytest
from matplotlib.figure import Figure

import service.pages
from service.actions.topics.mapping import MapSegment, MapTopic, TopicMap
from service.actions.topics.types import JoinView, Share, ShareCell, ShareGroup, Shares, TopicName, TopicView
from service.pictures import drawn, hierarchy, labels, over_time
from service.pictures import map as mapped
from service.pictures.colours import PALETTE, Scheme

SIZES = (("wide", 760, 600, 15), ("narrow", 340, 420, 12))


def a_map(topics: int = 12) -> TopicMap:
    random = np.random.default_rng(1)
    side = int(np.ceil(np.sqrt(topics)))
    discs = [
        MapTopic(number=one, name=f"Being <heard> {one} at home", size=10, x=(one % side + 0.5) / side,
                 y=(one // side + 0.5) / side, radius=0.4 / side * (1 - one / topics / 2))
        for one in range(topics)
    ]  # fmt: skip
    points = [
        MapSegment(id=f"{one.number}-{count}", topic=one.number, text='"It is <b>loud</b> & late"',
                   x=one.x + float(random.normal()) * one.radius / 3, y=one.y + float(random.normal()) * one.radius / 3)
        for one in discs for count in range(5)
    ]  # fmt: skip
    return TopicMap(topics=tuple(discs), segments=(*points, MapSegment(id="z", topic=-1, text="x", x=0, y=0)), of=61)


def some_shares() -> Shares:
    groups = tuple(ShareGroup(name=f"2025-0{one}", hidden=None, segments=90, cases=9) for one in range(1, 5))
    share = Share(value=0.2, low=0.1, high=0.35)
    cells = tuple(
        ShareCell(group=group.name, topic=topic, hidden=None, segments=18, cases=5, share=share, case_share=share)
        if (topic, place) != (1, 2)
        else ShareCell(group=group.name, topic=topic, hidden="c", segments=None, cases=None, share=None, case_share=None)
        for place, group in enumerate(groups)
        for topic in (0, 1, -1)
    )
    names = tuple(TopicName(number=one, name=f"Topic {one}", size=40 - one) for one in (0, 1, -1))
    return Shares(by="month", groups=groups, topics=names, cells=cells, least_segments=10, least_cases=3, interval="by case")


def a_tree() -> hierarchy.Tree:
    topics = [
        TopicView(number=one, key=str(one), name=f"Costs ${one}", name_by="earshot", terms=(), weights=(), size=5, spread=0.5,
                  state="found", examples=())
        for one in (0, 1, 3)
    ]  # fmt: skip
    joins = [
        JoinView(left=0, right=2, distance=0.3, size=10, name="a"), JoinView(left=1, right=3, distance=0.4, size=10, name="b"),
        JoinView(left=4, right=5, distance=0.9, size=20, name="c"),
    ]  # fmt: skip
    return hierarchy.tree(4, joins, topics)


def taken_by_plotly(data: list[dict[str, Any]], layout: dict[str, Any]) -> go.Figure:
    """The figure, with the style sheet's colours as the page's script puts them; plotly refuses what it does not know."""
    text = re.sub(r"var\(--(\w+)\)", lambda name: PALETTE["light"][name[1]], json.dumps([data, layout]))
    return go.Figure(*json.loads(text))


def test_the_palette_is_the_style_sheets() -> None:
    css = (Path(service.pages.__file__).parent / "static" / "earshot.css").read_text()
    light, dark = (dict(re.findall(r"--([\w-]+): (#\w+);", part)) for part in css.split("prefers-color-scheme: dark", 1))
    for scheme, written in (("light", light), ("dark", dark)):
        assert PALETTE[scheme].items() <= written.items()  # type: ignore[index]


def test_plotly_takes_the_map_and_a_point_knows_its_topic() -> None:
    found = mapped.figure(a_map(), chosen=3, sizes=SIZES)
    for layout in found["layouts"].values():
        taken_by_plotly(found["data"], layout)
    assert {one["customdata"][0] for one in found["data"]} == {*range(12), -1}
    told = {(one["marker"]["symbol"], one["marker"]["color"]) for one in found["data"]}
    assert len(told) == len(found["data"]), "told apart by mark and colour together"


def test_text_of_notes_is_never_markup_in_a_picture() -> None:
    found = mapped.figure(a_map(), chosen=None, sizes=SIZES)
    assert "<b>loud" not in json.dumps(found)
    assert "&lt;b&gt;loud" in json.dumps(found)


@pytest.mark.parametrize(("count", "width", "letters"), [(3, 760, 15), (25, 760, 15), (25, 340, 12), (120, 760, 15)])
def test_no_name_lies_over_another(count: int, width: float, letters: float) -> None:
    found = a_map(count)
    frame = mapped.framed(found, width=width, height=600)
    placed = labels.place([frame.disc(one) for one in found.topics], width=width, height=600, letters=letters)
    assert {one.number for one in placed} == set(range(count))
    named = [labels.box_of(one, letters) for one in placed if len(one.lines[0]) > 3]
    assert named
    assert not any(one.meets(other) for place, one in enumerate(named) for other in named[:place])
    assert all(one.left >= 0 and one.right <= width for one in named)


def test_a_tree_has_no_crossing_lines_and_says_what_is_gone() -> None:
    found = a_tree()
    assert [leaf for leaf, _ in found.leaves] == [0, 2, 1, 3]
    assert found.leaves[1][1] == "2, merged or split since"
    last = found.forks[-1]
    assert (last.low_from, last.high_from, last.at) == (0.3, 0.4, 0.9)
    for narrow in (False, True):
        taken_by_plotly(*hierarchy.figure(found, chosen=3, narrow=narrow).values())


def test_shares_have_intervals_and_what_is_hidden_is_a_marked_gap() -> None:
    shares = some_shares()
    panels = over_time.panels(shares, chosen=1)
    assert [one.topic.number for one in panels] == [1, 0]
    found = over_time.figure(shares, panels, columns=3)
    taken_by_plotly(found["data"], found["layout"])
    first, gap = found["data"][:2]
    assert first["y"] == [0.2, 0.2, None, 0.2]
    assert first["error_y"]["array"][0] == pytest.approx(0.15)
    assert (gap["x"], gap["text"]) == (["2025-03"], ["c"])


@pytest.mark.parametrize("scheme", get_args(Scheme))
def test_files_are_sound_and_the_same_every_time(scheme: Scheme) -> None:
    panels = over_time.panels(some_shares())

    def figures() -> list[Figure]:
        tree = drawn.hierarchy_of(a_tree(), scheme=scheme)
        return [drawn.map_of(a_map(), scheme=scheme, chosen=2), tree, drawn.over_time_of(panels, in_time=True, scheme=scheme)]

    for first, second in zip(figures(), figures(), strict=True):
        svg = drawn.written(first, "svg")
        assert svg == drawn.written(second, "svg")
        assert ET.fromstring(svg).tag.endswith("svg")
        assert b"<script" not in svg
        assert drawn.written(first, "png").startswith(b"\x89PNG")


def test_an_empty_run_has_pictures_too() -> None:
    empty = TopicMap(topics=(), segments=(), of=0)
    assert drawn.written(drawn.map_of(empty), "svg")
    assert drawn.written(drawn.hierarchy_of(hierarchy.tree(0, (), ())), "svg")
    assert drawn.written(drawn.over_time_of((), in_time=True), "svg")
    assert mapped.figure(empty, chosen=None, sizes=SIZES)["data"] == []
