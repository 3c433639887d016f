"""The work loop inside the process: one thread that takes what waits, in batches, until it is told to stop.

The note's state in the database is the list of work, so a restart goes on where a killed process stopped. The loop knows
nothing of notes: it is handed the jobs to look for.
"""

import threading
from collections.abc import Callable

import structlog

_log = structlog.get_logger("earshot.work")

Job = Callable[[], bool]
"""Does one piece of work; whether there was any."""


class WorkLoop:
    """Runs jobs in a thread, in their order, one piece at a time.

    Args:
        jobs: What to do; each returns whether there was something to do.
        idle_seconds: How long to wait when there is nothing, unless woken.
    """

    def __init__(self, jobs: tuple[Job, ...], *, idle_seconds: float = 2.0) -> None:
        self._jobs = jobs
        self._idle_seconds = idle_seconds
        self._wake = threading.Event()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="earshot-work", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def wake(self) -> None:
        """There is something to do."""
        self._wake.set()

    def stop(self, *, timeout: float = 30.0) -> None:
        """Finish the piece in hand and end."""
        self._stop.set()
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(timeout)

    @property
    def alive(self) -> bool:
        """Whether the thread runs."""
        return self._thread.is_alive()

    def _run(self) -> None:
        while not self._stop.is_set():
            self._wake.clear()
            busy = False
            for job in self._jobs:
                try:
                    busy = job() or busy
                except Exception as error:  # noqa: BLE001 - a full disk now must not end the loop for ever
                    _log.error("work.failed", error_type=type(error).__name__)
                if self._stop.is_set():
                    return
            if not busy:
                self._wake.wait(self._idle_seconds)
