"""What the shape of a codebook cannot say: ids that are unique, parents that exist, codes that do not contradict."""

from collections.abc import Callable, Iterator
from itertools import combinations

from codebook.errors import Problem
from codebook.schema import Code, Codebook

LineOf = Callable[..., int | None]


def check(codebook: Codebook, line_of: LineOf) -> list[Problem]:
    """The problems of a codebook whose shape is right; `line_of(*place)` gives the line of a field."""
    numbered = list(enumerate(codebook.codes))
    known = {code.id: number for number, code in numbered}
    return [
        *_double_ids(numbered, line_of),
        *_parents(codebook, known, line_of),
        *_counter_examples(numbered, known, line_of),
        *_contradictions(numbered, line_of),
    ]


def _double_ids(numbered: list[tuple[int, Code]], line_of: LineOf) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for number, code in numbered:
        if code.id in first:
            where = line_of("codes", first[code.id], "id")
            fix = f"give one of them another id (the first stands in line {where})"
            yield Problem(line_of("codes", number, "id"), code.id, "two codes have this id", fix)
        first.setdefault(code.id, number)


def _parents(codebook: Codebook, known: dict[str, int], line_of: LineOf) -> Iterator[Problem]:
    for number, code in enumerate(codebook.codes):
        line = line_of("codes", number, "parent")
        if code.parent is not None and code.parent not in known:
            yield Problem(line, code.id, f"its parent {code.parent} is no code", f"use one of: {', '.join(known)}")
        elif _is_its_own_ancestor(code, codebook):
            yield Problem(line, code.id, "its parents lead back to itself", "take out one of the parents in the circle")


def _is_its_own_ancestor(code: Code, codebook: Codebook) -> bool:
    met: set[str] = set()
    parent = code.parent
    while parent is not None and parent in codebook.by_id and parent not in met:
        if parent == code.id:
            return True
        met.add(parent)
        parent = codebook.by_id[parent].parent
    return False


def _counter_examples(numbered: list[tuple[int, Code]], known: dict[str, int], line_of: LineOf) -> Iterator[Problem]:
    for number, code in numbered:
        for place, counter in enumerate(code.counter_examples):
            line = line_of("codes", number, "counter_examples", place)
            for other in counter.instead:
                if other not in known:
                    yield Problem(
                        line,
                        code.id,
                        f"a near miss names {other}, which is no code",
                        "name a code of this book",
                    )
            if code.id in counter.instead:
                yield Problem(line, code.id, "a near miss names its own code", "it is an example then; move it there")
            if counter.text in code.examples:
                yield Problem(line, code.id, "a sentence is both an example and a near miss", "take it out of one list")


def _contradictions(numbered: list[tuple[int, Code]], line_of: LineOf) -> Iterator[Problem]:
    for (_, one), (number, other) in combinations(numbered, 2):
        if one.theme is None or one.theme != other.theme or one.direction is None:
            continue
        if one.direction == other.direction:
            message = f"{one.id} has the same theme and direction"
            yield Problem(line_of("codes", number, "direction"), other.id, message, "change one, or make them one code")
        elif double := set(one.examples) & set(other.examples):
            place = other.examples.index(min(double))
            message = f"an example stands in its opposite {one.id} too"
            yield Problem(line_of("codes", number, "examples", place), other.id, message, "keep it on one side")
