"""The answer to a query: records as typed objects, JSON, flat rows or data frames, with what was asked and read."""

import io
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import cache, cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Self

from policykb import __version__
from policykb.domain.fields import PASSAGE, STATEMENTS
from policykb.errors import MissingExtra, UsageError
from policykb.export.flat import columns_of, flat, link_of
from policykb.export.options import AS_EVER, ExportOptions
from policykb.export.table import ASK_FOR_COUNTS, About, Around, Cell, Table, joined
from policykb.query.advice import advise
from policykb.query.ast import Query
from policykb.query.compile import Compiled, compile_query, sources_read
from policykb.query.grammar.render import render
from policykb.query.names import Resolution
from policykb.query.relative import query_on
from policykb.query.relevance import by_relevance, ranked_by
from policykb.store import attached, counts, reading
from policykb.store.digest import digest
from policykb.store.engine import Connection, Database
from policykb.store.labels import Labels

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas
    import polars

    from policykb.domain.counting import Chart, Measure
    from policykb.domain.record import Record
    from policykb.export.table import Chunk
    from policykb.kb.counts import Count
    from policykb.query.hits import Hit, Hits


class Answer:
    """Records that a query found, read from the base each time they are iterated over, in one unchanging state of it.

    ``canonical`` is the query as it was understood; ``total`` how many records fit it whatever the limit;
    ``sources_read`` how many sources were read for its themes, which is what an empty answer means.
    """

    def __init__(
        self, database: Database, resolution: Resolution, canonical: str, today: date, limit: int | None
    ) -> None:
        self._database = database
        self._resolution = resolution
        self._today = today
        self._limit = limit
        self.canonical = canonical

    @property
    def query(self) -> Query:
        """The query as understood, with keys for names."""
        return self._resolution.query

    @property
    def absolute(self) -> str:
        """The canonical form with "last 2 years" as the dates that they are today."""
        return render(query_on(self.query, self._today))

    @property
    def subjects(self) -> tuple[str, ...]:
        """The types of records asked for."""
        return self.query.subjects

    @cached_property
    def advice(self) -> list[str]:
        """How the question might miss what is there: to be shown where nothing was found."""
        with self._database.reading() as connection:
            return list(advise(self._resolution, connection))

    @cached_property
    def ranking(self) -> str | None:
        """What the records are ranked by, ``BM25 (SQLite)`` or ``ts_rank (PostgreSQL)``; None where they are not."""
        if self.query.count or not by_relevance(self.query):
            return None
        with self._database.reading() as connection:
            return ranked_by(connection)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the flat rows."""
        return tuple(column.name for column in columns_of(self.subjects))

    @cached_property
    def total(self) -> int:
        """How many records fit, whatever the limit."""
        with self._compiled() as (connection, compiled):
            return compiled.run_count(connection)

    @cached_property
    def sources_read(self) -> int:
        """How many sources were read for every theme the query names; for any theme where it names none."""
        themes = [self._resolution.ids[key] for key in self._resolution.themes]
        with self._database.reading() as connection:
            return sources_read(connection, themes)

    @cached_property
    def texts(self) -> int:
        """How many sources have a text, in whose passages a query for passages looks."""
        with self._database.reading() as connection:
            return len(attached.attachments(connection))

    @contextmanager
    def _compiled(self) -> Iterator[tuple[Connection, Compiled]]:
        with self._database.reading() as connection:
            yield connection, compile_query(self._resolution, connection, self._today, self._limit)

    @contextmanager
    def table(self, *, to_file: bool = False, options: ExportOptions = AS_EVER) -> Iterator[Table]:
        """The records with the labels of their keys, for a format of `policykb.export` to write."""
        with self._compiled() as (connection, compiled):
            ids = compiled.run_ids(connection)
            statements = self.subjects[0] in STATEMENTS
            labels = Labels(connection)
            keys = options.keys

            def by_column(names: "Sequence[str]") -> "Iterator[Chunk]":
                from policykb.export import flat_columns

                return flat_columns.chunks(connection, ids, labels, names, keys=keys)

            table = Table(
                columns_of(self.subjects),
                self._read(connection, ids),
                lambda record: flat(record, labels, keys=keys),
                to_file,
                around=self._around(connection, labels),
                by_column=by_column if statements else None,
            )
            if options == AS_EVER:
                yield table
                return
            from policykb.export.shapes import shaped
            from policykb.store.occurring import occurring

            occur = partial(occurring, connection, compiled.run_ids(connection), labels=labels)
            yield shaped(table, options, self.subjects, labels, occur)

    def _read(self, connection: Connection, ids: Iterator[int]) -> Iterator[dict[str, Any]]:
        if self.subjects[0] == PASSAGE:
            return reading.passages(connection, ids)
        return (
            reading.statements(connection, ids) if self.subjects[0] in STATEMENTS else reading.entities(connection, ids)
        )

    def _around(self, connection: Connection, labels: Labels | None = None) -> Around:
        known = labels or Labels(connection)
        hits = cache(lambda: self._hits(connection))
        return Around(
            about=lambda: self._about(connection),
            records=lambda keys: reading.entities_of(connection, keys),
            names=known.of,
            link=lambda record: link_of(record, known),
            cited=lambda key: known.source(key).short_citation,
            keyed=lambda record: {n: joined(value) for n, value in flat(record, known, keys=True).items()},
            hits=lambda records: hits().find(records),
        )

    def _hits(self, connection: Connection) -> "Hits":
        from policykb.query.hits import Hits

        return Hits(self._resolution, connection, self._today)

    def hits(self, record: "Record | Mapping[str, Any]") -> "list[Hit]":
        """Where in a record of this answer the words and names asked for stand: ``record.text[hit.start:hit.end]``.

        ``record`` is an object of the answer or a dict of `to_dicts`. A record that was found by a link alone has none.
        """
        plain = record if isinstance(record, Mapping) else record.to_dict()
        with self._database.reading() as connection:
            return self._hits(connection).find([plain])[0]

    def _about(self, connection: Connection) -> About:
        loaded = counts.last_load(connection)
        said = digest(connection)
        day = self._today.isoformat()
        return About(self.canonical, self.subjects, self.total, said, loaded and loaded[:10], __version__, day)

    def __iter__(self) -> "Iterator[Record]":
        """The records as objects of `policykb.domain`: Recommendation, Finding, Framework, ..."""
        from policykb.domain.models import model_of

        with self.table() as table:
            for record in table.records:
                yield model_of(record["type"]).model_validate(record)

    def __len__(self) -> int:
        """How many records iterating gives."""
        limits = [n for n in (self._limit, self.query.limit) if n is not None]
        if self.query.after is not None:
            return sum(1 for _ in self.to_dicts())
        return min([self.total, *limits])

    def to_dicts(self) -> list[dict[str, Any]]:
        """The records as JSON has them: full keys, ``addressees`` and the like always objects."""
        with self.table() as table:
            return list(table.records)

    def to_rows(self) -> list[dict[str, Cell]]:
        """The records as flat rows: names for keys, lists joined by ``; ``; the columns of the CSV."""
        with self.table() as table:
            return list(table.flattened().records)

    def to_csv(self, path: str | Path | None = None) -> str | None:
        """The flat rows as CSV: to the file ``path``, which is replaced, or as a text where there is none."""
        from policykb.export import csv

        if path is None:
            out = io.BytesIO()
            self.write(csv.NAME, out)
            return out.getvalue().decode()
        from policykb.kb.files import written_whole

        with written_whole(Path(path), force=True) as file:
            self.write(csv.NAME, file, to_file=True)
        return None

    def write(
        self,
        format_name: str,
        out: BinaryIO,
        *,
        to_file: bool = False,
        options: ExportOptions = AS_EVER,
        tell: Callable[[int], None] | None = None,
    ) -> int:
        """Writes the records in a format of `policykb.export`; returns how many, or how many rows.

        ``options`` say in which shape and with which columns; ``tell`` is told now and then how many more records have
        been read. Raises UsageError where the format does not heed an option, MissingExtra where it needs a library.
        """
        from policykb import export

        format_ = export.format_named(format_name)
        options.check(format_, map(export.format_named, export.names()))
        with self.table(to_file=to_file, options=options) as table:
            return int(format_.write(table if tell is None else table.watched(tell), out))

    def to_pandas(self) -> "pandas.DataFrame":
        """The flat rows as a pandas data frame; MissingExtra where pandas is not installed."""
        try:
            import pandas as pd
        except ImportError:
            raise MissingExtra("pandas", "pandas") from None
        return pd.DataFrame(self.to_rows(), columns=list(self.columns))

    def to_polars(self) -> "polars.DataFrame":
        """The flat rows as a polars data frame; MissingExtra where polars is not installed."""
        try:
            import polars as pl
        except ImportError:
            raise MissingExtra("polars", "polars") from None
        return pl.DataFrame(self.to_rows(), schema=list(self.columns), infer_schema_length=None)

    def first(self, count: int) -> Self:
        """The same question with at most ``count`` records given; ``total`` stays."""
        limit = count if self._limit is None else min(count, self._limit)
        return self._again(limit)

    def _again(self, limit: int | None) -> Self:
        return type(self)(self._database, self._resolution, self.canonical, self._today, limit)

    def drawn(self, chart: "Chart | None" = None, measure: "Measure" = "records") -> Self:
        """The same answer, whose picture is a ``chart`` of a ``measure``; UsageError, for records make none."""
        raise UsageError("A picture shows counts, not records.", ASK_FOR_COUNTS)

    def facets(self, *fields: str) -> "dict[str, list[Count]]":
        """How many records have each value of each field (as written after ``count of ... by``), found in one pass.

        ``answer.facets("theme", "to", "strength")`` is what a page shows beside its records: of each field the most
        frequent value first. Raises UnknownField for a field the records do not have, or that makes no groups.
        """
        from policykb.kb.counts import Count
        from policykb.query.grouping import count_several
        from policykb.query.groups import group_named

        groups = [(group_named(name, self.subjects),) for name in fields]
        with self._database.reading() as connection:
            several = count_several(self._resolution, connection, self._today, groups) if groups else []
        return {name: [Count(*row) for row in rows] for name, rows in zip(fields, several, strict=True)}

    @property
    def without_limit(self) -> "Answer":
        """All records that fit, where the query itself asks for the first ones or for those after one."""
        resolution = replace(self._resolution, query=replace(self.query, limit=None, after=None))
        return Answer(self._database, resolution, render(resolution.query), self._today, None)

    def _repr_html_(self) -> str:
        """The answer as a notebook shows it."""
        from policykb.kb.notebook import answer_as_html

        return answer_as_html(self)

    def __repr__(self) -> str:
        return f"<Answer to {self.canonical!r}>"
