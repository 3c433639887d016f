"""The training data as examples: the corpus's train part, tweets, WNUT17, wikigold, court cases, templates."""

import json
import random
from collections.abc import Iterable, Iterator
from pathlib import Path

from evaluation.corpus.load import Part, read_corpus, read_pairs
from evaluation.formats.columns import TYPES, sentences
from evaluation.formats.court import court_notes
from evaluation.labelled import LabelledNote
from redaction.tagger.labels import CLASS_OF, Class
from scripts.recogniser.example import ALL, Example, Span

_PUBLIC = frozenset({Class.PERSON, Class.LOCATION, Class.ORGANISATION, Class.ONLINE})


def corpus(part: Part) -> list[Example]:
    """The corpus's documents of a part, and its minimal pairs."""
    notes = [_of_note(note) for note in read_corpus(part)]
    sides = [
        Example(side.text, tuple(Span(one.start, one.end, CLASS_OF[one.type]) for one in side.entities), source="pairs")
        for pair in read_pairs(part)
        for side in (pair.a, pair.b)
    ]
    return notes + sides


def _of_note(note: LabelledNote) -> Example:
    spans = sorted((Span(one.start, one.end, CLASS_OF[one.type]) for one in note.entities), key=lambda span: span.start)
    return Example(note.text, tuple(spans), source="corpus")


def columns(path: Path) -> Iterator[Example]:
    """The sentences of a CoNLL file. "@name" is a handle and no person's name, whatever the file says."""
    for text, tokens, tagged in sentences(path):
        handles = [(start, end) for start, end in tokens if "@" in (text[start], text[max(0, start - 1)])]
        spans = [Span(start, end, Class.ONLINE) for start, end in _joined(handles)]
        spans += [
            Span(one.start, one.end, CLASS_OF[TYPES[one.name]] if one.name in TYPES else None)
            for one in tagged
            if not any(start < one.end and end > one.start for start, end in handles)
        ]
        yield Example(text, tuple(sorted(spans, key=lambda span: span.start)), known=_PUBLIC, source=path.stem)


def _joined(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Spans that touch as one: some of the files write "@ name"."""
    before: tuple[int, int] | None = None
    for start, end in spans:
        if before is not None and before[1] == start:
            before = (before[0], end)
            continue
        if before is not None:
            yield before
        before = (start, end)
    if before is not None:
        yield before


def court(path: Path) -> Iterator[Example]:
    """Court cases of the Text Anonymization Benchmark; what need not be masked there is neither right nor wrong."""
    for line in path.read_text(encoding="utf-8").splitlines():
        (note,) = court_notes(json.loads(line))
        spans = [Span(one.start, one.end, CLASS_OF[one.type]) for one in note.entities]
        spans += [
            Span(start, end, None) for start, end in note.ignored if not any(start < s.end and end > s.start for s in spans)
        ]
        known = ALL - {Class.SCHOOL, Class.ADDRESS, Class.ONLINE}
        yield Example(note.text, tuple(sorted(spans, key=lambda span: span.start)), known=known, source="tab")


def public(folder: Path) -> list[Example]:
    """All public sets."""
    names = [*(f"btc_{part}.conll" for part in "abegh"), "wnut17train.conll", "wikigold.conll.txt"]
    examples = [example for name in names for example in columns(folder / name)]
    return examples + list(court(folder / "tab_train.jsonl"))


def held_out(examples: list[Example], *, share: float, seed: int) -> tuple[list[Example], list[Example]]:
    """The examples in two parts by lot, sentence by sentence and case by case: to learn from, and to choose by."""
    chance = random.Random(seed)  # noqa: S311 - a lot for a split, no secret
    drawn = [chance.random() < share for _ in examples]
    learn = [example for example, out in zip(examples, drawn, strict=True) if not out]
    return learn, [example for example, out in zip(examples, drawn, strict=True) if out]
