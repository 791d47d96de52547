"""Records one beneath the other, as answers to a query are read: the text first, then who, how strongly, where and its key.

Not a table of columns: at 80 cells a column leaves a sentence 40, and it is the sentences that people compare.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from policykb.cli.display.grid import show_grid
from policykb.cli.display.screen import Screen, flow, wrap
from policykb.domain.citation import citation
from policykb.domain.fields import STATEMENTS

SHORT = 3
"""Lines of a text that are shown unless whole texts are asked for."""
Record = Mapping[str, Any]


class Source(Protocol):
    """How a source is called; `policykb.store.labels` has it."""

    @property
    def short_citation(self) -> str:
        """Who and when: Thornton and Lee 2024."""

    @property
    def publisher(self) -> str | None:
        """The name of its publisher."""


class Labels(Protocol):
    """Names for keys; `policykb.store.labels` has them."""

    def name(self, key: str) -> str:
        """The usual name of an entity."""

    def source(self, key: str) -> Source:
        """How a source is called and cited."""


def show_records(
    screen: Screen, subjects: Sequence[str], records: Iterable[Record], labels: Labels, *, count: int, long: bool
) -> int:
    """Writes the records of these types, as they come; returns how many.

    ``count`` is about how many there will be (the numbers in front are aligned by it), ``long`` shows whole texts.
    """
    if subjects[0] not in STATEMENTS:
        columns = _COLUMNS[subjects[0]]
        rows = ([_cell(record, name, labels) for name in columns.values()] for record in records)
        return show_grid(screen, list(columns), rows)
    margin = len(f"{count}. ")
    shown = 0
    for record in records:
        if shown:
            screen.write()
        shown += 1
        _show_statement(screen, record, labels, f"{shown}. ".rjust(margin), typed=len(subjects) > 1, long=long)
    return shown


def _show_statement(
    screen: Screen, record: Record, labels: Labels, number: str, *, typed: bool, long: bool
) -> None:
    indent, width = " " * len(number), screen.width - len(number)
    first, *others = wrap(record["text"], width, None if long else SHORT, screen.ellipsis)
    screen.write(number + screen.styled(first, "bold"))
    for line in others:
        screen.write(indent + screen.styled(line, "bold"))
    facts = [*_how(record, typed=typed), *_who(record, labels)]
    cited = citation(labels.source(record["source"]).short_citation, record["evidence"])
    for line in flow([*facts, cited], width, screen.dot):
        screen.write(indent + line)
    for line in wrap(record["key"], width):
        screen.write(indent + screen.styled(line, "dim"))


def _how(record: Record, *, typed: bool) -> list[str]:
    """What it is, in a word or two: should; finding, concern; reported only."""
    words = [record["type"]] if typed else []
    words += [record[name] for name in ("strength", "kind") if name in record]
    if not record.get("endorsed", True):
        words.append("reported, not endorsed")
    return [", ".join(words)] if words else []


def _who(record: Record, labels: Labels) -> list[str]:
    """Who is asked, and whose voice it is where it is not the authors'."""
    facts = []
    if asked := record.get("addressees"):
        names = [labels.name(a["key"]) + (f" ({a['role']})" if a.get("role") else "") for a in asked]
        facts.append("to " + ", ".join(names))
    voices = record.get("proponents")
    if voices == "unknown":
        facts.append("by somebody the source does not name")
    elif voices:
        names = [labels.name(v["key"]) + (f" ({v['support']})" if v.get("support") else "") for v in voices]
        facts.append("by " + ", ".join(names))
    return facts


_COLUMNS: dict[str, dict[str, str]] = {
    "theme": {"Theme": "name", "Broader": "broader", "Key": "key"},
    "actor": {"Actor": "name", "Kind": "kind", "Part of": "part_of", "Key": "key"},
    "framework": {"Framework": "name", "Kind": "kind", "Since": "established", "Key": "key"},
    "event": {"Event": "name", "Kind": "kind", "Date": "date", "Place": "place", "Key": "key"},
    "source": {"Source": "title", "Cited as": "citation", "Publisher": "publisher", "Key": "key"},
}


def _cell(record: Record, name: str, labels: Labels) -> str:
    if name == "citation":
        return labels.source(record["key"]).short_citation
    value = record.get(name)
    if name in {"broader", "part_of"}:
        return ", ".join(labels.name(key) for key in value or ())
    if name == "publisher":
        return labels.name(value) if value else ""
    return str(value or "")
