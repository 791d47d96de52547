"""The answer to `count of ... by ...`: rows of counts, with everything else an answer has."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from policykb.domain.fields import STATEMENTS, find_field
from policykb.export.table import Cell, Column, Table
from policykb.kb.answer import Answer
from policykb.query.grammar.render import render
from policykb.query.grouping import count_groups

_COUNTED = {
    "sources": "From how many sources those records come.",
    "publishers": "How many independent publishers issued those sources.",
}


@dataclass(frozen=True)
class Count:
    """How many records have these ``values``, from how many sources, by how many independent publishers."""

    values: tuple[str, ...]
    records: int
    sources: int
    publishers: int


class Counts(Answer):
    """Rows of counts instead of records; ``total`` counts every record once, however many rows it stands in."""

    @property
    def columns(self) -> tuple[str, ...]:
        """The fields it is grouped by, and what was counted."""
        records = f"{self.subjects[0]}s" if len(self.subjects) == 1 else "statements"
        behind = ("sources", "publishers") if self.subjects[0] in STATEMENTS else ()
        return (*self.query.group, records, *behind)

    def counts(self) -> list[Count]:
        """The rows, most records first."""
        if not self.query.group:
            return []
        with self._database.reading() as connection:
            rows = list(count_groups(self._resolution, connection, self._today))
        return [Count(tuple(values), *numbers) for values, *numbers in rows][: self._limit]

    @property
    def counted(self) -> Answer:
        """The records themselves that are counted."""
        plain = replace(self.query, count=False, group=(), limit=None)
        resolution = replace(self._resolution, query=plain)
        return Answer(self._database, resolution, render(plain), self._today, None)

    @contextmanager
    def table(self, *, to_file: bool = False) -> Iterator[Table]:
        """The rows for a format of `policykb.export` to write."""
        columns = self.columns if self.query.group else self.columns[:1]
        rows: Iterable[tuple[Cell, ...]] = [(self.total,)]
        if self.query.group:
            rows = ((*row.values, row.records, row.sources, row.publishers) for row in self.counts())
        grouped = len(self.query.group)
        typed = tuple(
            Column(name, "text" if n < grouped else "integer", meaning=self._meaning(name))
            for n, name in enumerate(columns)
        )
        with self._database.reading() as connection:
            records = (dict(zip(columns, row, strict=False)) for row in rows)
            yield Table(typed, records, _same, to_file, around=self._around(connection))

    def _meaning(self, name: str) -> str:
        """What a column says."""
        if name not in self.query.group:
            return _COUNTED.get(name, "How many records have these values.")
        field = find_field(name.removesuffix(".top"), self.subjects[0])
        widest = " The widest theme above each." if name.endswith(".top") else ""
        return field.meaning + widest if field else ""

    def _repr_html_(self) -> str:
        """The rows as a notebook shows them."""
        from policykb.kb.notebook import counts_as_html

        return counts_as_html(self)


def _same(row: dict[str, Any]) -> dict[str, Any]:
    return row
