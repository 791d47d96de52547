"""Backups and putting one back: whole or not at all, verified, and the base is not touched before it must be."""

import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from tests.builders import query, sha256, small, state, totals, write
from tests.migrations.fixtures.make import FOLDER

from policykb import KnowledgeBase
from policykb.errors import (
    DatabaseBusy,
    DatabaseUnreachable,
    LimitReached,
    NewerDatabase,
    NotAKnowledgeBase,
    OutputError,
    PolicykbError,
    UsageError,
)
from policykb.store.dialect import sqlite, sqlite_copies
from policykb.store.engine import Database, revisions

pytestmark = pytest.mark.files
DAY = date(2026, 11, 24)


@pytest.fixture
def path(base: Database, tmp_path: Path) -> Path:
    """A small base, loaded, as a file in a folder of its own beside its seed."""
    totals(base, small(tmp_path / "seed"))
    folder = tmp_path / "bases"
    folder.mkdir()
    return Path(shutil.copyfile(base.url, folder / "my-base.db"))


def change(path: Path, seed: Path) -> None:
    """One more load."""
    with KnowledgeBase.open(path) as kb:
        assert kb.load(write(seed, {"more.yaml": "themes:\n  - {key: energy, name: Energy}\n"})).totals == (1, 0, 0)


def names(path: Path) -> list[str]:
    return sorted(entry.name for entry in path.parent.iterdir())


@pytest.fixture
def disk() -> Iterator[Callable[[int], None]]:
    """Makes the disk full after so many bytes of a file."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    yield lambda size: resource.setrlimit(resource.RLIMIT_FSIZE, (size, limits[1]))
    resource.setrlimit(resource.RLIMIT_FSIZE, limits)


# backup


def test_a_backup_says_what_the_base_says_and_has_the_day_in_its_name(path: Path) -> None:
    before = sha256(path)
    copy = KnowledgeBase.db_backup(db=path, today=DAY)
    assert copy == path.with_name("my-base-2026-11-24.db")
    assert state(copy) == state(path)
    assert query(copy, "PRAGMA application_id") == [(sqlite.APPLICATION_ID,)]
    assert [check.name for check in KnowledgeBase.db_check(copy) if check.faults or check.skipped] == []
    assert sha256(path) == before
    assert KnowledgeBase.db_backup(db=path, today=DAY) == path.with_name("my-base-2026-11-24.2.db")
    (path.parent / "safe").mkdir()
    assert KnowledgeBase.db_backup(path.parent / "safe", path, today=DAY).name == "my-base-2026-11-24.db"
    assert names(path) == ["my-base-2026-11-24.2.db", "my-base-2026-11-24.db", "my-base.db", "safe"]


def test_a_backup_replaces_nothing_unless_told_to(path: Path) -> None:
    target = path.with_name("safe.db")
    target.write_text("mine")
    with pytest.raises(OutputError, match="exists already"):
        KnowledgeBase.db_backup(target, path)
    assert target.read_text() == "mine"
    KnowledgeBase.db_backup(target, path, force=True)
    assert state(target) == state(path)
    for force in (False, True):
        with pytest.raises(OutputError, match="is the base itself"):
            KnowledgeBase.db_backup(path, path, force=force)
    with pytest.raises(OutputError, match="mkdir"):
        KnowledgeBase.db_backup(path.parent / "no" / "x.db", path)
    with pytest.raises(OutputError, match="is no file"):
        KnowledgeBase.db_backup("/dev/null", path, force=True)


def test_a_backup_of_an_older_schema_stays_what_it_is(tmp_path: Path) -> None:
    copy = KnowledgeBase.db_backup(tmp_path / "copy.db", FOLDER / "0001.db")
    assert query(copy, "SELECT version_num FROM alembic_version") == [("0001",)]


def test_a_backup_while_somebody_writes(path: Path) -> None:
    """What is not committed is not in it, and the writer is not disturbed."""
    before = state(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("UPDATE entity SET note = 'half' WHERE key = 'japan'")
        copy = KnowledgeBase.db_backup(path.with_name("copy.db"), path)
        writer.execute("COMMIT")
    assert state(copy) == before
    assert query(path, "SELECT note FROM entity WHERE key = 'japan'") == [("half",)]


def test_a_backup_of_a_base_in_wal_mode_needs_nothing_beside_it(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICYKB_JOURNAL", "wal")
    with closing(sqlite3.connect(path)) as other:
        assert other.execute("PRAGMA journal_mode = WAL").fetchone() == ("wal",)
        other.execute("UPDATE entity SET note = 'in the log' WHERE key = 'japan'")
        other.commit()
        copy = KnowledgeBase.db_backup(path.with_name("copy.db"), path)
        assert query(copy, "SELECT note FROM entity WHERE key = 'japan'") == [("in the log",)]
        assert query(copy, "PRAGMA journal_mode") == [("delete",)]
    assert not [name for name in names(path) if name.startswith("copy.db-")]


def test_a_copy_that_is_not_what_it_was_made_of_is_not_kept(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control of all above: one row less in the copy is seen."""
    content = sqlite_copies.content
    before = names(path)

    def losing(connection: sqlite3.Connection) -> dict[str, str]:
        if "bases/.copy.db" in connection.execute("PRAGMA database_list").fetchone()[2]:
            connection.execute("DELETE FROM mention WHERE start = (SELECT min(start) FROM mention)")
        return content(connection)

    monkeypatch.setattr(sqlite_copies, "content", losing)
    with pytest.raises(NotAKnowledgeBase, match="the copy is not what it was made of"):
        KnowledgeBase.db_backup(path.with_name("copy.db"), path)
    assert names(path) == before


def damaged(path: Path) -> Path:
    """A base with a page in its middle overwritten."""
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2 : len(raw) // 2 + 4096] = b"\xa5" * 4096
    path.write_bytes(raw)
    return path


def test_a_damaged_base_has_no_backup(path: Path) -> None:
    before = names(damaged(path))
    with pytest.raises(NotAKnowledgeBase, match=r"is damaged \(") as caught:
        KnowledgeBase.db_backup(path.with_name("copy.db"), path)
    assert caught.value.exit_code == 4
    assert names(path) == before


def test_a_full_disk_leaves_no_half_of_a_backup(path: Path, disk: Callable[[int], None]) -> None:
    before = names(path)
    for size in (0, 4_096, path.stat().st_size // 2, path.stat().st_size - 1):
        disk(size)
        with pytest.raises(LimitReached, match=r"while writing .*copy\.db; nothing was changed") as caught:
            KnowledgeBase.db_backup(path.with_name("copy.db"), path)
        assert caught.value.exit_code == 5
        assert names(path) == before


def test_a_folder_in_which_nothing_can_be_written(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for error, kind in (
        (PermissionError(13, "Permission denied"), OutputError),
        (OSError(30, "Read-only file system"), DatabaseUnreachable),
    ):

        def refuse(*, error: OSError = error, **_: object) -> None:
            raise error

        monkeypatch.setattr("tempfile.mkstemp", refuse)
        with pytest.raises(kind, match=str(error.strerror)):
            KnowledgeBase.db_backup(path.with_name("copy.db"), path)


def test_a_base_that_is_locked(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (sqlite, sqlite_copies):
        monkeypatch.setattr(module, "BUSY_SECONDS", 0.05)
    backup = KnowledgeBase.db_backup(path.with_name("copy.db"), path)
    before = sha256(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        for use in (lambda: KnowledgeBase.db_backup(db=path), lambda: KnowledgeBase.db_restore(backup, path)):
            with pytest.raises(DatabaseBusy) as caught:
                use()
            assert caught.value.exit_code == 3
    assert sha256(path) == before
    assert names(path) == ["copy.db", "my-base.db"]


# restore


def test_a_backup_takes_the_place_of_the_base_which_is_kept(path: Path, tmp_path: Path) -> None:
    backup = KnowledgeBase.db_backup(path.with_name("copy.db"), path)
    old = state(path)
    change(path, tmp_path / "seed")
    new = state(path)
    done = KnowledgeBase.db_restore(backup, path)
    kept = path.with_name("my-base.db.before-restore")
    assert (done.place, done.revision, done.safety_copy) == (path, revisions()[-1], kept)
    assert state(path) == old == state(backup)
    assert state(kept) == new
    again = KnowledgeBase.db_restore(kept, path)
    assert again.safety_copy == path.with_name("my-base.db.before-restore.2")
    assert state(path) == new
    assert names(path) == ["copy.db", "my-base.db", "my-base.db.before-restore", "my-base.db.before-restore.2"]
    with KnowledgeBase.open(path) as kb:
        assert kb.load(tmp_path / "seed").totals == (0, 0, 0)


def test_a_backup_where_there_is_no_base(path: Path, tmp_path: Path) -> None:
    done = KnowledgeBase.db_restore(path, tmp_path / "new.db")
    assert done.safety_copy is None
    assert state(tmp_path / "new.db") == state(path)


def test_what_a_crash_left_beside_the_base_is_not_applied_to_the_backup(path: Path, tmp_path: Path) -> None:
    backup = KnowledgeBase.db_backup(path.with_name("copy.db"), path)
    crash = (
        "import os, sqlite3, sys\n"
        "c = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "c.execute('PRAGMA journal_mode = ' + sys.argv[2])\n"
        "c.execute('PRAGMA cache_size = 1')\n"
        "c.execute('BEGIN IMMEDIATE')\n"
        "c.execute(\"UPDATE statement SET text = text || ' half'\")\n"
        "c.execute('CREATE TABLE big AS SELECT a.* FROM alias a, alias b, alias c')\n"
        "if sys.argv[2] == 'WAL': c.execute('COMMIT')\n"
        "os._exit(9)\n"
    )
    for mode, left in (("DELETE", "my-base.db-journal"), ("WAL", "my-base.db-wal")):
        subprocess.run([sys.executable, "-c", crash, str(path), mode], check=False)
        assert left in names(path)
        done = KnowledgeBase.db_restore(backup, path)
        assert not [name for name in names(path) if name.startswith("my-base.db-")]
        assert state(path) == state(backup)
        assert done.safety_copy is not None
        tables = query(done.safety_copy, "SELECT count(*) FROM sqlite_master WHERE name = 'big'")
        assert tables == [(int(mode == "WAL"),)], "what was committed is in the safety copy, what was not is not"


def test_a_damaged_base_is_replaced_and_kept_as_it_is(path: Path) -> None:
    backup = KnowledgeBase.db_backup(path.with_name("copy.db"), path)
    before = damaged(path).read_bytes()
    done = KnowledgeBase.db_restore(backup, path)
    assert done.safety_copy is not None
    assert done.safety_copy.read_bytes() == before
    assert state(path) == state(backup)


def newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.execute("UPDATE about SET value = '3.1' WHERE name = 'version'")
        connection.commit()


BAD: dict[str, tuple[Callable[[Path], object], type[PolicykbError], str]] = {
    "a text": (lambda p: p.write_text("Dear Sir or Madam, " * 20), NotAKnowledgeBase, "is not a policykb database"),
    "empty": (lambda p: p.write_bytes(b""), NotAKnowledgeBase, "is not a policykb database"),
    "cut short": (lambda p: p.write_bytes(p.read_bytes()[:60_000]), NotAKnowledgeBase, r"is damaged \("),
    "a page overwritten": (damaged, NotAKnowledgeBase, r"is damaged \("),
    "a newer one": (newer, NewerDatabase, r"made by policykb 3\.1 \(schema 9999\).* Nothing was changed"),
}


@pytest.mark.parametrize("kind", BAD)
def test_c25_a_bad_backup_is_refused_before_the_base_is_touched(path: Path, kind: str) -> None:
    spoil, error, said = BAD[kind]
    backup = KnowledgeBase.db_backup(path.with_name("copy.db"), path)
    spoil(backup)
    before, listed = (sha256(path), path.stat().st_mtime_ns, path.stat().st_ino), names(path)
    with pytest.raises(error, match=said) as caught:
        KnowledgeBase.db_restore(backup, path)
    assert caught.value.exit_code == 4
    assert (sha256(path), path.stat().st_mtime_ns, path.stat().st_ino) == before
    assert names(path) == listed


def test_a_backup_that_is_none(path: Path, tmp_path: Path) -> None:
    for backup, said in (
        (tmp_path / "none.db", "There is no file"),
        (path, "is the base itself"),
        (tmp_path, "is a folder"),
    ):
        with pytest.raises(UsageError, match=said):
            KnowledgeBase.db_restore(backup, path)


def test_another_programs_file_is_not_replaced(path: Path, tmp_path: Path) -> None:
    (tmp_path / "notes.db").write_text("mine")
    with pytest.raises(NotAKnowledgeBase):
        KnowledgeBase.db_restore(path, tmp_path / "notes.db")
    assert (tmp_path / "notes.db").read_text() == "mine"


def test_an_older_backup_is_restored_and_can_be_upgraded(path: Path) -> None:
    done = KnowledgeBase.db_restore(FOLDER / "0001.db", path)
    assert done.revision == "0001"
    assert KnowledgeBase.db_upgrade(path)[:2] == ("0001", revisions()[-1])


def test_no_room_to_restore(path: Path, disk: Callable[[int], None]) -> None:
    backup = KnowledgeBase.db_backup(path.with_name("copy.db"), path)
    before, listed = sha256(path), names(path)
    for size in (0, path.stat().st_size // 2):
        disk(size)
        with pytest.raises(LimitReached):
            KnowledgeBase.db_restore(backup, path)
        assert (sha256(path), names(path)) == (before, listed)


def test_who_waited_while_it_was_replaced_is_told_so(path: Path, tmp_path: Path) -> None:
    """A write to a file that has no name any more would be lost without a word."""
    backup = KnowledgeBase.db_backup(path.with_name("copy.db"), path)
    waiting = Database(str(path))
    with (
        pytest.raises(DatabaseBusy, match="was replaced while it was being used") as caught,
        waiting.engine.connect() as c,
    ):
        c.exec_driver_sql("SELECT count(*) FROM entity").all()
        c.rollback()
        KnowledgeBase.db_restore(backup, path)
        with waiting._translated():
            c.exec_driver_sql("UPDATE entity SET note = 'lost'")
    assert caught.value.exit_code == 3
    assert state(path) == state(backup)


RESTORE = """
import os, signal, sys
from policykb.store.dialect import sqlite_copies
names = ("copy", "_known_revision", "_keep", "_take_place", "_flush", "content")
steps = 0
def dying(function):
    def step(*arguments, **options):
        global steps
        for _ in range(2):
            steps += 1
            if steps == int(sys.argv[3]):
                os.kill(os.getpid(), signal.SIGKILL)
            if _ == 0:
                result = function(*arguments, **options)
        return result
    return step
for name in names:
    setattr(sqlite_copies, name, dying(getattr(sqlite_copies, name)))
from policykb import KnowledgeBase
KnowledgeBase.db_restore(sys.argv[1], sys.argv[2])
print(steps)
"""


def test_killed_while_restoring(path: Path, tmp_path: Path) -> None:
    """Before and after each step: the base is the old one or the backup, whole."""
    backup = KnowledgeBase.db_backup(path.with_name("copy.db"), path)
    change(path, tmp_path / "seed")
    shutil.copyfile(path, tmp_path / "old.db")
    old, new = state(path), state(backup)

    def run(at: int) -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, "-c", RESTORE, str(backup), str(path), str(at)]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    steps = int(run(0).stdout)
    assert state(path) == new
    seen = set()
    for at in range(1, steps + 1, 1 if os.environ.get("POLICYKB_FAULTS") == "full" else 5):
        shutil.copyfile(tmp_path / "old.db", path)
        assert run(at).returncode == -signal.SIGKILL
        found = state(path)
        assert found in (old, new), at
        seen.add(found == new)
    assert seen == {True, False}
