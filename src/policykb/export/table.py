"""What a format is given to write: typed columns, records in order, and what stands around them.

Separate from the flat row so that counts, SQL and records are all written by the same formats.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING, Any, Literal, Protocol

from policykb.domain.fields import PASSAGE, STATEMENTS

if TYPE_CHECKING:
    from policykb.query.hits import Hit

ASK_FOR_COUNTS = 'Ask for counts, as in: policykb query "count of recommendations by theme" -o themes.svg'
JOINT = "; "
Cell = str | bool | float | None
"""What stands in one cell: dates are texts (EDTF), whole numbers are int."""
Value = Cell | tuple[str, ...]
"""A cell, or the several values that a cell joins."""
Chunk = list[list[Value]]
"""Some records by column: a list of values for each."""
CHUNK = 500
ColumnKind = Literal["text", "date", "flag", "integer", "number"]


@dataclass(frozen=True)
class Column:
    """A column: its name, what its cells are, whether they join several values, and what it means in a sentence."""

    name: str
    kind: ColumnKind = "text"
    many: bool = False
    meaning: str = ""


@dataclass(frozen=True)
class About:
    """What an answer is, for a title, a sheet or a file that speaks of it.

    ``query`` is canonical; ``subjects`` the types of records; ``total`` how many fit it; ``digest`` what the base said
    then (see `KnowledgeBase.digest`), ``loaded`` the day of its newest load,
    ``version`` the policykb that wrote it, ``day`` the one it was asked on.
    """

    query: str
    subjects: tuple[str, ...]
    total: int
    digest: str
    loaded: str | None
    version: str
    day: str = ""

    @property
    def noun(self) -> str:
        """What one record is called."""
        if len(self.subjects) == 1:
            return self.subjects[0]
        if self.subjects == (PASSAGE,):
            return PASSAGE
        return "statement" if set(self.subjects) <= set(STATEMENTS) else "record"

    @property
    def data_version(self) -> str:
        """What to cite a base by: the first 12 digits of its digest, and the day of its newest load."""
        return " ".join(filter(None, (self.digest[:12], self.loaded)))


class Drawing(Protocol):
    """A picture of counts: a Vega-Lite ``spec``, a title and a description of it in words, how many counts it shows."""

    @property
    def spec(self) -> Mapping[str, Any]: ...  # noqa: D102
    @property
    def title(self) -> str: ...  # noqa: D102
    @property
    def description(self) -> str: ...  # noqa: D102
    @property
    def shown(self) -> int: ...  # noqa: D102


@dataclass(frozen=True)
class Around:
    """What a format may ask beside the records, each looked up only when asked for.

    ``about``: what the answer is. ``records``: the whole records of entities (the sources of statements, their themes)
    by their keys, in that order. ``names``: the name of each key. ``link``: the address or DOI at which a record, or
    the source of a statement, can be read. ``cited``: the short citation of the source of that key. ``keyed``: the
    cells of a record with keys, not names. ``hits``: where in each of these records what was asked for stands.
    ``drawing``: the picture of counts; records have none.
    """

    about: Callable[[], About]
    records: Callable[[Iterable[str]], list[dict[str, Any]]]
    names: Callable[[Iterable[str]], Mapping[str, str]]
    link: Callable[[Mapping[str, Any]], str | None]
    cited: Callable[[str], str]
    keyed: Callable[[Mapping[str, Any]], dict[str, Cell]]
    hits: "Callable[[Sequence[Mapping[str, Any]]], list[list[Hit]]]"
    drawing: Callable[[], Drawing] | None = None


@dataclass(frozen=True)
class Table:
    """What a format writes: ``columns``, the ``records`` in order and how one of them becomes ``values`` by column.

    ``records`` are read as they are asked for, once. ``by_column`` gives the same values a chunk of records at a time,
    where that is faster than record by record: a format asks for either. ``to_file``: whether it is written to a file
    for people to open, not to a terminal or a pipe. ``delimiter``: what stands between the cells of CSV. ``flat``:
    whether rows were asked for even of a format that else writes records. ``around`` is None where there is nothing but
    rows, as with SQL.
    """

    columns: tuple[Column, ...]
    records: Iterator[dict[str, Any]]
    values: Callable[[dict[str, Any]], dict[str, Value]]
    to_file: bool = False
    delimiter: str = ","
    flat: bool = False
    around: Around | None = field(default=None, repr=False)
    by_column: Callable[[Sequence[str]], Iterator[Chunk]] | None = field(default=None, repr=False)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(column.name for column in self.columns)

    def cells(self, record: dict[str, Any]) -> dict[str, Cell]:
        """The cells of a record by column, several values joined by ``; ``."""
        return {name: joined(value) for name, value in self.values(record).items()}

    def chunks(self) -> Iterator[Chunk]:
        """The values of a few hundred records at a time, one list for each of `columns`."""
        names = self.names
        if self.by_column is not None:
            yield from self.by_column(names)
            return
        rest = iter(self.records)
        while some := [self.values(record) for record in islice(rest, CHUNK)]:
            yield [[values.get(name) for values in some] for name in names]

    def rows(self) -> Iterator[list[Cell]]:
        """The records as cells in the order of `columns`."""
        for chunk in self.chunks():
            for row in zip(*chunk, strict=True):
                yield [joined(value) for value in row]

    def flattened(self) -> "Table":
        """The same table whose records are the flat rows themselves: JSON with the columns of the CSV."""
        rows = (dict(zip(self.names, row, strict=True)) for row in self.rows())
        return replace(self, records=rows, values=lambda row: row, by_column=None)

    def plain(self) -> Iterator[dict[str, Any]]:
        """The records, or the flat rows where those were asked for, as JSON has them."""
        return self.flattened().records if self.flat else self.records

    def watched(self, tell: Callable[[int], None]) -> "Table":
        """The same table, which tells how many more records it has given each time that it has given some."""

        def one_by_one() -> Iterator[dict[str, Any]]:
            given = 0
            for given, record in enumerate(self.records, 1):
                yield record
                if given % CHUNK == 0:
                    tell(CHUNK)
            tell(given % CHUNK)

        def in_chunks(names: Sequence[str]) -> Iterator[Chunk]:
            assert self.by_column is not None
            for chunk in self.by_column(names):
                yield chunk
                tell(len(chunk[0]))

        return replace(self, records=one_by_one(), by_column=in_chunks if self.by_column is not None else None)


def joined(value: Value) -> Cell:
    """The cell of a value.

    >>> joined(("Japan", "the Philippines")), joined(()), joined(5)
    ('Japan; the Philippines', None, 5)
    """
    return (JOINT.join(value) or None) if isinstance(value, tuple) else value
