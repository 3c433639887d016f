"""What the coder learns from: notes with their units (segments with codes and voice), each in several written forms.

A note is read as it was written, with its marked details replaced by stand-ins, and as earshot's own redaction leaves it, so
that what is coded does not hang on what was hidden.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from codebook.load import load_codebook, starter_path
from evaluation.alignment import coding_under
from evaluation.corpus.load import Part, read_corpus, read_pairs
from evaluation.corpus.markup import read_markup
from evaluation.corpus.pairs import MinimalPair, Side, read_pair_markup
from evaluation.labelled import LabelledCoding, LabelledNote
from models.head import labelled_sentences
from models.segment import segment
from models.types import Segment, Voice
from redaction.types import Mention, RedactedNote

CODES = tuple(code.id for code in load_codebook(starter_path()).codes)
VOICES = tuple(Voice)
WRITTEN = Path(__file__).parent / "written"
UNKNOWN = -1


@dataclass(frozen=True, slots=True, eq=False)
class Text:
    """A note in one form.

    Attributes:
        text: Its text.
        kind: What kind of note.
        spans: Of its units, in order of place.
        codes: Shape (units, codes), 0 or 1.
        voices: Shape (units,), the number of the voice; −1 where it is not known.
    """

    text: str
    kind: str
    spans: list[tuple[int, int]]
    codes: NDArray[np.float32]
    voices: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Source:
    """A note or a side of a pair in its forms: raw, marked, hidden."""

    id: str
    forms: tuple[Text, ...]


def sources(part: Part) -> list[Source]:
    """The corpus's notes and pairs of a part; of the train part also what was written for training."""
    notes, pairs = read_corpus(part), read_pairs(part)
    if part == "train":
        notes += [note for path in sorted(WRITTEN.glob("notes/*.txt")) for note in read_markup(path)]
        pairs += [pair for path in sorted(WRITTEN.glob("pairs/*.txt")) for pair in read_pair_markup(path)]
    return of_notes([*notes, *(note for pair in pairs for note in _as_notes(pair))])


def own_sentences() -> list[Source]:
    """The starter codebook's examples and near misses; who speaks in them is not known."""
    found = []
    for place, (sentence, codes) in enumerate(labelled_sentences(load_codebook(starter_path()))):
        flags = np.array([[code in codes for code in CODES]], np.float32)
        text = Text(sentence, "", [(0, len(sentence))], flags, np.array([UNKNOWN], np.int64))
        found.append(Source(f"own{place}", (text,) * 3))
    return found


def of_notes(notes: Sequence[LabelledNote]) -> list[Source]:
    """Labelled notes in their forms."""
    from service.cli.evaluate.shared import hidden_notes

    found = []
    for note, hidden in hidden_notes(notes, "research"):
        raw = RedactedNote(note.text, (), "raw")
        found.append(Source(note.id, tuple(_text(note, form) for form in (raw, _marked(note), hidden))))
    return found


def _as_notes(pair: MinimalPair) -> Iterator[LabelledNote]:
    for name, side in (("a", pair.a), ("b", pair.b)):
        yield _side(f"{pair.id}/{name}", side)


def _side(identifier: str, side: Side) -> LabelledNote:
    coding = LabelledCoding(start=0, end=len(side.text), codes=side.codes, voice=side.voice)
    return LabelledNote(id=identifier, kind="", text=side.text, entities=side.entities, codings=(coding,))


def _marked(note: LabelledNote) -> RedactedNote:
    """The note with a stand-in for every marked detail, as a perfect redaction would leave it."""
    numbers: defaultdict[str, dict[str, int]] = defaultdict(dict)
    mentions, parts, last, shift = [], [], 0, 0
    for entity in sorted(note.entities, key=lambda entity: entity.start):
        surface = note.text[entity.start : entity.end].casefold()
        known = numbers[entity.type]
        stand_in = f"[{entity.type.replace('_', ' ')} {known.setdefault(surface, len(known) + 1)}]"
        parts += [note.text[last : entity.start], stand_in]
        start = entity.start + shift
        mentions.append(Mention(entity.start, entity.end, start, start + len(stand_in), entity.type, stand_in, 1.0, "person"))
        shift += len(stand_in) - (entity.end - entity.start)
        last = entity.end
    return RedactedNote("".join([*parts, note.text[last:]]), tuple(mentions), "marked")


def _text(note: LabelledNote, form: RedactedNote) -> Text:
    """The units of a note in one form: its codings, and the machine's segments that lie on none."""
    belonging: defaultdict[int, list[Segment]] = defaultdict(list)
    units: list[tuple[tuple[int, int], LabelledCoding | None]] = []
    for one in segment(form):
        place = coding_under(note, one)
        if place is None:
            units.append(((one.start, one.end), None))
        else:
            belonging[place].append(one)
    for place, segments in belonging.items():
        units.append(((segments[0].start, segments[-1].end), note.codings[place]))
    units.sort(key=lambda unit: unit[0])
    spans: list[tuple[int, int]] = []
    kept: list[LabelledCoding | None] = []
    for span, coding in units:
        if spans and span[0] < spans[-1][1]:  # a coding around another: what lies within speaks with it
            continue
        spans.append(span)
        kept.append(coding)
    codes = np.array([[one is not None and code in one.codes for code in CODES] for one in kept], np.float32)
    voices = np.array([VOICES.index(one.voice) if one else UNKNOWN for one in kept], np.int64)
    return Text(form.text, re.sub(r"\s+", " ", note.kind), spans, codes.reshape(len(kept), len(CODES)), voices)
