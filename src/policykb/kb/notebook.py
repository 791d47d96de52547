"""Answers as a notebook shows them, an HTML table; separate since nothing else of policykb writes HTML."""

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from policykb.domain.address import address_of
from policykb.domain.fields import PASSAGE, STATEMENTS
from policykb.errors import with_article
from policykb.export.table import Cell

if TYPE_CHECKING:
    from policykb.kb.answer import Answer
    from policykb.kb.counts import Counts
    from policykb.kb.sql import Rows

SHOWN = 50
"""So many rows stand in a notebook; the caption says how many there are."""
_STATEMENT = ("text", "type", "strength", "kind", "addressees", "themes", "frameworks", "citation", "key")
_ENTITY = ("name", "kind", "broader", "part_of", "established", "date", "place", "publisher", "citation", "key")
_HEADS = {"addressees": "To", "citation": "Cite as", "established": "Since", "name": "Name"}
_SHORT = {"established", "date"}
"""Columns that would otherwise break inside a date."""
_CELL = "vertical-align:top;text-align:{side};"


def answer_as_html(answer: "Answer") -> str:
    """The records as a table: the text first, the source's address behind the citation, empty columns left out."""
    shown = answer.first(SHOWN)
    statements = answer.subjects[0] in {*STATEMENTS, PASSAGE}
    columns = [c for c in (_STATEMENT if statements else _ENTITY) if c != "type" or len(answer.subjects) > 1]
    linked = "citation" if statements else "name"
    rows: list[list[str]] = []
    with shown.table() as table:
        assert table.around is not None
        link = table.around.link
        for record in table.records:
            cells = table.cells(record)
            rows.append([_cell(name, cells.get(name), link(record) if name == linked else None) for name in columns])
    used = [i for i in range(len(columns)) if any(row[i] for row in rows)]
    heads = [_head(columns[i], answer.subjects) for i in used]
    return _table(heads, [[row[i] for i in used] for row in rows], _caption(answer, len(rows)))


def counts_as_html(counts: "Counts") -> str:
    """The rows of counts as a table; what was counted stands to the right."""
    shown = counts.first(SHOWN)
    with shown.table() as table:
        kept = list(table.rows())
    heads = [name.replace("_", " ").capitalize() for name in counts.columns[: len(kept[0])]] if kept else []
    numbers = [i for i in range(len(heads)) if all(isinstance(row[i], int) for row in kept)]
    body = [[escape(f"{cell:,}" if isinstance(cell, int) else str(cell or "")) for cell in row] for row in kept]
    noun = _noun(counts.subjects)
    said = f"{_counted(counts.total, noun)} counted"
    if counts.query.group:
        said += f"; {with_article(noun)} may stand in several rows" if counts.repeats else ""
        if len(counts.counts()) > len(kept):
            said = f"showing {len(kept):,} of {len(counts.counts()):,} rows; {said}"
    return _table(heads, body, [f"<code>{escape(counts.canonical)}</code>", escape(said)], numbers)


def rows_as_html(rows: "Rows") -> str:
    """The first rows of a statement of SQL; numbers stand to the right."""
    with rows.table(limit=SHOWN + 1) as table:
        kept = list(table.rows())
    more = f"the first {SHOWN} rows" if len(kept) > SHOWN else _counted(len(kept), "row")
    numbers = [n for n, column in enumerate(table.columns) if column.kind in {"integer", "number"}]
    body = [[escape("" if cell is None else str(cell)) for cell in row] for row in kept[:SHOWN]]
    return _table(table.names, body, [more], numbers)


def _caption(answer: "Answer", shown: int) -> list[str]:
    noun = _noun(answer.subjects)
    said = _counted(shown, noun) if shown else f"No {noun}s found"
    if 0 < shown < answer.total:
        said = f"showing {shown:,} of {_counted(answer.total, noun)}"
    if set(answer.subjects) <= set(STATEMENTS):
        read = answer.sources_read
        said += f"; {_counted(read, 'source')} {'was' if read == 1 else 'were'} read for it"
    advice = [] if answer.total else [escape(sentence) for sentence in answer.advice]
    return [f"<code>{escape(answer.canonical)}</code>", escape(said), *advice]


def _cell(name: str, value: Cell, link: str | None) -> str:
    if value is None or value == "":
        return ""
    text = escape(str(value))
    if name == "key":
        return f"<code>{text}</code>"
    if name in _SHORT:
        return f'<span style="white-space:nowrap">{text}</span>'
    if link and (address := address_of(link)):
        return f'<a href="{escape(address)}" rel="noopener noreferrer" target="_blank">{text}</a>'
    return text


def _head(column: str, subjects: Sequence[str]) -> str:
    if column == "text":
        return _noun(subjects).capitalize()
    return _HEADS.get(column, column.replace("_", " ").capitalize())


def _noun(subjects: Sequence[str]) -> str:
    if len(subjects) == 1:
        return subjects[0]
    return "statement" if set(subjects) <= set(STATEMENTS) else "record"


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _table(
    heads: Sequence[str], rows: Sequence[Sequence[str]], caption: Sequence[str], right: Sequence[int] = ()
) -> str:
    if not rows:
        # A caption is as wide as its table, and here there is none.
        return f'<div style="text-align:left">{"<br>".join(caption)}</div>'
    # Styles stand on the elements, since viewers of notebooks drop style sheets and align cells to the right.
    sides = [_CELL.format(side="right" if i in right else "left") for i in range(len(heads))]
    lines = ["<table>", f'<caption style="caption-side:top;text-align:left">{"<br>".join(caption)}</caption>']
    named = "".join(f'<th style="{s}">{escape(head)}</th>' for s, head in zip(sides, heads, strict=True))
    lines += [f"<thead><tr>{named}</tr></thead>", "<tbody>"]
    lines += [
        "<tr>" + "".join(f'<td style="{s}">{cell}</td>' for s, cell in zip(sides, row, strict=True)) + "</tr>"
        for row in rows
    ]
    return "\n".join([*lines, "</tbody>", "</table>"])
