"""Data Package (version 2, datapackage.org): the records as tables with foreign keys and a data dictionary, in one ZIP.

Unlike a CSV file it is made for programs: keys instead of names, one row a link, cells exactly as the base has them.
"""

import csv
import hashlib
import io
import json
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import IO, Any, BinaryIO, cast

from policykb.domain.fields import FIELDS, PASSAGE, STATEMENTS
from policykb.export.flat import columns_of
from policykb.export.table import Around, Cell, Column, Table

NAME = "datapackage"
SUFFIXES = (".zip",)
BINARY = True
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_TYPES = {"text": "string", "date": "string", "flag": "boolean", "integer": "integer", "number": "number"}
_ENTITIES = ("source", "theme", "actor", "framework", "event")
_ROLES = {f.name: f.role for f in FIELDS if f.role}
_DETAILS = ("role", "relation", "support")
_IN_MEMORY = 4_000_000
"""Bytes of a table that are held before it goes to the disk."""


@dataclass
class Resource:
    """One table of the package: a CSV file being written, and what its descriptor says."""

    name: str
    title: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    references: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Column to (resource, column)."""

    def __post_init__(self) -> None:
        self.rows = 0
        self._file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115  # closed by `close`
        self._text = io.TextIOWrapper(cast(IO[bytes], self._file), encoding="utf-8", newline="")
        self._writer = csv.writer(self._text, lineterminator="\r\n")
        self._writer.writerow([column.name for column in self.columns])

    def add(self, row: Iterable[Cell]) -> None:
        """Writes a row."""
        self._writer.writerow([_written(cell) for cell in row])
        self.rows += 1

    def close(self, archive: zipfile.ZipFile) -> dict[str, Any]:
        """Puts the file into the archive; its descriptor."""
        self._text.flush()
        self._text.detach()
        self._file.seek(0)
        digest, size = hashlib.sha256(), 0
        with archive.open(_info(f"data/{self.name}.csv"), "w") as member:
            while piece := self._file.read(1 << 20):
                digest.update(piece)
                size += len(piece)
                member.write(piece)
        self._file.close()
        keys = [
            {"fields": [column], "reference": {"resource": resource, "fields": [other]}}
            for column, (resource, other) in self.references.items()
        ]
        schema: dict[str, Any] = {"fields": [self._field(column) for column in self.columns], "missingValues": [""]}
        schema |= {"primaryKey": list(self.key)} if self.key else {}
        schema |= {"foreignKeys": keys} if keys else {}
        return {
            "name": self.name,
            "title": self.title,
            "type": "table",
            "path": f"data/{self.name}.csv",
            "scheme": "file",
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "bytes": size,
            "hash": f"sha256:{digest.hexdigest()}",
            "schema": schema,
        }

    def _field(self, column: Column) -> dict[str, Any]:
        meaning = column.meaning + (" Several are joined by '; '." if column.many else "")
        if column.kind == "date":
            meaning += " A date after EDTF: YYYY, YYYY-MM or YYYY-MM-DD."
        described: dict[str, Any] = {"name": column.name, "type": _TYPES[column.kind]}
        described |= {"description": meaning.strip()} if meaning.strip() else {}
        return described | ({"constraints": {"required": True}} if column.name in self.key else {})


def write(table: Table, out: BinaryIO) -> int:
    """Writes the package; returns how many records its first table has."""
    around = table.around
    subjects = around.about().subjects if around is not None else ()
    statements = around is not None and bool(subjects) and set(subjects) <= set(STATEMENTS)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        if around is None or not _are_records(table, subjects):
            resources, count = _rows(table)
        elif subjects == (PASSAGE,):
            resources, count = _passages(table, around)
        elif statements:
            resources, count = _statements(table, around, f"{around.about().noun}s")
        else:
            resources, count = _entities(table, around, subjects[0])
        described = [resource.close(archive) for resource in resources]
        text = json.dumps(_descriptor(table, described, around), ensure_ascii=False, indent=2) + "\n"
        archive.writestr(_info("datapackage.json"), text.encode())
    return count


def _are_records(table: Table, subjects: tuple[str, ...]) -> bool:
    """Whether the rows are the records themselves, not counts of them or a shape of them."""
    return bool(subjects) and table.names == tuple(column.name for column in columns_of(subjects))


def _rows(table: Table) -> tuple[list[Resource], int]:
    """Counts and the like: one table as it is."""
    resource, count = Resource("rows", "Rows", table.columns), 0
    for row in table.rows():
        resource.add(row)
        count += 1
    return [resource], count


def _statements(table: Table, around: Around, name: str) -> tuple[list[Resource], int]:
    """Statements, a row a link and a row a passage, and every record they name."""
    plain = tuple(c for c in columns_of(around.about().subjects) if not c.many and c.name not in {"publisher"})
    main = Resource(name, name.capitalize(), plain, ("key",), {"source": ("sources", "key")})
    links = {
        type_: Resource(
            f"statement_{type_}",
            f"Which {type_} each record is linked to, and how",
            (
                Column("statement"),
                Column(type_),
                Column("as", meaning="What it is to the statement; a source's authors are not listed as proponents."),
                Column("detail", meaning="Role, relation or support, where one is stated."),
                Column("position", "integer"),
            ),
            references={"statement": (name, "key"), type_: (f"{type_}s", "key")},
        )
        for type_ in ("theme", "actor", "framework", "event")
    }
    evidence = Resource(
        "evidence", "The passages each record stands on", _EVIDENCE, references={"statement": (name, "key")}
    )
    named: dict[str, set[str]] = {type_: set() for type_ in _ENTITIES}
    count = 0
    for record in table.records:
        cells = table.cells(record)
        main.add(cells.get(column.name) for column in plain)
        named["source"].add(record["source"])
        for field_name, item, position in _linked(record):
            type_ = {"themes": "theme", "frameworks": "framework", "events": "event"}.get(field_name, "actor")
            named[type_].add(item["key"])
            detail = next((item[name] for name in _DETAILS if name in item), None)
            links[type_].add((record["key"], item["key"], _ROLES[field_name], detail, position))
        for position, passage in enumerate(record.get("evidence", ()), 1):
            quote = passage.get("quote", {})
            places = (passage.get(name) for name in ("section", "paragraph", "page", "file", "row"))
            words = (quote.get(name) for name in ("from", "to", "exact", "prefix", "suffix"))
            evidence.add((record["key"], position, *places, *words))
        count += 1
    return [main, *links.values(), evidence, *_named(named, around)], count


_EVIDENCE = (
    Column("statement"),
    Column("position", "integer"),
    Column("section"),
    Column("paragraph", "integer", meaning="From 1 inside its section."),
    Column("page", "integer"),
    Column("file"),
    Column("row", "integer"),
    *(Column(name) for name in ("from", "to", "exact", "prefix", "suffix")),
)


def _linked(record: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any], int]]:
    for name in _ROLES:
        stated = record.get(name, ())
        for position, item in enumerate([] if stated == "unknown" else stated, 1):
            yield name, item if isinstance(item, dict) else {"key": item}, position


def _passages(table: Table, around: Around) -> tuple[list[Resource], int]:
    """Passages of attached texts, and their sources with all they point at."""
    derived = {"publisher", "issued", "citation"}
    plain = tuple(column for column in columns_of([PASSAGE]) if column.name not in derived)
    main = Resource("passages", "Passages", plain, ("key",), {"source": ("sources", "key")})
    keys: dict[str, None] = {}
    for record in table.records:
        cells = around.keyed(record)
        main.add(cells.get(column.name) for column in plain)
        keys[record["source"]] = None
    named = {name: set(keys) if name == "source" else set() for name in _ENTITIES}
    found = list(_named(named, around))
    needed = {"sources", *(name for resource in found if resource.rows for name, _ in resource.references.values())}
    return [main, *(resource for resource in found if resource.rows or resource.name in needed)], main.rows


def _entities(table: Table, around: Around, type_: str) -> tuple[list[Resource], int]:
    """Themes, actors and so on, and the records they point at."""
    keys = [record["key"] for record in table.records]
    found = list(_named({name: set(keys) if name == type_ else set() for name in _ENTITIES}, around))
    needed = {f"{type_}s", *(name for resource in found if resource.rows for name, _ in resource.references.values())}
    resources = [resource for resource in found if resource.rows or resource.name in needed]
    resources.sort(key=lambda resource: resource.name != f"{type_}s")
    return resources, len(keys)


def _named(named: Mapping[str, set[str]], around: Around) -> Iterator[Resource]:
    """A table a type, of these entities and all they point at in turn: what is wider, publishers, authors, events.

    Frameworks that act are actors too, and stand in both tables.
    """
    records: dict[str, Mapping[str, Any]] = {}
    wanted = set().union(*named.values())
    while wanted:
        records |= {record["key"]: record for record in around.records(sorted(wanted))}
        wanted = {key for record in records.values() for key in _pointed_at(record)} - records.keys()
    for type_ in _ENTITIES:
        columns = tuple(column for column in columns_of([type_]) if column.name != "citation")
        resource = Resource(f"{type_}s", f"{type_.capitalize()}s", columns, ("key",), _REFERENCES.get(type_, {}))
        kept = {key for key, record in records.items() if record["type"] == type_} | named[type_]
        if type_ == "actor":
            kept |= {key for record in records.values() for key in _acting(record)}
        for key in sorted(kept):
            cells = around.keyed(records[key])
            resource.add(cells.get(column.name) for column in columns)
        yield resource


_REFERENCES = {"source": {"publisher": ("actors", "key"), "event": ("events", "key")}}


def _pointed_at(record: Mapping[str, Any]) -> list[str]:
    single = [record[name] for name in ("publisher", "event") if name in record]
    return [*single, *(key for name in ("broader", "part_of", "authors") for key in record.get(name, ()))]


def _acting(record: Mapping[str, Any]) -> list[str]:
    return [record["publisher"]] if "publisher" in record else []


def _descriptor(table: Table, resources: list[dict[str, Any]], around: Around | None) -> dict[str, Any]:
    described: dict[str, Any] = {"$schema": PROFILE, "name": "policykb-answer", "title": "An answer of policykb"}
    if around is not None:
        about = around.about()
        described |= {
            "title": f"{about.noun.capitalize()}s of policykb",
            "description": f"{about.query}; {about.total:,} found; data version {about.data_version}",
            "version": about.data_version,
            "contributors": [{"title": f"policykb {about.version}", "roles": ["processor"]}],
        }
    return described | {"resources": resources}


def _written(cell: Cell) -> Cell:
    return {True: "true", False: "false"}[cell] if isinstance(cell, bool) else "" if cell is None else cell


def _info(name: str) -> zipfile.ZipInfo:
    # The same answer is the same package to the byte, so it says nothing of the clock.
    info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
    return info
