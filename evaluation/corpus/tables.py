"""The tables of the corpus as a page to read: what each writer brought, and how often each code, voice and type occurs."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence

from evaluation.corpus.pairs import MinimalPair
from evaluation.labelled import LabelledNote

_HEAD = "# Tables of the corpus\n\nBuilt by `scripts/build_corpus.py`; not written by hand.\n"


def tables(notes: Sequence[LabelledNote], pairs: Sequence[MinimalPair]) -> str:
    """The page, in Markdown."""
    parts = ("train", "dev", "test")
    by_part = {part: [note for note in notes if note.split == part] for part in parts}
    rows = [[part, *_sizes(by_part[part]), sum(pair.split == part for pair in pairs)] for part in parts]
    rows.append(["all", *_sizes(notes), len(pairs)])
    writers: defaultdict[str, list[LabelledNote]] = defaultdict(list)
    for note in notes:
        writers[note.id.split("-")[0] if "-" in note.id else "first writers (s)"].append(note)
    sections = [
        _HEAD,
        _table("Parts", ["part", "documents", "words", "details", "segments", "coded", "pairs"], rows),
        _spread("Codes", by_part, lambda note: (code for coding in note.codings for code in coding.codes)),
        _spread("Voices", by_part, lambda note: (coding.voice.value for coding in note.codings)),
        _spread("Details", by_part, lambda note: (entity.type.value for entity in note.entities)),
        _spread("Ages", by_part, lambda note: [str(note.attributes.get("age_band", "not said"))]),
        _spread("Placements", by_part, lambda note: [str(note.attributes.get("placement_type", "not said"))]),
        _spread("Regions", by_part, lambda note: [str(note.attributes.get("region", "not said"))]),
        _table(
            "Writers",
            ["writer", "documents", "words", "details", "segments", "coded", "styles", "kinds of document"],
            [
                [writer, *_sizes(own), len({note.author for note in own}), "; ".join(sorted({note.kind for note in own}))]
                for writer, own in sorted(writers.items())
            ],
        ),
        _table("Minimal pairs", ["difference", "pairs"], sorted(Counter(pair.difference for pair in pairs).items())),
    ]
    return "\n".join(sections)


def _sizes(notes: Sequence[LabelledNote]) -> list[int]:
    return [
        len(notes),
        sum(len(note.text.split()) for note in notes),
        sum(len(note.entities) for note in notes),
        sum(len(note.codings) for note in notes),
        sum(bool(coding.codes) for note in notes for coding in note.codings),
    ]


def _spread(title: str, by_part: dict[str, list[LabelledNote]], values: Callable[[LabelledNote], Iterable[str]]) -> str:
    counts = {part: Counter(value for note in notes for value in values(note)) for part, notes in by_part.items()}
    whole = sum(counts.values(), Counter[str]())
    rows = [[value, *(counts[part][value] for part in by_part), count] for value, count in sorted(whole.items())]
    return _table(title, [title.lower(), *by_part, "all"], rows)


def _table(title: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    body = "".join(f"| {' | '.join(map(str, row))} |\n" for row in rows)
    return f"## {title}\n\n| {' | '.join(head)} |\n|{'---|' * len(head)}\n{body}"
