"""The database: one place that opens it, reads it and writes it.

SQLite runs in WAL mode with synchronous=FULL (what was acknowledged survives a power cut), one writer lock in the
process (waiting in Python is fair, waiting in SQLite is not) and BEGIN IMMEDIATE (a writer never fails half way because
another came first). Temporary tables stay in memory and deleted rows are overwritten, so nothing lingers on disk.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

from service.errors import StorageFull, Unavailable

_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA busy_timeout=10000",
    "PRAGMA secure_delete=ON",
    "PRAGMA temp_store=MEMORY",
)


class Database:
    """Sessions for reading and for writing."""

    def __init__(self, url: str) -> None:
        self.engine: Engine = create_engine(url, hide_parameters=True)
        self._writer = threading.RLock()
        if self.engine.dialect.name == "sqlite":
            event.listen(self.engine, "connect", _prepare_sqlite)
            event.listen(self.engine, "begin", _begin_sqlite)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one state of the database and changes nothing."""
        with _translated(), Session(self.engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session whose changes are stored together at the end, or not at all.

        Raises:
            StorageFull: There is no room; nothing was stored.
            Unavailable: The database cannot be written now; nothing was stored.
        """
        with _translated(), self._writer:
            engine = self.engine.execution_options(earshot_immediate=True)
            with Session(engine, expire_on_commit=False) as session, session.begin():
                yield session

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()


def _prepare_sqlite(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    # the driver must not open transactions by itself: BEGIN IMMEDIATE below does
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    immediate = connection.get_execution_options().get("earshot_immediate", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except OperationalError as error:
        cause = str(error.orig)
        if "full" in cause or "No space left" in cause:
            raise StorageFull("the disk is full; nothing was stored: make room and send it again") from None
        if isinstance(error, DBAPIError) and ("locked" in cause or "unable to open" in cause or "I/O" in cause):
            raise Unavailable("the database cannot be reached now; nothing was stored: send it again") from None
        raise
