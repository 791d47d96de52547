"""Columns with a heading each, for lists of short facts; separate as fields, counts and entities all use it."""

from collections.abc import Iterable, Sequence

from rich.cells import cell_len

from policykb.cli.display.screen import Screen, padded, wrap

GAP = 2
LEAST = 6
"""No column becomes narrower than this."""


def show_grid(screen: Screen, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> int:
    """Writes the rows in columns that fit the screen, the longest cells wrapped; returns how many rows there were.

    Columns in which no row has anything are left out.
    """
    kept = [list(row) for row in rows]
    used = [i for i in range(len(heads)) if any(row[i] for row in kept)]
    if not used:
        return 0
    names = [heads[i] for i in used]
    cells = [[row[i] for i in used] for row in kept]
    widths = fitting([max(cell_len(row[i]) for row in [names, *cells]) for i in range(len(used))], screen.width)
    _show_row(screen, names, widths, "bold")
    screen.write((" " * GAP).join(screen.rule * width for width in widths), "dim")
    for row in cells:
        _show_row(screen, row, widths, None)
    return len(kept)


def fitting(natural: Sequence[int], width: int) -> list[int]:
    """Widths of columns that fit beside one another: the widest ones give way.

    >>> fitting([4, 60, 30], 80)
    [4, 42, 30]
    """
    widths = list(natural)
    spare = width - GAP * (len(widths) - 1)
    while sum(widths) > spare and max(widths) > LEAST:
        widths[widths.index(max(widths))] -= 1
    return widths


def _show_row(screen: Screen, cells: Sequence[str], widths: Sequence[int], style: str | None) -> None:
    wrapped = [wrap(cell, width) for cell, width in zip(cells, widths, strict=True)]
    for number in range(max(map(len, wrapped))):
        parts = [lines[number] if number < len(lines) else "" for lines in wrapped]
        line = (" " * GAP).join(padded(part, width) for part, width in zip(parts, widths, strict=True))
        screen.write(line.rstrip(), style)
