"""A mapping for tables that bear our own names of columns, as our exports do: nobody has to write one for them."""

from collections.abc import Iterator

from policykb.domain.field import STATEMENTS
from policykb.errors import UsageError
from policykb.seed.suggest import closest
from policykb.tabular.fields import fillable, names_of
from policykb.tabular.mapping import KeySpec, Mapping, MappingFile, Value
from policykb.tabular.table import Row, Table, refuse
from policykb.tabular.values import whole

DERIVED = frozenset({"type", "publisher", "citation", "mention", "evidence", "key", "source", "codes"})
"""Columns of an export that are not fields to fill, or are taken by themselves."""
_SEPARATOR = ";"


def plain_mapping(table: Table, name: str, source: str | None) -> MappingFile:
    """The mapping of a table whose columns are called as ours; ``source``: the key of the source of all its rows.

    Raises SeedError or UsageError where the columns are not ours, or a source is nowhere named.
    """
    type_ = _type(table)
    fields = dict(own_columns(table, type_))
    if "text" not in fields:
        near = closest("text", [column for column in table.header if column])
        raise refuse(
            table.display,
            f"no column is called text, so its columns are not ours{f' ({near})' if near else ''}",
            "give a mapping: policykb import TABLE --mapping M.yaml; begin one: policykb import --suggest TABLE",
        )
    if doubled := table.doubled():
        told, columns = next(iter(doubled.items()))
        raise refuse(table.display, f"{len(columns)} columns have this name", "rename one", 0, columns[-1] + 1, told)
    own = {column.lower(): column for column in table.header}
    if source is None and "source" not in own:
        raise UsageError(
            f"{table.display} does not say which source its rows are of.", "Add a column source, or --source KEY."
        )
    known = fillable(type_)
    return MappingFile(
        Mapping(
            name=name,
            type=type_,
            source={"key": Value(value=source) if source is not None else Value(column=own["source"])},
            key=KeySpec(template=f"{{{own['key']}}}" if "key" in own else None),
            fields={
                field: (Value(column=column, separator=_SEPARATOR if known[field].many else None),)
                for field, column in fields.items()
            },
            coded=Value(column=own["codes"], separator=_SEPARATOR) if "codes" in own else None,
        ),
        None,
    )


def own_columns(table: Table, type_: str) -> Iterator[tuple[str, str]]:
    """(field, column) of every column that is called as a field of ours, or as a query calls it."""
    by_name = {name: field.name for field in fillable(type_).values() for name in names_of(field)}
    taken: set[str] = set()
    for exact in (True, False):
        for column in table.header:
            name = column.lower().replace(" ", "_")
            field = by_name.get(name, "")
            if field and field not in taken and (name == field) == exact and name not in DERIVED:
                taken.add(field)
                yield field, column


def _type(table: Table) -> str:
    """The type of record that all rows are of: a recommendation where no column says."""
    column = next((n for n, name in enumerate(table.header) if name.lower() == "type"), None)
    if column is None:
        return "recommendation"
    said: dict[str, int] = {}
    for row in table.rows():
        if isinstance(row, Row) and (text := whole(row.cells[column])):
            said.setdefault(text.lower(), row.number)
    for n, (text, at) in enumerate(said.items()):
        if text not in STATEMENTS:
            hint = f"it can be {', '.join(STATEMENTS)}"
            raise refuse(table.display, f"{text!r} is no type", hint, at, column + 1, "type")
        if n:
            told = f"{text} besides others; an import is of one type"
            raise refuse(table.display, told, "split the table", at, column + 1, "type")
    return next(iter(said), "recommendation")
