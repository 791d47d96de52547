"""Which file a base of SQLite is, and what the engine's errors about it mean; separate as it needs no SQLAlchemy."""

import sqlite3
from pathlib import Path

from policykb.errors import (
    DatabaseBusy,
    DatabaseUnreachable,
    LimitReached,
    NotAKnowledgeBase,
    PolicykbError,
    UsageError,
)

BUSY_SECONDS = 10


def place_of(url: str) -> Path:
    """The file a path or ``sqlite:///`` URL means; UsageError for URL options and in-memory databases."""
    name = url
    if url.startswith("sqlite:"):
        name = url.removeprefix("sqlite://").removeprefix("/")
        if not name or "?" in name or name.startswith(":memory:"):
            raise UsageError(f"{url} is not supported.", "Give a file: --db my-base.db or sqlite:///my-base.db")
    if "\0" in name:
        raise UsageError("The name of the database holds a NUL character.")
    return Path(name).expanduser()


def meaning(original: sqlite3.Error, path: Path) -> PolicykbError | None:
    """The policykb error that an error of sqlite3 at a file stands for; None for a fault of the program."""
    name = str(getattr(original, "sqlite_errorname", ""))
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return DatabaseBusy(f"{path} is busy: another process is writing.", "Try again when it is done.")
    if name.startswith(("SQLITE_FULL", "SQLITE_IOERR")):
        return LimitReached(f"No space left, or the disk failed, while writing {path}; nothing was changed.")
    undecodable = not name and "decode to UTF-8" in str(original)  # Python's own complaint about a text that is none
    if undecodable or name.startswith(("SQLITE_NOTADB", "SQLITE_CORRUPT", "SQLITE_FORMAT")):
        return NotAKnowledgeBase(
            f"{path} is damaged ({original}).", "Restore a copy, or load your seed files into a new base."
        )
    if name == "SQLITE_READONLY_DBMOVED":
        return DatabaseBusy(f"{path} was replaced while it was being used; nothing was changed.", "Try again.")
    if name.startswith("SQLITE_READONLY"):
        return DatabaseUnreachable(
            f"{path} cannot be written: the file or its folder is read-only.",
            f"In WAL mode even reading it needs {path.name}-shm beside it: copy the file to a folder of yours."
            if _is_in_wal_mode(path)
            else None,
        )
    if name.startswith("SQLITE_CANTOPEN"):
        return DatabaseUnreachable(f"{path} cannot be opened.")
    if name.startswith(("SQLITE_PERM", "SQLITE_AUTH")):
        return DatabaseUnreachable(f"{path} cannot be opened: no permission.")
    return None


def _is_in_wal_mode(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(20)[18:20] == b"\2\2"
    except OSError:
        return False
