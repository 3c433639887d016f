"""The database: durable, one writer at a time, refusing plainly when it is full, too new or gone."""

import json
import threading
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from service.errors import DatabaseTooNew, StorageFull
from service.store import audit
from service.store.database import Database
from service.store.migrate import upgrade
from service.store.tables import AuditRow, Base


@pytest.fixture
def database(tmp_path: Path) -> Database:
    database = Database(f"sqlite:///{tmp_path / 'earshot.db'}")
    upgrade(database)
    return database


def test_the_migrations_give_the_tables_that_the_code_names(database: Database) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.runtime.migration import MigrationContext

    with database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_the_draw_goes_in_and_out_again_and_keeps_what_was_stored(tmp_path: Path) -> None:
    from alembic import command

    from service.store.migrate import config

    database = Database(f"sqlite:///{tmp_path / 'older.db'}")
    settings = config()

    def migrate(to: str, *, back: bool = False) -> None:
        with database.engine.execution_options(earshot_immediate=True).begin() as connection:
            settings.attributes["connection"] = connection
            (command.downgrade if back else command.upgrade)(settings, to)

    def columns(table: str) -> set[str]:
        with database.reading() as session:
            return {row[1] for row in session.execute(text(f"PRAGMA table_info({table})"))}

    migrate("0002")
    stored = {
        "project": "'p','default','n','p','c','2026-01-01'",
        "api_key": "'k','p','n','d','[]','2026-01-01',NULL,NULL",
    }
    with database.writing() as session:
        for table, values in stored.items():
            session.execute(text(f"INSERT INTO {table} VALUES ({values})"))
        session.execute(text(
            "INSERT INTO note (id,project_id,source_system,external_id,revision,current,digest,language,attributes,text,"
            "speakers,policy,state,attempts,received_at) "
            "VALUES ('n','p','s','e',1,1,'d','en','{}','t','[]','r','coded',0,'2026-01-01')"
        ))  # fmt: skip
        session.execute(text(
            'INSERT INTO segment (id,note_id,"index",start,"end",source_start,source_end,voice,voice_confidence,voice_reason,'
            "doubt,reviewed,scores,embedding) VALUES ('n-00000','n',0,0,1,0,1,'unclear',0.5,'r',0.0,0,'{}',x'00')"
        ))  # fmt: skip
        session.execute(text(
            "INSERT INTO decision (id,segment_id,sequence,verdict,codebook,key_id,decided_by,decided_at) "
            "VALUES ('d','n-00000',1,'unsure','c','k','R. Haddad','2026-01-01')"
        ))  # fmt: skip
    migrate("0003")
    assert {"lot", "inclusion_probability"} <= columns("segment")
    with database.reading() as session:
        assert session.execute(text("SELECT lot, inclusion_probability FROM segment")).one() == (None, None)
        assert session.execute(text("SELECT mode, suggestion_visible FROM decision")).one() == ("doubtful", 1)
    migrate("0002", back=True)
    assert not {"lot", "inclusion_probability"} & columns("segment")
    assert not {"mode", "suggestion_visible"} & columns("decision")
    with database.reading() as session:
        assert session.execute(text("SELECT id, verdict FROM decision")).one() == ("d", "unsure")


def test_what_was_learned_goes_out_and_in_again(database: Database) -> None:
    from alembic import command
    from sqlalchemy import inspect

    from service.store.migrate import config

    settings = config()
    for step, there in ((("downgrade", "0003"), False), (("upgrade", "head"), True)):
        with database.engine.execution_options(earshot_immediate=True).begin() as connection:
            settings.attributes["connection"] = connection
            getattr(command, step[0])(settings, step[1])
        assert ("learning_run" in inspect(database.engine).get_table_names()) is there


def test_tuned_encoders_go_out_with_the_states_that_stand_on_them(database: Database) -> None:
    from alembic import command
    from sqlalchemy import inspect

    from service.store.migrate import config

    settings = config()
    with database.writing() as session:
        session.execute(text("INSERT INTO project VALUES ('p','default','n','p','c','2026-01-01')"))
        for run in ("tuned", "plain"):
            session.execute(text(
                "INSERT INTO learning_run (id,project_id,codebook,state,automatic,content,moved,created_by,created_at) "
                f"VALUES ('{run}','p','c','applied',0,x'00','{{}}','R. Haddad','2026-01-01')"
            ))  # fmt: skip
        session.execute(text("INSERT INTO tuned_encoder VALUES ('tuned', x'00')"))
    for step, there in ((("downgrade", "0004"), False), (("upgrade", "head"), True)):
        with database.engine.execution_options(earshot_immediate=True).begin() as connection:
            settings.attributes["connection"] = connection
            getattr(command, step[0])(settings, step[1])
        assert ("tuned_encoder" in inspect(database.engine).get_table_names()) is there
    with database.reading() as session:
        states = {row.id: row.state for row in session.execute(text("SELECT id, state FROM learning_run"))}
    assert states == {"tuned": "failed", "plain": "applied"}


def test_topics_become_rows_and_go_back(tmp_path: Path) -> None:
    from alembic import command

    from service.store.migrate import config

    database = Database(f"sqlite:///{tmp_path / 'older.db'}")
    settings = config()

    def migrate(to: str, *, back: bool = False) -> None:
        with database.engine.execution_options(earshot_immediate=True).begin() as connection:
            settings.attributes["connection"] = connection
            (command.downgrade if back else command.upgrade)(settings, to)

    migrate("0005")
    topic = {"number": 0, "size": 4, "name": "Buses", "terms": ["bus"], "weights": [1.0], "examples": ["n-00000"]}
    asked = {"child_voice_only": True, "uncoded_only": False, "seed": 3, "max_topics": 5}
    with database.writing() as session:
        session.execute(text("INSERT INTO project VALUES ('p','default','n','p','c','2026-01-01')"))
        session.execute(
            text(
                "INSERT INTO topic_run (id,project_id,state,options,topics,created_by,created_at) "
                "VALUES ('r','p','done',:asked,:topics,'R. Haddad','2026-01-01')"
            ),
            {"asked": json.dumps(asked), "topics": json.dumps([topic])},
        )
    migrate("0006")
    with database.reading() as session:
        assert session.execute(text("SELECT number, name, name_by, size FROM topic")).one() == (0, "Buses", "earshot", 4)
        selection, options = session.execute(text("SELECT selection, options FROM topic_run")).one()
    assert json.loads(selection) == {"child_voice": True, "residue": False}
    assert json.loads(options) == {"seed": 3, "most": 5}
    migrate("0005", back=True)
    with database.reading() as session:
        options, topics = session.execute(text("SELECT options, topics FROM topic_run")).one()
    assert json.loads(options) == asked
    assert json.loads(topics) == [topic | {"example_texts": []}]
    migrate("0006")


def test_what_is_acknowledged_is_synchronised_and_what_is_deleted_is_overwritten(database: Database) -> None:
    with database.engine.connect() as connection:
        settings = {name: connection.execute(text(f"PRAGMA {name}")).scalar() for name in (
            "journal_mode", "synchronous", "foreign_keys", "secure_delete", "temp_store")}  # fmt: skip
    assert settings == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
        "temp_store": 2,
    }


def test_upgrading_twice_changes_nothing_and_makes_no_copy(database: Database, tmp_path: Path) -> None:
    upgrade(database)
    assert not list(tmp_path.glob("*.bak"))


def test_an_older_database_is_copied_before_it_is_changed(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from service.store import migrate

    monkeypatch.setattr("alembic.script.ScriptDirectory.get_current_head", lambda _: "later")
    monkeypatch.setattr(migrate, "_run", lambda _: None)
    upgrade(database)
    (copy,) = tmp_path.glob("*.bak")
    assert copy.stat().st_mode & 0o077 == 0
    with Database(f"sqlite:///{copy}").reading() as session:
        assert session.scalar(text("SELECT count(*) FROM note")) == 0


def test_a_database_of_a_newer_earshot_is_left_alone(database: Database) -> None:
    with database.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DatabaseTooNew, match="newer earshot"):
        upgrade(database)


def test_a_full_disk_is_said_plainly_and_nothing_is_stored(database: Database) -> None:
    with database.engine.connect() as connection:
        pages = connection.execute(text("PRAGMA page_count")).scalar()

    from sqlalchemy import event

    event.listen(database.engine, "begin", lambda c: c.exec_driver_sql(f"PRAGMA max_page_count={pages}"))

    def fill() -> None:
        with database.writing() as session:
            for number in range(2000):
                audit.record(session, project_id=None, actor="a", action="fill", subject=str(number) * 20)

    with pytest.raises(StorageFull, match="nothing was stored"):
        fill()
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(AuditRow)) == 0


def test_writers_take_turns_and_none_fails(database: Database) -> None:
    failures: list[BaseException] = []

    def write() -> None:
        try:
            for _ in range(20):
                with database.writing() as session:
                    audit.record(session, project_id=None, actor="a", action="b", subject="c")
        except BaseException as error:  # noqa: BLE001 - handed to the assertion below
            failures.append(error)

    threads = [threading.Thread(target=write) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(AuditRow)) == 160
        assert audit.first_broken(session) is None


def test_a_changed_or_missing_row_breaks_the_audit_chain(database: Database) -> None:
    with database.writing() as session:
        for number in range(5):
            audit.record(session, project_id="p", actor="a", action="look", subject=str(number))
    with database.writing() as session:
        session.execute(text("UPDATE audit SET subject = 'other' WHERE id = 3"))
    with database.reading() as session:
        assert audit.first_broken(session) == 3
    with database.writing() as session:
        session.execute(text("DELETE FROM audit WHERE id = 2"))
    with database.reading() as session:
        assert audit.first_broken(session) == 3
