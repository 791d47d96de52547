"""Counts by two fields as a heat map, the numbers in its cells and the totals beside them; separate as every picture.

One colour from light to dark, so that it is read without telling colours apart, and in print.
"""

from typing import Any

from policykb.analysis.cross import Cross
from policykb.analysis.labels import LINE, Band, bands, breadth, wrapped
from policykb.analysis.marks import box, boxes, text, texts, view
from policykb.domain.counting import Measure

MOST, MOST_YEARS = 30, 60
"""More rows or columns than this nobody reads."""
PALE = "#f5f5f5"
"""The colour of a cell where nothing was counted."""
TOP = 4
"""A table whose largest count is less than this has no darkest cell."""
ALL = "All"
LABEL, HEAD, ASIDE = 40, 14, 30
"""Letters in a line of a row's label, of a column's above its column and of one set on its side."""
LEVEL = 9
"""So many columns have their labels level; those of more stand on their sides."""
ROW, COLUMN, GAP = 24, 36, 4
"""The least height of a row and width of a column, and what parts the totals from the rest."""
_FRAME = {"stroke": "white", "strokeWidth": 1.5}


def fitting(cross: Cross) -> Cross:
    """What of a table fits, with the years in between."""
    rows, columns = (MOST_YEARS if field.years else MOST for field in cross.fields)
    return cross.with_every_year(MOST_YEARS).largest(rows, columns)


def picture(cross: Cross, measure: Measure) -> dict[str, Any]:
    """The picture without what stands above it."""
    level = len(cross.columns) <= LEVEL
    rows = _apart(bands([wrapped(row, LABEL) for row in (*cross.rows, ALL)], ROW))
    columns = _apart(_columns(cross, level))
    # From 0, so that the same shade means the same share of the largest cell; not from the smallest one there is.
    counts = {pair: getattr(tally, measure) for pair, tally in cross.cells.items()}
    top = max([TOP, *(counts.get((row, column), 0) for row in cross.rows for column in cross.columns)])
    colour = {
        "field": "count", "type": "quantitative", "scale": {"domain": [0, top], "scheme": "blues"}, "legend": None
    }  # fmt: skip
    empty: list[dict[str, Any]] = []
    cells: list[dict[str, Any]] = []
    numbers: list[dict[str, Any]] = []
    for row, y in zip(cross.rows, rows, strict=False):
        for column, x in zip(cross.columns, columns, strict=False):
            count = counts.get((row, column), 0)
            cell = box(x.start, y.start, x.size, y.size, row=row, column=column, count=count)
            (cells if count else empty).append(cell)
            if count:
                numbers.append(text(x.middle, y.middle, f"{count:,}", light=count > 0.55 * top))
    return view(
        columns[-1].start + columns[-1].size,
        rows[-1].start + rows[-1].size,
        [
            boxes(empty, PALE, **_FRAME),
            boxes(cells, colour, **_FRAME),
            texts(numbers),
            texts(_totals(cross, measure, rows, columns), fontWeight="bold"),
            texts([text(-8, y, line) for row in rows for y, line in zip(row.places, row.lines, strict=True)], "right"),
            _heads(columns, level),
        ],
    )


def _columns(cross: Cross, level: bool) -> list[Band]:
    """The columns; those with level labels are all as wide as the widest."""
    labels = [wrapped(column, HEAD if level else ASIDE) for column in (*cross.columns, ALL)]
    if not level:
        return bands(labels, COLUMN)
    width = max(56, 7 * max(breadth(line) for lines in labels for line in lines) + 12)
    return [Band(tuple(lines), n * width, width) for n, lines in enumerate(labels)]


def _apart(placed: list[Band]) -> list[Band]:
    """The last row or column, that of the totals, a little apart from the rest."""
    *others, last = placed
    return [*others, Band(last.lines, last.start + GAP, last.size)]


def _heads(columns: list[Band], level: bool) -> dict[str, Any]:
    """The labels above the columns, the last line of each next to its column."""
    if level:
        placed = [
            text(column.middle, -12 - LINE * (len(column.lines) - 1 - n), line)
            for column in columns
            for n, line in enumerate(column.lines)
        ]
        return texts(placed)
    placed = [text(x, -6, line) for column in columns for x, line in zip(column.places, column.lines, strict=True)]
    return texts(placed, "left", angle=-90)


def _totals(cross: Cross, measure: Measure, rows: list[Band], columns: list[Band]) -> list[dict[str, Any]]:
    last_row, last_column = rows[-1].middle, columns[-1].middle
    by_row = [(last_column, y.middle, cross.row_totals[row]) for row, y in zip(cross.rows, rows, strict=False)]
    by_column = [
        (x.middle, last_row, cross.column_totals[column]) for column, x in zip(cross.columns, columns, strict=False)
    ]
    every = [*by_row, *by_column, (last_column, last_row, cross.total)]
    return [text(x, y, f"{getattr(tally, measure):,}") for x, y, tally in every]
