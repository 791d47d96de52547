"""Answers to a query as they are read: of statements the text first, then who, how strongly, where, and the key.

Statements are no table of columns: at 80 cells a column leaves a sentence 40, and it is sentences that people compare.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from policykb.cli.display.grid import show_grid
from policykb.cli.display.screen import Screen, flow, wrap
from policykb.domain.fields import STATEMENTS

if TYPE_CHECKING:
    from policykb.export.table import Table

SHORT = 3
"""Lines of a text that are shown unless whole texts are asked for."""
_SHOWN = {
    "theme": {"Theme": "name", "Broader": "broader", "Key": "key"},
    "actor": {"Actor": "name", "Kind": "kind", "Part of": "part_of", "Key": "key"},
    "framework": {"Framework": "name", "Kind": "kind", "Since": "established", "Key": "key"},
    "event": {"Event": "name", "Kind": "kind", "Date": "date", "Place": "place", "Key": "key"},
    "source": {"Source": "name", "Cited as": "citation", "Publisher": "publisher", "Key": "key"},
}
Record = Mapping[str, Any]


def show_records(screen: Screen, subjects: Sequence[str], table: "Table", *, count: int, long: bool) -> int:
    """Writes the records of these types as they come; returns how many.

    ``count`` is about how many there will be (the numbers in front are aligned by it), ``long`` shows whole texts.
    """
    if subjects[0] not in STATEMENTS:
        columns = _SHOWN[subjects[0]]
        cells = map(table.cells, table.records)
        return show_grid(screen, list(columns), ([str(row.get(n) or "") for n in columns.values()] for row in cells))
    margin = len(f"{count}. ")
    shown = 0
    for record in table.records:
        if shown:
            screen.write()
        shown += 1
        _show_statement(screen, record, table.cells(record), f"{shown}. ".rjust(margin), len(subjects) > 1, long)
    return shown


def show_counts(screen: Screen, table: "Table") -> int:
    """Writes rows of counts as columns; returns how many."""
    heads = [name.replace("_", " ").capitalize() for name in table.names]
    return show_grid(screen, heads, ([_number(cell) for cell in row] for row in table.rows()))


def _number(cell: object) -> str:
    return f"{cell:,}" if isinstance(cell, int) else str(cell or "")


def _show_statement(screen: Screen, record: Record, cells: Record, number: str, typed: bool, long: bool) -> None:
    indent, width = " " * len(number), screen.width - len(number)
    first, *others = wrap(record["text"], width, None if long else SHORT, screen.ellipsis)
    screen.write(number + screen.styled(first, "bold"))
    for line in others:
        screen.write(indent + screen.styled(line, "bold"))
    for line in flow([*_how(record, typed), *_who(record, cells), cells["citation"]], width, screen.dot):
        screen.write(indent + line)
    for line in wrap(record["key"], width):
        screen.write(indent + screen.styled(line, "dim"))


def _how(record: Record, typed: bool) -> list[str]:
    """What it is, in a word or two: should; finding, concern; reported only."""
    words = [record["type"]] if typed else []
    words += [record[name] for name in ("strength", "kind") if name in record]
    if not record.get("endorsed", True):
        words.append("reported, not endorsed")
    return [", ".join(words)] if words else []


def _who(record: Record, cells: Record) -> list[str]:
    """Who is asked, and whose voice it is where it is not the authors'."""
    facts = [f"to {cells['addressees']}"] if record.get("addressees") else []
    if record.get("proponents") == "unknown":
        return [*facts, "by somebody the source does not name"]
    return [*facts, f"by {cells['proponents']}"] if record.get("proponents") else facts
