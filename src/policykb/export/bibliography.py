"""The sources behind an answer as bibliographic items in the shape of CSL-JSON, which the citation formats all write.

CSL-JSON 1.0.2 (citationstyles.org) is what Zotero and Pandoc read; a source of policykb has its fields already.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from policykb.domain.address import address_of
from policykb.domain.fields import PASSAGE, STATEMENTS
from policykb.errors import UsageError
from policykb.export.table import Around, Table

Item = dict[str, Any]
KINDS = {
    "report": "report",
    "conference-report": "report",
    "brief": "report",
    "communique": "document",
    "testimony": "hearing",
    "speech": "speech",
    "dataset": "dataset",
}
"""CSL's type for each kind of source; one of a kind of somebody's own is a document."""


def items(table: Table, format_name: str) -> Iterator[Item]:
    """The sources of an answer's records, each once, in the order in which they come.

    UsageError where the answer is of records that have no source.
    """
    around = table.around
    subjects = set(around.about().subjects) if around is not None else set()
    if around is None or not (subjects <= {*STATEMENTS, PASSAGE} or subjects == {"source"}):
        raise UsageError(
            f"{format_name} is for sources.", "Ask for statements, whose sources are written, or for sources."
        )
    keys = dict.fromkeys(record.get("source") or record["key"] for record in table.records)
    for source in around.records(keys):
        yield _item(source, around)


def _item(source: Mapping[str, Any], around: Around) -> Item:
    item: Item = {
        "id": source["key"],
        "type": KINDS.get(source["kind"], "document"),
        "title": source["title"],
        "author": [_person(person) for person in around.records(source.get("authors", ()))],
    }
    publisher, event = source.get("publisher"), source.get("event")
    names = around.names(filter(None, (publisher, event)))
    if publisher:
        item["publisher"] = names[publisher]
    if event:
        item["event-title"] = names[event]
    if source.get("issued"):
        item["issued"] = {"date-parts": [[int(part) for part in source["issued"].split("-")]]}
    item |= {
        name: value
        for name, value in (
            ("genre", source["kind"].replace("-", " ")),
            ("DOI", source.get("doi")),
            ("URL", address_of(source.get("url"))),
            ("language", source.get("language", "en")),
            ("note", source.get("note")),
        )
        if value
    }
    return item if item["author"] else {name: value for name, value in item.items() if name != "author"}


def _person(actor: Mapping[str, Any]) -> dict[str, str]:
    """Family and given name where the family name is known, else the whole name, as of a body."""
    name, family = actor["name"], actor.get("family_name")
    if family and family in name:
        given = " ".join(name.replace(family, " ", 1).split()).strip(",")
        return {"family": family, "given": given} if given else {"family": family}
    return {"literal": name}


def issued(item: Item) -> tuple[int, ...]:
    """Year, month and day as far as they are known; empty where none is."""
    (parts,) = item.get("issued", {}).get("date-parts", [()])
    return tuple(parts)
