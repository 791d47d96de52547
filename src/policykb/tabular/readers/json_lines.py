"""JSON Lines: one object a line; a name is a column, a list is a cell with several values."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from policykb.errors import CellProblem, Problem
from policykb.seed.json_lines import read_json_lines
from policykb.tabular.encoding import digest
from policykb.tabular.table import Cell, ReadOptions, Row, Table, refuse

SUFFIXES = (".jsonl", ".ndjson")
HEEDS: frozenset[str] = frozenset()


def read(path: Path, display: str, options: ReadOptions) -> Table:
    """The table of a file of JSON Lines; its columns are the names of all its objects, those inside by dots."""
    sha256 = digest(path, display)
    names: dict[str, None] = {}
    for found in _objects(path, display):
        if isinstance(found, tuple):
            names.update(dict.fromkeys(_flat(found[1], nested=options.nested)))
    if not names:
        raise refuse(display, "no objects", 'expected one JSON object a line: {"Text": "...", ...}')
    header = tuple(names)

    def rows() -> "Iterator[Row | CellProblem]":
        for found in _objects(path, display):
            if isinstance(found, tuple):
                cells = _flat(found[1], nested=options.nested)
                yield Row(found[0], [cells.get(name, "") for name in header])
            else:
                yield found

    return Table(path, display, sha256, header, rows, header_row=0, objects=lambda: _objects(path, display))


def _objects(path: Path, display: str) -> "Iterator[tuple[int, Mapping[str, object]] | CellProblem]":
    for line in read_json_lines(path, display):
        if isinstance(line, Problem):
            yield CellProblem(display, line.line, 0, "", line.message, line.hint)
        else:
            yield line.number, line.data


def _flat(data: Mapping[str, object], before: str = "", *, nested: bool = True) -> dict[str, Cell]:
    """The cells of an object, by column.

    >>> _flat({"a": 1.0, "b": {"c": True, "d": ["x", "y"]}, "e": None})
    {'a': '1', 'b.c': 'true', 'b.d': ('x', 'y'), 'e': ''}
    """
    found: dict[str, Cell] = {}
    for name, value in data.items():
        if isinstance(value, dict) and nested:
            found |= _flat(value, f"{before}{name}.")
        elif isinstance(value, dict):
            found[name] = tuple(f"{inner}={_text(item)}" for inner, item in value.items())
        elif isinstance(value, list):
            found[before + name] = tuple(
                _text(item.get("key", item) if isinstance(item, dict) else item) for item in value
            )
        else:
            found[before + name] = _text(value)
    return found


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).replace("\r\n", "\n").replace("\r", "\n")
