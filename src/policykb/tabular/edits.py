"""What somebody changed in an exported table: of each row the record of its key, as it is and as the cells say now.

Separate from importing because an export says less than a record: only cells that no longer say what an export would
write there change anything, and of an edited list everything that stays keeps its role.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from pydantic import ValidationError

from policykb.domain.fields import FIELDS, STATEMENTS, Field, Kind
from policykb.domain.models import MODELS
from policykb.errors import Problem
from policykb.export.flat import flat
from policykb.seed.explain import problems_of
from policykb.seed.suggest import closest
from policykb.store.editable import Editable
from policykb.store.labels import Labels
from policykb.tabular.cells import SEPARATOR, same, shown
from policykb.tabular.fields import converter, fillable, names_of
from policykb.tabular.names import Ambiguous, Names
from policykb.tabular.table import Cell, Row, Table

Plain = dict[str, Any]
_FIXED = {
    "type": "what a record is",
    "source": "the source of a statement",
    "publisher": "the publisher of a statement's source",
    "citation": "made of the source and the evidence",
    "evidence": "the passages, which a table tells only in short",
    "mention": "found in the text",
}
"""Columns that say something of a record and cannot be changed through a table."""
_DEFAULTS = {"priority": False, "endorsed": True}


class Edit(NamedTuple):
    """A record that a row changes: as its file has it, and as it is to be; ``row`` is where.

    ``columns``: the column (from 0) of each field.
    """

    record: Editable
    after: Plain
    row: int
    columns: Mapping[str, int]


@dataclass(frozen=True)
class _Column:
    at: int
    field: Field


class Edits:
    """The changes that the rows of one table make; ``problems`` receives everything that is wrong."""

    def __init__(self, table: Table, names: Names, labels: Labels, problems: list[Problem]) -> None:
        self._table, self._names, self._labels, self._problems = table, names, labels, problems
        self._columns: dict[str, tuple[dict[str, _Column], dict[str, _Column]]] = {}
        self.emptied = 0
        """Cells that were emptied, whose fields are taken away."""
        self.key = self._key_column()

    @property
    def ignored(self) -> list[str]:
        """Columns that are called as nothing a record has, with the name that may have been meant."""
        known = {name for field in FIELDS if field.flat for name in names_of(field)} | {*_FIXED, "key", "title"}
        odd = [name for name in self._table.header if name and _plain(name) not in known]
        return [f"{name} ({near})" if (near := closest(_plain(name), known)) else name for name in odd]

    def _key_column(self) -> int:
        found = [n for n, name in enumerate(self._table.header) if _plain(name) == "key"]
        if len(found) == 1:
            return found[0]
        near = closest("key", [name for name in self._table.header if name])
        message = (
            "several columns are called key" if found else "no column is called key, so no row says which record it is"
        )
        self._problems.append(self._table.problem(0, None, message, near or "export with the column key"))
        return -1

    def keyed(self, rows: Iterator[Any]) -> Iterator[tuple[str, Row]]:
        """The rows with the keys they are for; each key once."""
        seen: dict[str, int] = {}
        for row in rows:
            if isinstance(row, Problem):
                self._problems.append(row)
                continue
            if not any(row.cells):
                continue
            key = _text(row.cells[self.key]).strip()
            if not key:
                self._complain(row, self.key, "no key", "new rows are imported without --update")
            elif key in seen:
                self._complain(row, self.key, f"{key} stands in row {seen[key]} too", "a record has one row")
            else:
                seen[key] = row.number
                yield key, row

    def unknown(self, key: str, row: Row) -> None:
        """Complains of a key that the base has not."""
        self._complain(row, self.key, f"no record {key}", "new rows are imported without --update")

    def edit(self, record: Editable, row: Row, given: Mapping[str, object] | None) -> Edit | None:
        """What a row changes of its record; None where that is nothing. ``given``: the object of JSON Lines it is."""
        changes: Plain = {}
        columns, fixed = self._columns_of(record.type)
        by_name, by_key = flat(record.whole, self._labels), flat(record.whole, self._labels, keys=True)
        sound = True
        for name, column in (columns | fixed).items():
            raw = given.get(self._table.header[column.at], _ABSENT) if given is not None else _ABSENT
            if given is not None and raw is _ABSENT:
                continue
            if isinstance(raw, list | dict):
                if _shape(raw) == _shape(record.whole.get(name, [] if isinstance(raw, list) else {})):
                    continue
                value: Any = raw
            else:
                text = _text(row.cells[column.at])
                said = _flat_name(name, record.type)
                if same(text, shown(by_name.get(said)), column.field) or same(
                    text, shown(by_key.get(said)), column.field
                ):
                    continue
                value = None if name in fixed else self._value(column, text.strip(), record, row)
            if name in fixed:
                self._complain(
                    row, column.at, f"{_FIXED[name]} cannot be changed in a table", "edit it where it is stated"
                )
                sound = False
            elif value is _FAULTY:
                sound = False
            else:
                changes[name] = value
        if not changes or not sound:
            return None
        return self._changed(record, changes, row, columns)

    def _columns_of(self, type_: str) -> tuple[dict[str, _Column], dict[str, _Column]]:
        """The columns of a type's fields, and those of what cannot be changed."""
        if type_ not in self._columns:
            known = fillable(type_)
            known.pop("key", None)
            if "codes" in MODELS[type_].model_fields:
                known["codes"] = next(field for field in FIELDS if field.name == "codes")
            by_name = {name: field for field in known.values() for name in names_of(field)}
            by_name |= {field.name: field for field in known.values()}
            fixed = {field.name: field for field in FIELDS if field.name in _FIXED and field.name not in known}
            fixed["citation"] = Field("citation", Kind.STRING, (), "")
            columns: dict[str, _Column] = {}
            unchanging: dict[str, _Column] = {}
            for n, header in enumerate(self._table.header):
                name = _plain(header)
                if name in fixed:
                    unchanging.setdefault(name, _Column(n, fixed[name]))
                elif name in by_name:
                    columns.setdefault(by_name[name].name, _Column(n, by_name[name]))
            self._columns[type_] = columns, unchanging
        return self._columns[type_]

    # one cell

    def _value(self, column: _Column, text: str, record: Editable, row: Row) -> Any:
        """What the field is to be: None where it is to be taken away, `_FAULTY` where something is wrong."""
        field, name = column.field, column.field.name
        if not text:
            self.emptied += 1
            return self._emptied(column, record, row)
        if field.kind is Kind.NAME:
            return self._links(column, text, record, row)
        if name in {"codes", "ids"}:
            return self._pairs(column, text, row)
        if name == "aliases":
            known = {alias if isinstance(alias, str) else alias["text"]: alias for alias in record.whole.get(name, ())}
            return [known.get(part, part) for part in _parts(text)]
        convert = converter(field, ())
        try:
            found = [convert(part) for part in (_parts(text) if field.many else [text])]
        except ValueError as error:
            self._complain(row, column.at, str(error), "")
            return _FAULTY
        value = found if field.many else found[0]
        return None if value == _DEFAULTS.get(name, _ABSENT) else value

    def _emptied(self, column: _Column, record: Editable, row: Row) -> Any:
        name = column.field.name
        if name == "proponents":
            # Without any, the source's authors speak: only `unknown` says that nobody is known to.
            return "unknown" if self._labels.source(record.whole["source"]).authors else None
        if name not in record.whole and name not in _DEFAULTS:
            what = "date" if name == "issued" else name.replace("_", " ")
            self._complain(row, column.at, f"the {what} is that of the source", "empty it there")
            return _FAULTY
        return None

    def _links(self, column: _Column, text: str, record: Editable, row: Row) -> Any:
        field = column.field
        before = record.whole.get(field.name, ())
        items = [before] if isinstance(before, str) else list(before)
        keys = [item["key"] if isinstance(item, dict) else item for item in items]
        called = self._labels.of(keys)
        mine: dict[str, list[Any]] = {}
        for key, item in zip(keys, items, strict=True):
            for name in {key, called[key]}:
                mine.setdefault(name, []).append(item)
        found: list[Any] = []
        for part in _parts(text) if field.many else [text]:
            if part in mine:
                found += [item for item in mine[part] if item not in found]
                continue
            key = self._found(part, column, record, row)
            if key is None:
                return _FAULTY
            found.append({"key": key} if field.name in _OBJECTS and field.role else key)
        return found if field.many else found[0]

    def _found(self, name: str, column: _Column, record: Editable, row: Row) -> str | None:
        types = column.field.types
        if column.field.name == "source":
            types = ("source",)
        try:
            key = self._names.find(name, types, record.whole.get("source"))
        except Ambiguous as error:
            self._complain(row, column.at, str(error), "write the key of the one that is meant")
            return None
        if key is None:
            near = self._names.nearest(name, types)
            self._complain(
                row, column.at, f"nothing in the base is called {name[:60]!r}: no {' or '.join(types)}", near
            )
        return key

    def _pairs(self, column: _Column, text: str, row: Row) -> Any:
        pairs: dict[str, str] = {}
        for part in _parts(text):
            scheme, sign, code = map(str.strip, part.partition("="))
            if not sign:
                self._complain(
                    row, column.at, f"{part[:40]!r} is no code", "written scheme=code, several with ; between"
                )
                return _FAULTY
            pairs[scheme] = code
        return pairs

    # the record

    def _changed(self, record: Editable, changes: Plain, row: Row, columns: Mapping[str, _Column]) -> Edit | None:
        own = dict(record.own)
        for name, value in changes.items():
            if record.own.get(name) != record.whole.get(name):
                at = columns[name].at
                self._complain(row, at, f"other files add to the {name} of {record.key}", "change it in the files")
                return None
            if value is None:
                own.pop(name, None)
            else:
                own[name] = value
        model = MODELS[record.type]

        def complain(path: tuple[Any, ...], message: str, hint: str = "", *, key: bool = False) -> Problem:
            name = str(path[0]) if path else ""
            column = columns[name].at if name in columns else None
            missing = message.removeprefix("missing ") if message.startswith("missing ") else ""
            if missing in columns:
                return self._table.problem(row.number, columns[missing].at, "cannot be empty")
            return self._table.problem(row.number, column, message, hint)

        try:
            after = model.model_validate(own).to_dict()
        except ValidationError as error:
            self._problems += [problem for problem, _ in problems_of(error, model, complain)]
            return None
        if after == record.own:
            return None
        return Edit(record, after, row.number, {name: columns[name].at for name in changes})

    def _complain(self, row: Row, column: int, message: str, hint: str) -> None:
        self._problems.append(self._table.problem(row.number, column, message, hint))


_ABSENT: Any = object()
_FAULTY: Any = object()
_OBJECTS = {"addressees", "proponents", "frameworks", "actors"}


def _plain(header: str) -> str:
    return header.lower().replace(" ", "_")


def _flat_name(name: str, type_: str) -> str:
    """What a field is called in a flat row: the title of a source is its name."""
    return "name" if name == "title" and type_ not in STATEMENTS else name


def _parts(text: str) -> list[str]:
    return list(dict.fromkeys(part for piece in text.split(SEPARATOR) if (part := piece.strip())))


def _text(cell: Cell) -> str:
    return cell if isinstance(cell, str) else f"{SEPARATOR} ".join(cell)


def _shape(value: Any) -> Any:
    """A value of JSON in one form: whole numbers are not told from their decimals."""
    if isinstance(value, dict):
        return {name: _shape(item) for name, item in value.items()}
    return [_shape(item) for item in value] if isinstance(value, Sequence) and not isinstance(value, str) else value
