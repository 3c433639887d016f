"""What the corpus holds: how much, of what, by whom; the figures of its datasheet and of `earshot evaluate corpus`."""

from collections import Counter
from collections.abc import Iterable, Sequence

from evaluation.corpus.second import units
from evaluation.intervals import Metric
from evaluation.labelled import LabelledNote


def count_corpus(notes: Sequence[LabelledNote]) -> dict[str, Metric]:
    """Counts by name; "code/hope" is how many segments have the code hope. A count has no interval."""
    segments = [coding for note in notes for coding in note.codings]
    coded = sum(bool(coding.codes) for coding in segments)
    everything = sum(len(units(note)) for note in notes)
    totals = {
        "documents": len(notes),
        "words": sum(len(note.text.split()) for note in notes),
        "details": sum(len(note.entities) for note in notes),
        "segments_listed": len(segments),
        "segments_coded": coded,
        "segments_without_code": everything - coded,
        "documents_without_code": sum(not any(coding.codes for coding in note.codings) for note in notes),
        "documents_with_people": sum(bool(note.people) for note in notes),
        "author_styles": len({note.author for note in notes}),
        "kinds": len({note.kind for note in notes}),
        "cases": len({note.case_key for note in notes if note.case_key}),
    }
    tables: dict[str, Iterable[str]] = {
        "part": (note.split or "none" for note in notes),
        "code": (code for coding in segments for code in coding.codes),
        "voice": (coding.voice.value for coding in segments),
        "type": (entity.type.value for note in notes for entity in note.entities),
        "age_band": (str(note.attributes.get("age_band", "not said")) for note in notes),
        "placement_type": (str(note.attributes.get("placement_type", "not said")) for note in notes),
        "region": (str(note.attributes.get("region", "not said")) for note in notes),
    }
    for table, values in tables.items():
        totals |= {f"{table}/{value}": count for value, count in sorted(Counter(values).items())}
    return {name: Metric(float(count), float("nan"), float("nan")) for name, count in totals.items()}
