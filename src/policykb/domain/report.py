"""What a load or check did, as callers get it; separate so that the CLI and scripts need not import the loader."""

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class LoadReport:
    """Counts of records by type that a load added, changed and removed; ``files`` read and ``unchanged`` skipped.

    ``pending``: drafts that were left out, by file; ``notices``: what else was left aside, in sentences.
    """

    added: dict[str, int] = field(default_factory=dict)
    changed: dict[str, int] = field(default_factory=dict)
    removed: dict[str, int] = field(default_factory=dict)
    files: int = 0
    unchanged: int = 0
    notices: tuple[str, ...] = ()
    pending: dict[str, int] = field(default_factory=dict)

    @property
    def totals(self) -> tuple[int, int, int]:
        """How many records were added, changed, removed."""
        return sum(self.added.values()), sum(self.changed.values()), sum(self.removed.values())

    def __str__(self) -> str:
        added, changed, removed = self.totals
        return f"{added:,} added, {changed:,} changed, {removed:,} removed"


@dataclass(frozen=True)
class UndoReport:
    """Which load was taken back, by which load of its own, and what that did to how many records."""

    undone: int
    load: int
    report: LoadReport

    def __str__(self) -> str:
        return f"Load {self.undone} is undone, by load {self.load}: {self.report}"


@dataclass(frozen=True)
class CheckReport:
    """How many records of each type a check found sound, in how many files; ``pending`` as in `LoadReport`."""

    records: dict[str, int] = field(default_factory=dict)
    files: int = 0
    pending: dict[str, int] = field(default_factory=dict)

    def __str__(self) -> str:
        total, files = sum(self.records.values()), self.files
        return f"{total:,} record{'s' * (total != 1)} in {files:,} file{'s' * (files != 1)}: no problems"


@dataclass(frozen=True)
class Restored:
    """Where a base is, the schema it is at now, and where what stood there before is kept (None: nothing did)."""

    place: Path
    revision: str
    safety_copy: Path | None
