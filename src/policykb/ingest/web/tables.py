"""Tables of a page: which hold data and which only place things, and which row and column a cell stands in."""

from policykb.domain.passage import Cell
from policykb.ingest.blocks import Block, Kind
from policykb.ingest.labels import printed
from policykb.ingest.looks import is_title
from policykb.ingest.web.element import Element
from policykb.ingest.words import Words

_CELLS = frozenset(("td", "th"))
_NOT_IN_CELLS = frozenset(("table", "h1", "h2", "h3", "article", "section", "form"))
_WIDEST = 1_000


def is_data(table: Element) -> bool:
    """Whether a table holds data: it has heads or a caption, or rows of several cells with nothing large in them."""
    if table.get("role").lower() in {"presentation", "none"}:
        return False
    tags = {element.tag for element in table.descendants()}
    if "table" not in tags and tags & {"th", "caption"}:
        return True
    if tags & _NOT_IN_CELLS:
        return False
    rows = [sum(cell.tag in _CELLS for cell in row.elements) for row in table.descendants() if row.tag == "tr"]
    return len(rows) > 1 and max(rows) > 1


class Grid:
    """Where the cells of one table stand, rows and columns that cells span counted."""

    def __init__(self, table: Element, ordinal: int) -> None:
        self.cell: Cell | None = None
        self.has_items = False
        self._places: dict[int, tuple[int, int]] = {}
        self._heads: dict[int, str] = {}
        self._whole_rows: set[int] = set()
        self._fills_row = False
        self._ordinal = ordinal
        self._table = table
        self._lay_out()

    def opens(self, element: Element) -> bool:
        """Whether an element is a cell of this table."""
        return id(element) in self._places

    def enter(self, element: Element) -> None:
        """What follows stands in this cell."""
        row, column = self._places[id(element)]
        is_head = row <= self._head_rows
        self.cell = Cell(self._ordinal, row, column, None if is_head else self._heads.get(column))
        self.has_items = False
        self._fills_row = not is_head and id(element) in self._whole_rows

    def leave(self) -> None:
        """The cell ends."""
        self.cell = None

    def blocks(self, words: Words) -> list[Block]:
        """The blocks of the words of a cell: one, but one for each line where the lines are items of a list."""
        if not words or self.cell is None:
            return []
        if self._fills_row and is_title(words.text):
            heading = words.block(Kind.HEADING, level=6)
            heading.lead = 0
            return [heading]
        lines = list(words.lines())
        if len(lines) > 1 and (self.has_items or sum(printed(line.text) is not None for line in lines) > 1):
            return [line.block(Kind.CELL, cell=self.cell) for line in lines]
        return [words.block(Kind.CELL, cell=self.cell)]

    def _lay_out(self) -> None:
        """Gives each cell its row and column and finds what heads the columns."""
        rows = [row for row in self._table.descendants() if row.tag == "tr"]
        taken: set[tuple[int, int]] = set()
        self._head_rows = 0
        for at, row in enumerate(rows, 1):
            cells = [cell for cell in row.elements if cell.tag in _CELLS]
            in_head = row.parent is not None and row.parent.tag == "thead"
            is_head = in_head or (bool(cells) and all(cell.tag == "th" for cell in cells))
            if is_head and self._head_rows == at - 1:
                self._head_rows = at
            column = 1
            for cell in cells:
                while (at, column) in taken:
                    column += 1
                self._places[id(cell)] = (at, column)
                wide, high = _span(cell, "colspan"), _span(cell, "rowspan")
                taken.update(
                    (at + down, column + right) for down in range(min(high, len(rows))) for right in range(wide)
                )
                if self._head_rows == at and cell.length:
                    self._heads.update(dict.fromkeys(range(column, column + wide), cell.text))
                column += wide
        width = max((column for _, column in taken), default=0)
        for row in rows:
            cells = [cell for cell in row.elements if cell.tag in _CELLS]
            if len(cells) == 1 and _span(cells[0], "colspan") == width > 1:
                self._whole_rows.add(id(cells[0]))


def _span(cell: Element, name: str) -> int:
    text = cell.get(name).strip()
    return max(1, min(int(text), _WIDEST)) if text.isdecimal() and len(text) < 6 else 1
