"""Rows of SQL as they are read: columns under their names, the widths from the first rows so that the rest may stream.

Separate from the grid, which looks at every row before it writes one and leaves out what is empty.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, islice
from typing import TYPE_CHECKING

from rich.cells import cell_len

from policykb.cli.display.grid import GAP, fitting
from policykb.cli.display.problems import escaped
from policykb.cli.display.screen import Screen, padded, wrap

if TYPE_CHECKING:
    from policykb.export.table import Cell, Table

LOOKED_AT = 500
ROOM = 12
"""Where a longer column would get fewer cells than this, the columns stand below one another."""


def show_rows(screen: Screen, table: "Table") -> int:
    """Writes the rows as they come; returns how many. Where a screen has no room for columns, one column a line."""
    rows = ([_text(cell) for cell in row] for row in table.rows())
    first = list(islice(rows, LOOKED_AT))
    heads = [escaped(name) for name in table.names]
    columns = list(zip(heads, *first, strict=True))
    natural = [max(map(cell_len, column)) for column in columns]
    if not first:
        return 0
    if sum(min(width, ROOM) for width in natural) + GAP * (len(heads) - 1) > screen.width:
        return _show_one_below_another(screen, heads, chain(first, rows))
    words = [max(cell_len(word) for cell in column for word in cell.split() or [""]) for column in columns]
    widths = fitting(natural, [min(width, 24) for width in words], screen.width)
    right = [column.kind in {"integer", "number"} for column in table.columns]
    _show_row(screen, heads, widths, right, "bold")
    screen.write((" " * GAP).join(screen.rule * width for width in widths), "dim")
    shown = 0
    for row in chain(first, rows):
        shown += 1
        _show_row(screen, row, widths, right, None)
    return shown


def show_views(screen: Screen, views: Mapping[str, Sequence[str]], meanings: Mapping[str, str]) -> None:
    """Writes each view, what it is for, and its columns."""
    for n, (view, columns) in enumerate(views.items()):
        if n:
            screen.write()
        screen.write(view, "bold")
        for line in wrap(meanings.get(view, ""), screen.width - 2):
            screen.write(f"  {line}")
        for line in wrap(", ".join(columns), screen.width - 2):
            screen.write(f"  {line}", "dim")


def _show_row(
    screen: Screen, cells: Sequence[str], widths: Sequence[int], right: Sequence[bool], style: str | None
) -> None:
    # What fits stays as it is, for a plan is indented; and a number, which grew behind the first rows.
    wrapped = [
        [cell] if number or cell_len(cell) <= width else wrap(cell, width)
        for cell, width, number in zip(cells, widths, right, strict=True)
    ]
    for number in range(max(map(len, wrapped))):
        parts = [lines[number] if number < len(lines) else "" for lines in wrapped]
        sized = [padded(p, w, right=r) for p, w, r in zip(parts, widths, right, strict=True)]
        screen.write((" " * GAP).join(sized).rstrip(), style)


def _show_one_below_another(screen: Screen, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> int:
    margin = min(max(map(cell_len, heads)), screen.width // 3)
    count = 0
    for count, row in enumerate(rows, 1):
        if count > 1:
            screen.write()
        for head, cell in zip(heads, row, strict=True):
            for n, line in enumerate(wrap(cell, screen.width - margin - GAP)):
                screen.write(f"{padded('' if n else head[:margin], margin)}{' ' * GAP}{line}".rstrip())
    return count


def _text(cell: "Cell") -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return escaped(cell.replace("\n", " ").replace("\t", " ")) if isinstance(cell, str) else str(cell)
