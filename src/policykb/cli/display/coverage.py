"""What was read for what, as people read it: a source a line, a theme a column."""

from typing import TYPE_CHECKING

from policykb.cli.display.grid import can_fit, show_grid
from policykb.cli.display.screen import Screen, wrap
from policykb.cli.display.words import counted

if TYPE_CHECKING:
    from policykb.kb.coverage import Cell, CoverageReport

LEGEND = (
    "A number: read for the theme, and so many statements found. part: read for narrower themes only. "
    "-: not recorded as read. In brackets: statements there are without a record of reading."
)


def show_coverage(screen: Screen, report: "CoverageReport", *, by_whom: bool) -> None:
    """Writes sources by theme; ``by_whom`` with who read them, when."""
    rows = [[row.source, *map(_cell, row.cells)] for row in report.sources]
    heads = ["Source", *report.names]
    if can_fit(screen.width, heads, rows):
        show_grid(screen, heads, rows)
    else:
        listed = [
            [row.source, name, _cell(cell)]
            for row in report.sources
            for name, cell in zip(report.names, row.cells, strict=True)
        ]
        show_grid(screen, ["Source", "Theme", "Found"], listed)
    if by_whom:
        readings = [[entry.theme, entry.by, entry.on] for row in report.sources for entry in row.readings]
        if readings:
            screen.write()
            show_grid(screen, ["Read for", "By", "On"], readings)
    screen.write()
    unread = sum(not row.is_read for row in report.sources)
    if unread:
        was = "was" if unread == 1 else "were"
        screen.write(f"{counted(unread, 'source')} of {len(report.sources):,} {was} not read for any of these themes.")
    for line in wrap(LEGEND, screen.width):
        screen.write(line, "dim")


def _cell(cell: "Cell") -> str:
    if cell.read == "whole":
        return f"{cell.found:,}"
    found = f"{cell.found:,}" if cell.found else ""
    if cell.read == "part":
        return f"part, {found or 0}"
    return f"({found})" if found else "-"
