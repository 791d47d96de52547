"""Pieces of a page to columns in the order they are read; separate because lines know nothing of columns.

A gutter is a strip that few lines cross and that has lines beside each other on both of its sides. Lines that cross it
part the page into bands; in each band the left column is read before the right one.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from policykb.ingest.layout.pieces import is_walled, join
from policykb.ingest.layout.printed import Page, Piece, Stroke

Column = list[Piece]

_FEWEST_LINES, _FULL, _CROSSING, _NARROWEST = 3, 6, 0.15, 0.55
_LABEL_REACH, _THIN, _MOST_GUTTERS = 4.5, 2.5, 12


def columns(page: Page) -> list[Column]:
    """The columns of a page in order, each from its top to its bottom; its pieces are sorted."""
    return [column for column in _ordered(page.pieces, 4) if column]


def sort(page: Page) -> None:
    """Bring the pieces of a page into the order from top to bottom, labels joined to their words."""
    walls = [s for s in page.strokes if s.right - s.left < _THIN < s.top - s.bottom]
    page.pieces = _with_labels(sorted(page.pieces, key=lambda p: (-p.y, p.left)), walls)


def rows(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Pieces on one line together; they come sorted from the top."""
    found: list[list[Piece]] = []
    for piece in pieces:
        if found and found[-1][0].y - piece.y < 0.3 * min(piece.size, found[-1][0].size):
            found[-1].append(piece)
        else:
            found.append([piece])
    for row in found:
        if len(row) > 1:
            row.sort(key=lambda p: p.left)
    return found


def _with_labels(pieces: Sequence[Piece], walls: Sequence[Stroke]) -> list[Piece]:
    """A number or bullet that stands alone, joined to the words on its right."""
    if not any(p.label and p.label == p.text for p in pieces):
        return list(pieces)
    joined: list[Piece] = []
    for row in rows(pieces):
        waiting: Piece | None = None
        for piece in row:
            if waiting is not None:
                near = piece.left - waiting.right < _LABEL_REACH * piece.size
                if near and not piece.label and not is_walled(waiting.right, piece.left, piece.y, walls):
                    joined.append(join(waiting, piece))
                    waiting = None
                    continue
                joined.append(waiting)
                waiting = None
            if piece.label and piece.label == piece.text:
                waiting = piece
            else:
                joined.append(piece)
        if waiting is not None:
            joined.append(waiting)
    return joined


def _ordered(pieces: list[Piece], depth: int) -> list[Column]:
    if depth == 0 or (gutter := _gutter(pieces)) is None:
        return [pieces]
    left_edge, right_edge = gutter
    found: list[Column] = []
    across: Column = []
    left: Column = []
    right: Column = []
    for piece in pieces:
        if piece.right <= left_edge + 0.1:
            side = left
        elif piece.left >= right_edge - 0.1:
            side = right
        else:
            _close_band(found, left, right, depth)
            left, right = [], []
            across.append(piece)
            continue
        if across:
            found.append(across)
            across = []
        side.append(piece)
    _close_band(found, left, right, depth)
    if across:
        found.append(across)
    return found


def _close_band(found: list[Column], left: Column, right: Column, depth: int) -> None:
    for side in (left, right):
        if side:
            found.extend(_ordered(side, depth - 1))


def _gutter(pieces: Sequence[Piece]) -> tuple[float, float] | None:
    """The strip between two columns: the one with most lines beside each other on its sides; None if there is none."""
    lines = rows(pieces)
    overlapping = [row for row in lines if len(row) > 1]
    if 2 * len(overlapping) < len(lines):
        overlapping += _staggered(pieces)
    if not overlapping:
        return None
    pairs = [pair for row in overlapping for pair in pairwise(row) if pair[1].left > pair[0].right]
    places = Counter(round(x) for a, b in pairs for x in ((a.right + b.left) / 2, b.left - 1))
    middles = [place for place, _ in places.most_common(_MOST_GUTTERS)]
    best: tuple[int, float, float] | None = None
    for middle in sorted(middles):
        left = [p for p in pieces if p.right < middle]
        right = [p for p in pieces if p.left > middle]
        across = len(pieces) - len(left) - len(right)
        # A column that has only begun is one where next to nothing crosses the gutter.
        fewest = 1 if len(left) >= _FULL and len(right) >= 1 and across <= _CROSSING * len(left) else _FEWEST_LINES
        if len(left) < _FEWEST_LINES or len(right) < fewest:
            continue
        facing = _facing(left, right)
        if facing < fewest or across > 2 * facing:
            continue
        score = 2 * facing - across
        edges = max(p.right for p in left), min(p.left for p in right)
        if edges[1] - edges[0] < _NARROWEST * pieces[0].size:
            continue
        if best is None or (score, edges[1] - edges[0]) > (best[0], best[2] - best[1]):
            best = (score, *edges)
    return None if best is None else (best[1], best[2])


def _staggered(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Pairs of lines beside each other though not on one baseline."""
    found: list[list[Piece]] = []
    for at, piece in enumerate(pieces):
        for other in pieces[at + 1 : at + 4]:
            if piece.y - other.y < 1.3 * max(piece.size, other.size):
                if other.left > piece.right:
                    found.append([piece, other])
                elif piece.left > other.right:
                    found.append([other, piece])
    return found


def _facing(left: Sequence[Piece], right: Sequence[Piece]) -> int:
    """How many lines of the shorter side stand beside the other side."""
    top, bottom = min(left[0].y, right[0].y), max(left[-1].y, right[-1].y)
    reach = left[0].size
    counts = [sum(bottom - reach < p.y < top + reach for p in side) for side in (left, right)]
    return min(counts)
