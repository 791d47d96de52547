"""Counts by two fields as a heat map, the numbers in its cells and the totals beside them; separate as every picture.

One colour from light to dark, so that it is read without telling colours apart, and in print.
"""

from collections.abc import Collection
from typing import Any

from policykb.analysis.cross import Cross, Measure
from policykb.analysis.labels import BREAK, axis, broadest, label

MOST = 30
"""More rows or columns than this nobody reads."""
LIGHT, DARK = "#deebf7", "#08306b"
ALL = "All"
LABEL, HEAD, ASIDE, LINE = 40, 14, 30, 14
"""Letters in a line of a row's label, of a column's above its column and of one set on its side; a line's height."""
LEVEL = 9
"""So many columns have their labels level; those of more stand on their sides."""


def fitting(cross: Cross) -> Cross:
    """What of a table fits."""
    return cross.largest(MOST, MOST)


def view(cross: Cross, measure: Measure) -> dict[str, Any]:
    """The picture without what stands above it."""
    level = len(cross.columns) <= LEVEL
    rows = {row: label(row, LABEL) for row in cross.rows}
    columns = {column: label(column, HEAD if level else ASIDE) for column in cross.columns}
    cells = [
        _cell(rows[row], columns[column], count)
        for row in cross.rows
        for column in cross.columns
        if (count := getattr(cross.cell(row, column), measure))
    ]
    totals = [
        *(_cell(rows[row], ALL, getattr(cross.row_totals[row], measure)) for row in cross.rows),
        *(_cell(ALL, columns[column], getattr(cross.column_totals[column], measure)) for column in cross.columns),
        _cell(ALL, ALL, getattr(cross.total, measure)),
    ]
    top = max((cell["count"] for cell in cells), default=1)
    return {
        "width": {"step": _step(columns.values(), level)},
        "height": {"step": max(24, LINE * max(name.count(BREAK) + 1 for name in rows.values()) + 8)},
        "encoding": {
            "y": {"field": "row", "type": "ordinal", "sort": [*rows.values(), ALL], "axis": axis(labelPadding=8)},
            "x": {"field": "column", "type": "ordinal", "sort": [*columns.values(), ALL], "axis": _heads(level)},
        },
        "layer": [_coloured(cells, top), _numbered(cells, top), _summed(totals)],
    }


def _cell(row: str, column: str, count: int) -> dict[str, Any]:
    return {"row": row, "column": column, "count": count, "said": f"{count:,}"}


def _step(names: Collection[str], level: bool) -> int:
    """How wide a column must be for its label."""
    if level:
        return max(56, 7 * max(map(broadest, names)) + 12)
    return max(34, LINE * max(name.count(BREAK) + 1 for name in names) + 8)


def _heads(level: bool) -> Any:
    if level:
        return axis(orient="top", labelAngle=0, labelPadding=6)
    return axis(orient="top", labelAngle=-90, labelAlign="left", labelBaseline="middle", labelPadding=6)


def _coloured(cells: list[dict[str, Any]], top: int) -> dict[str, Any]:
    # From 0, so that the same shade means the same share of the largest cell; not from the smallest one there is.
    scale = {"domain": [0, top], "range": [LIGHT, DARK], "interpolate": "lab"}
    colour = {"field": "count", "type": "quantitative", "scale": scale, "legend": None}
    return {"data": {"values": cells}, "mark": {"type": "rect", "stroke": "white", "strokeWidth": 1.5},
            "encoding": {"color": colour}}  # fmt: skip


def _numbered(cells: list[dict[str, Any]], top: int) -> dict[str, Any]:
    ink = {"condition": {"test": f"datum.count > {top / 2}", "value": "white"}, "value": "#111"}
    return {"data": {"values": cells}, "mark": {"type": "text", "fontSize": 12},
            "encoding": {"text": {"field": "said"}, "color": ink}}  # fmt: skip


def _summed(totals: list[dict[str, Any]]) -> dict[str, Any]:
    mark = {"type": "text", "fontSize": 12, "fontWeight": "bold", "color": "#333"}
    return {"data": {"values": totals}, "mark": mark, "encoding": {"text": {"field": "said"}}}
