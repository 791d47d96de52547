"""What is no base, or none of this version, or cannot be written: named so by every way in, and left as it is."""

import os
import resource
import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from tests.builders import query, sha256, small, totals, write

from policykb import KnowledgeBase
from policykb.errors import (
    DatabaseUnreachable,
    LimitReached,
    NewerDatabase,
    NoDatabase,
    NotAKnowledgeBase,
    OlderDatabase,
    PolicykbError,
    UsageError,
)
from policykb.store.dialect import sqlite
from policykb.store.engine import Database, revisions
from policykb.store.migrate import upgrade

pytestmark = pytest.mark.files


WAYS: dict[str, Callable[[Path], object]] = {
    "open": KnowledgeBase.open,
    "init": KnowledgeBase.init,
    "db_upgrade": KnowledgeBase.db_upgrade,
    "db_current": KnowledgeBase.db_current,
}


def refused(way: str, path: Path) -> PolicykbError:
    before = sha256(path)
    listed = sorted(path.parent.iterdir())
    with pytest.raises(PolicykbError) as caught:
        WAYS[way](path)
    assert sha256(path) == before
    assert sorted(path.parent.iterdir()) == listed
    assert str(path) in caught.value.message
    return caught.value


FOREIGN = {
    "text": b"just text, long enough to be read as a header of a hundred bytes or more, as people write them. " * 3,
    "zeros": bytes(100),
    "many zeros": bytes(100_000),
    "empty": b"",
    "header only": b"SQLite format 3\0",
    "short": b"SQLite format 3\0" + bytes(50),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("content", FOREIGN.values(), ids=FOREIGN)
def test_a_file_that_is_no_database(tmp_path: Path, way: str, content: bytes) -> None:
    path = tmp_path / "x.db"
    path.write_bytes(content)
    error = refused(way, path)
    assert isinstance(error, NotAKnowledgeBase)
    assert (error.exit_code, error.message) == (4, f"{path} is not a policykb database.")


@pytest.mark.parametrize("way", WAYS)
def test_a_database_of_another_program(tmp_path: Path, way: str) -> None:
    path = tmp_path / "photos.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE alembic_version (version_num)")
        connection.execute(f"INSERT INTO alembic_version VALUES ('{revisions()[-1]}')")
        connection.commit()
    error = refused(way, path)
    assert isinstance(error, NotAKnowledgeBase)
    assert "another program's" in error.message


@pytest.mark.parametrize("way", ["open", "db_upgrade"])
def test_our_mark_and_nothing_else(tmp_path: Path, way: str) -> None:
    path = tmp_path / "x.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA application_id = {sqlite.APPLICATION_ID}")
        connection.execute("CREATE TABLE t (x)")
    assert isinstance(refused(way, path), NotAKnowledgeBase)


def test_a_base_cut_short_anywhere_is_damaged_or_whole(shipped_file: str, tmp_path: Path) -> None:
    """It may open where the missing part is not needed; then reading it all must say so."""
    whole = Path(shipped_file).read_bytes()
    path = tmp_path / "cut.db"
    for size in (*range(100, 8_192, 1_500), *range(8_192, len(whole), len(whole) // 15)):
        path.write_bytes(whole[:size])
        with pytest.raises(NotAKnowledgeBase, match=r"is damaged \(") as caught, KnowledgeBase.open(path) as kb:
            for subject in ("statements", "actors", "themes", "frameworks", "sources", "events"):
                kb.query(subject).to_dicts()
            kb.load(tmp_path)
        assert caught.value.exit_code == 4
        assert caught.value.hint == "Restore a copy, or load your seed files into a new base."
        assert path.read_bytes() == whole[:size]


def other_version(base: Path, copy: Path, revision: str, *, tables: bool = True) -> Path:
    shutil.copyfile(base, copy)
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", (revision,))
        if not tables:
            connection.execute("DROP TABLE about")
        connection.commit()
    return copy


@pytest.mark.parametrize("way", ["open", "init", "db_upgrade"])
@pytest.mark.parametrize("tables", [True, False])
def test_a_base_of_a_newer_policykb(empty_file: Path, tmp_path: Path, way: str, tables: bool) -> None:
    error = refused(way, other_version(empty_file, tmp_path / "new.db", "9999", tables=tables))
    assert isinstance(error, NewerDatabase)
    assert error.hint == "Upgrade policykb: pip install -U policykb"
    assert f"made by {'policykb 0.test' if tables else 'a newer policykb'} (schema 9999)" in error.message


@pytest.mark.parametrize("way", ["open", "init"])
def test_a_base_of_an_older_policykb(
    empty_file: Path, tmp_path: Path, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("policykb.store.engine.revisions", lambda: ["0000", *revisions()])
    error = refused(way, other_version(empty_file, tmp_path / "old.db", "0000"))
    assert isinstance(error, OlderDatabase)
    assert error.hint == "Run: policykb db upgrade (it makes a copy first)"
    assert KnowledgeBase.db_current(tmp_path / "old.db") == ("0000", revisions()[-1])


@pytest.mark.parametrize(
    "url",
    [
        *("mysql://u:secret@h/x", "postgresql://u:secret@h", "postgresql+asyncpg://u:secret@h/x", "http://x/y"),
        *("sqlite://", "sqlite:///", "sqlite:///:memory:", "sqlite:///a.db?mode=memory", "sqlite:///file:a?x=1"),
        "a\0b.db",
    ],
)
def test_urls_that_are_not_supported(url: str) -> None:
    for way in (KnowledgeBase.open, KnowledgeBase.init):
        with pytest.raises(UsageError) as caught:
            way(url)
        assert caught.value.exit_code == 2
        assert "secret" not in str(caught.value)


def test_a_place_where_no_file_can_be(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "no" / "x.db", tmp_path / ("x" * 300), tmp_path / "x.db" / "y.db"):
        (tmp_path / "x.db").write_bytes(b"x")
        for way in (KnowledgeBase.open, KnowledgeBase.init):
            with pytest.raises(UsageError):
                way(path)
    with pytest.raises(NoDatabase) as caught:
        KnowledgeBase.open(tmp_path / "none.db")
    assert (caught.value.exit_code, caught.value.hint) == (4, "Make one with: policykb init")
    assert [path.name for path in tmp_path.iterdir()] == ["x.db"]


def test_a_url_and_a_path_are_the_same_base(shipped_file: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(Path(shipped_file).parent)
    for name in (f"sqlite:///{shipped_file}", f"sqlite:///{Path(shipped_file).name}", Path(shipped_file).name):
        with KnowledgeBase.open(name) as kb:
            assert kb.query("sources").total == 1


def test_names_that_urls_would_misread(empty_file: Path, tmp_path: Path) -> None:
    for name in ("a b.db", "a?mode=ro.db", "a#b.db", "a%20b.db", "ä日本.db", "-x.db"):
        shutil.copyfile(empty_file, tmp_path / name)
        base = Database(str(tmp_path / name))
        assert totals(base, small(tmp_path / "seed"))[0] > 0
        base.close()
        assert query(tmp_path / "a b.db", "SELECT count(*) FROM statement") == [(2,)]
    assert len(list(tmp_path.glob("*.db"))) == 6


# what may be read and not written


@pytest.fixture
def read_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """As where the file or its folder may not be written, which would not stop a root user."""
    connect = sqlite3.connect
    monkeypatch.setattr(
        sqlite3, "connect", lambda address, **options: connect(address.replace("=rw", "=ro"), **options)
    )


@pytest.mark.usefixtures("read_only")
def test_a_base_that_may_only_be_read(shipped_file: str, tmp_path: Path) -> None:
    path = tmp_path / "base.db"
    shutil.copyfile(shipped_file, path)
    before = sha256(path)
    with KnowledgeBase.open(path) as kb:
        assert kb.query("recommendations mentioning IPEF").total > 0
        with pytest.raises(
            DatabaseUnreachable, match="cannot be written: the file or its folder is read-only"
        ) as caught:
            kb.load(write(tmp_path / "seed", {"t.yaml": "themes:\n  - {key: energy, name: Energy}\n"}))
    assert caught.value.exit_code == 3
    assert sha256(path) == before


@pytest.mark.parametrize("wal", [False, True])
def test_c09_a_folder_in_which_nothing_can_be_written(shipped_file: str, wal: bool) -> None:
    """Such a base can be read, unless it is in WAL mode: then it is said what it lacks."""
    was_root = os.geteuid() == 0
    with tempfile.TemporaryDirectory() as name:
        path = Path(shutil.copyfile(shipped_file, Path(name, "base.db")))
        if wal:
            with closing(sqlite3.connect(path)) as connection:
                connection.execute("PRAGMA journal_mode = WAL")
        path.chmod(0o444)
        Path(name).chmod(0o555)
        if was_root:
            os.seteuid(65534)
        try:
            if not wal:
                with KnowledgeBase.open(path) as kb:
                    assert kb.query("sources").total == 1
            else:
                with pytest.raises(DatabaseUnreachable, match="read-only") as caught:
                    KnowledgeBase.open(path)
                assert "base.db-shm" in str(caught.value.hint)
                assert caught.value.exit_code == 3
        finally:
            if was_root:
                os.seteuid(0)
            Path(name).chmod(0o755)


def test_a_file_that_cannot_be_opened(shipped_file: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_permission(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", no_permission)
        with pytest.raises(DatabaseUnreachable, match="cannot be read: Permission denied"):
            Database(shipped_file)
    os.mkfifo(tmp_path / "pipe.db")
    with pytest.raises(NotAKnowledgeBase):
        Database(str(tmp_path / "pipe.db"))


def test_no_room_for_the_copy_before_an_upgrade(
    empty_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("engine", "migrate"):
        monkeypatch.setattr(f"policykb.store.{module}.revisions", lambda: ["0000", *revisions()])
    path = other_version(empty_file, tmp_path / "old.db", "0000")
    before = sha256(path)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, limits[1]))
    try:
        with pytest.raises(LimitReached, match=r"while writing .*old\.db\.before-\d{4}; nothing was changed") as caught:
            upgrade(str(path), "x")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert caught.value.exit_code == 5
    assert sha256(path) == before
    assert list(tmp_path.iterdir()) == [path], "no half of a copy"
