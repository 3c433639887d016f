"""Logs as JSON lines with an allow-list of fields: what is not on the list is not written, so no text can slip in.

Records of other libraries are reduced to who wrote them, where and at what level: their messages may hold anything.
"""

import logging
import sys
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any, TextIO

import structlog
from asgi_correlation_id import correlation_id

_ALLOWED = frozenset(
    {
        "event", "level", "timestamp", "logger", "request_id", "method", "route", "status", "milliseconds", "note_id",
        "count", "seconds", "error_type", "source", "address", "version", "reason",
    }
)  # fmt: skip
# Libraries whose own messages hold nothing but their state.
_TRUSTED = ("uvicorn.error", "alembic.runtime")


def configure(log_file: Path | None = None) -> None:
    """Write the log to `log_file`, or to standard error."""
    stream: TextIO = sys.stderr if log_file is None else log_file.open("a", encoding="utf-8")
    structlog.configure(
        processors=[
            structlog.stdlib.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _with_request,
            _allowed_only,
            structlog.processors.JSONRenderer(),
        ],
        logger_factory=structlog.WriteLoggerFactory(stream),
        cache_logger_on_first_use=False,
    )
    root = logging.getLogger()
    root.handlers = [_Foreign()]
    root.setLevel(logging.WARNING)
    logging.getLogger("uvicorn.error").setLevel(logging.INFO)


def _with_request(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    if request_id := correlation_id.get():
        event["request_id"] = request_id
    return event


def _allowed_only(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    return {name: value for name, value in event.items() if name in _ALLOWED}


class _Foreign(logging.Handler):
    """Hands other libraries' records to our log, without their messages."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write who said something and where."""
        trusted = record.name.startswith(_TRUSTED) and record.exc_info is None
        error_type = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else None
        structlog.get_logger().warning(
            record.getMessage() if trusted else "foreign record",
            logger=record.name,
            source=f"{record.module}:{record.lineno}",
            error_type=error_type,
        )
