"""Taking back the newest load; separate as it is the only use case that writes what no file says."""

from datetime import UTC, datetime

from policykb import settings
from policykb.domain.report import LoadReport, UndoReport
from policykb.store.engine import Database
from policykb.store.undo import undo as take_back


def undo(database: Database, load: int | None, version: str) -> UndoReport:
    """Takes the newest load back in one transaction, as a load of its own. Raises UndoRefused."""
    at = datetime.now(UTC).isoformat(timespec="seconds")
    with database.writing() as connection:
        done = take_back(connection, database.dialect, expected=load, at=at, by=settings.user(), version=version)
    counts = done.counts
    return UndoReport(done.undone, done.load, LoadReport(counts["add"], counts["change"], counts["remove"]))
