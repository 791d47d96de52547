"""Transactions mean what they say, and a database that is none is said to be none and left as it is."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from tests.builders import small, totals

from policykb.errors import (
    DatabaseBusy,
    LimitReached,
    NoDatabase,
    NotAKnowledgeBase,
    PolicykbError,
    UsageError,
)
from policykb.store.dialect import sqlite
from policykb.store.engine import Database

pytestmark = pytest.mark.files


class Stop(Exception):
    pass


def test_ddl_rolls_back(base: Database) -> None:
    with pytest.raises(Stop), base.writing() as connection:
        connection.exec_driver_sql("CREATE TABLE a (x)")
        raise Stop
    with base.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM sqlite_master WHERE name = 'a'").scalar() == 0


def test_savepoints_stay_in_the_transaction(base: Database) -> None:
    with pytest.raises(Stop), base.writing() as connection:
        with connection.begin_nested():
            connection.exec_driver_sql("INSERT INTO about VALUES ('a', 'b')")
        raise Stop
    with base.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM about WHERE name = 'a'").scalar() == 0


def test_a_reader_sees_one_state(base: Database) -> None:
    other = Database(base.url)
    # Under a rollback journal a writer cannot commit while somebody reads: so the reader reads, then the writer writes.
    with base.reading() as connection:
        before = connection.exec_driver_sql("SELECT count(*) FROM about").scalar()
        assert connection.exec_driver_sql("SELECT count(*) FROM about").scalar() == before
    with other.writing() as connection:
        connection.exec_driver_sql("INSERT INTO about VALUES ('a', 'b')")
    other.close()


def test_every_connection_has_foreign_keys_and_full_synchronous(base: Database) -> None:
    for opened in (base.reading, base.writing):
        with opened() as connection:
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
            assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
            assert connection.exec_driver_sql("PRAGMA trusted_schema").scalar() == 0


def test_a_second_writer_is_told_to_wait(base: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0.05)
    with closing(sqlite3.connect(base.url, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(DatabaseBusy, match="busy") as caught:
            totals(Database(base.url), small(tmp_path / "seed"))
        other.execute("ROLLBACK")
    assert caught.value.exit_code == 3
    assert totals(base, tmp_path / "seed")[0] > 0


def test_a_full_disk_leaves_the_old_state(base: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_engine = sqlite.make_engine

    def small_disk(*arguments: object, **options: object) -> object:
        from sqlalchemy import event

        engine = make_engine(*arguments, **options)  # type: ignore[arg-type]

        @event.listens_for(engine, "connect")
        def _limit(connection: sqlite3.Connection, _record: object) -> None:
            pages = connection.execute("PRAGMA page_count").fetchone()[0]
            connection.execute(f"PRAGMA max_page_count = {pages + 1}")

        return engine

    before = Path(base.url).read_bytes()
    monkeypatch.setattr(sqlite, "make_engine", small_disk)
    with pytest.raises(LimitReached, match="nothing was changed") as caught:
        totals(Database(base.url), small(tmp_path / "seed", big=_many_themes()))
    assert caught.value.exit_code == 5
    assert Path(base.url).read_bytes() == before


def _many_themes() -> str:
    return "themes:\n" + "".join(f"  - {{key: t{n}, name: Theme number {n}}}\n" for n in range(400))


def other_program(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE t (x)")
        connection.commit()


@pytest.mark.parametrize(
    ("content", "error", "code"),
    [
        (b"just text", NotAKnowledgeBase, 4),
        (b"\0" * 100, NotAKnowledgeBase, 4),
        (b"", NotAKnowledgeBase, 4),
        (b"SQLite format 3\0", NotAKnowledgeBase, 4),
        (None, NotAKnowledgeBase, 4),
    ],
)
def test_what_is_no_base(tmp_path: Path, content: bytes | None, error: type[PolicykbError], code: int) -> None:
    path = tmp_path / "x.db"
    if content is None:
        other_program(path)
    else:
        path.write_bytes(content)
    before = path.read_bytes()
    with pytest.raises(error) as caught:
        Database(str(path))
    assert caught.value.exit_code == code
    assert str(path) in str(caught.value)
    assert path.read_bytes() == before


def test_a_truncated_base_is_damaged(base: Database, tmp_path: Path) -> None:
    path = tmp_path / "cut.db"
    path.write_bytes(Path(base.url).read_bytes()[:9_000])
    with pytest.raises(NotAKnowledgeBase, match="damaged"):
        Database(str(path))


def test_places_where_no_base_can_be(tmp_path: Path) -> None:
    with pytest.raises(NoDatabase):
        Database(str(tmp_path / "none.db"))
    for url in (str(tmp_path), str(tmp_path / "no" / "x.db"), "sqlite:///a.db?mode=memory", "mysql://x/y", "a\0b"):
        with pytest.raises(UsageError) as caught:
            Database(url)
        assert caught.value.exit_code == 2
    assert list(tmp_path.iterdir()) == []
