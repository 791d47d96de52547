"""Importing tables: their rows go through a mapping to records, which are loaded as those of a seed file are.

The records of an import have one owner, `import:<name>.jsonl`, so that importing a newer table under the same name
changes what differs and removes the rows that left. Everything a load checks is checked, in the same transaction.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from policykb.domain.difference import Change
from policykb.domain.models import MODELS
from policykb.domain.report import LoadReport
from policykb.errors import CellProblem, Problem, SeedError
from policykb.seed.explain import problems_of
from policykb.seed.files import SeedFile
from policykb.seed.load import Given, diff_given, load_given
from policykb.seed.others import Others
from policykb.seed.read import Broken, Entry
from policykb.seed.roots import IMPORTED
from policykb.store.engine import Database
from policykb.tabular.columns import check_columns
from policykb.tabular.mapping import MappingFile
from policykb.tabular.names import Missing, Names
from policykb.tabular.repair import repaired, repairs
from policykb.tabular.rows import Raw, RowMaker, Shared
from policykb.tabular.table import NOTHING, Table
from policykb.tabular.values import whole

MOST_PROBLEMS = 200
"""Faults that are listed; the others are counted."""
_PLACES = 5


@dataclass(frozen=True)
class ImportReport:
    """What an import did, or (``changes``) would do; ``notices`` are sentences about what the table does not hold.

    ``unresolved``: names that nothing in the base bears and that were left out or made.
    """

    load: LoadReport
    rows: int
    changes: tuple[Change, ...] | None = None
    unresolved: tuple[Missing, ...] = ()
    notices: tuple[str, ...] = ()


def owner_of(name: str) -> str:
    """The owner of what is imported under a name.

    >>> owner_of("upr")
    'import:upr.jsonl'
    """
    return f"{IMPORTED}:{name}.jsonl"


def import_tables(
    tables: Sequence[Table], mapping: MappingFile, database: Database, version: str, *, rehearse: bool = False
) -> ImportReport:
    """Imports tables of one kind through a mapping, in one transaction; ``rehearse``: only says what that would do.

    Raises SeedError with every fault, those of the mapping first.
    """
    faults = [fault for table in tables for fault in check_columns(mapping, table)]
    if faults:
        raise SeedError(sorted(set(faults)), f"The mapping does not fit; {NOTHING}.")
    name = mapping.mapping.name
    files = {SeedFile(table.path, table.display, IMPORTED, f"{name}.jsonl"): table for table in tables}
    with database.reading() as connection:
        names = Names(Others(connection, {owner_of(name)}).known())
    records = _Records(mapping, files, names)
    given = Given({file: table.sha256 for file, table in files.items()}, reader=records.read)
    try:
        if rehearse:
            changes = tuple(diff_given(given, database, version))
            report = LoadReport()
        else:
            changes, report = None, load_given(given, database, version)
    except SeedError as error:
        raise shortened(error.problems, records.more) from error
    return ImportReport(report, records.rows, changes, tuple(names.missing.values()), tuple(records.notices()))


def shortened(problems: Sequence[Problem], more: int, ends: str = NOTHING) -> SeedError:
    """The error with as many faults as people read, and how many there are; ``ends``: what became of the table."""
    total = len(problems) + more
    listed = problems[:MOST_PROBLEMS]
    rest = f", of which the first {len(listed)} are listed" if total > len(listed) else ""
    return SeedError(listed, f"{total:,} problem{'s' * (total != 1)} found{rest}; {ends}.")


class _Records:
    """The records of all tables of an import."""

    def __init__(self, mapping: MappingFile, files: Mapping[SeedFile, Table], names: Names) -> None:
        self._mapping, self._files, self._names = mapping.mapping, files, names
        self._last = list(files)[-1]
        self._begin()
        self.more = 0
        """Faults beyond those that are kept."""

    def _begin(self) -> None:
        """Forgets the rows: a load reads everything again where it has to tell the place of a fault."""
        self._shared = Shared(self._mapping)
        self._position = 0
        self._read: set[SeedFile] = set()
        self.rows = 0

    def read(self, file: SeedFile, problems: list[Problem], broken: Broken | None) -> Iterator[Entry]:
        """The records of one table, as `policykb.seed.read.read` gives those of a seed file."""
        table = self._files[file]
        if file in self._read:
            self._begin()
        self._read.add(file)
        if self._position == 0:
            yield from self._own(file, table)
        maker = RowMaker(self._mapping, table, self._names, self._shared)
        repair = repairs(self._mapping.table)
        for row in table.rows():
            if isinstance(row, CellProblem):
                self._note(problems, row)
                continue
            if not any(map(whole, row.cells)):
                continue
            if repair is not None:
                row = row._replace(cells=repaired(row.cells, repair))
            self.rows += 1

            def complain(column: int | None, message: str, hint: str, number: int = row.number) -> None:
                self._note(problems, table.problem(number, column, message, hint))

            for raw in maker.records(row, complain):
                entry = self._entry(raw, file, table, row.number, problems, broken)
                if entry is not None:
                    yield entry
        if file == self._last:
            for problem in self._unknown():
                self._note(problems, problem)

    def _own(self, file: SeedFile, table: Table) -> Iterator[Entry]:
        """The records that the mapping itself states."""
        for record in (*self._mapping.themes, *self._mapping.actors, *self._mapping.frameworks):
            aliases = [alias.text for alias in record.aliases]
            self._names.add(record.key, record.type, getattr(record, "kind", None), [record.name, *aliases])
            raw = Raw(record.to_dict())
            found = self._entry(raw, file, table, 0, [], None)
            if found is not None:
                yield found

    def _entry(
        self, raw: Raw, file: SeedFile, table: Table, number: int, problems: list[Problem], broken: Broken | None
    ) -> Entry | None:
        def complain(path: tuple[Any, ...], message: str, hint: str = "", *, key: bool = False) -> Problem:
            column = raw.columns.get(str(path[0])) if path else None
            name = "" if not path or column is not None else f"{path[0]}: "
            return table.problem(number, column, name + message, hint)

        self._position += 1
        model = MODELS[raw.data["type"]]
        try:
            record = model.model_validate(raw.data)
        except ValidationError as error:
            for problem, _ in problems_of(error, model, complain):
                self._note(problems, problem)
            if broken is not None and "key" in raw.data:
                broken.keys.add(raw.data["key"])
            return None
        return Entry(record, file, self._position, complain, number)

    def _note(self, problems: list[Problem], problem: Problem) -> None:
        if len(problems) < MOST_PROBLEMS:
            problems.append(problem)
        else:
            self.more += 1

    def _unknown(self) -> Iterator[Problem]:
        """The names that are unknown and the texts that a map does not have, each once."""
        tables = {table.display: table for table in self._files.values()}
        for missing in self._names.missing.values():
            if missing.policy != "create":
                missing.nearest = self._names.nearest(missing.text, missing.wanted)
            if missing.policy == "error":
                said = f"nothing in the base is called {missing.text[:60]!r}: no {' or '.join(missing.wanted)}"
                often = _often(missing.count, missing.rows)
                hint = missing.nearest or "map: says who is meant, unresolved: what else to do"
                yield tables[missing.table].problem(missing.rows[0], missing.column, said + often, hint)
        for (table, column, text), rows in self._shared.texts.items():
            said = f"the map has no {text[:60]!r}" + _often(len(rows), rows[:_PLACES])
            yield tables[table].problem(rows[0], column, said, "add it, or say otherwise: keep or leave-out")

    def notices(self) -> Iterator[str]:
        """What of the rows became no record, or no record under a number of its own."""
        shared = self._shared
        for column, count in shared.skipped.items():
            yield f"{count:,} row{'s' * (count != 1)} left out by the rule for {column}."
        if shared.repeated:
            told = ", ".join(f"{row} (as {first})" for row, first in shared.repeated[:_PLACES])
            yield f"{_rows(len(shared.repeated))} an earlier one word for word and left out: row {told}."
        if shared.doubled:
            did = "were left out" if self._mapping.key.doubled == "leave-out" else "got -2, -3 behind it"
            told = ", ".join(f"{key} (row {row}, as row {first})" for row, first, key in shared.doubled[:_PLACES])
            yield f"{len(shared.doubled):,} of a key that an earlier row has {did}: {told}."
        if shared.unnumbered:
            told = ", ".join(map(str, shared.unnumbered[:_PLACES]))
            yield f"{len(shared.unnumbered):,} without what its key is made of; it is made of all cells: row {told}."


def _rows(count: int) -> str:
    return f"{count:,} row repeats" if count == 1 else f"{count:,} rows repeat"


def _often(count: int, rows: Sequence[int]) -> str:
    return f" ({count:,} rows: {', '.join(map(str, rows))}{', ...' if count > len(rows) else ''})" if count > 1 else ""
