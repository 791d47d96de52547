"""Texts with the words marked by which they were found, and the part of a long text where the first of them stands.

Marks are two control characters that no text of a base has and that take no room on a screen, so that lines are cut as
without them; at the very end they become styles, signs or nothing.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING
from unicodedata import combining

from rich.cells import cell_len

from policykb.cli.display.screen import MARKS, Screen, wrap

if TYPE_CHECKING:
    from policykb.query.hits import Hit

Place = tuple[int, int]


def places(hits: "Iterable[Hit]", field: str) -> list[Place]:
    """Where in the text of a field something was hit, in order; what overlaps or touches is one place.

    >>> from policykb.query.hits import Hit
    >>> places([Hit("text", 4, 8, "a"), Hit("text", 0, 5, "b"), Hit("note", 1, 2, "c")], "text")
    [(0, 8)]
    """
    return merged((hit.start, hit.end) for hit in hits if hit.field == field and not hit.number)


def merged(places: Iterable[Place]) -> list[Place]:
    """Places in order, those that overlap or touch as one.

    >>> merged([(5, 9), (0, 3), (2, 4)])
    [(0, 4), (5, 9)]
    """
    found: list[Place] = []
    for start, end in sorted(places):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return found


def snippet(
    screen: Screen,
    text: str,
    hits: Sequence[Place],
    width: int,
    most: int | None = None,
    *,
    style: str | None = None,
    signs: bool = False,
) -> list[str]:
    """The text in lines of at most ``width`` cells, ``most`` of them, in a style, with the hits marked.

    Where the first hit stands beyond these lines, they show the text around it. Hits are underlined where there are
    colours, and stand between « and » if ``signs`` are wanted; else nothing marks them, so that what is copied is the
    text itself.
    """
    before, after = ("«", "»") if screen.can("«»") else ("[", "]")
    if signs:
        text, hits = _signed(text, hits, before, after)
    lines = wrap(_marked(text, hits), width, most, screen.ellipsis)
    if hits and most is not None:
        at = hits[0][0]
        # As much of the text before it as leaves room for what follows, half a line at least; else none of it.
        for room in (max(width // 2, width * (most - 1) - cell_len(text[at:])), 0):
            if MARKS[0] not in "".join(lines):
                piece = screen.ellipsis + _marked(text, hits, _start(text, at, room))
                lines = wrap(piece, width, most, screen.ellipsis)
    inside, shown = False, []
    for line in lines:
        marked, inside = _finished(screen, line, inside, style)
        shown.append(marked)
    return shown


def _signed(text: str, hits: Sequence[Place], before: str, after: str) -> tuple[str, list[Place]]:
    """The text with signs around the hits, and where they are then."""
    parts, moved, at = [], [], 0
    for number, (start, end) in enumerate(hits):
        parts += [text[at:start], before, text[start:end], after]
        moved.append((start + 2 * number, end + 2 * number + 2))
        at = end
    return "".join([*parts, text[at:]]), moved


def _marked(text: str, hits: Sequence[Place], start: int = 0) -> str:
    """The text from ``start`` on, with marks before and after each hit."""
    parts = []
    for first, end in hits:
        if first >= start:
            parts += [text[start:first], MARKS[0], text[first:end], MARKS[1]]
            start = end
    return "".join([*parts, text[start:]])


def _start(text: str, at: int, room: int) -> int:
    """Where a piece of the text begins that has so many cells before a place: at a word, if there is one."""
    start = at
    while start and cell_len(text[start - 1 : at]) <= room:
        start -= 1
    space = text.find(" ", start, at)
    if space >= 0:
        return space + 1
    while start < at and combining(text[start]):
        start += 1
    return start


def _finished(screen: Screen, line: str, inside: bool, style: str | None) -> tuple[str, bool]:
    """A line with its marks turned into styles, and whether a hit goes on in the next."""
    parts, piece = [], ""
    for character in line:
        if character in MARKS:
            parts.append(screen.styled(piece, "hit" if inside else style))
            piece, inside = "", character == MARKS[0]
        else:
            piece += character
    return "".join([*parts, screen.styled(piece, "hit" if inside else style)]), inside
