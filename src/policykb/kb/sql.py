"""The answer to SQL that a user writes: rows under the names of their columns, read anew each time."""

import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, BinaryIO

from policykb.errors import MissingExtra
from policykb.export.table import Cell, Column, ColumnKind, Table
from policykb.store import console
from policykb.store.views import VIEWS as MEANINGS

__all__ = ["MEANINGS", "Rows"]

if TYPE_CHECKING:
    import pandas
    import polars

LOOKED_AT = 1_000
"""So many rows tell what the cells of a column are."""


class Rows:
    """The rows a statement selects, in one unchanging state of the base; each iteration asks again.

    Iterating gives tuples of texts, numbers, true / false and None; `columns` are the names, a second ``name`` is
    ``name_2``. Bytes come as hexadecimal digits. SQLite has 1 and 0 for true and false.
    """

    def __init__(self, url: str, text: str, parameters: Mapping[str, object] | None, seconds: float) -> None:
        self._asked = (url, text, dict(parameters or {}), seconds or math.inf)
        console.check(*self._asked)

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns."""
        with self.table() as table:
            return table.names

    @contextmanager
    def table(self, *, to_file: bool = False, limit: int | None = None) -> Iterator[Table]:
        """At most ``limit`` rows for a format of `policykb.export` to write, as they come."""
        with console.run(*self._asked) as (heads, found):
            names = _distinct(heads)
            rows = (tuple(map(_cell, row)) for row in islice(found, limit))
            first = list(islice(rows, LOOKED_AT))
            columns = tuple(Column(name, _kind([row[n] for row in first])) for n, name in enumerate(names))
            records = (dict(zip(names, row, strict=True)) for row in chain(first, rows))
            yield Table(columns, records, dict, to_file)

    def __iter__(self) -> Iterator[tuple[Cell, ...]]:
        """The rows as tuples."""
        with self.table() as table:
            for record in table.records:
                yield tuple(record.values())

    def to_dicts(self) -> list[dict[str, Any]]:
        """The rows by column."""
        with self.table() as table:
            return list(table.records)

    def write(self, format_name: str, out: BinaryIO, *, to_file: bool = False, limit: int | None = None) -> int:
        """Writes the rows in a format of `policykb.export`; returns how many."""
        from policykb import export

        with self.table(to_file=to_file, limit=limit) as table:
            return int(export.format_named(format_name).write(table, out))

    def to_pandas(self) -> "pandas.DataFrame":
        """The rows as a pandas data frame; MissingExtra where pandas is not installed."""
        try:
            import pandas as pd
        except ImportError:
            raise MissingExtra("pandas", "pandas") from None
        with self.table() as table:
            return pd.DataFrame(table.rows(), columns=list(table.names))

    def to_polars(self) -> "polars.DataFrame":
        """The rows as a polars data frame; MissingExtra where polars is not installed."""
        try:
            import polars as pl
        except ImportError:
            raise MissingExtra("polars", "polars") from None
        with self.table() as table:
            rows = list(table.rows())
            return pl.DataFrame(rows, schema=list(table.names), orient="row", infer_schema_length=None)

    def _repr_html_(self) -> str:
        """The first rows as a notebook shows them."""
        from policykb.kb.notebook import rows_as_html

        return rows_as_html(self)

    def __repr__(self) -> str:
        return f"<Rows of {' '.join(self._asked[1].split())!r}>"


def _distinct(heads: Sequence[str]) -> list[str]:
    """Names that differ: a second ``name`` becomes ``name_2``.

    >>> _distinct(["key", "name", "name", "name_2", ""])
    ['key', 'name', 'name_3', 'name_2', 'column']
    """
    names: list[str] = []
    for head in heads:
        name, number = head or "column", 2
        while name in names or (name != head and name in heads):
            name, number = f"{head or 'column'}_{number}", number + 1
        names.append(name)
    return names


def _cell(value: object) -> Cell:
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value  # type: ignore[return-value]


def _kind(cells: Sequence[Cell]) -> ColumnKind:
    """What the cells are, where all that are there are alike."""
    kinds = {type(cell) for cell in cells} - {type(None)}
    if kinds == {bool}:
        return "flag"
    if kinds == {int}:
        return "integer"
    return "number" if kinds and kinds <= {int, float} else "text"
