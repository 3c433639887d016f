"""What changed between two versions of a codebook, code by code; the order of codes is no change."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from codebook.schema import Code, Codebook

_LISTS = ("examples", "counter_examples", "cues")


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field that is not the same: its old and new value, or for a list what went and what came."""

    field: str
    removed: tuple[str, ...]
    added: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CodeChange:
    """A code that is in both versions and not the same."""

    code: str
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class CodebookDiff:
    """What changed."""

    old_version: str
    new_version: str
    removed: tuple[str, ...]
    added: tuple[str, ...]
    changed: tuple[CodeChange, ...]
    book: tuple[FieldChange, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed but the layout."""
        return self.old_version == self.new_version

    def to_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)

    def lines(self) -> list[str]:
        """For people."""
        if self.is_empty:
            return [f"no change: both are version {self.new_version}"]
        lines = [f"{self.old_version} → {self.new_version}"]
        lines += [line for change in self.book for line in _lines(change, "")]
        lines += [f"- code {code}" for code in self.removed] + [f"+ code {code}" for code in self.added]
        for code in self.changed:
            lines.append(f"~ code {code.code}")
            lines += [line for change in code.fields for line in _lines(change, "  ")]
        return lines


def diff(old: Codebook, new: Codebook) -> CodebookDiff:
    """What changed from `old` to `new`."""
    both = [code.id for code in new.codes if code.id in old.by_id]
    changes = [CodeChange(code, _fields(old.by_id[code], new.by_id[code])) for code in both]
    return CodebookDiff(
        old_version=old.version,
        new_version=new.version,
        removed=tuple(code.id for code in old.codes if code.id not in new.by_id),
        added=tuple(code.id for code in new.codes if code.id not in old.by_id),
        changed=tuple(change for change in changes if change.fields),
        book=tuple(
            FieldChange(field, _shown(getattr(old, field)), _shown(getattr(new, field)))
            for field in ("id", "name", "description", "language")
            if getattr(old, field) != getattr(new, field)
        ),
    )


def _fields(old: Code, new: Code) -> tuple[FieldChange, ...]:
    changes: list[FieldChange] = []
    for field in Code.model_fields:
        before, after = getattr(old, field), getattr(new, field)
        if before == after:
            continue
        if field in _LISTS:
            gone = tuple(str(getattr(one, "text", one)) for one in before if one not in after)
            came = tuple(str(getattr(one, "text", one)) for one in after if one not in before)
            changes.append(FieldChange(field, gone, came))
        else:
            changes.append(FieldChange(field, _shown(before), _shown(after)))
    return tuple(changes)


def _shown(value: object) -> tuple[str, ...]:
    return () if value is None else (str(value),)


def _lines(change: FieldChange, indent: str) -> Sequence[str]:
    gone = [f"{indent}- {change.field}: {value}" for value in change.removed]
    came = [f"{indent}+ {change.field}: {value}" for value in change.added]
    return [*gone, *came] or [f"{indent}~ {change.field}: another order"]
