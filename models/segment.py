"""Cutting a redacted note into segments: one sentence or one speaker's utterance, whichever is shorter.

Lines are the first boundary (notes are written in lines), sentences within a line the second. A label before a colon is a
speaker or a heading of its line and stands outside the segment, as do bullets and numbers of lists.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from models.speakers import Labels
from models.types import Segment
from redaction.types import RedactedNote

_BULLET = re.compile(r"^(?:[-*•·‣◦▪–—>]+\s+|\(?(?:\d{1,2}|[a-h]|i{1,3}|iv|vi{0,3})[.)]\s+|#{1,6}\s+)")
_CLOSERS = "\"'”’»)]*_"
_OPENERS = "\"'“‘«(["
_END = re.compile(rf"(?P<end>[.!?…]+)(?P<close>[{re.escape(_CLOSERS)}]*)(?P<gap>\s+)(?=\S)")
_ABBREVIATIONS = frozenset(
    {
        "e.g", "i.e", "etc", "dr", "mr", "mrs", "ms", "mx", "prof", "rev", "st", "fr", "sr", "jr", "fc", "sw", "ssw", "yp", "hv", "iro",
        "pc", "dc", "ds", "dsl", "approx", "appt", "appts", "no", "nos", "tel", "mob", "ext", "vs", "cf", "inc", "ltd", "co", "dept", "re",
        "ref", "dob", "d.o.b", "a.m", "p.m", "am", "pm", "min", "mins", "hr", "hrs", "wk", "wks", "yr", "yrs", "mon", "tue", "tues", "wed",
        "thu", "thur", "thurs", "fri", "sat", "sun", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sept", "sep", "oct", "nov", "dec",
        "rd", "ave", "bro", "sis", "w", "c", "n.b", "nb", "p.s", "gen", "govt", "asst", "ed", "vol", "fig", "para", "s", "incl", "diff",
    }
)  # fmt: skip
# Words that end a sentence as often as they abbreviate: only a following lower-case word or digit makes them abbreviations.
_OFTEN_WORDS = frozenset({"no", "am", "pm", "sun", "sat", "mar", "may", "fig", "ed", "co", "st", "w", "c", "s", "min", "re", "a.m", "p.m", "etc", "fc", "sw", "yp", "hv", "iro", "pc", "dc", "ds", "dsl"})  # fmt: skip
_QUOTE_REACH = 160
_HEADING_WORDS = 7
_SHORTEST_HEADING = 3
_SYMBOLS, _PUNCTUATION = 0x2190, 0x2000  # where arrows, signs and emoji begin in Unicode; where marks do


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int


def segment(note: RedactedNote) -> tuple[Segment, ...]:
    """The segments of a note in order of place; spans are trimmed of white space and do not overlap. Linear time."""
    text = note.text
    labels = Labels(text, dict(note.speakers))
    lower_style = _begins_sentences_in_lower_case(text)
    shouting = _is_mostly_capitals(text)
    segments: list[Segment] = []
    speaker: str | None = None
    heading: str | None = None
    for line in _lines(text):
        content = text[line.start : line.end]
        if _is_heading(content, shouting=shouting) or _heads_a_list(text, line):
            heading, speaker = content.strip(" #*_:"), None
            continue
        start, line_heading = line.start, heading
        if bullet := _BULLET.match(content):
            start += bullet.end()
        if found := labels.match(text[start : line.end]):
            if labels.is_speaker(found):
                speaker = found["label"]
                start += found.end()
            elif found["mark"] == ":" and len(found["label"].split()) <= _HEADING_WORDS and _looks_like_label(found["label"]):
                line_heading = found["label"]
                start += found.end()
                speaker = None
        elif not labels.is_transcript or not segments or text[segments[-1].end : line.start].count("\n") > 1:
            speaker = None  # outside a transcript, and after a blank line, nobody is known to go on speaking
        for first, last in _sentences(text, start, line.end, lower_style=lower_style):
            source = note.source_span(first, last)
            role = labels.role(speaker) if speaker else None
            segments.append(Segment(len(segments), first, last, *source, text[first:last], speaker, role, line_heading))
    return tuple(segments)


def _lines(text: str) -> Iterator[_Line]:
    """The lines that hold something, trimmed."""
    for found in re.finditer(r"[^\n\r]+", text):
        content = found[0]
        start = found.start() + len(content) - len(content.lstrip())
        if content.strip() and any(not character.isspace() for character in content):
            yield _Line(start, start + len(content.strip()))


def _is_heading(line: str, *, shouting: bool) -> bool:
    """A short line that announces: markdown, a final colon, or capitals in a note that is not all capitals."""
    stripped = line.strip()
    words = stripped.split()
    if not any(character.isalnum() for character in stripped):
        return not any(ord(character) > _SYMBOLS for character in stripped)  # a rule of dashes; emoji are no heading
    if stripped.startswith("#") and stripped.lstrip("#").startswith(" "):
        return True
    if stripped.startswith(("**", "__")) and stripped.rstrip(":").endswith(("**", "__")) and len(words) <= _HEADING_WORDS:
        return True
    if len(words) > _HEADING_WORDS:
        return False
    if stripped.endswith(":"):
        return True
    letters = [character for character in stripped if character.isalpha()]
    return (
        not shouting
        and len(letters) > _SHORTEST_HEADING
        and stripped.isupper()
        and "[" not in stripped
        and stripped[-1] not in ".!?"
    )


def _heads_a_list(text: str, line: _Line) -> bool:
    """A short line with no full stop, right above the items of a list."""
    content = text[line.start : line.end]
    following = text[line.end : line.end + 8].lstrip("\r\n").lstrip(" ")
    announces = len(content.split()) <= _HEADING_WORDS and content[:1].isupper() and content[-1].isalnum()
    return announces and not _BULLET.match(content) and bool(re.match(r"[-*•·]\s", following))


def _looks_like_label(label: str) -> bool:
    """Whether words before a colon are a heading of their line, and not the beginning of a sentence."""
    return label[:1].isupper() and not re.search(r"\b(?:said|says|told|asked|that|is|was|are|were)\b", label)


def _sentences(text: str, start: int, end: int, *, lower_style: bool) -> Iterator[tuple[int, int]]:
    """Trimmed spans of the sentences in text[start:end]."""
    first = start
    for found in _END.finditer(text, start, end):
        if _is_boundary(text, first, found, end, lower_style=lower_style):
            yield from _trimmed(text, first, found.end("close"))
            first = found.end()
    yield from _trimmed(text, first, end)


def _is_boundary(text: str, first: int, found: "re.Match[str]", end: int, *, lower_style: bool) -> bool:
    after = text[found.end()]
    following = text[found.end() : found.end() + 2].lstrip(_OPENERS)
    lower_next = following[:1].islower()
    quoted = any(mark in found["close"] for mark in "\"”'’»")
    if quoted and lower_next:
        return False  # "I hate it here." she said
    if found["end"] == ".":
        if _is_abbreviation(text, first, found.start(), after):
            return False
        if lower_next and not lower_style:
            return False
    elif found["end"] in ("…", "...", "..") and lower_next:
        return False
    return not _inside_quotation(text, first, found.end("close"), end)


def _is_abbreviation(text: str, first: int, stop: int, after: str) -> bool:
    word = re.search(r"[\w.'’]*$", text[max(first, stop - 20) : stop])
    plain = (word[0] if word else "").casefold().lstrip(".")
    if re.fullmatch(r"[a-z](?:\.[a-z])*", plain) and plain != "i":
        return (
            after.isupper() or after == "[" or plain != "a"
            if len(plain) == 1
            else plain in _ABBREVIATIONS or ("." in plain and not after.isupper())
        )
    if plain in _OFTEN_WORDS:
        return not (after.isupper() or after in _OPENERS or ord(after) > _PUNCTUATION)
    return plain in _ABBREVIATIONS


def _inside_quotation(text: str, first: int, place: int, end: int) -> bool:
    """Whether a double quotation that began in this sentence goes on and ends soon: it stays with its attribution."""
    before = text[first:place]
    curly = before.count("“") - before.count("”")
    if curly > 0:
        return "”" in text[place : min(end, place + _QUOTE_REACH)]
    if before.count('"') % 2 == 1:
        return '"' in text[place : min(end, place + _QUOTE_REACH)]
    return False


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = text[start:end]
    if piece.strip():
        start += len(piece) - len(piece.lstrip())
        yield start, start + len(piece.strip())


def _begins_sentences_in_lower_case(text: str) -> bool:
    """Whether most sentences begin in lower case, as in messages: then a full stop alone ends one."""
    starts = re.findall(r"[.!?]\s+(\w)", text)
    return len(starts) > 1 and sum(start.islower() for start in starts) > len(starts) * 0.6


def _is_mostly_capitals(text: str) -> bool:
    letters = [character for character in re.sub(r"\[[A-Z ]+\d*\]", "", text) if character.isalpha()]
    return bool(letters) and sum(character.isupper() for character in letters) > len(letters) * 0.6
