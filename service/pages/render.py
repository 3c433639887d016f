"""What the templates are given: a note cut into the pieces that are shown, codes with their colour and meaning."""

from dataclasses import dataclass
from pathlib import Path

from fastapi.templating import Jinja2Templates
from markupsafe import Markup, escape

from codebook.schema import Code, Codebook
from redaction.pseudonyms import STAND_IN, stands_for_person
from service.actions.notes import NoteView
from service.actions.review_types import ReviewItem

# Hue of each theme in the order of the codebook; told apart by word and shape too, never by colour alone.
_HUES = 8
_ABBREVIATIONS = {"nhs": "NHS", "nino": "NINO", "upn": "UPN", "url": "web address"}


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the note: a segment, or what stands between two."""

    text: str
    segment: ReviewItem | None


@dataclass(frozen=True, slots=True)
class CodeView:
    """A code as the page shows it."""

    code: Code
    hue: int


def pieces(note: NoteView) -> list[Piece]:
    """The note's text, cut at its segments."""
    text, position = note.text or "", 0
    cut: list[Piece] = []
    for segment in note.segments:
        if segment.start > position:
            cut.append(Piece(text[position : segment.start], None))
        cut.append(Piece(text[segment.start : segment.end], segment))
        position = segment.end
    return [*cut, Piece(text[position:], None)]


def code_views(codebook: Codebook) -> dict[str, CodeView]:
    """The codes by id, each with the hue of its theme."""
    themes = list(dict.fromkeys(code.theme or code.id for code in codebook.codes))
    return {code.id: CodeView(code, themes.index(code.theme or code.id) % _HUES) for code in codebook.codes}


def chips(text: str) -> Markup:
    """The text with its stand-ins as quiet chips, people told apart from things; all else escaped."""
    parts: list[Markup] = []
    position = 0
    for found in STAND_IN.finditer(text):
        kind = "person" if stands_for_person(found[0]) else "thing"
        parts += [escape(text[position : found.start()])]
        parts += [Markup('<span class="chip {}">{}</span>').format(kind, _legible(found[0]))]
        position = found.end()
    return Markup("").join([*parts, escape(text[position:])])


def _legible(stand_in: str) -> str:
    """A stand-in as people read it: "[NHS NUMBER 1]" → NHS number 1, "[CHILD]" → Child."""
    words = [_ABBREVIATIONS.get(word, word) for word in stand_in.strip("[]").lower().split()]
    return " ".join([words[0][:1].upper() + words[0][1:], *words[1:]])


def _templates() -> Jinja2Templates:
    templates = Jinja2Templates(directory=Path(__file__).parent / "templates")
    templates.env.filters["chips"] = chips
    templates.env.trim_blocks = templates.env.lstrip_blocks = True
    return templates


TEMPLATES = _templates()
