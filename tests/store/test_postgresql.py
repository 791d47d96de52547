"""What only a PostgreSQL server has: who may write when, what an error of its means, history, and one digest for both."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import make_url
from sqlalchemy.exc import DBAPIError
from tests.builders import differences, small, totals, write
from tests.databases import Bases, drop_database, new_database

from policykb import KnowledgeBase
from policykb.errors import DatabaseBusy, DatabaseUnreachable, NoDatabase, NotAKnowledgeBase, OlderDatabase, UsageError
from policykb.store.dialect import postgresql
from policykb.store.engine import Database
from policykb.store.migrate import create


@pytest.fixture
def url() -> Iterator[str]:
    """An empty database, no base yet."""
    made = new_database()
    yield made
    drop_database(made)


@pytest.fixture
def kept(url: str, tmp_path: Path) -> str:
    """A base of the small world."""
    database = create(url, "test")
    totals(database, small(tmp_path / "seed"))
    database.close()
    return url


def plain(url: str) -> "psycopg.Connection[Any]":
    return psycopg.connect(url.replace("+psycopg", ""))


def test_a_base_is_made_in_an_empty_database_only(url: str) -> None:
    with pytest.raises(NoDatabase, match="no knowledge base"), KnowledgeBase.open(url):
        pass
    with plain(url) as connection:
        connection.execute("CREATE TABLE theirs (id int)")
    with pytest.raises(UsageError, match="holds tables of its own"):
        KnowledgeBase.init(url)
    with pytest.raises(NotAKnowledgeBase, match="another program's"), KnowledgeBase.open(url):
        pass


def test_a_database_that_is_not_there(url: str) -> None:
    missing = make_url(url).set(database="no_such_base").render_as_string(hide_password=False)
    with pytest.raises(NoDatabase, match="There is no database") as caught, KnowledgeBase.open(missing):
        pass
    assert "createdb" in str(caught.value.hint)


def test_a_server_that_is_not_there_is_named_without_the_password() -> None:
    with pytest.raises(DatabaseUnreachable) as caught, KnowledgeBase.open("postgresql://ana:secret@127.0.0.1:1/kb"):
        pass
    assert caught.value.exit_code == 3
    assert "127.0.0.1:1" in str(caught.value)
    assert "secret" not in str(caught.value)


def test_files_and_server_say_the_same(kept: str, tmp_path: Path) -> None:
    file = create(str(tmp_path / "file.db"), "test")
    totals(file, tmp_path / "seed")
    assert differences(file.url, kept) == {}
    file.close()


def test_a_second_writer_is_told_to_wait(kept: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    more = write(tmp_path / "more", {"m.yaml": "themes:\n  - {key: m, name: More}\n"}, "more")
    monkeypatch.setattr(postgresql, "BUSY_SECONDS", 1)
    first, second = Database(kept), Database(kept)
    with first.writing() as connection:
        connection.exec_driver_sql("SELECT 1")
        with pytest.raises(DatabaseBusy, match="another process is writing"):
            totals(second, more)
    assert totals(second, more) == (1, 0, 0)
    first.close()
    second.close()


def test_a_reader_sees_one_state_and_cannot_write(kept: str, tmp_path: Path) -> None:
    database = Database(kept)
    counted = "SELECT count(*) FROM entity"
    with database.reading() as connection:
        before = connection.exec_driver_sql(counted).scalar_one()
        totals(database, write(tmp_path / "more", {"m.yaml": "themes:\n  - {key: m, name: More}\n"}, "more"))
        assert connection.exec_driver_sql(counted).scalar_one() == before
    with pytest.raises(DatabaseUnreachable, match="cannot be written"), database.reading() as connection:
        connection.exec_driver_sql("DELETE FROM about")
    database.close()


@pytest.mark.parametrize(
    "statement", ["UPDATE change SET key = 'x'", "DELETE FROM change", 'DELETE FROM "load"', "TRUNCATE load_file"]
)
def test_history_cannot_be_edited(kept: str, statement: str) -> None:
    database = Database(kept)
    with pytest.raises(DBAPIError, match="history cannot be edited"), database.writing() as connection:
        connection.exec_driver_sql(statement)
    database.close()


def test_an_older_schema_is_refused_and_never_changed_by_the_way(kept: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("policykb.store.engine.revisions", lambda: ["0001", "9999"])
    with plain(kept) as connection:
        revision = connection.execute("SELECT version_num FROM alembic_version").fetchall()
        connection.execute("UPDATE alembic_version SET version_num = '0001'")
    for way in (KnowledgeBase.open, KnowledgeBase.init):
        with pytest.raises(OlderDatabase, match="policykb db upgrade"):
            way(kept)
    with plain(kept) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [("0001",)]
    assert revision


def test_terms_longer_than_the_server_takes(url: str, tmp_path: Path) -> None:
    database = create(url, "test")
    long, other = "x" * 3_000, "x" * 2_999 + "y"
    report = (
        "source: {key: r, title: R, kind: report}\nfindings:\n"
        f"  - {{key: a, text: One {long} word., evidence: [{{page: 1}}]}}\n"
    )
    totals(database, write(tmp_path / "seed", {"r.yaml": report}))
    kb = KnowledgeBase(database)
    with database.reading() as connection:
        ids = [
            connection.execute(postgresql.statements_with([[*phrase]])).scalars().all()
            for phrase in ([long], ["one", long], ["one", long, "word"], [other], [long, "one"], ["x" * 600])
        ]
    assert [len(found) for found in ids] == [1, 1, 1, 0, 0, 0]
    kb.close()


def test_the_schema_is_that_of_the_tables(bases: Bases, engine: str) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from policykb.store.tables import metadata

    database = Database(bases.template)
    with database.reading() as connection:
        context = MigrationContext.configure(connection)
        found = [item for item in compare_metadata(context, metadata) if not re.search(r"ix_\w+_terms", str(item))]
    database.close()
    # Foreign keys are deferrable there, which the tables leave to each engine.
    apart = ("statement_fts", "passage_fts") if engine == "sqlite" else ("remove_fk", "add_fk")
    assert [item for item in found if not any(word in str(item) for word in apart)] == []
