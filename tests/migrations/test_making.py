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
from sqlalchemy import Connection, create_engine
from tests.builders import query, rows, sha256

from policykb import KnowledgeBase
from policykb.errors import NotAKnowledgeBase
from policykb.store import migrate, tables
from policykb.store.dialect.sqlite import APPLICATION_ID
from policykb.store.engine import Database, revisions
from policykb.store.migrate import create, upgrade

FIXTURES = Path(__file__).parent / "fixtures"
pytestmark = pytest.mark.files


NOT_YET = {"ck_change_op", "ck_claim_aspect", "ck_statement_voiced"}
"""Checks of the tables that no migration makes."""


def shape(connection: sqlite3.Connection) -> dict[str, object]:
    """Columns, keys, indexes and checks of every table, whatever their order and spelling in SQL."""
    found: dict[str, object] = {}
    for name, sql in connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall():
        if name.startswith(("statement_fts", "passage_fts", "sqlite_")) or name == "alembic_version":
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
def older(tmp_path: Path) -> Path:
    """A base of the first schema, with records and history."""
    return Path(shutil.copyfile(FIXTURES / "0001.db", tmp_path / "base.db"))


def test_an_upgrade_makes_a_copy_first(older: Path) -> None:
    before, content, head = sha256(older), rows(older, older), revisions()[-1]
    copy = older.with_name(f"base.db.before-{head}")
    assert upgrade(str(older), "9.9") == ("0001", head, copy)
    assert rows(copy, copy) == content == rows(older, copy)
    assert query(copy, "SELECT version_num FROM alembic_version") == [("0001",)]
    assert query(copy, "PRAGMA application_id") == [(APPLICATION_ID,)]
    assert query(older, "SELECT value FROM about WHERE name = 'version'") == [("9.9",)]
    assert sha256(older) != before
    # The copy is a base like any other, and the name is taken the next time.
    shutil.copyfile(copy, older)
    assert upgrade(str(older), "9.9")[2] == older.with_name(f"base.db.before-{head}.2")


def test_a_base_whose_copy_would_not_be_whole_is_not_upgraded(older: Path) -> None:
    with closing(sqlite3.connect(older)) as connection:
        connection.execute("DELETE FROM entity WHERE key = 'japan'")  # foreign keys are off: its links point at nothing
        connection.commit()
    before = sha256(older)
    with pytest.raises(NotAKnowledgeBase, match=r"is damaged \(rows of \w+ point at nothing\); nothing was changed"):
        upgrade(str(older), "9.9")
    assert sha256(older) == before
    assert list(older.parent.iterdir()) == [older], "no copy is kept that is not whole"


@pytest.mark.parametrize(
    ("statement", "error", "said"),
    [
        ("DELETE FROM entity WHERE key = 'japan'", NotAKnowledgeBase, "would break a link"),
        ("CREATE TABLE entity (x)", Exception, "already exists"),
        ("DROP TRIGGER change_no_update", NotAKnowledgeBase, "trigger change_no_update is missing"),
        ("DROP INDEX ix_link_entity_id", NotAKnowledgeBase, "index ix_link_entity_id is missing"),
        ("DROP VIEW recommendation", NotAKnowledgeBase, "view recommendation is missing"),
        ("UPDATE statement SET terms = 'lost'", NotAKnowledgeBase, "full text disagrees with the rows"),
        ("CREATE TABLE left_over (x)", NotAKnowledgeBase, "table left_over is not policykb's"),
    ],
)
def test_an_upgrade_that_goes_wrong_changes_nothing(
    older: Path, monkeypatch: pytest.MonkeyPatch, statement: str, error: type[Exception], said: str
) -> None:
    before = sha256(older)
    whole = migrate._upgrade

    def step(connection: Connection) -> None:
        whole(connection)
        if connection.exec_driver_sql("SELECT count(*) FROM entity").scalar():
            connection.exec_driver_sql(statement)

    monkeypatch.setattr(migrate, "_upgrade", step)
    with pytest.raises(error, match=said):
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
