"""The files of a pack for people: the citations ready to paste, and the page that says what the folder is."""

from collections.abc import Iterator, Mapping
from typing import Any

from policykb.domain.citation import reference
from policykb.export.table import Table
from policykb.kb.packs.manifest import CITATIONS, DICTIONARY, NAME, RECORDS, ROWS, SOURCES, Manifest

_EXPLAINED = {
    ROWS: "the answer as a table, for a spreadsheet",
    RECORDS: "the records whole, one JSON object a line, for scripts",
    SOURCES: "the records of the sources they come from",
    CITATIONS: "how to cite each record, and the full reference of each source",
    DICTIONARY: "what each column means",
    NAME: "the query, the version of the data, and the checksum of every file",
}


def citations(table: Table, sources: list[dict[str, Any]], names: Mapping[str, str]) -> Iterator[str]:
    """Each record with its citation, in the order of the answer; then the references, in the order of the alphabet."""
    yield from _heading("Citations")
    for number, record in enumerate(table.records, 1):
        cells = table.cells(record)
        yield f"{number}. {record.get('text') or record.get('name') or record['title']}"
        yield f"   {cells.get('citation') or _checked(record)}"
        yield f"   {record['key']}"
        yield ""
    if sources:
        yield from _heading("References")
        for line in sorted(reference(source, names) for source in sources):
            yield line
            yield ""


def _checked(record: Mapping[str, Any]) -> str:
    """Where the facts of an entity were checked, its own and its members'."""
    stated = [record, *record.get("memberships", ())]
    places = [
        ", ".join(filter(None, (item.get("url") or item.get("source"), f"checked {item['checked']}")))
        for item in stated
        if item.get("checked")
    ]
    return "; ".join(dict.fromkeys(places)) or "(no source is stated)"


def readme(manifest: Manifest) -> Iterator[str]:
    """What the folder is, in plain words: how to cite it, how to check it, how to compare it later."""
    counts = manifest.counts
    yield f"# {manifest.title}"
    yield ""
    yield f"This folder answers a question that was put to a policykb knowledge base on {manifest.day}."
    yield "A text editor and a spreadsheet are enough to read it."
    yield ""
    yield f"- Asked: {manifest.query}"
    yield f"- Understood as: `{manifest.absolute}`"
    yield f"- Found: {found(counts)}"
    yield f"- Data version: {manifest.data_version} (policykb {manifest.policykb}, schema {manifest.schema_revision})"
    yield ""
    yield "## The files"
    yield ""
    for name, said in _EXPLAINED.items():
        if name in manifest.files or name == NAME:
            counted = ", the records that were counted" if name == RECORDS and manifest.counted_by is not None else ""
            yield f"- `{name}`: {said}{counted}"
    yield ""
    yield "## To cite it"
    yield ""
    yield f"Cite a record as `{CITATIONS}` has it. Cite the selection as a whole so:"
    yield ""
    yield f"> {found(counts)}, selected by the query `{manifest.absolute}`"
    yield f"> from a policykb knowledge base, data version {manifest.data_version}."
    yield ""
    yield "## To check it"
    yield ""
    yield "`policykb pack --verify FOLDER` tells whether every file is as it was written. Without policykb, compare the"
    yield f"SHA-256 of each file with the one in `{NAME}`. This shows damage and mistakes; it is no signature."
    yield ""
    yield "## To compare it later"
    yield ""
    yield "`policykb pack --compare FOLDER` asks the same question again and says what came, what left and why,"
    yield "and what changed, record by record. `policykb pack --compare FOLDER NEWER` compares two packs."


def found(counts: Mapping[str, int]) -> str:
    """How much a pack holds, in words.

    >>> found({"records": 1, "sources": 1, "publishers": 0}), found({"rows": 4, "records": 25})
    ('1 record from 1 source', '4 rows that count 25 records')
    """
    told = _counted(counts["records"], "record")
    if "rows" in counts:
        told = f"{_counted(counts['rows'], 'row')} that count{'s' * (counts['rows'] == 1)} {told}"
    if counts.get("sources"):
        told += f" from {_counted(counts['sources'], 'source')}"
    if counts.get("publishers"):
        told += f" of {_counted(counts['publishers'], 'publisher')}"
    return told


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'s' * (count != 1)}"


def _heading(text: str) -> Iterator[str]:
    yield text
    yield "=" * len(text)
    yield ""
