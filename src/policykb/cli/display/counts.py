"""Counts as they are read: two fields against one another where that fits the screen, else row by row."""

from typing import TYPE_CHECKING

from policykb.cli.display.grid import can_fit, show_grid
from policykb.cli.display.screen import Screen

if TYPE_CHECKING:
    from policykb.analysis.cross import Cross
    from policykb.domain.counting import Measure
    from policykb.kb.counts import Counts

ALL = "All"


def show_counts(screen: Screen, counts: "Counts", measure: "Measure") -> int:
    """Writes counts within the limit of rows; returns how many rows.

    Years and other values that have an order stand in theirs, of other fields the most frequent comes first.
    """
    heads = [name.replace("_", " ").capitalize() for name in counts.columns]
    fields = len(counts.query.group)
    if not fields:
        return show_grid(screen, heads[:1], [[_number(counts.total)]])
    if fields <= 2:
        cross = counts.cross(measure)
        if fields == 1:
            rows = [[row, *map(_number, cross.row_totals[row])][: len(heads)] for row in cross.rows]
            return show_grid(screen, heads, rows)
        names = [heads[0], *cross.columns, ALL]
        rows, foot = [_crossed(cross, row, measure) for row in cross.rows], _totals(cross, measure)
        if can_fit(screen.width, names, [*rows, foot]):
            return show_grid(screen, names, rows, foot)
    listed = ([*row.values, *map(_number, row[1:])][: len(heads)] for row in counts.counts())
    return show_grid(screen, heads, listed)


def _crossed(cross: "Cross", row: str, measure: "Measure") -> list[str]:
    cells = [getattr(cross.cell(row, column), measure) for column in cross.columns]
    return [row, *(_number(n) if n else "" for n in cells), _number(getattr(cross.row_totals[row], measure))]


def _totals(cross: "Cross", measure: "Measure") -> list[str]:
    tallies = [*(cross.column_totals[column] for column in cross.columns), cross.total]
    return [ALL, *(_number(getattr(tally, measure)) for tally in tallies)]


def _number(count: int) -> str:
    return f"{count:,}"
