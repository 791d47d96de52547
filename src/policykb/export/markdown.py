"""Markdown (CommonMark, GitHub's tables): statements as a brief grouped by theme, all else as a table."""

import re
from collections.abc import Iterator
from typing import BinaryIO

from policykb.export.brief import Brief, Entry, brief
from policykb.export.table import Cell, Table

NAME = "markdown"
SUFFIXES = (".md", ".markdown")
_SPECIAL = re.compile(r"([\\`*_\[\]<>|~$])")
_LINE_START = re.compile(r"^(\s*)([-+#=]|\d+(?=[.)]))")


def write(table: Table, out: BinaryIO) -> int:
    """Writes the brief in UTF-8; returns how many records it has."""
    written = brief(table)
    for line in _lines(written):
        out.write(f"{line}\n".encode())
    return written.shown


def escaped(text: str) -> str:
    r"""The text as Markdown that shows it as it is, on one line.

    >>> print(escaped("1. *Both* [sides] | a_b <x> & y"))
    1\. \*Both\* \[sides\] \| a\_b \<x\> &amp; y
    """
    line = _SPECIAL.sub(r"\\\1", " ".join(text.split()).replace("&", "&amp;"))
    return _LINE_START.sub(lambda at: at[1] + (f"{at[2]}\\" if at[2].isdigit() else f"\\{at[2]}"), line)


def _lines(written: Brief) -> Iterator[str]:
    yield f"# {escaped(written.title)}"
    yield ""
    yield f"Query: {_code(written.about.query)}"
    yield ""
    yield f"{escaped(written.said)}."
    for group in written.groups:
        yield ""
        yield f"## {escaped(group.title)}"
        if group.definition:
            yield ""
            yield f"*{escaped(group.definition)}*"
        yield ""
        for entry in group.entries:
            yield from _entry(entry)
    if written.columns:
        yield ""
        yield from _table(written)
    if written.works:
        yield ""
        yield "## Sources"
        yield ""
        for work in written.works:
            yield f"- {_linked(work.reference, work.address)}"


def _entry(entry: Entry) -> Iterator[str]:
    # A backslash at the end of a line breaks it there.
    yield f"- **{escaped(entry.text)}**\\"
    facts = [escaped(f"{name} {value}".strip()) for name, value in entry.facts]
    if entry.also:
        facts.append(escaped(f"also: {', '.join(entry.also)}"))
    if facts:
        yield f"  {' · '.join(facts)}\\"
    cited = "; ".join(_linked(passage.citation, passage.address) for passage in entry.passages)
    yield f"  ({cited}; {_code(entry.key)})"


def _table(written: Brief) -> Iterator[str]:
    heads = [column.name.replace("_", " ").capitalize() for column in written.columns]
    yield f"| {' | '.join(map(escaped, heads))} |"
    right = {"integer", "number"}
    yield f"| {' | '.join('---:' if column.kind in right else '---' for column in written.columns)} |"
    for row in written.rows:
        yield f"| {' | '.join(map(_cell, row))} |"


def _cell(cell: Cell) -> str:
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    return "" if cell is None else escaped(str(cell))


def _linked(text: str, address: str | None) -> str:
    # Angle brackets let an address hold spaces and parentheses.
    return f"[{escaped(text)}](<{address.replace('<', '%3C').replace('>', '%3E')}>)" if address else escaped(text)


def _code(text: str) -> str:
    """Inline code: a fence longer than any run of backticks inside."""
    longest = max(map(len, re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    space = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{space}{text}{space}{fence}"
