"""RIS: the sources of the records, for EndNote, Zotero and Mendeley."""

from collections.abc import Iterator
from typing import BinaryIO

from policykb.export.bibliography import Item, issued, items
from policykb.export.table import Table

NAME = "ris"
SUFFIXES = (".ris",)
NOUN = "source"
"""What is counted in it."""
_TYPES = {"report": "RPRT", "dataset": "DATA", "hearing": "HEAR"}


def write(table: Table, out: BinaryIO) -> int:
    """Writes one record a source in UTF-8, lines ended as the format demands; returns how many."""
    count = 0
    for item in items(table, NAME):
        lines = [f"{tag}  - {' '.join(value.split())}".rstrip() for tag, value in tagged(item)]
        out.write("".join(f"{line}\r\n" for line in [*lines, "ER  - ", ""]).encode())
        count += 1
    return count


def tagged(item: Item) -> Iterator[tuple[str, str]]:
    """The tags of one item with their values, TY first.

    >>> list(tagged({"id": "a", "type": "speech", "title": "T", "issued": {"date-parts": [[2024, 6]]}}))
    [('TY', 'GEN'), ('ID', 'a'), ('TI', 'T'), ('PY', '2024'), ('DA', '2024/06//')]
    """
    yield "TY", _TYPES.get(item["type"], "GEN")
    yield "ID", item["id"]
    for person in item.get("author", ()):
        yield "AU", person.get("literal") or ", ".join(filter(None, (person["family"], person.get("given"))))
    yield "TI", item["title"]
    parts = issued(item)
    if parts:
        yield "PY", str(parts[0])
        year, month, day = (*[f"{part:02d}" for part in parts], "", "")[:3]
        yield "DA", f"{year}/{month}/{day}/"
    for tag, name in (("PB", "publisher"), ("M3", "genre"), ("T2", "event-title"), ("DO", "DOI"), ("UR", "URL"),
                      ("LA", "language"), ("N1", "note")):  # fmt: skip
        if item.get(name):
            yield tag, item[name]
