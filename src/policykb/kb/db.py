"""The database under a base: whether it is sound, copies of it, and a copy put in its place."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from policykb.kb.init import make_own_folder
from policykb.store.dialect import copies_of
from policykb.store.engine import Database, revisions

if TYPE_CHECKING:
    from policykb.domain.report import Restored
    from policykb.store.health import Check


def check(url: str) -> "list[Check]":
    """Looks at everything that must hold; see `policykb.store.health`."""
    from policykb.store.health import checks

    database = Database(url)
    try:
        return list(checks(database))
    finally:
        database.close()


def backup(url: str, target: Path | None, *, force: bool, today: date) -> Path:
    """A verified copy of the base; where it is."""
    copied: Path = copies_of(url).backup(url, target, force=force, day=today.isoformat())
    return copied


def restore(url: str, source: Path) -> "Restored":
    """Puts a verified backup in the base's place and keeps what was there."""
    copies = copies_of(url)
    make_own_folder(url)
    restored: Restored = copies.restore(url, source, revisions())
    return restored
