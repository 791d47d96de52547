"""A base is made whole or not at all, and brought to a new schema after a copy or not at all."""

import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from tests.builders import query, sha256, state

from policykb import KnowledgeBase
from policykb.errors import NotAKnowledgeBase
from policykb.store import migrate, tables
from policykb.store.dialect.sqlite import APPLICATION_ID
from policykb.store.engine import Database, revisions
from policykb.store.migrate import create, upgrade

pytestmark = pytest.mark.files


NOT_YET = {"ck_change_op", "ck_claim_aspect", "ck_statement_voiced"}
"""Checks of the tables that no migration makes."""


def shape(connection: sqlite3.Connection) -> dict[str, object]:
    """Columns, keys, indexes and checks of every table, whatever their order and spelling in SQL."""
    found: dict[str, object] = {}
    for name, sql in connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall():
        if name.startswith(("statement_fts", "sqlite_")) or name == "alembic_version":
            continue
        columns = {row[1:6] for row in connection.execute(f'PRAGMA table_info("{name}")')}
        links = {row[2:7] for row in connection.execute(f'PRAGMA foreign_key_list("{name}")')}
        indexes = {
            (index[2], tuple(row[2] for row in connection.execute(f'PRAGMA index_info("{index[1]}")')))
            for index in connection.execute(f'PRAGMA index_list("{name}")').fetchall()
        }
        checks = set(re.findall(r"CONSTRAINT (ck_\w+) CHECK", sql))
        found[name] = (columns, links, indexes, checks - NOT_YET, "WITHOUT ROWID" in sql)
    return found


def test_the_schema_is_that_of_the_tables(empty_file: Path, tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'direct.db'}")
    tables.metadata.create_all(engine)
    engine.dispose()
    with closing(sqlite3.connect(tmp_path / "direct.db")) as direct, closing(sqlite3.connect(empty_file)) as made:
        assert shape(made) == shape(direct)
        assert len(shape(made)) > 25


def test_a_new_base_is_marked(empty_file: Path) -> None:
    assert query(empty_file, "PRAGMA application_id") == [(APPLICATION_ID,)]
    assert query(empty_file, "SELECT name, value FROM about") == [("version", "0.test")]
    assert query(empty_file, "SELECT version_num FROM alembic_version") == [(revisions()[-1],)]
    assert query(empty_file, "PRAGMA integrity_check") == [("ok",)]
    assert query(empty_file, "PRAGMA journal_mode") == [("delete",)]
    assert not list(empty_file.parent.glob("*-journal"))


CREATE = """
import os, signal, sys
from sqlalchemy import event
from sqlalchemy.engine import Engine
count = 0
@event.listens_for(Engine, "before_cursor_execute")
def _count(*arguments):
    global count
    count += 1
    if count == int(sys.argv[2]):
        os.kill(os.getpid(), signal.SIGKILL)
from policykb import KnowledgeBase

kb, _ = KnowledgeBase.init(sys.argv[1])
print(count)
"""


def test_killed_while_it_is_made(tmp_path: Path) -> None:
    def run(path: Path, at: int) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", CREATE, str(path), str(at)]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    whole = run(tmp_path / "whole.db", 0)
    count = int(whole.stdout)
    parts = 40 if os.environ.get("POLICYKB_FAULTS") == "full" else 3
    for at in (1, *range(count // parts, count, count // parts)):
        path = tmp_path / f"{at}.db"
        assert run(path, at).returncode == -signal.SIGKILL
        if path.exists():
            # Only once it is whole does it take its place; all that comes then is opening it.
            KnowledgeBase.open(path).close()
            assert query(path, "SELECT count(*) FROM statement") == query(
                tmp_path / "whole.db", "SELECT count(*) FROM statement"
            )
            assert at > count - 20
    again = run(tmp_path / "1.db", 0)
    assert (again.returncode, again.stdout) == (0, whole.stdout), "what is left of a dead one is no hindrance"


@pytest.fixture
def older(shipped_file: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A base of the revision before, as this policykb will see it when there is a next one."""
    path = tmp_path / "base.db"
    shutil.copyfile(shipped_file, path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0000'")
        connection.commit()
    for module in (migrate.__name__, "policykb.store.engine"):
        monkeypatch.setattr(f"{module}.revisions", lambda: ["0000", *revisions()])
    return path


def test_an_upgrade_makes_a_copy_first(older: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, content, head = sha256(older), state(older), revisions()[-1]

    def step(connection: object) -> None:
        connection.exec_driver_sql("CREATE TABLE added (x)")  # type: ignore[attr-defined]
        connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{head}'")  # type: ignore[attr-defined]

    monkeypatch.setattr(migrate, "_upgrade", step)
    copy = older.with_name(f"base.db.before-{head}")
    assert upgrade(str(older), "9.9") == ("0000", head, copy)
    assert state(copy) == content == state(older)
    assert query(copy, "SELECT version_num FROM alembic_version") == [("0000",)]
    assert query(copy, "PRAGMA application_id") == [(APPLICATION_ID,)]
    assert query(older, "SELECT value FROM about WHERE name = 'version'") == [("9.9",)]
    assert query(older, "SELECT count(*) FROM added") == [(0,)]
    assert sha256(older) != before
    # The name is taken the next time.
    with closing(sqlite3.connect(older)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0000'")
        connection.execute("DROP TABLE added")
        connection.commit()
    assert upgrade(str(older), "9.9")[2] == older.with_name(f"base.db.before-{head}.2")


def test_an_older_base_gets_the_views_of_all_records(shipped_file: str, tmp_path: Path) -> None:
    path = tmp_path / "base.db"
    shutil.copyfile(shipped_file, path)
    views = "SELECT name, sql FROM sqlite_master WHERE type = 'view' ORDER BY name"
    now, content = query(path, views), state(path)
    with closing(sqlite3.connect(path)) as connection:
        for view in ("statements", "entities", "parents", "closures", "aliases", "external_ids", "authors"):
            connection.execute(f'DROP VIEW "{view}"')
        connection.execute("UPDATE alembic_version SET version_num = '0002'")
        connection.commit()
    assert upgrade(str(path), "9.9")[:2] == ("0002", revisions()[-1])
    assert query(path, views) == now
    assert state(path) == content


@pytest.mark.parametrize(
    ("statement", "error"),
    [
        ("DELETE FROM entity WHERE key = 'japan'", NotAKnowledgeBase),
        ("CREATE TABLE entity (x)", Exception),
    ],
    ids=["breaks a link", "fails"],
)
def test_an_upgrade_that_goes_wrong_changes_nothing(
    older: Path, monkeypatch: pytest.MonkeyPatch, statement: str, error: type[Exception]
) -> None:
    before = sha256(older)

    def step(connection: object) -> None:
        connection.exec_driver_sql("CREATE TABLE added (x)")  # type: ignore[attr-defined]
        connection.exec_driver_sql(statement)  # type: ignore[attr-defined]

    monkeypatch.setattr(migrate, "_upgrade", step)
    with pytest.raises(error):
        upgrade(str(older), "9.9")
    assert sha256(older) == before


def test_foreign_keys_are_off_while_the_schema_changes_and_on_again(base: Database) -> None:
    with base.migrating() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 0
    with base.writing() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_nothing_is_made_over_what_is_there(tmp_path: Path, empty_file: Path) -> None:
    path = tmp_path / "base.db"
    shutil.copyfile(empty_file, path)
    database = create(str(path), "x")
    assert query(path, "SELECT count(*) FROM entity") == [(0,)]
    database.close()
