"""Counts of what a load did and of what a base holds, in columns."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from policykb.cli.display.grid import show_grid
from policykb.cli.display.screen import Screen, wrap
from policykb.cli.display.words import counted

if TYPE_CHECKING:
    from policykb.domain.report import LoadReport
    from policykb.kb.stats import Stats
    from policykb.store.health import Check


def show_load(screen: Screen, report: "LoadReport") -> None:
    """How many records of each type were added, changed and removed; nothing where nothing was."""
    types = sorted({*report.added, *report.changed, *report.removed})
    rows = ([t, *(f"{counts.get(t, 0):,}" for counts in (report.added, report.changed, report.removed))] for t in types)
    show_grid(screen, ["Type", "Added", "Changed", "Removed"], rows)


def show_stats(screen: Screen, counts: "Stats") -> None:
    """Where the base is, how many records of each type it has, and what those counts are worth."""
    screen.write(f"Knowledge base: {counts.place}")
    screen.write(f"Last load: {counts.last_load or 'none yet'}")
    screen.write(f"Data version: {counts.data_version}")
    screen.write()
    show_grid(screen, ["Type", "Records"], [[name, f"{count:,}"] for name, count in counts.records.items()])
    screen.write()
    screen.write(f"{counted(counts.sources_read, 'source')} read for at least one theme.")
    screen.write(f"{counted(counts.mentions, 'name')} found in the texts.")


def show_checks(screen: Screen, checks: "Sequence[Check]") -> None:
    """A line for each check, with what is wrong and what to do about it."""
    width = max(len(check.name) for check in checks) + 2
    for check in checks:
        said = check.note or ("ok" if check.ok else f"not looked at: {check.skipped}" if check.skipped else "")
        texts = [*check.faults, check.remedy] if check.faults else [said]
        head = check.name
        for text in texts:
            for line in wrap(text, screen.width - width):
                style = "red" if check.faults and text is not check.remedy else None
                screen.write(head.ljust(width) + screen.styled(line, style))
                head = ""
