"""Stand-ins at the command line: the same through a case within one run, forgotten when it ends."""

import secrets
from collections import defaultdict

from redaction.pseudonyms import CaseMemory
from service.cli.readers import InputNote


class Cases:
    """The memory of each case that a run meets, under a key that lives as long as the run."""

    def __init__(self) -> None:
        key = secrets.token_bytes(32)
        self._by_case: defaultdict[str, CaseMemory] = defaultdict(lambda: CaseMemory(key, salt=secrets.token_hex(16)))

    def of(self, note: InputNote) -> CaseMemory:
        """The memory of the note's case; a note without a case has one of its own."""
        return self._by_case[f"case {note.case_key}" if note.case_key else f"note {secrets.token_hex(8)}"]
