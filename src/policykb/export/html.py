"""HTML: a brief as one page to read, print and send; it has no script and loads nothing from outside."""

from collections.abc import Iterator
from html import escape
from typing import BinaryIO

from policykb.export.brief import Brief, Entry, brief
from policykb.export.table import Cell, Table

NAME = "html"
SUFFIXES = (".html", ".htm")
STYLE = """
:root { color-scheme: light dark; }
body { font: 1rem/1.5 Georgia, "Times New Roman", serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
h1, h2, nav, .facts, .cite, footer, table { font-family: system-ui, "Segoe UI", "Liberation Sans", Arial, sans-serif; }
h1 { font-size: 1.7rem; line-height: 1.2; margin-bottom: .3rem; }
h2 { font-size: 1.2rem; margin: 2rem 0 .2rem; border-bottom: 1px solid; padding-bottom: .2rem; }
nav ul { list-style: none; padding: 0; columns: 2; font-size: .9rem; }
.definition, .about { opacity: .8; margin-top: 0; }
.entry { margin: 1rem 0; break-inside: avoid; }
.entry p { margin: 0; }
.facts, .cite { font-size: .85rem; }
.entry > p:first-child { font-size: 1.05rem; }
.facts b { font-weight: normal; opacity: .65; }
.key { font: .75rem/1.4 ui-monospace, "Liberation Mono", monospace; opacity: .7; overflow-wrap: anywhere; }
code { overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th, td { border-bottom: 1px solid #8884; padding: .3rem .5rem; text-align: left; vertical-align: top; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
footer { margin-top: 3rem; font-size: .8rem; opacity: .8; border-top: 1px solid; padding-top: .5rem; }
@media print { body { margin: 0; max-width: none; } nav { display: none; } a { color: inherit; } }
@media (max-width: 40rem) { nav ul { columns: 1; } }
"""


def write(table: Table, out: BinaryIO) -> int:
    """Writes the page in UTF-8; returns how many records it has."""
    written = brief(table)
    for line in _lines(written):
        out.write(f"{line}\n".encode())
    return written.shown


def _lines(written: Brief) -> Iterator[str]:
    yield '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">'
    # Whatever a record holds, nothing runs and nothing is fetched.
    yield (
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">"
    )
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield '<meta name="referrer" content="no-referrer">'
    yield f"<title>{escape(written.title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>"
    yield f"<header>\n<h1>{escape(written.title)}</h1>"
    yield f'<p class="about"><code>{escape(written.about.query)}</code><br>{escape(written.said)}.</p>\n</header>'
    if len(written.groups) > 1:
        yield '<nav aria-label="Themes"><ul>'
        for number, group in enumerate(written.groups, 1):
            yield f'<li><a href="#g{number}">{escape(group.title)}</a> ({len(group.entries)})</li>'
        yield "</ul></nav>"
    yield "<main>"
    for number, group in enumerate(written.groups, 1):
        yield f'<section id="g{number}">\n<h2>{escape(group.title)}</h2>'
        if group.definition:
            yield f'<p class="definition">{escape(group.definition)}</p>'
        for entry in group.entries:
            yield from _entry(entry)
        yield "</section>"
    if written.columns:
        yield from _table(written)
    if not written.shown:
        yield "<p>No records were found.</p>"
    yield "</main>"
    if written.works:
        yield '<section id="sources">\n<h2>Sources</h2>\n<ul>'
        for work in written.works:
            yield f"<li>{_linked(work.reference, work.address)}</li>"
        yield "</ul>\n</section>"
    yield f"<footer>{escape(written.said)}.</footer>\n</body>\n</html>"


def _entry(entry: Entry) -> Iterator[str]:
    yield f'<div class="entry" id="{escape(entry.key)}">\n<p>{escape(entry.text)}</p>'
    facts = [" ".join(filter(None, (f"<b>{escape(n)}</b>", escape(value)))) for n, value in entry.facts]
    if entry.also:
        facts.append(f"<b>also</b> {escape(', '.join(entry.also))}")
    if facts:
        yield f'<p class="facts">{" · ".join(facts)}</p>'
    cited = "; ".join(_linked(passage.citation, passage.address) for passage in entry.passages)
    yield f'<p class="cite">{cited}</p>'
    yield f'<p class="key"><a href="#{escape(entry.key)}">{escape(entry.key)}</a></p>\n</div>'


def _table(written: Brief) -> Iterator[str]:
    numbers = [' class="number"' if column.kind in {"integer", "number"} else "" for column in written.columns]
    heads = [column.name.replace("_", " ").capitalize() for column in written.columns]
    yield "<table>\n<thead><tr>"
    yield "".join(f'<th scope="col"{c}>{escape(h)}</th>' for c, h in zip(numbers, heads, strict=True))
    yield "</tr></thead>\n<tbody>"
    linked = next((n for n, column in enumerate(written.columns) if column.name == "name"), None)
    links = written.links or (None,) * len(written.rows)
    for row, link in zip(written.rows, links, strict=True):
        cells = [_linked(_text(cell), link if n == linked else None) for n, cell in enumerate(row)]
        yield f"<tr>{''.join(f'<td{c}>{cell}</td>' for c, cell in zip(numbers, cells, strict=True))}</tr>"
    yield "</tbody>\n</table>"


def _text(cell: Cell) -> str:
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if cell is None:
        return ""
    return f"{cell:,}" if isinstance(cell, int) else str(cell)


def _linked(text: str, address: str | None) -> str:
    return f'<a href="{escape(address)}" rel="noopener noreferrer">{escape(text)}</a>' if address else escape(text)
