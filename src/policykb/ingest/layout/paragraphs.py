"""Lines to paragraphs and items; separate from what they are (titles), which takes the whole document.

A line opens a paragraph where the gap above it, its indent, its type, or a label says so, or where the line above ends
a sentence though the next word would have fitted on it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from policykb.ingest.layout.measure import Leading
from policykb.ingest.layout.pieces import BULLETS, LABEL
from policykb.ingest.layout.printed import Piece
from policykb.ingest.looks import ends_sentence

_CAPTION = re.compile(
    r"(?:figure|fig\.|table|box|chart|map|photo|source|note)s?\s*(?:\d|[:.]|[A-Z]\d?\b)", re.IGNORECASE
)
# How far from its edge a line may begin, in units of the type size.
_STRAY = 0.35
_ROMAN = re.compile(r"[ivxlc]+")


@dataclass(slots=True)
class Paragraph:
    """Lines that belong together; ``label`` is what it bears, ``bullet`` its bullet, ``level`` 0 outside of lists."""

    pieces: list[Piece]
    label: str = ""
    bullet: bool = False
    level: int = 0
    above: float = 0.0
    """The white space above it, in units of its type size."""
    edges: "Edges | None" = None
    """Of the column it is in, the last one if it goes over several."""

    @property
    def first(self) -> Piece:
        """Its first line."""
        return self.pieces[0]

    @property
    def last(self) -> Piece:
        """Its last line."""
        return self.pieces[-1]

    @property
    def is_caption(self) -> bool:
        """Whether it is about a figure, a table or a box."""
        return _CAPTION.match(self.first.text) is not None


@dataclass(frozen=True, slots=True)
class Edges:
    """The left and right end of a column; whether most of its lines reach from one to the other."""

    left: float
    right: float
    justified: bool


def paragraphs(columns: Sequence[Sequence[Piece]], leading: Leading, body: float) -> list[Paragraph]:
    """The paragraphs of all columns of a document in order; those a column or page end had cut are whole again."""
    found: list[Paragraph] = []
    for column in columns:
        edges = _edges(column)
        fresh: list[Paragraph] = []
        for piece in column:
            if piece.table is not None:
                fresh.append(Paragraph([piece]))
                continue
            current = fresh[-1] if fresh and fresh[-1].first.table is None else None
            label = _label(piece, current, found, edges, leading, body)
            if current is None or label or _opens(piece, current, edges, leading, body):
                gap = (current.last.y - piece.y) / piece.size if current else 9.0
                fresh.append(Paragraph([piece], label, bool(label) and label in BULLETS, above=gap, edges=edges))
            else:
                current.pieces.append(piece)
        if fresh:
            _go_on(found, fresh, edges)
            found.extend(fresh)
    _set_levels(found)
    return found


def _edges(column: Sequence[Piece]) -> Edges:
    left, right = min(p.left for p in column), max(p.right for p in column)
    full = sum(right - p.right < 0.4 * p.size for p in column)
    return Edges(left, right, 2 * full > len(column))


def _label(
    piece: Piece, current: Paragraph | None, found: Sequence[Paragraph], edges: Edges, leading: Leading, body: float
) -> str:
    """The number, letter or bullet that a line opens an item with; empty if it does not."""
    if piece.label and piece.label != piece.text:
        return piece.label.strip()
    match = LABEL.match(piece.text)
    if match is None or match.end() == len(piece.text):
        return ""
    label = match.group()
    if match.group("number") and label[-1] not in ".):]" and "." not in label:
        return ""
    if current is None:
        before = found[-1] if found else None
        return (
            label
            if before is None
            or before.first.table
            or ends_sentence(before.last.text)
            or before.last.size > piece.size * 1.05
            else ""
        )
    if _opens(piece, current, edges, leading, body):
        return label
    if current.label and abs(piece.left - current.first.left) < 0.3 * piece.size and _follows(current.label, label):
        return label
    return ""


def _follows(before: str, label: str) -> bool:
    """Whether a label is the next one after another: (a) and (b), 1.9 and 1.10, two bullets of a kind."""
    if label in BULLETS or before in BULLETS:
        return label == before
    one, two = before.strip("()[].:"), label.strip("()[].:")
    if one.isalpha() and two.isalpha():
        return (len(one) == len(two) == 1 and ord(two) == ord(one) + 1) or bool(_ROMAN.fullmatch(two.lower()))
    one_parts, two_parts = one.split("."), two.split(".")
    if not (one_parts[-1].isdigit() and two_parts[-1].isdigit()):
        return False
    return one_parts[:-1] == two_parts[:-1] and int(two_parts[-1]) == int(one_parts[-1]) + 1


def _opens(piece: Piece, current: Paragraph, edges: Edges, leading: Leading, body: float) -> bool:
    """Whether a line without a label opens a paragraph."""
    above, size = current.last, piece.size
    if abs(above.size - size) > 0.07 * size or above.y - piece.y > leading.most(size):
        return True
    slack = edges.right - above.right
    word = len(piece.text.split(" ", 1)[0]) + 1
    fits = slack > word * piece.width / max(len(piece.text), 1) + 0.5 * size
    if (above.bold != piece.bold or above.italic != piece.italic) and (
        slack > 0.25 * (edges.right - edges.left) or fits
    ):
        return True
    centred = (
        abs(above.left + above.right - piece.left - piece.right) < 0.6 * size
        and above.left - edges.left > size
        and not current.label
        and max(above.right, piece.right) < edges.right - 0.5 * size
    )
    if not centred and _is_indented(piece, current, edges, fits):
        return True
    width = edges.right - edges.left
    if not fits or (leading.spaced and slack < 0.5 * width) or (not edges.justified and slack < 0.15 * width):
        return False
    if ends_sentence(above.text) and above.text[-1] != ",":
        return True
    display = size > 1.12 * body
    opening = piece.text.lstrip("\"'(\u2018\u201c")[:1]
    return not display and not opening.islower() and slack > 0.3 * width and not centred


def _is_indented(piece: Piece, current: Paragraph, edges: Edges, fits: bool) -> bool:
    """Whether a line stands where only the first one of a paragraph does."""
    size = piece.size
    if current.label:
        places = [current.first.left, current.first.body or current.first.left]
        if len(current.pieces) > 1:
            places = [current.pieces[1].left]
        elif piece.left < current.first.left - 0.7 * size:
            # The label stands in the indent of a first line; the rest runs from the edge of the column.
            return abs(piece.left - edges.left) > 0.7 * size or fits
        elif not current.first.body:
            return piece.left < current.first.left - 0.5 * size
        return not any(abs(piece.left - place) < _STRAY * size for place in places)
    if len(current.pieces) > 1:
        return abs(piece.left - current.pieces[1].left) > 0.7 * size
    shift = piece.left - current.first.left
    # A first line stands deeper than the rest, which begins at the edge; this one begins at neither place.
    return (shift > 0.7 * size and fits) or (shift < -0.7 * size and piece.left > edges.left + _STRAY * size)


def _go_on(found: list[Paragraph], fresh: list[Paragraph], edges: Edges) -> None:
    """Add what a column begins with to the sentence that the column before it left open."""
    for at, new in enumerate(fresh[:3]):
        if new.first.table or new.is_caption:
            continue
        before = next((p for p in reversed(found[-4:]) if not (p.first.table or p.is_caption)), None)
        if before is None or not _continues(before, new, edges):
            return
        before.pieces.extend(new.pieces)
        before.edges = edges
        del fresh[at]
        return


def _continues(before: Paragraph, new: Paragraph, edges: Edges) -> bool:
    if (
        new.label
        or abs(before.last.size - new.first.size) > 0.07 * new.first.size
        or before.last.bold != new.first.bold
    ):
        return False
    if ends_sentence(before.last.text) and before.last.text[-1] != ",":
        return False
    if new.first.text[:1].islower() or before.last.text[-1] in ",-\u2010\u00ad\u2013\u2014":
        return True
    if before.edges is None:
        return False
    size = new.first.size
    if len(before.pieces) < 2 and not before.label and before.edges.right - before.last.right > 4 * size:
        return False
    places = 0.0, before.last.left - before.edges.left, before.first.body - before.edges.left
    return any(abs(new.first.left - edges.left - place) < 0.7 * size for place in places)


def _set_levels(found: Sequence[Paragraph]) -> None:
    """How deep each item stands, by where its label does."""
    outer: list[float] = []
    page_left: float | None = None
    for paragraph in found:
        if not paragraph.label:
            if outer and paragraph.first.left < outer[0] + 2:
                outer = []
            continue
        left, size = paragraph.first.left, paragraph.first.size
        if page_left is not None and abs(left - page_left) > 15 * size:
            outer = []
        while outer and left < outer[-1] - 0.4 * size:
            outer.pop()
        if not outer or left > outer[-1] + 0.4 * size:
            outer.append(left)
        page_left = left
        paragraph.level = len(outer)
