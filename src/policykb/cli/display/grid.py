"""Columns with a heading each, for lists of short facts; separate as fields, counts and entities all use it."""

import re
from collections.abc import Iterable, Sequence

from rich.cells import cell_len

from policykb.cli.display.screen import BREAK, Screen, padded, wrap

GAP = 2
LEAST = 6
"""No column becomes narrower than this."""
READABLE = 20
"""Labels in lines shorter than this are tiring to read."""


def show_grid(
    screen: Screen, heads: Sequence[str], rows: Iterable[Sequence[str]], foot: Sequence[str] | None = None
) -> int:
    """Writes the rows in columns that fit the screen, the longest cells wrapped; returns how many rows there were.

    Columns in which no row has anything are left out; columns of numbers stand to the right. The ``foot``, totals of
    all columns, stands below a line of its own.
    """
    kept = [list(row) for row in (*rows, *([foot] if foot else []))]
    used = [i for i in range(len(heads)) if any(row[i] for row in kept)]
    if not used:
        return 0
    names = [heads[i] for i in used]
    cells = [[row[i] for i in used] for row in kept]
    columns = list(zip(*[names, *cells], strict=True))
    widths = fitting(
        [max(map(cell_len, column)) for column in columns],
        [max(map(_longest_piece, column)) for column in columns],
        screen.width,
        keys=not any(" " in cell for cell in columns[-1][1:]),
    )
    right = [all(re.fullmatch(r"[\d,]*", cell) for cell in column[1:]) for column in columns]
    _show_row(screen, names, widths, right, "bold")
    screen.write((" " * GAP).join(screen.rule * width for width in widths), "dim")
    for row in cells[: len(cells) - 1 if foot else len(cells)]:
        _show_row(screen, row, widths, right, None)
    if foot:
        screen.write((" " * GAP).join(screen.rule * width for width in widths), "dim")
        _show_row(screen, cells[-1], widths, right, "bold")
    return len(kept) - (1 if foot else 0)


def can_fit(width: int, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Whether columns fit beside one another with no word cut, the labels in the first still readable."""
    columns = list(zip(heads, *rows, strict=True))
    least = [max(map(_longest_piece, column)) for column in columns]
    least[0] = max(least[0], min(READABLE, max(map(cell_len, columns[0]))))
    return sum(least) + GAP * (len(least) - 1) <= width


def fitting(natural: Sequence[int], least: Sequence[int], width: int, *, keys: bool = False) -> list[int]:
    """Widths of columns that fit beside one another: the widest give way.

    None goes below its ``least`` (its longest word) before all have come down to theirs. Where the last one holds
    ``keys``, which people copy, it gives way only when all others are at their least.

    >>> fitting([4, 60, 30], [4, 12, 12], 80, keys=True), fitting([60, 10, 70], [9, 10, 20], 80, keys=True)
    ([4, 42, 30], [9, 10, 57])
    """
    widths = list(natural)
    spare = width - GAP * (len(widths) - 1)
    while sum(widths) > spare:
        able = [i for i, w in enumerate(widths) if w > least[i]] or [i for i, w in enumerate(widths) if w > LEAST]
        if not able:
            break
        first = [i for i in able if keys and i < len(widths) - 1]
        widths[max(first or able, key=widths.__getitem__)] -= 1
    return widths


def _longest_piece(cell: str) -> int:
    """The longest part of a cell that `wrap` does not break of its own accord."""
    return max(map(cell_len, re.split(rf"\s+|{BREAK}", cell)), default=0)


def _show_row(
    screen: Screen, cells: Sequence[str], widths: Sequence[int], right: Sequence[bool], style: str | None
) -> None:
    wrapped = [wrap(cell, width) for cell, width in zip(cells, widths, strict=True)]
    for number in range(max(map(len, wrapped))):
        parts = [lines[number] if number < len(lines) else "" for lines in wrapped]
        sized = [padded(p, w, right=r) for p, w, r in zip(parts, widths, right, strict=True)]
        screen.write((" " * GAP).join(sized).rstrip(), style)
