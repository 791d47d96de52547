"""Pages to the blocks of a document: the steps of this package in their order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from policykb.domain.document import Facts
from policykb.domain.passage import Cell
from policykb.ingest.blocks import Block, Kind, Line
from policykb.ingest.layout.contents import drop_contents
from policykb.ingest.layout.furniture import drop_furniture
from policykb.ingest.layout.imprint import imprint
from policykb.ingest.layout.measure import Leading, body_size
from policykb.ingest.layout.notes import Note, take_notes, without_marks
from policykb.ingest.layout.order import columns, sort
from policykb.ingest.layout.paragraphs import Paragraph, paragraphs
from policykb.ingest.layout.printed import Page, Piece
from policykb.ingest.layout.tables import find_tables
from policykb.ingest.layout.titles import find_titles

_AFTER_LABEL = ".:)"


@dataclass(frozen=True, slots=True)
class Layout:
    """What the pages of a document hold: the blocks of its running text, its notes, and what it says of itself."""

    body: list[Block]
    notes: list[Block]
    facts: Facts


def assemble(pages: Sequence[Page], properties: Mapping[str, str]) -> Layout:
    """The running text of pages in reading order, without furniture, contents pages and notes.

    ``properties`` are what the file states about the document (``Title``, ``Author``, ``Lang``).
    """
    drop_furniture(pages)
    drop_contents(pages)
    size = body_size(pages)
    notes: list[Note] = []
    flow: list[Sequence[Piece]] = []
    for page in pages:
        if page.pieces:
            sort(page)
            find_tables(page)
            ordered = columns(page)
            take_notes(ordered, size, notes)
            flow.extend(column for column in ordered if column)
    found = paragraphs(flow, Leading(flow), size)
    levels = find_titles(found, size)
    numbers = {note.number for note in notes}
    blocks: list[Block] = []
    tables = 0
    for at, paragraph in enumerate(found):
        if paragraph.first.table:
            tables += 1
            blocks.extend(_cells(paragraph, tables, numbers))
        elif block := _block(paragraph, levels.get(at), numbers):
            blocks.append(block)
    facts = imprint(found, levels, size, properties) if found else Facts()
    return Layout(blocks, [_note(note) for note in notes if any(note.lines)], facts)


def _block(paragraph: Paragraph, level: int | None, numbers: set[int]) -> Block | None:
    lines = [
        Line(without_marks(piece.text, numbers) if not piece.text.isascii() else piece.text, piece.page)
        for piece in paragraph.pieces
    ]
    lead = paragraph.first.lead
    if paragraph.bullet:
        rest = lines[0].text[len(paragraph.label) :].lstrip()
        lead = max(0, lead - (len(lines[0].text) - len(rest)))
        lines[0] = Line(rest, lines[0].page)
    lines = [line for line in lines if line.text]
    if not lines:
        return None
    if level is not None:
        return Block(Kind.HEADING, lines, marked=True, level=level)
    label = None if paragraph.bullet or not paragraph.label else _bare(paragraph.label)
    kind = Kind.ITEM if paragraph.label else Kind.PARAGRAPH
    return Block(kind, lines, label=label, level=max(1, paragraph.level), lead=lead)


def _bare(label: str) -> str:
    """A label without the stop behind it: ``12.3``, ``(a)``."""
    return label if label[0] in "([" else label.rstrip(_AFTER_LABEL)


def _cells(paragraph: Paragraph, number: int, numbers: set[int]) -> list[Block]:
    table = paragraph.first.table
    if table is None:
        return []
    heads = {}
    if table.headed:
        heads = {column: " ".join(p.text for p in cell) for (row, column), cell in table.cells.items() if row == 0}
    found = []
    for (row, column), cell in sorted(table.cells.items()):
        lines = [Line(text, piece.page) for piece in cell if (text := without_marks(piece.text, numbers))]
        if lines:
            head = heads.get(column) if row else None
            found.append(Block(Kind.CELL, lines, cell=Cell(number, row + 1, column + 1, head)))
    return found


def _note(note: Note) -> Block:
    return Block(Kind.NOTE, [Line(line, note.page) for line in note.lines if line], note.number)
