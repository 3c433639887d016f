"""What is wrong with a codebook: all of its problems at once, each with its line and how to mend it."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend.

    Attributes:
        line: Line of the file, from 1; none where it cannot be told.
        where: The code and field, as "codes.3.examples" or the code's id.
        message: What is wrong.
        fix: What to do.
    """

    line: int | None
    where: str
    message: str
    fix: str

    def __str__(self) -> str:
        place = f"line {self.line}: " if self.line else ""
        return f"{place}{self.where}: {self.message}; {self.fix}"


class CodebookError(ValueError):
    """A codebook cannot be used.

    Attributes:
        problems: What is wrong with it, in the order of the file.
    """

    def __init__(self, name: str, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: (problem.line or 0, problem.where)))
        more = f" (and {len(self.problems) - 1} more)" if len(self.problems) > 1 else ""
        super().__init__(f"{name}: {self.problems[0]}{more}")
