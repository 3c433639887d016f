"""Where the names of topics stand on a map, so that none lies over another; those with no room keep their number only."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import starmap
from textwrap import wrap

_WIDEST = 18  # characters a line
_CHARACTER = 0.56  # of the size of the letters, of a sans serif on the average
_LINE = 1.25
_HEARTS = (0.92, 0.7)  # the part of another disc that is not written over


@dataclass(frozen=True, slots=True)
class Disc:
    """A topic on a picture, in pixels from the lower left: its number, name and where it is."""

    number: int
    name: str
    x: float
    y: float
    radius: float


@dataclass(frozen=True, slots=True)
class Label:
    """What is written of a topic: the middle of the writing, in pixels from the lower left."""

    number: int
    lines: tuple[str, ...]
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class _Box:
    left: float
    right: float
    low: float
    high: float

    def meets(self, other: "_Box") -> bool:
        return self.left < other.right and other.left < self.right and self.low < other.high and other.low < self.high


def place(discs: Sequence[Disc], *, width: float, height: float, letters: float, first: int | None = None) -> list[Label]:
    """A label for each disc, the largest first: its name under, over or beside it; else its number on it.

    Args:
        discs: The topics.
        width: Of the picture, in pixels.
        height: The same.
        letters: Size of the letters, in pixels.
        first: The number of the one that is placed before all.
    """
    taken: list[_Box] = []
    labels = []
    for disc in sorted(discs, key=lambda one: (one.number != first, -one.radius, one.number)):
        label = None
        for heart in _HEARTS:  # clear of all other discs, or else over the edge of one
            others = [_square(one, heart) for one in discs if one.number != disc.number]
            label = label or _free(disc, [*taken, *others], width=width, height=height, letters=letters)
        if label is None:
            label = Label(disc.number, (str(disc.number),), disc.x, disc.y)
        taken.append(box_of(label, letters))
        labels.append(label)
    return labels


def box_of(label: Label, letters: float) -> _Box:
    """The room that a label takes."""
    wide = max(map(len, label.lines)) * letters * _CHARACTER / 2
    high = len(label.lines) * letters * _LINE / 2
    return _Box(label.x - wide, label.x + wide, label.y - high, label.y + high)


def _square(disc: Disc, heart: float) -> _Box:
    reach = disc.radius * heart
    return _Box(disc.x - reach, disc.x + reach, disc.y - reach, disc.y + reach)


def _free(disc: Disc, taken: Sequence[_Box], *, width: float, height: float, letters: float) -> Label | None:
    lines = tuple(wrap(disc.name, _WIDEST)[:2]) or (str(disc.number),)
    own = box_of(Label(disc.number, lines, 0, 0), letters)
    up, side = disc.radius + own.high + 2, disc.radius + own.right + 4
    under = ((0, -up), (0, up), (side, 0), (-side, 0))
    offers = (*under, *((0.8 * side * right, 0.7 * up * above) for right, above in ((1, -1), (-1, -1), (1, 1), (-1, 1))))
    inside = 1.7 * disc.radius > max(2 * own.right, 4 * own.high)
    shifts = ((0.0, 0.0), *offers) if inside else offers
    for label in starmap(lambda right, above: Label(disc.number, lines, disc.x + right, disc.y + above), shifts):
        box = box_of(label, letters)
        on = box.left >= 0 and box.right <= width and box.low >= 0 and box.high <= height
        if on and not any(box.meets(other) for other in taken):
            return label
    return None
