"""Records as rows of another shape: tidy, a row a link; matrix, a column of 0 and 1 for each theme or the like.

Separate from the flat row, which is the shape that all formats of rows have where none is asked for.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from policykb.domain.fields import FIELDS, STATEMENTS, find_field
from policykb.errors import UsageError
from policykb.export.options import ExportOptions, chosen
from policykb.export.table import Column, Table, Value
from policykb.store.labels import Labels
from policykb.store.occurring import Occurring

LINKS = tuple(f.name for f in FIELDS if f.flat and f.many and f.types and f.name != "mention")
"""The columns whose values are other records."""
TIDY = (
    Column("field", meaning="What the link says: the name of the column it stands in where rows are wide."),
    Column("value", meaning="The name of the record linked to."),
    Column("value_key", meaning="Its key."),
    Column(
        "role",
        meaning="How: of a framework or an actor the relation or role, of a proponent the support; author where the"
        " source's authors speak.",
    ),
)
_AS = ("relation", "role", "support")
Records = Iterator[dict[str, Any]]


def shaped(
    table: Table,
    options: ExportOptions,
    subjects: Sequence[str],
    labels: Labels,
    occurring: Callable[[str], Occurring],
) -> Table:
    """The table as the options want it.

    ``occurring`` finds what the records are linked to in a role. Raises UsageError for a column the table does not
    have, and for a shape its records cannot take.
    """
    marks: tuple[Column, ...] = ()
    if options.shape == "tidy":
        table = _tidy(table, labels, subjects)
    elif options.shape == "matrix":
        table, marks = _matrix(table, options, subjects, occurring)
    columns = chosen((*table.columns, *marks), options.columns, subjects)
    if not set(columns) & set(marks):
        columns = (*columns, *marks)
    return replace(table, columns=columns, delimiter=options.between, flat=options.reshapes)


def _tidy(table: Table, labels: Labels, subjects: Sequence[str]) -> Table:
    linked = [column.name for column in table.columns if column.name in LINKS]
    if not linked:
        raise UsageError(f"The {subjects[0]}s have no links to make rows of.", "Leave --shape out.")
    columns = (*(column for column in table.columns if column.name not in linked), *TIDY)

    def rows() -> Records:
        for record in table.records:
            values = table.values(record) | {_LINK: _link(table, record)}
            kept = {name: value for name, value in values.items() if name not in linked}
            links = [(name, *link) for name in linked for link in _links_of(record, name, labels)]
            for name, key, how in links:
                yield kept | {"field": name, "value": labels.name(key), "value_key": key, "role": how}
            if not links:  # a record without any is not lost
                yield kept

    return _remade(table, columns, rows())


def _links_of(record: Mapping[str, Any], name: str, labels: Labels) -> Iterator[tuple[str, str | None]]:
    """(key, how) of what a record is linked to in one of its fields; the authors speak where nobody else does."""
    if name == "proponents" and name not in record:
        yield from ((key, "author") for key in labels.source(record["source"]).author_keys)
        return
    value = record.get(name, [])
    for item in [] if value == "unknown" else value:
        if isinstance(item, str):
            yield item, None
        else:
            yield item["key"], next((item[how] for how in _AS if how in item), None)


def _matrix(
    table: Table, options: ExportOptions, subjects: Sequence[str], occurring: Callable[[str], Occurring]
) -> tuple[Table, tuple[Column, ...]]:
    """The table with its own columns, and those of the marks."""
    called = options.matrix_of or "theme"
    if not set(subjects) <= set(STATEMENTS):
        raise UsageError(f"A matrix is made of statements, not of {subjects[0]}s.", "Leave --shape matrix out.")
    field = next((f for f in (find_field(called, subject) for subject in subjects) if f is not None), None)
    if field is None or field.role is None:
        raise UsageError(f"A {subjects[0]} has no {called} to make a matrix of.", "Name another with --matrix-of.")
    found = occurring(field.role)
    fixed = tuple(column for column in table.columns if column.name != field.name)
    taken = {column.name for column in fixed}
    heads: dict[str, str] = {}
    for key, name in found.columns:
        head = key if options.keys or name in taken else name
        taken.add(head)
        heads[key] = head
    marks = tuple(
        Column(heads[key], "integer", meaning=f"1 where {called}:{key} finds it, else 0.") for key, _ in found.columns
    )

    def rows() -> Records:
        for record in table.records:
            linked = record.get(field.name, [])
            keys = [] if linked == "unknown" else [item if isinstance(item, str) else item["key"] for item in linked]
            met = {above for key in keys for above in found.above[key]}
            values = table.values(record) | {_LINK: _link(table, record)}
            yield values | {head: int(key in met) for key, head in heads.items()}

    return _remade(table, fixed, rows()), marks


def _remade(table: Table, columns: tuple[Column, ...], rows: Records) -> Table:
    around = table.around and replace(table.around, link=lambda row: row[_LINK])
    return replace(table, columns=columns, records=rows, values=_same, around=around, by_column=None)


_LINK = "@link"
"""Where a row keeps the address of its record; no column has that name."""


def _link(table: Table, record: Mapping[str, Any]) -> Value:
    return table.around.link(record) if table.around is not None else None


def _same(row: dict[str, Any]) -> dict[str, Any]:
    return row
