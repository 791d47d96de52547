"""Cross tables: the values of two fields against one another, each row, column and the whole with its own total.

A record with two themes stands in two rows and counts once in the total, so totals are counted and never added up.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from policykb.domain.counting import Measure
from policykb.query.grouping import NOBODY, Counted


class Tally(NamedTuple):
    """How many records, from how many sources, by how many independent publishers."""

    records: int = 0
    sources: int = 0
    publishers: int = 0


@dataclass(frozen=True)
class Field:
    """A field that is counted by: ``name`` as in the query, ``word`` as people say it, how its values are ordered.

    ``many``: a record may have several values. ``years``: they are years. ``terms`` are those of a vocabulary in their
    order; None where the most frequent value comes first.
    """

    name: str
    word: str
    many: bool = False
    years: bool = False
    terms: Sequence[str] | None = None


@dataclass(frozen=True)
class Cross:
    """The values of one field (``rows``) or of two (against ``columns``), and the counts where they meet.

    ``cells`` has no entry where nothing was counted; see `cell`. ``hidden`` is how many rows and columns were left out
    by `largest`.
    """

    fields: tuple[Field, ...]
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: Mapping[tuple[str, str], Tally]
    row_totals: Mapping[str, Tally]
    column_totals: Mapping[str, Tally]
    total: Tally
    hidden: tuple[int, int] = (0, 0)

    @property
    def repeats(self) -> bool:
        """Whether a record may stand in several rows or columns."""
        return any(field.many for field in self.fields)

    def cell(self, row: str, column: str) -> Tally:
        """The counts where a row and a column meet; nothing is 0."""
        return self.cells.get((row, column), Tally())

    def largest(self, rows: int | None, columns: int | None = None) -> "Cross":
        """The same table with at most so many rows and columns beside what has no value; None keeps all.

        Those that come first are kept, of years the latest.
        """
        kept = [self.rows, self.columns]
        for n, (field, most) in enumerate(zip(self.fields, (rows, columns), strict=False)):
            valued = [value for value in kept[n] if value != NOBODY]
            if most is not None and len(valued) > most:
                valued = valued[-most:] if field.years else valued[:most]
                kept[n] = (*valued, *(value for value in kept[n] if value == NOBODY))
        fewer = len(self.rows) - len(kept[0]), len(self.columns) - len(kept[1])
        hidden = self.hidden[0] + fewer[0], self.hidden[1] + fewer[1]
        return replace(self, rows=kept[0], columns=kept[1], hidden=hidden)

    def with_every_year(self, most: int | None = None) -> "Cross":
        """The same table with the years in between too, in which nothing was counted; not with more than ``most``."""
        every = [self.rows, self.columns]
        for n, field in enumerate(self.fields):
            if field.years:
                whole = _every_year(every[n])
                every[n] = whole if most is None or len(whole) <= most else every[n]
        none = Tally()
        row_totals = {row: self.row_totals.get(row, none) for row in every[0]}
        column_totals = {column: self.column_totals.get(column, none) for column in every[1]}
        return replace(self, rows=every[0], columns=every[1], row_totals=row_totals, column_totals=column_totals)

    def to_rows(self, measure: Measure = "records") -> list[dict[str, str | int]]:
        """The table with a column a value and the totals as the last row and column, for a data frame or a sheet."""
        first = self.fields[0].name
        if not self.columns:
            return [{first: row, measure: getattr(self.row_totals[row], measure)} for row in self.rows]
        found: list[dict[str, str | int]] = []
        for row in self.rows:
            cells = {column: getattr(self.cell(row, column), measure) for column in self.columns}
            found.append({first: row} | cells | {"total": getattr(self.row_totals[row], measure)})
        totals = {column: getattr(self.column_totals[column], measure) for column in self.columns}
        return [*found, {first: "total"} | totals | {"total": getattr(self.total, measure)}]


def crossed(
    fields: Sequence[Field],
    total: Tally,
    row_totals: Iterable[Counted],
    column_totals: Iterable[Counted] = (),
    cells: Iterable[Counted] = (),
    *,
    measure: Measure = "records",
) -> Cross:
    """A cross table of counts by one field, or by two with the ``cells`` where they meet.

    Where the most frequent value comes first, ``measure`` is what it has most of.
    """
    by_row, by_column = (
        {values[0]: Tally(*counts) for values, *counts in rows} for rows in (row_totals, column_totals)
    )
    rows = _ordered(by_row, fields[0], measure)
    columns = _ordered(by_column, fields[1], measure) if len(fields) == 2 else ()
    met = {(values[0], values[1]): Tally(*counts) for values, *counts in cells}
    return Cross(tuple(fields), rows, columns, met, by_row, by_column, total)


def _ordered(totals: Mapping[str, Tally], field: Field, measure: Measure) -> tuple[str, ...]:
    """The values in the order of the field; what has no value is the last."""
    if field.terms is not None:
        places = {term: n for n, term in enumerate(field.terms)}
        order = sorted(totals, key=lambda value: (places.get(value, len(places)), value))
    elif field.years:
        order = sorted(totals)
    else:
        order = sorted(totals, key=lambda value: (-getattr(totals[value], measure), -totals[value].records, value))
    return tuple(sorted(order, key=lambda value: value == NOBODY))


def _every_year(years: Sequence[str]) -> tuple[str, ...]:
    """From the first to the last; what has no date stays the last."""
    dated = [int(year) for year in years if year != NOBODY]
    between = [f"{year:04}" for year in range(min(dated), max(dated) + 1)] if dated else []
    return (*between, *(year for year in years if year == NOBODY))
