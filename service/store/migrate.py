"""Bring a database to the shape that this earshot knows, with a copy made first where it holds anything."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from service.errors import DatabaseTooNew
from service.store.database import Database


def config() -> Config:
    """Alembic's configuration, without a file."""
    settings = Config()
    settings.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    settings.set_main_option("path_separator", "os")
    return settings


def upgrade(database: Database) -> None:
    """Run the migrations that are missing. A database that is up to date is left alone.

    Raises:
        DatabaseTooNew: It was written by a newer earshot; it is left untouched.
    """
    scripts = ScriptDirectory.from_config(config())
    with database.engine.connect() as connection:
        present = MigrationContext.configure(connection).get_current_revision()
    known = {script.revision for script in scripts.walk_revisions()}
    if present is not None and present not in known:
        raise DatabaseTooNew(
            "the database was written by a newer earshot; install that version, or restore the copy made before its upgrade"
        )
    if present == scripts.get_current_head():
        return
    if present is not None:
        _copy_first(database, present)
    _run(database)


def _run(database: Database) -> None:
    settings = config()
    with database.engine.execution_options(earshot_immediate=True).begin() as connection:
        settings.attributes["connection"] = connection
        command.upgrade(settings, "head")


def _copy_first(database: Database, revision: str) -> None:
    source = database.engine.url.database
    if database.engine.dialect.name != "sqlite" or not source:
        return
    moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    target = Path(source).with_name(f"{Path(source).name}.{revision}.{moment}.bak")
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)
    target.chmod(0o600)
