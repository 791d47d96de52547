"""The brief: an answer as a text for people to read, grouped by theme, with its citations.

Separate from Markdown, HTML and Word so that all three say the same.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from policykb.domain.address import address_of, passage_address
from policykb.domain.citation import place, reference
from policykb.domain.fields import STATEMENTS
from policykb.errors import LimitReached, UsageError
from policykb.export.table import About, Around, Cell, Column, Table

MOST = 20_000
"""Records of a brief; nobody reads so many, and all are held to be grouped."""
NO_THEME = "Without a theme"
_NOT_SHOWN = {"key", "type", "text", "themes", "source", "publisher", "issued", "citation", "evidence", "priority"}


@dataclass(frozen=True)
class Passage:
    """A place that a statement stands on: how it is cited, and the address at which a browser shows it, if any."""

    citation: str
    address: str | None


@dataclass(frozen=True)
class Entry:
    """A statement: its text, what is known of it as (name, value), and its passages. ``also``: its further themes."""

    key: str
    text: str
    facts: tuple[tuple[str, str], ...]
    passages: tuple[Passage, ...]
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Group:
    """The statements whose first theme this is; ``path`` leads to it from the widest."""

    path: tuple[str, ...]
    definition: str | None
    entries: tuple[Entry, ...]

    @property
    def title(self) -> str:
        """The path in one line."""
        return " › ".join(self.path)


@dataclass(frozen=True)
class Work:
    """A source in full, and its address, if any."""

    reference: str
    address: str | None


@dataclass(frozen=True)
class Brief:
    """The whole of it; ``columns`` and ``rows`` instead of groups where the records are no statements."""

    title: str
    about: About
    shown: int
    groups: tuple[Group, ...] = ()
    works: tuple[Work, ...] = ()
    columns: tuple[Column, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    links: tuple[str | None, ...] = field(default=(), repr=False)

    @property
    def said(self) -> str:
        """What the brief is, in a sentence."""
        noun = self.about.noun
        many = f"{self.shown:,} {noun}{'' if self.shown == 1 else 's'}"
        if self.shown < self.about.total:
            many = f"{self.shown:,} of {self.about.total:,} {noun}s"
        return f"{many}; policykb {self.about.version}, data version {self.about.data_version}"


def brief(table: Table) -> Brief:
    """The brief of an answer. LimitReached where it has more than `MOST` records."""
    around = table.around
    if around is None:
        raise UsageError("A brief is of records; rows of SQL are none.", "Ask for csv, json or jsonl.")
    about = around.about()
    records: list[dict[str, Any]] = []
    for record in table.records:
        if len(records) == MOST:
            raise LimitReached(f"A brief has at most {MOST:,} records.", "Narrow the question, or add: limit:100")
        records.append(record)
    title = _title(about)
    if not records or records[0].get("type") not in STATEMENTS:
        cells = [table.cells(record) for record in records]
        used = [c for c in table.columns if any(row.get(c.name) not in (None, "") for row in cells)]
        rows = tuple(tuple(row.get(column.name) for column in used) for row in cells)
        links = tuple(address_of(around.link(record)) if "type" in record else None for record in records)
        return Brief(title, about, len(records), columns=tuple(used), rows=rows, links=links)
    works = [_work(source, around) for source in around.records(dict.fromkeys(record["source"] for record in records))]
    return Brief(title, about, len(records), tuple(_groups(records, table, around)), tuple(works))


def _title(about: About) -> str:
    return f"{about.noun.capitalize()}s" if about.noun else "Answer"


def _groups(records: Sequence[dict[str, Any]], table: Table, around: Around) -> Iterator[Group]:
    paths = _paths({key for record in records for key in record.get("themes", ())}, around)
    found: dict[str, list[Entry]] = {}
    for record in records:
        first, *others = record.get("themes") or [""]
        also = tuple(paths[key][0][-1] for key in others)
        entry = Entry(record["key"], record["text"], _facts(record, table), _passages(record, table, around), also)
        found.setdefault(first, []).append(entry)
    paths[""] = ((NO_THEME,), None)
    # What has no theme stands last.
    for key in sorted(found, key=lambda key: (not key, *map(str.casefold, paths[key][0]))):
        path, definition = paths[key]
        yield Group(path, definition, tuple(found[key]))


def _paths(keys: set[str], around: Around) -> dict[str, tuple[tuple[str, ...], str | None]]:
    """The names from the widest theme down to each of these, by the first of the wider ones, and its definition."""
    themes: dict[str, Mapping[str, Any]] = {}
    wanted = sorted(keys)
    while wanted:
        themes |= {theme["key"]: theme for theme in around.records(wanted)}
        wanted = sorted({key for theme in themes.values() for key in theme.get("broader", ())[:1]} - themes.keys())
    paths = {}
    for key in keys:
        path, at = [], key
        while at:
            path.append(themes[at]["name"])
            at = (themes[at].get("broader") or [""])[0]
        paths[key] = (tuple(reversed(path)), themes[key].get("definition"))
    return paths


def _facts(record: dict[str, Any], table: Table) -> tuple[tuple[str, str], ...]:
    """What is known of a statement besides text, theme and passage, as the flat row has it."""
    cells = table.cells(record)
    if record["type"] == "recommendation" and cells.get("endorsed") is True:
        cells["endorsed"] = None
    if "proponents" not in record:
        cells["proponents"] = None  # the authors, who stand in the citation
    named = {"addressees": "to", "proponents": "by", "source_number": "number"}
    shown = [(c.name, cells.get(c.name)) for c in table.columns if c.name not in _NOT_SHOWN]
    facts = [
        (named.get(name, name.replace("_", " ")), _text(value)) for name, value in shown if value not in (None, "")
    ]
    return (*([("lifted out by the source", "")] if record.get("priority") else []), *facts)


def _text(value: Cell) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _passages(record: dict[str, Any], table: Table, around: Around) -> tuple[Passage, ...]:
    short, link = around.cited(record["source"]), around.link(record)
    return tuple(
        Passage(f"{short}, {where}" if (where := place(item)) else short, passage_address(link, item))
        for item in record["evidence"]
    )


def _work(source: Mapping[str, Any], around: Around) -> Work:
    names = around.names(filter(None, (*source.get("authors", ()), source.get("publisher"))))
    return Work(reference(source, names), address_of(source.get("url") or source.get("doi")))
