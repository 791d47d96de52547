"""The answer to `count of ... by ...`: rows of counts, with everything else an answer has."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from policykb.domain.fields import STATEMENTS, find_field
from policykb.errors import UsageError
from policykb.export.options import AS_EVER, ExportOptions, chosen
from policykb.export.table import Cell, Column, Table
from policykb.kb.answer import Answer
from policykb.query.grammar.render import render
from policykb.query.grouping import count_groups, count_several
from policykb.query.groups import grouping_field, order_of

if TYPE_CHECKING:
    from policykb.analysis.cross import Cross, Field
    from policykb.analysis.picture import Picture
    from policykb.domain.counting import Chart, Measure
    from policykb.store.engine import Connection

_COUNTED = {
    "sources": "From how many sources those records come.",
    "publishers": "How many independent publishers issued those sources.",
}


class Count(NamedTuple):
    """How many records have these ``values``, from how many sources, by how many independent publishers."""

    values: tuple[str, ...]
    records: int
    sources: int
    publishers: int


class Counts(Answer):
    """Rows of counts instead of records; ``total`` counts every record once, however many rows it stands in.

    A picture of it shows what `drawn` says: a bar a value for one field, a heat map for two, a time line for years.
    """

    _chart: "Chart | None" = None
    _measure: "Measure" = "records"

    @property
    def columns(self) -> tuple[str, ...]:
        """The fields it is grouped by, and what was counted."""
        behind = ("sources", "publishers") if self.subjects[0] in STATEMENTS else ()
        return (*self.query.group, self._noun, *behind)

    @property
    def _noun(self) -> str:
        return f"{self.subjects[0]}s" if len(self.subjects) == 1 else "statements"

    @property
    def repeats(self) -> bool:
        """Whether a record may stand in several rows."""
        return any(grouping_field(name, self.subjects[0]).many for name in self.query.group)

    def counts(self) -> list[Count]:
        """The rows, most records first."""
        if not self.query.group:
            return []
        with self._database.reading() as connection:
            rows = count_groups(self._resolution, connection, self._today)
        return [Count(*row) for row in rows[: self._limit]]

    def cross(self, measure: "Measure" = "records") -> "Cross":
        """The values of the field, or of two fields against one another, with totals that count every record once.

        The values of a vocabulary that has an order, and years, stand in theirs; of other fields the most frequent
        comes first, by ``measure``. A limit is one of rows: the first are kept, of years the latest. Raises UsageError
        where the query counts by no field or by more than two.
        """
        from policykb.analysis.cross import Tally, crossed

        group = self.query.group
        if not 1 <= len(group) <= 2:
            raise UsageError(
                f"A cross table or picture has one field or two, not {len(group) or 'none'}.",
                f"Write: count of {self._noun} by {' and '.join(group[:2]) or 'issued'}",
            )
        several = [(), *((name,) for name in group), *([group] if len(group) == 2 else [])]
        with self._database.reading() as connection:
            ((_, *total),), *counted = count_several(self._resolution, connection, self._today, several)
            fields = [self._field(name, connection) for name in group]
        limits = [limit for limit in (self._limit, self.query.limit) if limit is not None]
        return crossed(fields, Tally(*total), *counted, measure=measure).largest(min(limits, default=None))

    def _field(self, name: str, connection: "Connection") -> "Field":
        from policykb.analysis.cross import Field
        from policykb.domain.fields import Kind

        row = grouping_field(name, self.subjects[0])
        years = row.kind is Kind.DATE
        word = (row.role or row.name).replace("_", " ")
        word = f"top {word}" if name.endswith(".top") else f"year {word}" if years else word
        return Field(name, word, row.many, years, order_of(row, connection))

    def drawn(self, chart: "Chart | None" = None, measure: "Measure" = "records") -> Self:
        """The same counts, whose picture is a ``chart`` (bar, heatmap or timeline) and shows this ``measure``."""
        counts = self._again(self._limit)
        counts._chart, counts._measure = chart, measure
        return counts

    @cached_property
    def picture(self) -> "Picture":
        """The picture: a Vega-Lite specification (``picture.spec``), its title, what it leaves out.

        Raises UsageError where the fields make no picture, or not the chart asked for.
        """
        from policykb.analysis.picture import Caption, draw

        with self._database.reading() as connection:
            about = self._about(connection)
        caption = Caption(about.query, about.data_version, self._noun)
        return draw(self.cross(self._measure), caption, self._measure, self._chart)

    @property
    def counted(self) -> Answer:
        """The records themselves that are counted."""
        plain = replace(self.query, count=False, group=(), limit=None)
        resolution = replace(self._resolution, query=plain)
        return Answer(self._database, resolution, render(plain), self._today, None)

    @contextmanager
    def table(self, *, to_file: bool = False, options: ExportOptions = AS_EVER) -> Iterator[Table]:
        """The rows for a format of `policykb.export` to write; as a matrix the table of `cross`, which may refuse."""
        if options.shape == "matrix":
            with self._matrix(to_file, options) as matrix:
                yield matrix
            return
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
            around = replace(self._around(connection), drawing=lambda: self.picture)
            table = Table(typed, records, _same, to_file, options.between, around=around)
            yield replace(table, columns=chosen(typed, options.columns, ()))

    @contextmanager
    def _matrix(self, to_file: bool, options: ExportOptions) -> Iterator[Table]:
        rows = self.cross(self._measure).to_rows(self._measure)
        first = self.query.group[0]
        names = list(rows[0]) if rows else [first, "total"]
        typed = tuple(
            Column(name, "text" if name == first else "integer", meaning=self._meaning(first) if name == first else "")
            for name in names
        )
        with self._database.reading() as connection:
            table = Table(typed, iter(rows), _same, to_file, options.between, around=self._around(connection))
            yield replace(table, columns=chosen(typed, options.columns, ()))

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
