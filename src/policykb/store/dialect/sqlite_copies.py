"""SQLite: copies of a base's file, and putting one in its place; every copy is verified before it has its name.

Separate from opening a base, since all of this is about files: copies are written under another name, read back, and
renamed. The copy is made by SQLite inside one read transaction, so a writer beside it does no harm.
"""

import errno
import hashlib
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

from policykb.domain.report import Restored
from policykb.errors import (
    DatabaseUnreachable,
    LimitReached,
    NewerDatabase,
    NoDatabase,
    NotAKnowledgeBase,
    OutputError,
    PolicykbError,
    UsageError,
)
from policykb.store.dialect import sqlite
from policykb.store.dialect.sqlite_file import BUSY_SECONDS, meaning, place_of

_BESIDE = ("-wal", "-shm", "-journal")
"""What SQLite may leave beside a file, and would apply to another file put in its place."""
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO}


def backup(url: str, target: Path | None, *, force: bool, day: str) -> Path:
    """A verified copy of the base; without ``target`` beside it, with the day in its name. Returns where it is.

    Raises OutputError where the target exists (and not ``force``) or cannot be written, NotAKnowledgeBase where the
    base is damaged, LimitReached where the disk is full; then nothing was written.
    """
    sqlite.check_file(url)
    base = place_of(url)
    if target is None or target.is_dir():
        target = _free((target or base.parent) / f"{base.stem}-{day}", base.suffix)
    if target.exists():
        if target.samefile(base):
            raise OutputError(f"{target} is the base itself.", "Give another name.")
        if not target.is_file():
            raise OutputError(f"{target} is no file but a device or a pipe.", "Give the name of a file.")
        if not force:
            raise OutputError(f"{target} exists already.", "Use --force to replace it, or another name.")
    if not target.parent.is_dir():
        raise OutputError(f"The folder {target.parent} does not exist.", f"Make it first: mkdir -p {target.parent}")
    with _temporary(target) as fresh:
        copy(base, fresh, target)
        _take_place(fresh, target)
    return target


def copy_beside(path: Path, name: str) -> Path:
    """A verified copy with a name added; the name gets a number where it is taken."""
    target = _free(path.with_name(f"{path.name}.{name}"))
    with _temporary(target) as fresh:
        copy(path, fresh, target)
        _take_place(fresh, target)
    return target


def restore(url: str, source: Path, known: list[str]) -> Restored:
    """Puts a backup in the base's place; what stood there is kept beside it.

    ``known``: the revisions this policykb knows, oldest first. The backup is copied and verified before the base is
    touched: NotAKnowledgeBase where it is damaged or none, NewerDatabase where it is of a newer policykb. DatabaseBusy
    where somebody uses the base.
    """
    sqlite.check_place(url)
    base = place_of(url)
    try:
        sqlite.check_file(str(source))
    except NoDatabase:
        raise UsageError(f"There is no file {source}.", "Give a backup: policykb db restore FILE") from None
    if base.exists():
        sqlite.check_file(url)
        if base.samefile(source):
            raise UsageError(f"{source} is the base itself.", "Give a backup of it.")
    with _temporary(base) as fresh:
        wanted = copy(source, fresh, base)
        revision = _known_revision(fresh, source, known)
        safety: Path | None = None
        if base.exists():
            with _alone(base):
                safety = _keep(base)
                # Left behind, these would be applied to the new file.
                for suffix in _BESIDE:
                    Path(f"{base}{suffix}").unlink(missing_ok=True)
                _take_place(fresh, base)
        else:
            _take_place(fresh, base)
    with closing(_open(base)) as connection:
        if content(connection) != wanted:
            raise NotAKnowledgeBase(f"{base} is not what {source} holds; the disk may be failing.", _kept_at(safety))
    return Restored(base, revision, safety)


def copy(path: Path, target: Path, shown: Path) -> dict[str, str]:
    """Copies a base to a file and verifies the copy; what it holds. ``shown``: the name for messages of the copy.

    Raises NotAKnowledgeBase where the base, and so its copy, is damaged.
    """
    with _translated(path, shown), closing(_open(path)) as source, closing(sqlite3.connect(target)) as made:
        made.isolation_level = None
        source.execute("BEGIN")
        wanted = content(source)
        source.backup(made)
        source.execute("ROLLBACK")
        # A copy of a base in WAL mode would want to write beside itself to be read.
        made.execute("PRAGMA journal_mode = DELETE")
        faults = [str(row[0]) for row in made.execute("PRAGMA integrity_check(1)") if row[0] != "ok"]
        faults += [f"rows of {row[0]} point at nothing" for row in made.execute("PRAGMA foreign_key_check")][:1]
        if not faults and content(made) != wanted:
            faults = ["the copy is not what it was made of"]
        if faults:
            raise NotAKnowledgeBase(
                f"{path} is damaged ({faults[0].splitlines()[-1]}); nothing was changed.",
                "policykb db check tells more. Restore a sound backup, or load your seed files into a new base.",
            )
    return wanted


def content(connection: sqlite3.Connection) -> dict[str, str]:
    """What tells two copies of a base apart, whatever its schema: by table, the rows, and what the telling ones say."""
    found = {"application id": str(connection.execute("PRAGMA application_id").fetchone()[0])}
    tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
    for (name,) in tables:
        if name.startswith((*sqlite.SHADOWS, "sqlite_")):
            continue
        columns = [row[1] for row in connection.execute(f'PRAGMA table_info("{name}")')]
        telling = [f'"{column}"' for column in columns if column in _TELLING]
        hashed = hashlib.sha256()
        count = 0
        if telling:
            # The rows come in the order of the table's key, which a copy keeps.
            for row in connection.execute(f'SELECT {", ".join(telling)} FROM "{name}"'):
                count += 1
                hashed.update(repr(row).encode())
        else:
            count = connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]
        found[name] = f"{count} {hashed.hexdigest()}"
    return found


_TELLING = {"key", "digest", "version_num", "name", "value", "at", "op", "load_id", "sha256", "canonical", "created"}


def _open(path: Path) -> sqlite3.Connection:
    address = f"file:{quote(str(path.absolute()))}?mode=rw"
    return sqlite3.connect(address, uri=True, timeout=BUSY_SECONDS, isolation_level=None)


def _known_revision(fresh: Path, source: Path, known: list[str]) -> str:
    with closing(_open(fresh)) as connection:
        try:
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        except sqlite3.OperationalError:
            row = None
        if row is None:
            raise NotAKnowledgeBase(f"{source} is not a policykb database.", "Nothing was changed.")
        revision = str(row[0])
        if revision not in known:
            about = "SELECT value FROM about WHERE name = 'version'"
            has_about = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'about'").fetchone()
            made_by = connection.execute(about).fetchone() if has_about else None
            raise NewerDatabase(
                f"{source} was made by {f'policykb {made_by[0]}' if made_by else 'a newer policykb'}"
                f" (schema {revision}); this one knows up to {known[-1]}. Nothing was changed.",
                "Upgrade policykb: pip install -U policykb",
            )
    return revision


@contextmanager
def _alone(base: Path) -> Iterator[None]:
    """While nobody else can read or write the base. A base too damaged to be locked is not waited for."""
    with closing(_open(base)) as connection:
        try:
            # Out of WAL mode, which alone does not keep readers away; also applies what a crash left beside the file.
            connection.execute("PRAGMA journal_mode = DELETE")
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.Error as error:
            known = meaning(error, base)
            if not isinstance(known, NotAKnowledgeBase):
                raise known or error from error
        yield


def _keep(base: Path) -> Path:
    """A copy of the file as it is, sound or not, with what stands beside it."""
    target = _free(base.with_name(f"{base.name}.before-restore"))
    with _temporary(target) as fresh:
        with _translated(base, target):
            shutil.copyfile(base, fresh)
            for suffix in _BESIDE:
                if os.path.exists(f"{base}{suffix}"):
                    shutil.copyfile(f"{base}{suffix}", f"{target}{suffix}")
        _take_place(fresh, target)
    return target


def _kept_at(safety: Path | None) -> str | None:
    return f"What was there before is kept as {safety}." if safety else None


def _free(path: Path, ending: str = "") -> Path:
    """The path with this ending, or with the first number before it that makes it one that is not taken."""
    number, free = 1, path.with_name(f"{path.name}{ending}")
    while os.path.lexists(free):
        number += 1
        free = path.with_name(f"{path.name}.{number}{ending}")
    return free


@contextmanager
def _temporary(target: Path) -> Iterator[Path]:
    """A file beside its later place, which is removed in the end if it has not taken it."""
    with _translated(target, target):
        try:
            handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        except PermissionError as error:
            raise OutputError(
                f"Nothing can be written in {target.parent}: {error.strerror}.", "Give a place in another folder."
            ) from error
    os.close(handle)
    fresh = Path(name)
    try:
        yield fresh
    finally:
        for suffix in ("", *_BESIDE):
            Path(f"{fresh}{suffix}").unlink(missing_ok=True)


def _take_place(fresh: Path, target: Path) -> None:
    """Renames a file that is on the disk whole; either name leads to a whole file at any moment."""
    with _translated(target, target):
        mask = os.umask(0)
        os.umask(mask)
        fresh.chmod(target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~mask)
        _flush(fresh)
        fresh.replace(target)
        _flush(target.parent)


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _translated(path: Path, target: Path) -> Iterator[None]:
    """Errors of SQLite and of the disk as those of policykb; ``path`` is read, ``target`` written."""
    try:
        yield
    except sqlite3.Error as error:
        known: PolicykbError | None = meaning(error, path)
        if isinstance(known, LimitReached):
            known = meaning(error, target)
        raise known or error from error
    except OSError as error:
        if error.errno in _FULL:
            raise LimitReached(
                f"No space left, or the disk failed, while writing {target}; nothing was changed."
            ) from error
        raise DatabaseUnreachable(f"{target} cannot be written: {error.strerror}.") from error
