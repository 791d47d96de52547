"""Tables out of the lines of a page; separate because columns of a table are read by row, columns of text one by one.

A ruled table is found by its strokes. One without rules is found by rows of short pieces whose edges stand in line.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from policykb.ingest.layout.order import rows
from policykb.ingest.layout.printed import Page, Piece, Stroke, Table

_THIN, _NEAR = 2.5, 3.0
_FEWEST_ROWS, _IN_LINE, _SHORT, _APART, _THROUGH, _MANY, _FILLED = 3, 0.7, 24, 3.2, 0.6, 0.4, 0.65


def find_tables(page: Page) -> None:
    """Put one piece that holds the table in the place of the pieces of each table; pieces come sorted from the top."""
    if sum(len(row) > 1 for row in rows(page.pieces)) < 2:
        return
    for grid in _grids(page.strokes):
        _take(page, *_ruled(page.pieces, grid))
    for block in list(_blocks(rows([p for p in page.pieces if p.table is None]))):
        _take(page, *_aligned(block))


def _take(page: Page, pieces: Sequence[Piece], cells: dict[tuple[int, int], list[Piece]]) -> None:
    if len({row for row, _ in cells}) < 2 or len({column for _, column in cells}) < 2:
        return
    gone = {id(piece) for piece in pieces}
    first = max(pieces, key=lambda p: p.y)
    whole = Piece("", min(p.left for p in pieces), max(p.right for p in pieces), first.y, first.size, first.page)
    top = [p for (row, _), cell in cells.items() if row == 0 for p in cell]
    below = [p for (row, _), cell in cells.items() if row == 1 for p in cell]
    whole.table = Table(cells, bool(top) and all(p.bold for p in top) and not all(p.bold for p in below))
    at = next(at for at, piece in enumerate(page.pieces) if id(piece) in gone)
    page.pieces = (
        [p for p in page.pieces[:at] if id(p) not in gone]
        + [whole]
        + [p for p in page.pieces[at:] if id(p) not in gone]
    )


Grid = tuple[list[Stroke], list[Stroke]]


def _grids(strokes: Sequence[Stroke]) -> Iterator[Grid]:
    """Horizontal and vertical strokes that hang together."""
    open_strokes = [s for s in strokes if (s.right - s.left < _THIN) != (s.top - s.bottom < _THIN)]
    while open_strokes:
        group = [open_strokes.pop()]
        box = group[0]
        grown = True
        while grown:
            grown = False
            rest: list[Stroke] = []
            for stroke in open_strokes:
                if (
                    stroke.left < box.right + _NEAR
                    and stroke.right > box.left - _NEAR
                    and stroke.bottom < box.top + _NEAR
                    and stroke.top > box.bottom - _NEAR
                ):
                    group.append(stroke)
                    box = Stroke(
                        min(box.left, stroke.left), min(box.bottom, stroke.bottom),
                        max(box.right, stroke.right), max(box.top, stroke.top),
                    )  # fmt: skip
                    grown = True
                else:
                    rest.append(stroke)
            open_strokes = rest
        flat = [s for s in group if s.top - s.bottom < _THIN]
        upright = [s for s in group if s.right - s.left < _THIN]
        if len(flat) > 1 and upright:
            yield flat, upright


def _levels(values: Sequence[float]) -> list[float]:
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _NEAR:
            found.append(value)
    return found


def _ruled(pieces: Sequence[Piece], grid: Grid) -> tuple[list[Piece], dict[tuple[int, int], list[Piece]]]:
    """The pieces inside a grid, by row and column."""
    flat, upright = grid
    top, bottom = max(s.top for s in flat), min(s.bottom for s in flat)
    left, right = min(s.left for s in flat), max(s.right for s in flat)
    xs = [x for x in _levels([s.left for s in upright]) if left + _NEAR < x < right - _NEAR]
    inside = [
        p for p in pieces
        if p.table is None and bottom - 1 < p.y < top + 1 and left - _NEAR < p.left and p.right < right + _NEAR
    ]  # fmt: skip
    if not xs or len(inside) < 3 or not _is_grid(flat, upright):
        return [], {}
    cells: dict[tuple[int, int], list[Piece]] = {}
    heights = _levels([-s.top for s in flat])
    for piece in inside:
        column = bisect_right(xs, piece.left + 1)
        middle = piece.left + 1
        above = [h for h in heights if -h > piece.y + 1]
        # A cell over several rows has no stroke below its first lines: it belongs to the highest row it reaches.
        while len(above) > 1 and not any(
            abs(s.top + above[-1]) < _NEAR and s.left - _NEAR < middle < s.right + _NEAR for s in flat
        ):
            above.pop()
        cells.setdefault((max(0, len(above) - 1), column), []).append(piece)
    return inside, _dense(cells)


def _is_grid(flat: Sequence[Stroke], upright: Sequence[Stroke]) -> bool:
    """Whether most strokes run through, as those of a table do and the boxes of a diagram do not."""
    across = [(s.top, s.left, s.right) for s in flat]
    down = [(s.left, s.bottom, s.top) for s in upright]
    return _run_through(across) >= _MANY and _run_through(down) >= _IN_LINE


def _run_through(strokes: Sequence[tuple[float, float, float]]) -> float:
    """The share of levels that strokes cover for most of the length of all."""
    start, end = min(s for _, s, _ in strokes), max(e for _, _, e in strokes)
    levels = _levels([level for level, _, _ in strokes])
    parts: list[list[tuple[float, float]]] = [[] for _ in levels]
    for level, first, last in strokes:
        parts[bisect_right(levels, level) - 1].append((first, last))
    return sum(_covered(part) >= _THROUGH * (end - start) for part in parts) / len(parts)


def _covered(parts: Sequence[tuple[float, float]]) -> float:
    """The length that stretches cover together."""
    length, reached = 0.0, float("-inf")
    for first, last in sorted(parts):
        length += max(0.0, last - max(first, reached))
        reached = max(reached, last)
    return length


def _dense(cells: dict[tuple[int, int], list[Piece]]) -> dict[tuple[int, int], list[Piece]]:
    """Rows counted without those that hold nothing."""
    numbers = {row: at for at, row in enumerate(sorted({row for row, _ in cells}))}
    return {(numbers[row], column): cell for (row, column), cell in cells.items()}


def _blocks(lines: Sequence[list[Piece]]) -> Iterator[list[list[Piece]]]:
    """Lines below one another most of which have several pieces."""
    block: list[list[Piece]] = []
    for line in lines:
        wide = (
            len(line) == 1 and block and (line[0].width > 0.6 * _width(block) or line[0].size > 1.1 * block[0][0].size)
        )
        if block and (wide or block[-1][0].y - line[0].y > _APART * line[0].size):
            yield from _trimmed(block)
            block = []
        if block or len(line) > 1:
            block.append(line)
    yield from _trimmed(block)


def _width(block: Sequence[Sequence[Piece]]) -> float:
    return max(line[-1].right for line in block) - min(line[0].left for line in block)


def _trimmed(block: list[list[Piece]]) -> Iterator[list[list[Piece]]]:
    if sum(len(line) > 1 for line in block) >= max(_FEWEST_ROWS, 0.4 * len(block)):
        yield block


def _aligned(block: Sequence[list[Piece]]) -> tuple[list[Piece], dict[tuple[int, int], list[Piece]]]:
    """A table without rules: columns are strips between white ones; a row begins with a piece in the first column."""
    pieces = [piece for line in block for piece in line]
    strips: list[list[float]] = []
    for piece in sorted(pieces, key=lambda p: p.left):
        if strips and piece.left < strips[-1][1] + 0.5 * piece.size:
            strips[-1][1] = max(strips[-1][1], piece.right)
        else:
            strips.append([piece.left, piece.right])
    if len(strips) < 2:
        return [], {}
    lefts = [strip[0] for strip in strips]
    by_column: list[list[Piece]] = [[] for _ in strips]
    for piece in pieces:
        by_column[bisect_right(lefts, piece.left + 0.1) - 1].append(piece)
    if any(not _stands_in_line(column) for column in by_column):
        return [], {}
    short = [sum(len(p.text) <= _SHORT for p in column) >= _IN_LINE * len(column) for column in by_column]
    if not all(short) and not (len(strips) > 2 and sum(short) > 1):
        return [], {}
    cells: dict[tuple[int, int], list[Piece]] = {}
    row = -1
    starts = _row_starts(block, lefts[1])
    for line, starts_row in zip(block, starts, strict=True):
        row += starts_row
        for piece in line:
            cells.setdefault((row, bisect_right(lefts, piece.left + 0.1) - 1), []).append(piece)
    if len(cells) < _FILLED * (row + 1) * len(strips):
        return [], {}
    return pieces, cells


def _row_starts(block: Sequence[list[Piece]], second: float) -> list[bool]:
    """Which lines begin a row: after more white space where cells have several lines, else those with a first cell."""
    steps = [above[0].y - below[0].y for above, below in pairwise(block)]
    wide = 1.3 * min(steps)
    inner = [line for line, step in zip(block[1:], steps, strict=True) if step < wide]
    wrapped = sum(any(piece.text[0].islower() for piece in line) for line in inner)
    if any(step >= wide for step in steps) and wrapped >= 0.3 * len(inner):
        return [True, *(step >= wide for step in steps)]
    return [True, *(len(line) > 1 and line[0].left < second - 0.1 for line in block[1:])]


def _stands_in_line(column: Sequence[Piece]) -> bool:
    """Whether most pieces of a column share their left edge, right edge or middle."""
    for values in ([p.left for p in column], [p.right for p in column], [(p.left + p.right) / 2 for p in column]):
        usual = sorted(values)[len(values) // 2]
        if sum(abs(value - usual) < _NEAR for value in values) >= _IN_LINE * len(values):
            return True
    return False
