"""How much a base holds, for people who want to know what "none found" is worth."""

from dataclasses import dataclass

from policykb.store import counts
from policykb.store.engine import Database

_ORDER = ("recommendation", "finding", "commitment", "source", "theme", "actor", "framework", "event")


@dataclass(frozen=True)
class Stats:
    """Counts of records by type, of the sources read for any theme, and when the base was loaded last."""

    place: str
    records: dict[str, int]
    sources_read: int
    mentions: int
    last_load: str | None


def stats(database: Database) -> Stats:
    """Counts everything in one unchanging state of the base."""
    with database.reading() as connection:
        records = counts.records_by_type(connection)
        return Stats(
            database.description,
            {name: records.get(name, 0) for name in _ORDER},
            counts.sources_with_coverage(connection),
            counts.mentions(connection),
            counts.last_load(connection),
        )
