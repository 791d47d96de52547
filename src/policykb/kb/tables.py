"""Tables into the base: read, mapped, imported; separate from the seed's load because tables need a mapping first."""

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from policykb.errors import UsageError
from policykb.seed.others import Others
from policykb.seed.roots import display
from policykb.store.engine import Database
from policykb.tabular.columns import unused
from policykb.tabular.importing import ImportReport, import_tables
from policykb.tabular.keys import slug
from policykb.tabular.mapping import Mapping, MappingFile, Reading, read_mapping
from policykb.tabular.names import Names
from policykb.tabular.plain import plain_mapping
from policykb.tabular.readers import read_table
from policykb.tabular.table import ReadOptions, Table


def import_table(
    database: Database,
    paths: Sequence[Path],
    mapping: Path | None,
    switches: ReadOptions,
    version: str,
    *,
    name: str | None = None,
    source: str | None = None,
    rehearse: bool = False,
) -> ImportReport:
    """Imports tables through a mapping file, or without one where their columns are called as ours.

    ``switches`` overrule what the mapping says of reading. Raises SeedError, UsageError, MissingExtra.
    """
    if not paths:
        raise UsageError("No table was given.", "policykb import TABLE --mapping M.yaml")
    if mapping is not None:
        file = read_mapping(mapping, display(Path(os.path.abspath(mapping))))
        if source is not None:
            raise UsageError("--source is for tables without a mapping.", "In a mapping: source: KEY")
        tables = [_renamed(read_table(path, options(file.mapping.table, switches)), file.mapping) for path in paths]
        file = MappingFile(file.mapping.model_copy(update={"name": name}), file.document) if name else file
    else:
        tables = [read_table(path, switches) for path in paths]
        file = plain_mapping(tables[0], name or slug(paths[0].stem) or "table", source)
    report = import_tables(tables, file, database, version, rehearse=rehearse)
    told = [note for table in tables for note in (*table.notes, *_unused(table, file.mapping))]
    return replace(report, notices=(*told, *report.notices))


def suggest_mapping(database: Database, path: Path, switches: ReadOptions) -> str:
    """The text of a first mapping file for a table."""
    from policykb.tabular.suggest import suggested

    table = read_table(path, switches)
    with database.reading() as connection:
        names = Names(Others(connection, set()).known())
    return suggested(table, names, switches)


def options(reading: Reading, switches: ReadOptions) -> ReadOptions:
    """How a table is read: as the switches say, else as the mapping does."""
    return ReadOptions(
        switches.encoding or reading.encoding,
        switches.delimiter or reading.delimiter,
        switches.sheet or reading.sheet,
        reading.header if switches.header == 1 else switches.header,
        reading.merged,
    )


def _renamed(table: Table, mapping: Mapping) -> Table:
    """The table with its columns called as the mapping calls them."""
    return replace(table, header=tuple(mapping.rename.get(name, name) for name in table.header))


def _unused(table: Table, mapping: Mapping) -> list[str]:
    columns = unused(mapping, table)
    return [f"{table.display}: not used: {', '.join(columns)}"] if columns else []
