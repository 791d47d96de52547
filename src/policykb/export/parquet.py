"""Parquet: typed columns with several values as lists, for statistics and SQL engines; written in row groups.

The file's metadata say what was asked, of which data, and what each column means (``policykb.*``). Dates are texts:
many are a month or a year.
"""

from typing import TYPE_CHECKING, Any, BinaryIO

from policykb.errors import MissingExtra, UsageError
from policykb.export.options import ROWS
from policykb.export.table import Column, Table, Value

if TYPE_CHECKING:
    import pyarrow as pa

NAME = "parquet"
SUFFIXES = (".parquet", ".pq")
OPTIONS = ROWS
BINARY = True
GROUP = 20_000
"""Rows that are held before they are written."""


def write(table: Table, out: BinaryIO) -> int:
    """Writes the rows; returns how many. MissingExtra where pyarrow is not installed."""
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        raise MissingExtra("pyarrow", "parquet") from None
    schema = _schema(table, pa)
    count = 0
    with pq.ParquetWriter(out, schema, compression="zstd") as writer:
        held: list[list[Value]] = [[] for _ in table.columns]
        for chunk in table.chunks():
            for kept, values in zip(held, chunk, strict=True):
                kept += values
            count += len(chunk[0])
            if len(held[0]) >= GROUP:
                writer.write_table(_group(table, held, schema, pa))
                held = [[] for _ in table.columns]
        if held[0]:
            writer.write_table(_group(table, held, schema, pa))
    return count


def _schema(table: Table, pa: Any) -> "pa.Schema":
    kinds = {"flag": pa.bool_(), "integer": pa.int64(), "number": pa.float64()}
    fields = []
    for column in table.columns:
        type_ = pa.list_(pa.string()) if column.many else kinds.get(column.kind, pa.string())
        fields.append(pa.field(column.name, type_, metadata={"meaning": column.meaning} if column.meaning else None))
    return pa.schema(fields, metadata=_metadata(table))


def _metadata(table: Table) -> dict[str, str]:
    if table.around is None:
        return {}
    about = table.around.about()
    said = {
        "query": about.query,
        "data_version": about.data_version,
        "digest": about.digest,
        "date": about.day,
        "written_by": f"policykb {about.version}",
    }
    return {f"policykb.{name}": value for name, value in said.items()}


def _group(table: Table, held: list[list[Value]], schema: "pa.Schema", pa: Any) -> Any:
    columns = zip(table.columns, held, schema.types, strict=True)
    return pa.table([_array(column, values, type_, pa) for column, values, type_ in columns], schema=schema)


def _array(column: Column, values: list[Value], type_: Any, pa: Any) -> Any:
    if column.many:
        values = [value or None for value in values]
    elif column.kind in {"text", "date"}:
        values = [value if value is None or isinstance(value, str) else str(value) for value in values]
    try:
        return pa.array(values, type=type_)
    except (pa.ArrowInvalid, pa.ArrowTypeError, OverflowError) as error:
        raise UsageError(
            f"The column {column.name} cannot be written as {type_}: {error}",
            "Leave it out with --columns, or use CSV.",
        ) from None
