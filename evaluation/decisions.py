"""The units of many documents as arrays: for each code on each unit, what person and machine decided."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evaluation.alignment import Unit
from evaluation.intervals import Floats

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Decisions:
    """All decisions of person and machine on a set of documents.

    Attributes:
        codes: Every code that occurs, sorted.
        documents: How many documents there are, those without units too.
        document: Number of the document of each unit, shape (units,).
        person, machine: Whether the code was put, shape (units, codes).
        scores: Confidence, shape (units, codes); NaN where the machine gave none.
        found: Whether the machine has a segment there, shape (units,).
        voices: For each document: units whose voice the person gave, those where the machine gave the same
            one, those with a child's voice by both, by the person, by the machine; shape (documents, 5).
        accepted: Whether the machine put the code without asking, shape (units, codes).
        spoken: The voice that the person gave each unit; empty where none, shape (units,).
    """

    codes: tuple[str, ...]
    documents: int
    document: NDArray[np.intp]
    person: Flags
    machine: Flags
    scores: Floats
    found: Flags
    voices: Floats
    accepted: Flags
    spoken: NDArray[np.str_]

    @property
    def labelled(self) -> Flags:
        """Which codes the person put at least once, shape (codes,)."""
        return np.asarray(self.person.any(axis=0))


def lay_out(by_document: Sequence[Sequence[Unit]]) -> Decisions:
    """The units of each document as arrays."""
    units = [unit for of_document in by_document for unit in of_document]
    named = (unit.person_codes | unit.machine_codes | set(unit.scores or ()) for unit in units)
    codes = sorted(set().union(*named))
    shape = (len(units), len(codes))
    return Decisions(
        codes=tuple(codes),
        documents=len(by_document),
        document=np.repeat(np.arange(len(by_document)), [len(of_document) for of_document in by_document]),
        person=_flags([[code in unit.person_codes for code in codes] for unit in units], shape),
        machine=_flags([[code in unit.machine_codes for code in codes] for unit in units], shape),
        scores=_floats([[(unit.scores or {}).get(code, np.nan) for code in codes] for unit in units], shape),
        found=np.array([unit.scores is not None for unit in units], dtype=np.bool_),
        voices=_floats([_voices(of_document) for of_document in by_document], (len(by_document), 5)),
        accepted=_flags([[code in unit.accepted_codes for code in codes] for unit in units], shape),
        spoken=np.array([str(unit.person_voice or "") for unit in units], dtype=np.str_),
    )


def _flags(rows: list[list[bool]], shape: tuple[int, int]) -> Flags:
    return np.array(rows, dtype=np.bool_).reshape(shape)


def _floats(rows: list[list[float]], shape: tuple[int, int]) -> Floats:
    return np.array(rows, dtype=np.float64).reshape(shape)


def _voices(units: Sequence[Unit]) -> list[float]:
    known = [(unit.person_voice, unit.machine_voice) for unit in units if unit.person_voice]
    same = sum(person == machine for person, machine in known)
    by_person = [bool(person and person.is_child) for person, _ in known]
    by_machine = [bool(machine and machine.is_child) for _, machine in known]
    both = sum(person and machine for person, machine in zip(by_person, by_machine, strict=True))
    return [float(count) for count in (len(known), same, both, sum(by_person), sum(by_machine))]
