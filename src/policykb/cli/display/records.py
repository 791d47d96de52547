"""Answers to a query as they are read: of statements the text first, then who, how strongly, where, and the key.

Passages look alike: the text, where it stands, the key.

Statements are no table of columns: at 80 cells a column leaves a sentence 40, and it is sentences that people compare.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from policykb.cli.display.grid import show_grid
from policykb.cli.display.screen import Screen, flow, wrap
from policykb.cli.display.snippets import places, snippet
from policykb.domain.fields import PASSAGE, STATEMENTS

if TYPE_CHECKING:
    from policykb.export.table import Table
    from policykb.query.hits import Hit

SHORT = 3
"""Lines of a text that are shown unless whole texts are asked for."""
_SHOWN = {
    "theme": {"Theme": "name", "Broader": "broader", "Key": "key"},
    "actor": {"Actor": "name", "Kind": "kind", "Part of": "part_of", "Key": "key"},
    "framework": {"Framework": "name", "Kind": "kind", "Since": "established", "Key": "key"},
    "event": {"Event": "name", "Kind": "kind", "Date": "date", "Place": "place", "Key": "key"},
    "source": {"Source": "name", "Cited as": "citation", "Publisher": "publisher", "Key": "key"},
}
_OTHER_TEXTS = ("condition", "purpose", "deadline", "measure")
AT_ONCE = 50
"""Records whose hits are looked up together."""
Record = Mapping[str, Any]


def show_records(
    screen: Screen, subjects: Sequence[str], table: "Table", *, count: int, long: bool, mark: bool = False
) -> int:
    """Writes the records of these types as they come; returns how many.

    ``count`` is about how many there will be (the numbers in front are aligned by it), ``long`` shows whole texts,
    ``mark`` marks the words they were found by with signs. Where there are colours these are always underlined.
    """
    if subjects[0] not in {*STATEMENTS, PASSAGE}:
        columns = _SHOWN[subjects[0]]
        cells = map(table.cells, table.records)
        return show_grid(screen, list(columns), ([str(row.get(n) or "") for n in columns.values()] for row in cells))
    margin = len(f"{count}. ")
    shown = 0
    statements = _Statements(screen, typed=len(subjects) > 1, long=long, mark=mark)
    for record, hits in _with_hits(table):
        if shown:
            screen.write()
        shown += 1
        statements.show(record, table.cells(record), hits, f"{shown}. ".rjust(margin))
    return shown


def _with_hits(table: "Table") -> "Iterator[tuple[dict[str, Any], list[Hit]]]":
    """The records as they come, each with the places of what was asked for; some are looked up at once."""
    records = iter(table.records)
    while some := list(islice(records, AT_ONCE)):
        found = table.around.hits(some) if table.around else [[] for _ in some]
        yield from zip(some, found, strict=True)


@dataclass(frozen=True)
class _Statements:
    screen: Screen
    typed: bool
    long: bool
    mark: bool

    def show(self, record: Record, cells: Record, hits: "list[Hit]", number: str) -> None:
        """Writes one statement behind its number."""
        screen, indent, width = self.screen, " " * len(number), self.screen.width - len(number)
        first, *others = self._snippet(record["text"], hits, "text", width)
        screen.write(number + first)
        for line in others:
            screen.write(indent + line)
        for field in _OTHER_TEXTS:
            if any(hit.field == field for hit in hits):
                label = f"{field}: "
                head, *others = self._snippet(record[field], hits, field, width - len(label))
                screen.write(indent + screen.styled(label, "dim") + head)
                for line in others:
                    screen.write(indent + " " * len(label) + line)
        for line in flow([*_how(record, self.typed), *_who(record, cells), cells["citation"]], width, screen.dot):
            screen.write(indent + line)
        for line in wrap(record["key"], width):
            screen.write(indent + screen.styled(line, "dim"))

    def _snippet(self, text: str, hits: "list[Hit]", field: str, width: int) -> list[str]:
        style = "bold" if field == "text" else None
        most = None if self.long else SHORT
        return snippet(self.screen, text, places(hits, field), width, most, style=style, signs=self.mark)


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
