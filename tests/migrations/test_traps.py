"""What Alembic's batch mode does to a SQLite base, and that an upgrade through policykb does not let it happen.

The first tests are controls: they show each trap as it is, so that a migration written later is written knowing them.
"""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Column, Connection, Text
from tests.builders import query, sha256

from policykb.errors import DatabaseBusy, DatabaseUnreachable, LimitReached, NotAKnowledgeBase, OutputError
from policykb.store import migrate
from policykb.store.dialect import sqlite
from policykb.store.engine import Database, revisions
from policykb.store.migrate import upgrade

FIXTURE = Path(__file__).parent / "fixtures" / "0001.db"
CHILDREN = ("alias", "framework_member", "external_id", "entity_theme", "link", "term", "evidence", "claim")

pytestmark = pytest.mark.files


@pytest.fixture
def older(tmp_path: Path) -> Path:
    return Path(shutil.copyfile(FIXTURE, tmp_path / "base.db"))


def children(path: Path) -> dict[str, list[tuple[object, ...]]]:
    return {table: sorted(query(path, f'SELECT * FROM "{table}"'), key=repr) for table in CHILDREN}


def make_anew(connection: Connection, table: str) -> None:
    """As a migration does that changes a column: views away, batch, views again. Triggers are forgotten."""
    views = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'view'").all()
    for name, _ in views:
        connection.exec_driver_sql(f'DROP VIEW "{name}"')
    with Operations(MigrationContext.configure(connection)).batch_alter_table(table, recreate="always") as batch:
        batch.add_column(Column("extra", Text))
    for _, sql in views:
        connection.exec_driver_sql(sql)


def triggers(connection: Connection) -> list[tuple[str, str]]:
    rows = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name")
    return [(str(name), str(sql)) for name, sql in rows]


def test_trap_a_parent_made_anew_empties_its_children(older: Path) -> None:
    assert query(older, "SELECT count(*) FROM term") == [(2,)]
    engine = sqlite.make_engine(str(older))
    with engine.connect() as connection, connection.begin():
        connection.exec_driver_sql(
            "PRAGMA foreign_keys = OFF"
        )  # what one would try: inside a transaction it does nothing
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        make_anew(connection, "vocabulary")
    engine.dispose()
    assert query(older, "SELECT count(*) FROM vocabulary") == [(1,)]
    assert query(older, "SELECT count(*) FROM term") == [(0,)], "and no word of it"


def test_through_policykb_the_children_stay(older: Path) -> None:
    before = children(older)
    assert all(before.values())
    database = Database(str(older), check=False)
    with database.migrating() as connection:
        for table in ("entity", "vocabulary", "statement"):
            make_anew(connection, table)
    with database.writing() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    database.close()
    assert children(older) == before


def test_trap_a_table_made_anew_loses_its_triggers(older: Path) -> None:
    database = Database(str(older), check=False)
    with database.migrating() as connection:
        make_anew(connection, "load")
        assert not [name for name, _ in triggers(connection) if name in {"load_no_update", "load_no_delete"}]
    database.close()


@pytest.mark.parametrize("careful", [False, True], ids=["as batch leaves it", "triggers made again"])
def test_an_upgrade_that_loses_triggers_is_taken_back(
    older: Path, monkeypatch: pytest.MonkeyPatch, careful: bool
) -> None:
    """The same steps for new bases and old ones; those that forget the triggers on old ones only are refused."""
    whole = migrate._upgrade

    def step(connection: Connection) -> None:
        is_old = bool(connection.dialect.has_table(connection, "load"))
        whole(connection)
        kept = triggers(connection)
        make_anew(connection, "load")
        if careful or not is_old:
            for name, sql in kept:
                if name.startswith("load_no"):
                    connection.exec_driver_sql(sql)

    monkeypatch.setattr(migrate, "_upgrade", step)
    before = sha256(older)
    if careful:
        assert upgrade(str(older), "x")[0] == "0001"
        with closing(sqlite3.connect(older)) as connection, pytest.raises(sqlite3.IntegrityError, match="history"):
            connection.execute("DELETE FROM load")
    else:
        with pytest.raises(NotAKnowledgeBase, match="trigger load_no_delete is missing"):
            upgrade(str(older), "x")
        assert sha256(older) == before


def test_trap_a_view_stops_the_renaming(older: Path) -> None:
    database = Database(str(older), check=False)
    before = sha256(older)
    with (
        pytest.raises(Exception, match="error in view"),
        database.migrating() as connection,
        Operations(MigrationContext.configure(connection)).batch_alter_table("entity", recreate="always") as batch,
    ):
        batch.add_column(Column("extra", Text))
    database.close()
    assert sha256(older) == before


# somebody else, no right to write, no room


def test_somebody_else_is_writing(older: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0.05)
    with closing(sqlite3.connect(older, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(DatabaseBusy, match="busy: another process is writing") as caught:
            upgrade(str(older), "x")
        other.execute("ROLLBACK")
    assert caught.value.exit_code == 3
    assert query(older, "SELECT version_num FROM alembic_version") == [("0001",)]
    assert upgrade(str(older), "x")[1] == revisions()[-1]


def test_somebody_else_upgraded_it_meanwhile(older: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the look at the revision and the lock another process did it: the second one finds nothing to do."""
    copy_before = sqlite.copy_before

    def slow(url: str, name: str) -> Path:
        copied = copy_before(url, name)
        monkeypatch.setattr(sqlite, "copy_before", copy_before)
        upgrade(url, "first")
        return copied

    monkeypatch.setattr(sqlite, "copy_before", slow)
    assert upgrade(str(older), "second")[:2] == ("0001", revisions()[-1])
    assert query(older, "SELECT count(*) FROM load") == [(2,)]


def test_a_folder_in_which_nothing_can_be_written(older: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tempfile.mkstemp", refuse)
    before = sha256(older)
    with pytest.raises(OutputError, match=r"Nothing can be written in .*: Permission denied"):
        upgrade(str(older), "x")
    assert sha256(older) == before


def test_a_file_that_may_only_be_read(older: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    connect = sqlite3.connect
    before = sha256(older)

    def reading(address: str, **options: object) -> sqlite3.Connection:
        found: sqlite3.Connection = connect(
            address.replace("=rw", "=ro") if "base.db?" in address else address, **options
        )  # type: ignore[call-overload]
        return found

    with monkeypatch.context() as patch:
        patch.setattr(sqlite3, "connect", lambda address, **options: reading(str(address), **options))
        with pytest.raises(DatabaseUnreachable, match="the file or its folder is read-only") as caught:
            upgrade(str(older), "x")
    assert caught.value.exit_code == 3
    assert sha256(older) == before


def test_a_disk_that_is_full_in_the_middle(older: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The copy has room, what the migration adds has not."""
    make_engine = sqlite.make_engine

    def small(url: str, **options: object) -> object:
        from sqlalchemy import event

        engine = make_engine(url, **options)  # type: ignore[arg-type]

        @event.listens_for(engine, "connect")
        def _limit(connection: sqlite3.Connection, _record: object) -> None:
            if "base.db" in url:
                pages = connection.execute("PRAGMA page_count").fetchone()[0]
                connection.execute(f"PRAGMA max_page_count = {pages}")

        return engine

    monkeypatch.setattr(sqlite, "make_engine", small)
    before = sha256(older)
    with pytest.raises(
        LimitReached, match=r"No space left, .* while writing .*base\.db; nothing was changed"
    ) as caught:
        upgrade(str(older), "x")
    assert caught.value.exit_code == 5
    assert sha256(older) == before
