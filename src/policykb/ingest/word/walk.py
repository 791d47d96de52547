"""The body of a Word document to blocks: headings, paragraphs, items, cells of tables, text boxes."""

import re
from collections.abc import Iterator, Sequence

from policykb.ingest.blocks import Block, Kind
from policykb.ingest.labels import printed
from policykb.ingest.word.grid import Place, is_box, places
from policykb.ingest.word.numbering import Numbered, Numbering
from policykb.ingest.word.runs import Runs, joins_next
from policykb.ingest.word.styles import Styles
from policykb.ingest.word.tags import Node, child, name, value, whole
from policykb.ingest.words import Words

_CONTENTS = re.compile(r"toc(?: heading| ?\d)?|table of (?:figures|authorities)|index \d")
# What holds blocks without being one.
_HOLDERS = frozenset(
    ("w:sdt", "w:sdtContent", "w:customXml", "w:smartTag", "w:ins", "w:moveTo", "w:txbxContent", "w:body")
)


class Walk:
    """Goes through one document; lists are counted on from block to block."""

    def __init__(self, styles: Styles, numbering: Numbering, runs: Runs) -> None:
        self._styles = styles
        self._numbering = numbering
        self._runs = runs
        self._tables = 0
        self.title: str | None = None

    def through(self, holder: Node, *, in_cell: bool = False) -> list[Block]:
        """The blocks of what holds paragraphs and tables: the body, a text box, a note."""
        blocks: list[Block] = []
        words: Words | None = None
        for node in _contents(holder):
            if name(node) == "w:tbl":
                words = None
                blocks.extend(self._table(node))
                continue
            first = words is None
            words = words or Words()
            boxes = self._runs.into(words, node)
            if first:
                opener = node
            if joins_next(node):
                continue
            blocks.extend(self._paragraph(opener, words, in_cell=in_cell))
            words = None
            for box in boxes:
                blocks.extend(self.through(box))
        if words:
            blocks.extend(self._paragraph(opener, words, in_cell=in_cell))
        return blocks

    def _paragraph(self, node: Node, words: Words, *, in_cell: bool) -> list[Block]:
        """The blocks of a paragraph: one, more where empty lines stand in it, none where it has no words."""
        style = value(child(node, "pPr", "pStyle"))
        style_name = self._styles.name(style)
        if not words or _CONTENTS.fullmatch(style_name):
            return []
        numbered = self._numbered(node, style)
        level = whole(child(node, "pPr", "outlineLvl"))
        level = self._styles.heading_level(style) if level is None else (level + 1 if 0 <= level < 9 else None)
        if level is not None and not in_cell:
            if style_name == "title" and self.title is None:
                self.title = words.text
            mark = (numbered.printed if numbered else None) or ""
            return [words.block(Kind.HEADING, level=level, mark=mark)]
        if numbered is None:
            return [part.block() for part in words.parts()]
        first, *rest = words.parts()
        item = first.block(Kind.ITEM, level=numbered.level, label=numbered.label, mark=numbered.printed or "")
        return [item, *(part.block() for part in rest)]

    def _numbered(self, node: Node, style: str | None) -> Numbered | None:
        own = child(node, "pPr", "numPr")
        list_, level = value(child(own, "numId")), whole(child(own, "ilvl"))
        if list_ is None:
            list_, of_style = self._styles.numbering(style)
            level = of_style if level is None else level
            if list_ is not None and (kept := self._numbering.level_of_style(list_, style)) is not None:
                level = kept
        return None if list_ in {None, "0"} else self._numbering.next(str(list_), level or 0)

    def _table(self, table: Node) -> list[Block]:
        """The cells of a table in order; a table of one cell is a frame around what stands in it."""
        if is_box(table):
            return [block for place in places(table, 0) for block in self.through(place.node)]
        self._tables += 1
        blocks: list[Block] = []
        for place in places(table, self._tables):
            blocks.extend(self._cell(place))
        return blocks

    def _cell(self, place: Place) -> list[Block]:
        inner = self.through(place.node, in_cell=True)
        own = [block for block in inner if block.kind is not Kind.CELL]
        nested = [block for block in inner if block.kind is Kind.CELL]
        if place.is_title and len(own) == 1:
            return [Block(Kind.HEADING, own[0].lines, marked=True, level=6), *nested]
        if not (_is_list(own) and len(own) > 1):
            own = [_joined(own)] if own else []
        for block in own:
            block.kind, block.level, block.cell = Kind.CELL, 1, place.cell
        return [*own, *nested]


def _contents(holder: Node) -> Iterator[Node]:
    """The paragraphs and tables in an element, through what only holds them."""
    waiting = list(holder.iterchildren(reversed=True))
    while waiting:
        node = waiting.pop()
        kind = name(node)
        if kind in {"w:p", "w:tbl"}:
            yield node
        elif kind in _HOLDERS:
            waiting.extend(node.iterchildren(reversed=True))


def _is_list(blocks: Sequence[Block]) -> bool:
    """Whether a cell holds items, by the format or by numbers in their words."""
    items = sum(block.kind is Kind.ITEM for block in blocks)
    return items > 0 or sum(printed(block.lines[0].text) is not None for block in blocks) > 1


def _joined(blocks: Sequence[Block]) -> Block:
    """Blocks of a cell as one, its bold start that of the first."""
    first = blocks[0]
    first.lines = [line for block in blocks for line in block.lines]
    return first
