"""Tables of Word: which row and column a cell stands in, what heads the columns, which cells only go on merged ones."""

from collections.abc import Iterator
from dataclasses import dataclass

from policykb.domain.passage import Cell
from policykb.ingest.characters import one_line
from policykb.ingest.looks import is_title
from policykb.ingest.word.runs import texts
from policykb.ingest.word.tags import Node, child, children, is_on, name, value, whole

_MOST_HEAD_WORDS = 12
_WIDEST = 1_000
_HOLDERS = frozenset(("w:sdt", "w:sdtContent", "w:customXml", "w:ins"))


@dataclass(frozen=True, slots=True)
class Place:
    """A cell that has words of its own; ``is_title`` where it fills a row and heads the rows below."""

    node: Node
    cell: Cell
    is_title: bool = False


@dataclass(frozen=True, slots=True)
class _Laid:
    """A cell, the column it begins in and how many it spans."""

    node: Node
    column: int
    span: int

    @property
    def text(self) -> str:
        return one_line(texts(self.node))


def is_box(table: Node) -> bool:
    """Whether a table is a frame: it has one cell in all."""
    rows = list(_inside(table, "w:tr"))
    return len(rows) == 1 and len(list(_inside(rows[0], "w:tc"))) == 1


def places(table: Node, ordinal: int) -> Iterator[Place]:
    """The cells of a table in order, merged ones once, those of deleted rows left out."""
    rows = [row for row in _inside(table, "w:tr") if child(row, "trPr", "del") is None]
    laid = [_laid_out(row) for row in rows]
    width = max((cell.column + cell.span - 1 for row in laid for cell in row), default=0)
    head_rows = _head_rows(rows, laid)
    heads: dict[int, str] = {}
    for row, cells in enumerate(laid, 1):
        for cell in cells:
            if row <= head_rows and cell.text:
                heads.update(dict.fromkeys(range(cell.column, cell.column + cell.span), cell.text))
        for cell in cells:
            if _goes_on(cell.node):
                continue
            is_whole = cell.span == width > 1
            head = None if row <= head_rows or is_whole else heads.get(cell.column)
            place = Cell(ordinal, row, cell.column, head)
            yield Place(cell.node, place, is_whole and row > head_rows and len(cells) == 1 and is_title(cell.text))


def _laid_out(row: Node) -> list[_Laid]:
    column = 1 + max(0, min(whole(child(row, "trPr", "gridBefore")) or 0, _WIDEST))
    laid: list[_Laid] = []
    for node in _inside(row, "w:tc"):
        if child(node, "tcPr", "cellDel") is not None:
            continue
        span = max(1, min(whole(child(node, "tcPr", "gridSpan")) or 1, _WIDEST))
        laid.append(_Laid(node, column, span))
        column += span
    return laid


def _head_rows(rows: list[Node], laid: list[list[_Laid]]) -> int:
    """How many rows at the top head the columns: those marked so, else a first row that looks like heads."""
    marked = 0
    while marked < len(rows) and is_on(child(rows[marked], "trPr", "tblHeader")):
        marked += 1
    if marked or len(rows) < 2 or len(laid[0]) < 2:
        return marked
    first = [cell.text for cell in laid[0]]
    short = all(text and len(text.split()) <= _MOST_HEAD_WORDS and not text.endswith((".", ";")) for text in first)
    below = [cell.text for row in laid[1:] for cell in row]
    longer = any(len(text.split()) > _MOST_HEAD_WORDS for text in below)
    return int(short and len(set(first)) == len(first) and (longer or all(_is_bold(cell.node) for cell in laid[0])))


def _is_bold(cell: Node) -> bool:
    runs = [run for run in cell.iter() if name(run) == "w:r" and texts(run).strip()]
    return bool(runs) and all(is_on(child(run, "rPr", "b")) for run in runs)


def _goes_on(node: Node) -> bool:
    """Whether a cell is the rest of one above it (or left of it) that it is merged with."""
    for merge in ("vMerge", "hMerge"):
        for found in children(child(node, "tcPr"), merge):
            if (value(found) or "continue") == "continue":
                return True
    return False


def _inside(holder: Node, wanted: str) -> Iterator[Node]:
    """The rows of a table or the cells of a row, through what only holds them."""
    waiting = list(holder.iterchildren(reversed=True))
    while waiting:
        node = waiting.pop()
        kind = name(node)
        if kind == wanted:
            yield node
        elif kind in _HOLDERS:
            waiting.extend(node.iterchildren(reversed=True))
