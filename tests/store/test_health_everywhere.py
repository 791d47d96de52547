"""What `db check` finds on any database, where a test can make it wrong without the engine noticing."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.builders import small, totals
from tests.databases import Bases

from policykb import KnowledgeBase
from policykb.store.dialect import health_of
from policykb.store.engine import Database
from policykb.store.health import checks


@pytest.fixture
def loaded(base: Database, tmp_path: Path) -> Database:
    totals(base, small(tmp_path / "seed"))
    return base


@pytest.fixture
def own(bases: Bases, tmp_path: Path) -> Iterator[Database]:
    """A loaded base that no other test gets afterwards."""
    database = bases.make(tmp_path / "own.db")
    totals(database, small(tmp_path / "seed"))
    yield database
    bases.drop(database)


def wrong(database: Database) -> set[str]:
    return {check.name for check in checks(database) if check.faults}


def test_a_sound_base(loaded: Database) -> None:
    found = KnowledgeBase.db_check(loaded.url)
    assert [check.name for check in found if not check.ok] == []
    assert found[-1].note.startswith(("SQLite 3.", "PostgreSQL "))


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        (
            "UPDATE statement SET text = 'Norway.' WHERE key = 'report/join-ipef'",
            {"records", "words of texts", "names in texts"},
        ),
        ("DELETE FROM mention", {"names in texts"}),
        ("DELETE FROM closure", {"parts and narrower themes"}),
        ("UPDATE statement SET issued_first = '1999-01-01'", {"dates of statements"}),
        ("UPDATE entity SET note = 'x' WHERE key = 'japan'", {"records"}),
        ("DROP VIEW theme", {"schema"}),
        ("DROP INDEX ix_link_entity_id", {"schema"}),
        ("CREATE TABLE mine (x integer)", {"schema"}),
        ("INSERT INTO change(id, load_id, type, key, op) VALUES (999, 1, 'theme', 'gone', 'add')", {"history"}),
    ],
)
def test_faults(own: Database, sql: str, expected: set[str]) -> None:
    with own.writing() as connection:
        connection.exec_driver_sql(sql)
    assert wrong(own) == expected


def test_looking_leaves_nothing_behind(loaded: Database) -> None:
    with loaded.reading() as connection:
        before = health_of(connection).schema_objects(connection)
    list(checks(loaded))
    with loaded.reading() as connection:
        assert health_of(connection).schema_objects(connection) == before
        if connection.dialect.name == "postgresql":
            left = "SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'policykb_scratch%%'"
            assert connection.exec_driver_sql(left).scalar() == 0
