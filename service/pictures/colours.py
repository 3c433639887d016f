"""Colours and marks of pictures, in both schemes; the page's own, told apart by shape too, never by colour alone."""

from typing import Literal

Scheme = Literal["light", "dark"]

HUES = 8
# as in earshot.css; a test compares
PALETTE: dict[Scheme, dict[str, str]] = {
    "light": {
        "card": "#fff", "ink": "#0b0c0c", "soft": "#505a5f", "line": "#c9c7c0", "tint": "#eef3f9", "bar": "#1d70b8",
        "h0": "#1d6b45", "h1": "#8a4b08", "h2": "#1d5a96", "h3": "#7a2a6f", "h4": "#0f6674", "h5": "#6b5900", "h6": "#9c2f2f",
        "h7": "#4c4fa3",
    },
    "dark": {
        "card": "#1e2125", "ink": "#f1f1ee", "soft": "#b3b9be", "line": "#454b52", "tint": "#22303f", "bar": "#7fb2e5",
        "h0": "#7fd0a4", "h1": "#f0b26b", "h2": "#8fc1f3", "h3": "#e3a0d8", "h4": "#7cd0de", "h5": "#d9c65c", "h6": "#f2a0a0",
        "h7": "#b3b6f5",
    },
}  # fmt: skip
# the same shapes in plotly's words and in matplotlib's
_SHAPES = (("circle", "o"), ("square", "s"), ("diamond", "D"), ("triangle-up", "^"), ("triangle-down", "v"))


def hue(number: int) -> str:
    """The name of a topic's colour."""
    return f"h{number % HUES}" if number >= 0 else "soft"


def shape(number: int) -> tuple[str, str]:
    """A topic's mark, for plotly and for matplotlib; with its hue, forty topics are told apart."""
    return _SHAPES[number % len(_SHAPES)] if number >= 0 else ("cross-thin-open", "+")


def named(name: str) -> str:
    """A colour in a figure for the page: the style sheet's own, looked up there, so that it follows the scheme."""
    return f"var(--{name})"
