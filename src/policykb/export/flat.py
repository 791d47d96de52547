"""The flat row: one record as named cells, names instead of keys, lists joined; what CSV, tables and data frames show.

Cells are texts, numbers and true / false; the columns are those of the table of fields and equal those of the views.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from policykb.domain.citation import citation, place
from policykb.domain.fields import FIELDS, PASSAGE, STATEMENTS, Kind
from policykb.export.table import Column, ColumnKind, Value
from policykb.store.labels import Labels

_KINDS: dict[Kind, ColumnKind] = {Kind.FLAG: "flag", Kind.NUMBER: "number", Kind.DATE: "date"}
_CITATION = Column("citation", meaning="How to cite it: who, when, and the places it stands on.")


def columns_of(subjects: Sequence[str]) -> tuple[Column, ...]:
    """The flat columns of these types of records, in the order of the table of fields; ``citation`` is the last."""
    fields = [
        field for field in FIELDS if field.flat and field.name != "mention" and set(subjects) & set(field.subjects)
    ]
    columns = [Column(f.name, _KINDS.get(f.kind, "text"), f.many, f.meaning) for f in fields]
    cited = set(subjects) <= {*STATEMENTS, PASSAGE} or "source" in subjects
    return (*columns, *([_CITATION] if cited else []))


def flat(record: Mapping[str, Any], labels: Labels, *, keys: bool = False) -> dict[str, Value]:
    """The values of one record, by column; ``keys``: entities by their keys, not their names."""
    cells: dict[str, Value] = {name: _value(name, value, labels, keys) for name, value in record.items()}
    if record["type"] in STATEMENTS:
        source = labels.source(record["source"])
        cells["source"] = record["source"]
        cells["publisher"] = source.publisher_key if keys else source.publisher
        cells.setdefault("issued", source.issued)
        if "proponents" not in record:
            cells["proponents"] = source.author_keys if keys else source.authors
        elif record["proponents"] == "unknown":
            cells["proponents"] = None
        cells["priority"] = record.get("priority", False)
        if record["type"] == "recommendation":
            cells["endorsed"] = record.get("endorsed", True)
        cells["citation"] = citation(source.short_citation, record["evidence"])
    elif record["type"] == PASSAGE:
        source = labels.source(record["source"])
        cells["source"] = record["source"]
        cells["publisher"] = source.publisher_key if keys else source.publisher
        cells["issued"] = source.issued
        cells.setdefault("look", "paragraph")
        cells["citation"] = citation(source.short_citation, [record])
    elif record["type"] == "source":
        cells["name"] = record["title"]
        cells.setdefault("language", "en")
        cells["citation"] = labels.source(record["key"]).short_citation
    return cells


def link_of(record: Mapping[str, Any], labels: Labels) -> str | None:
    """Where a record can be read: the address or DOI of a source, a statement's source's; of others, of their facts."""
    if record["type"] in {*STATEMENTS, PASSAGE}:
        return labels.source(record["source"]).link
    return record.get("url") or record.get("doi")


def _value(name: str, value: Any, labels: Labels, keys: bool) -> Value:
    if name in _NAMED:
        found = [item["key"] if isinstance(item, dict) else item for item in _listed(value)]
        labels.learn(found)
        named = tuple(found if keys else map(labels.name, found))
        return named if isinstance(value, list) else (named[0] if named else None)
    if name == "evidence":
        return tuple(filter(None, map(place, value)))
    if name == "aliases":
        return tuple(item if isinstance(item, str) else item["text"] for item in value)
    if isinstance(value, dict):
        return tuple(f"{scheme}={code}" for scheme, code in value.items())
    if isinstance(value, list):
        return tuple(map(str, value))
    return value  # type: ignore[no-any-return]


_NAMED = frozenset(
    field.name for field in FIELDS if field.types and field.flat and field.name not in {"source", "mention"}
)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value == "unknown" else [value]
