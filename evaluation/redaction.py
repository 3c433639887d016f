"""How much of what identifies somebody is hidden, and how much else is hidden with it."""

import re
from collections.abc import Collection, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from evaluation.intervals import RESAMPLES, SEED, Metric, bootstrap_ratio, share
from evaluation.labelled import Entity, LabelledNote
from evaluation.report import Report
from redaction.types import MentionType

Span = tuple[int, int, str]
"""A predicted mention: start, end (code points, end exclusive) in the text as posted, and type."""

DIRECT = frozenset(
    {
        MentionType.PERSON,
        MentionType.ADDRESS,
        MentionType.POSTCODE,
        MentionType.PHONE,
        MentionType.EMAIL,
        MentionType.HANDLE,
        MentionType.NHS_NUMBER,
        MentionType.NINO,
        MentionType.UPN,
        MentionType.CASE_REF,
        MentionType.VEHICLE_REG,
        MentionType.BANK,
        MentionType.PASSPORT,
        MentionType.URL,
    }
)
"""What points to one person by itself."""

THRESHOLDS = {"iou90": 0.9, "iou70": 0.7}

_WORD = re.compile(r"[^\W_]+")

_NOTHING = LabelledNote(id="nothing", text="")


def evaluate_redaction(
    pairs: Iterable[tuple[LabelledNote, Sequence[Span]]],
    *,
    dataset: str = "labelled notes",
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> Report:
    """Compares predicted mentions with labelled entities.

    - `precision_iou90`, `recall_iou90`, `f2_iou90` (and `iou70`): a mention is right if its intersection
      over union with an entity, in characters, is at least .9 (.7), whatever its type; with "/TYPE",
      mentions and entities of that type only. F2 weighs recall four times as much as precision (the span
      evaluation of presidio-research).
    - `recall_char`, `recall_char_direct`: share of the entities' letters and digits that are covered.
    - `recall_mention`: share of entities whose letters and digits are all covered, by whatever type.
    - `recall_entity`, `recall_entity_direct`: the same where all occurrences of one detail (same type, same
      words but for case) in a document must be covered, after ER-di of Pilán et al. 2022, The Text
      Anonymization Benchmark.
    - `recall_token`, `precision_token`: share of the entities' words of which no letter is left, and share of the words
      that are hidden which belong to an entity (a word is a run of letters and digits), as TAB counts them.
    - `documents_leaking_direct`: share of documents with a letter or digit of a direct identifier left; its
      interval is Wilson's.
    - `false_positives_per_1000_words`: mentions that touch no entity, nor anything that the source leaves open.

    An entity is direct if its source says so, else by its type.

    Args:
        pairs: Each labelled note with what was predicted for it.
        dataset: Name for the report.
        resamples: For the intervals, which are by document.
        seed: For the intervals.
    """
    ordered = sorted(pairs, key=lambda pair: pair[0].id)
    counted = [_fractions(note, spans) for note, spans in ordered]
    names = dict.fromkeys(_fractions(_NOTHING, ()))
    names |= dict.fromkeys(sorted({name for fractions in counted for name in fractions if "/" in name}))
    metrics: dict[str, Metric] = {}
    for name in names:
        values = np.array([fractions.get(name, (0.0, 0.0)) for fractions in counted], dtype=np.float64)
        metrics[name] = bootstrap_ratio(values.reshape(-1, 2), resamples=resamples, seed=seed)
    leaking = sum(_leaks(note, spans) for note, spans in ordered)
    metrics["documents_leaking_direct"] = share(leaking, len(ordered))
    return Report(dataset=dataset, documents=len(ordered), metrics=metrics)


def is_direct(entity: Entity) -> bool:
    """Whether a detail points to somebody by itself."""
    return entity.type in DIRECT if entity.direct is None else entity.direct


def hidden_mentions(note: LabelledNote, spans: Sequence[Span], *, only: MentionType | None = None) -> tuple[float, float]:
    """How many of a note's entities (of one type, or all) are hidden to the last letter and digit, and how many there are."""
    shown = _shown_characters(note.text, spans)
    return _all_hidden([[entity] for entity in note.entities if only in {None, entity.type}], shown)


def match(entities: Sequence[Entity], spans: Sequence[Span], *, threshold: float) -> int:
    """How many entities and spans pair off, one to one, the best first, at an IoU of `threshold` or more."""
    overlaps = [
        (_iou(entity, span), place, other)
        for place, entity in enumerate(entities)
        for other, span in enumerate(spans)
        if _overlap(entity, span)
    ]
    taken_entities: set[int] = set()
    taken_spans: set[int] = set()
    for iou, place, other in sorted(overlaps, reverse=True):
        if iou >= threshold and place not in taken_entities and other not in taken_spans:
            taken_entities.add(place)
            taken_spans.add(other)
    return len(taken_entities)


def _fractions(note: LabelledNote, spans: Sequence[Span]) -> dict[str, tuple[float, float]]:
    """For each figure, what the document adds above and below the line: all are ratios of sums."""
    shown = _shown_characters(note.text, spans)
    fractions = _hidden_fractions(note, shown)
    spans = [span for span in spans if not _is_open(note, span)]
    fractions = dict(_span_fractions(note.entities, spans)) | fractions | _token_fractions(note, spans)
    stray = sum(not any(_overlap(entity, span) for entity in note.entities) for span in spans)
    fractions["false_positives_per_1000_words"] = (1000.0 * stray, float(len(note.text.split())))
    for kind in sorted({entity.type.value for entity in note.entities} | {str(span[2]) for span in spans}):
        of_kind = [entity for entity in note.entities if entity.type == kind]
        fractions |= {
            f"{name}/{kind}": fraction
            for name, fraction in _span_fractions(of_kind, [span for span in spans if span[2] == kind]).items()
        }
        fractions[f"recall_mention/{kind}"] = _all_hidden([[entity] for entity in of_kind], shown)
    return fractions


def _is_open(note: LabelledNote, span: Span) -> bool:
    """Whether a mention lies on what the source leaves open and touches no entity."""
    on_ignored = any(start < span[1] and end > span[0] for start, end in note.ignored)
    return on_ignored and not any(_overlap(entity, span) for entity in note.entities)


def _token_fractions(note: LabelledNote, spans: Sequence[Span]) -> dict[str, tuple[float, float]]:
    labelled, hidden = np.zeros(len(note.text), dtype=np.bool_), np.zeros(len(note.text), dtype=np.bool_)
    for entity in note.entities:
        labelled[entity.start : entity.end] = True
    for start, end, _ in spans:
        hidden[start:end] = True
    for start, end in note.ignored:
        hidden[start:end] &= labelled[start:end]
    words = [slice(*found.span()) for found in _WORD.finditer(note.text)]
    true = np.array([labelled[word].any() for word in words], dtype=bool)
    found = np.array([hidden[word].any() for word in words], dtype=bool)
    whole = np.array([bool((hidden | ~labelled)[word].all()) for word in words], dtype=bool)
    return {
        "recall_token": (float((true & whole).sum()), float(true.sum())),
        "precision_token": (float((true & found).sum()), float(found.sum())),
    }


def _span_fractions(entities: Sequence[Entity], spans: Sequence[Span]) -> dict[str, tuple[float, float]]:
    fractions = {}
    for label, threshold in THRESHOLDS.items():
        right = match(entities, spans, threshold=threshold)
        fractions[f"precision_{label}"] = (float(right), float(len(spans)))
        fractions[f"recall_{label}"] = (float(right), float(len(entities)))
        # F-beta is (1 + β²)·tp / (β²·entities + spans)
        fractions[f"f2_{label}"] = (5.0 * right, 4.0 * len(entities) + len(spans))
    return fractions


def _hidden_fractions(note: LabelledNote, shown: NDArray[np.bool_]) -> dict[str, tuple[float, float]]:
    details: dict[tuple[str, str], list[Entity]] = {}
    for entity in note.entities:
        words = entity.entity or " ".join(note.text[entity.start : entity.end].casefold().split())
        details.setdefault((entity.type, words), []).append(entity)
    direct = [entity for entity in note.entities if is_direct(entity)]
    everything = _shown_characters(note.text, ())
    return {
        "recall_char": _characters(note.entities, shown, everything),
        "recall_char_direct": _characters(direct, shown, everything),
        "recall_mention": _all_hidden([[entity] for entity in note.entities], shown),
        "recall_entity": _all_hidden(details.values(), shown),
        "recall_entity_direct": _all_hidden(
            [occurrences for occurrences in details.values() if is_direct(occurrences[0])], shown
        ),
    }


def _shown_characters(text: str, spans: Sequence[Span]) -> NDArray[np.bool_]:
    """Which characters are letters or digits that no span covers; punctuation tells of nobody."""
    shown = np.fromiter((character.isalnum() for character in text), dtype=np.bool_, count=len(text))
    for start, end, _ in spans:
        if not 0 <= start <= end <= len(text):
            raise ValueError(f"a predicted mention {start}–{end} does not fit a text of {len(text)} characters")
        shown[start:end] = False
    return shown


def _characters(entities: Sequence[Entity], shown: NDArray[np.bool_], everything: NDArray[np.bool_]) -> tuple[float, float]:
    all_of_them = sum(int(everything[entity.start : entity.end].sum()) for entity in entities)
    left = sum(int(shown[entity.start : entity.end].sum()) for entity in entities)
    return float(all_of_them - left), float(all_of_them)


def _all_hidden(details: Collection[Sequence[Entity]], shown: NDArray[np.bool_]) -> tuple[float, float]:
    hidden = sum(not any(shown[place.start : place.end].any() for place in places) for places in details)
    return float(hidden), float(len(details))


def _leaks(note: LabelledNote, spans: Sequence[Span]) -> bool:
    shown = _shown_characters(note.text, spans)
    return any(shown[entity.start : entity.end].any() for entity in note.entities if is_direct(entity))


def _overlap(entity: Entity, span: Span) -> int:
    return max(0, min(entity.end, span[1]) - max(entity.start, span[0]))


def _iou(entity: Entity, span: Span) -> float:
    overlap = _overlap(entity, span)
    return overlap / (entity.end - entity.start + span[1] - span[0] - overlap)
