"""Word: the brief as a DOCX document with real headings, lists and links, to be edited and sent on."""

import io
import zipfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, BinaryIO

from policykb.errors import MissingExtra
from policykb.export.brief import Brief, Entry, brief
from policykb.export.table import Cell, Table

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

NAME = "docx"
SUFFIXES = (".docx",)
BINARY = True
_ONE_DATE = datetime(2000, 1, 1, tzinfo=UTC)
"""A document of the same answer is the same to the byte, so it says nothing of the clock."""


def write(table: Table, out: BinaryIO) -> int:
    """Writes the document; returns how many records it has. MissingExtra where python-docx is not installed."""
    try:
        import docx
    except ImportError:
        raise MissingExtra("python-docx", "docx") from None
    written = brief(table)
    document = docx.Document()
    properties = document.core_properties
    properties.title, properties.author, properties.comments = written.title, "policykb", written.said
    properties.created = properties.modified = _ONE_DATE
    document.add_heading(clean(written.title), 0)
    document.add_paragraph(clean(written.about.query), style="Quote")
    document.add_paragraph(clean(f"{written.said}."))
    for group in written.groups:
        document.add_heading(clean(group.title), 1)
        if group.definition:
            document.add_paragraph().add_run(clean(group.definition)).italic = True
        for entry in group.entries:
            _entry(document, entry)
    if written.columns:
        _table(document, written)
    if not written.shown:
        document.add_paragraph("No records were found.")
    if written.works:
        document.add_heading("Sources", 1)
        for work in written.works:
            _linked(document.add_paragraph(style="List Bullet"), work.reference, work.address)
    _save(document, out)
    return written.shown


def _save(document: "Document", out: BinaryIO) -> None:
    """Writes the document as python-docx has it, but for the time that ZIP notes beside each part."""
    whole = io.BytesIO()
    document.save(whole)
    with zipfile.ZipFile(whole) as made, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in made.infolist():
            info = zipfile.ZipInfo(part.filename, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, made.read(part))


def _entry(document: "Document", entry: Entry) -> None:
    paragraph = document.add_paragraph(style="List Bullet")
    paragraph.add_run(clean(entry.text)).bold = True
    facts = [f"{name} {value}".strip() for name, value in entry.facts]
    if entry.also:
        facts.append(f"also: {', '.join(entry.also)}")
    if facts:
        paragraph.add_run().add_break()
        paragraph.add_run(clean(" · ".join(facts)))
    paragraph.add_run().add_break()
    for number, passage in enumerate(entry.passages):
        if number:
            paragraph.add_run("; ")
        _linked(paragraph, passage.citation, passage.address)
    paragraph.add_run(clean(f" [{entry.key}]"))


def _table(document: "Document", written: Brief) -> None:
    table = document.add_table(rows=1, cols=len(written.columns), style="Light Grid Accent 1")
    for cell, column in zip(table.rows[0].cells, written.columns, strict=True):
        cell.text = clean(column.name.replace("_", " ").capitalize())
    for row in written.rows:
        for cell, value in zip(table.add_row().cells, row, strict=True):
            cell.text = clean(_text(value))


def _text(cell: Cell) -> str:
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if cell is None:
        return ""
    return f"{cell:,}" if isinstance(cell, int) else str(cell)


def _linked(paragraph: "Paragraph", text: str, address: str | None) -> None:
    """A run of the paragraph that opens an address; python-docx has no word for it."""
    if address is None:
        paragraph.add_run(clean(text))
        return
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    relation = paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link: Any = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), relation)
    run = paragraph.add_run(clean(text))
    run.font.underline = True
    link.append(run._r)
    paragraph._p.append(link)


def clean(text: str) -> str:
    r"""The text without what XML cannot hold.

    >>> clean("a\x0bb\ufffe")
    'ab'
    """
    return "".join(letter for letter in text if letter in "\t\n" or _allowed(ord(letter)))


def _allowed(code: int) -> bool:
    return 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or code >= 0x10000
