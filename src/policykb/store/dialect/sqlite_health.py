"""SQLite: whether a base is sound, as far as only the engine can tell; separate as only a check asks."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection

from policykb.store.dialect import sqlite


def integrity_faults(connection: Connection, most: int = 20) -> list[str]:
    """What SQLite itself finds wrong with the file; empty where it is sound."""
    found = [str(row[0]) for row in connection.exec_driver_sql(f"PRAGMA integrity_check({most})")]
    return [] if found == ["ok"] else [line for text in found for line in text.splitlines()]


def foreign_key_faults(connection: Connection) -> list[str]:
    """The tables with rows that point at nothing, and how many."""
    counts: dict[tuple[str, str], int] = {}
    for table, _, target, _ in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        counts[table, target] = counts.get((table, target), 0) + 1
    return [f"{count:,} rows of {table} point at no row of {target}" for (table, target), count in counts.items()]


def schema_objects(connection: Connection) -> dict[str, str]:
    """The tables, indexes, views and triggers with their SQL, spaces folded; without those full text keeps for itself.

    The mark of the file, too: a base whose mark was lost is one that no policykb opens.
    """
    mark = connection.exec_driver_sql("PRAGMA application_id").scalar()
    rows = connection.exec_driver_sql("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    own = {
        f"{type_} {name}": " ".join(sql.split())
        for type_, name, sql in rows
        if not name.startswith((*sqlite.SHADOWS, "sqlite_"))
    }
    return own | {"application id": str(mark)}


@contextmanager
def scratch(_connection: Connection) -> Iterator[str]:
    """A place for a base that is only looked at, and is gone afterwards."""
    with TemporaryDirectory(prefix="policykb-") as folder:
        yield str(Path(folder, "scratch.db"))


def engine_notes(connection: Connection) -> tuple[str, list[str]]:
    """(the engine and its version, what to know about it)."""
    mode = str(connection.exec_driver_sql("PRAGMA journal_mode").scalar()).upper()
    notes = []
    if mode == "WAL" and has_wal_race(sqlite3.sqlite_version_info[:3]):
        notes.append(
            f"SQLite {sqlite3.sqlite_version} can lose commits where several processes write in WAL mode:"
            " leave POLICYKB_JOURNAL unset, or use a Python with SQLite 3.51.3 or newer."
        )
    return f"SQLite {sqlite3.sqlite_version}, journal {mode}", notes


def has_wal_race(version: tuple[int, ...]) -> bool:
    """Whether this SQLite has the fault of resetting the WAL (3.7.0 to 3.51.2; 3.44.6 and 3.50.7 were mended).

    >>> [has_wal_race(v) for v in ((3, 6, 9), (3, 40, 1), (3, 44, 6), (3, 50, 6), (3, 50, 7), (3, 51, 2), (3, 51, 3))]
    [False, True, False, True, False, True, False]
    """
    mended = (version[:2] == (3, 44) and version >= (3, 44, 6)) or (version[:2] == (3, 50) and version >= (3, 50, 7))
    return (3, 7, 0) <= version <= (3, 51, 2) and not mended
