"""The flat row: one record as named cells, names instead of keys, lists joined; what CSV, tables and data frames show.

Cells are texts, numbers and true / false; the columns are those of the table of fields and equal those of the views.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from policykb.domain.citation import citation, place
from policykb.domain.fields import FIELDS, STATEMENTS
from policykb.store.labels import Labels

JOINT = "; "
Cell = str | bool | float | None


@dataclass(frozen=True)
class Table:
    """What a format writes: ``columns``, the ``records`` in order and how one of them becomes ``cells``.

    ``to_file``: whether it is written to a file for people to open, not to a terminal or a pipe. ``link``: the address
    or DOI at which a record, or the source of a statement, can be read.
    """

    columns: tuple[str, ...]
    records: Iterator[dict[str, Any]]
    cells: Callable[[dict[str, Any]], dict[str, Cell]]
    to_file: bool = False
    link: Callable[[dict[str, Any]], str | None] = lambda record: None

    def rows(self) -> Iterator[list[Cell]]:
        """The records as cells in the order of `columns`."""
        for record in self.records:
            cells = self.cells(record)
            yield [cells.get(column) for column in self.columns]

    def flattened(self) -> "Table":
        """The same table whose records are the flat rows themselves: JSON with the columns of the CSV."""
        rows = (dict(zip(self.columns, row, strict=True)) for row in self.rows())
        return replace(self, records=rows, cells=lambda row: row)


def columns_of(subjects: Sequence[str]) -> tuple[str, ...]:
    """The flat columns of these types of records, in the order of the table of fields; ``citation`` is the last."""
    names = [field.name for field in FIELDS if field.flat and set(subjects) & set(field.subjects)]
    statements = set(subjects) <= set(STATEMENTS)
    return (*(n for n in names if n != "mention"), *(["citation"] if statements or "source" in subjects else []))


def flat(record: dict[str, Any], labels: Labels) -> dict[str, Cell]:
    """The cells of one record, by column."""
    cells: dict[str, Cell] = {name: _cell(name, value, labels) for name, value in record.items()}
    if record["type"] in STATEMENTS:
        source = labels.source(record["source"])
        cells["source"] = record["source"]
        cells["publisher"] = source.publisher
        cells.setdefault("issued", source.issued)
        if "proponents" not in record:
            cells["proponents"] = JOINT.join(source.authors) or None
        elif record["proponents"] == "unknown":
            cells["proponents"] = None
        cells["priority"] = record.get("priority", False)
        if record["type"] == "recommendation":
            cells["endorsed"] = record.get("endorsed", True)
        cells["citation"] = citation(source.short_citation, record["evidence"])
    elif record["type"] == "source":
        cells["name"] = record["title"]
        cells.setdefault("language", "en")
        cells["citation"] = labels.source(record["key"]).short_citation
    return cells


def link_of(record: dict[str, Any], labels: Labels) -> str | None:
    """Where a record can be read: the address or DOI of a source, a statement's source's; of others, of their facts."""
    if record["type"] in STATEMENTS:
        return labels.source(record["source"]).link
    return record.get("url") or record.get("doi")


def _cell(name: str, value: Any, labels: Labels) -> Cell:
    if name in _NAMED:
        keys = [item["key"] if isinstance(item, dict) else item for item in _listed(value)]
        labels.learn(keys)
        return JOINT.join(map(labels.name, keys)) or None
    if name == "evidence":
        return JOINT.join(filter(None, map(place, value))) or None
    if name == "aliases":
        return JOINT.join(item if isinstance(item, str) else item["text"] for item in value)
    if isinstance(value, dict):
        return JOINT.join(f"{scheme}={code}" for scheme, code in value.items())
    if isinstance(value, list):
        return JOINT.join(map(str, value))
    return value  # type: ignore[no-any-return]


_NAMED = frozenset(
    field.name for field in FIELDS if field.types and field.flat and field.name not in {"source", "mention"}
)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value == "unknown" else [value]
