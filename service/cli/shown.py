"""Coded notes as a person reads them in a terminal: raw beside redacted, codes with confidence and reason."""

from collections import Counter
from typing import Any

from rich.console import Console
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

_RAW_LINES, _RAW_CHARACTERS, _SEGMENTS = 6, 600, 6


def show_note(raw: str, note: dict[str, Any]) -> None:
    """The beginning of a fictional note as it came in, then its coded segments as they are kept."""
    console = Console(width=110)
    beginning = shorten("\n".join(raw.splitlines()[:_RAW_LINES]))
    title = f"{note['note_type']} · as it came in (fictional; never stored)"
    console.print(Panel(Text(beginning), title=title, border_style="red"))
    table = Table(title="as it is kept: redacted and coded", show_lines=True, title_justify="left")
    table.add_column("segment", ratio=5)
    table.add_column("voice", ratio=2)
    table.add_column("code · confidence · reason", ratio=5)
    coded = sorted(note["segments"], key=lambda one: -max((code["confidence"] for code in one["suggestions"]), default=0))
    for segment in sorted(coded[:_SEGMENTS], key=lambda one: one["index"]):
        codes = "\n".join(_suggestion(one) for one in segment["suggestions"])
        table.add_row(Text(segment["text"]), segment["voice"], Text(codes))
    console.print(table)


def shorten(text: str) -> str:
    """The beginning of a text, cut between words."""
    return text if len(text) <= _RAW_CHARACTERS else text[:_RAW_CHARACTERS].rsplit(" ", 1)[0] + " …"


def _suggestion(one: dict[str, Any]) -> str:
    reason = one["reason"]
    why = ["most in " + ", ".join(f"“{word}”" for word in reason["words"])] if reason.get("words") else []
    if reason["nearest_example"]:
        why.append(f"like “{reason['nearest_example']}”")
    if reason["cues"]:
        why.append("cue " + ", ".join(f"“{cue}”" for cue in reason["cues"]))
    calibrated = "" if one["calibrated"] else ", not calibrated yet"
    return f"{one['code']} · {one['confidence']:.2f} {one['outcome']}{calibrated} · {'; '.join(why)}"


def show_totals(notes: list[dict[str, Any]]) -> None:
    """How many notes, segments and codes there are, and what waits for a person."""
    segments = [segment for note in notes for segment in note["segments"]]
    codes = Counter(one["code"] for segment in segments for one in segment["suggestions"])
    doubtful = sum(any(one["outcome"] == "doubtful" for one in segment["suggestions"]) for segment in segments)
    hidden = sum(len(note["mentions"]) for note in notes)
    console = Console(width=110)
    console.print(
        f"{len(notes)} notes, {hidden} identifying details hidden, {len(segments)} segments; "
        f"{doubtful} wait for a person. Codes suggested: " + ", ".join(f"{code} {count}" for code, count in codes.most_common())
    )
