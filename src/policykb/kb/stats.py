"""How much a base holds, for people who want to know what "none found" is worth."""

from dataclasses import dataclass

from policykb.store import counts
from policykb.store.digest import digest
from policykb.store.engine import Database

_ORDER = ("recommendation", "finding", "commitment", "source", "theme", "actor", "framework", "event")


@dataclass(frozen=True)
class Stats:
    """Counts of records by type, of the sources read for any theme, when the base was loaded last,
    and its ``digest`` (see `KnowledgeBase.digest`).
    """

    place: str
    records: dict[str, int]
    sources_read: int
    mentions: int
    last_load: str | None
    digest: str

    @property
    def data_version(self) -> str:
        """What to cite a base by: the first 12 digits of its digest, and the day of its newest load."""
        return " ".join(filter(None, (self.digest[:12], (self.last_load or "")[:10])))


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
            digest(connection),
        )
