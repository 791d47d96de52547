"""Footnotes out of the running text; separate because small type at the foot and raised numbers explain each other."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from policykb.ingest.layout.printed import Piece

_SMALL = 0.93
_DIGITS = "\u2070\u00b9\u00b2\u00b3\u2074-\u2079"
_START = re.compile(
    rf"(?:(?P<raised>[{_DIGITS}]{{1,4}})\s*|(?P<plain>\d{{1,3}})[.)]?\s+|(?P<sign>[*\u2020\u2021\u00a7]{{1,3}})\s*)(?=\S)",
    re.ASCII,
)
_RAISED = re.compile(rf"(?<=\S)[{_DIGITS}]+(?:\s?[,;\u2013-]\s?[{_DIGITS}]+)*")
_NUMBERS = re.compile(rf"[{_DIGITS}]+")
_PLAIN = str.maketrans("\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079", "0123456789")


@dataclass(slots=True)
class Note:
    """A footnote: its number (0 for a sign such as ``*``), its page and its lines."""

    number: int
    page: int
    lines: list[str] = field(default_factory=list)


def take_notes(columns: list[list[Piece]], body: float, notes: list[Note]) -> None:
    """Move the footnotes at the ends of the columns of one page to ``notes``."""
    for at, column in enumerate(columns):
        first = len(column)
        while first and column[first - 1].size < _SMALL * body and column[first - 1].table is None:
            first -= 1
        if first == len(column):
            continue
        if any(
            piece.size >= _SMALL * body and piece.y < column[first].y
            for other in columns[at + 1 :]
            for piece in other
            if piece.left < column[first].right and piece.right > column[first].left
        ):
            continue
        start = _first_note(column, first, notes)
        if start is None:
            continue
        for piece in column[start:]:
            _add(piece, notes)
        del column[start:]


def _first_note(column: Sequence[Piece], first: int, notes: Sequence[Note]) -> int | None:
    """Where the notes of a column begin; None where small type at its end is something else."""
    starts = [at for at in range(first, len(column)) if _START.match(column[at].text)]
    raised = [at for at in starts if not column[at].text[0].isdigit() or column[at].label]
    if starts and (raised or len(starts) > 1 or _number(column[starts[0]]) == _last(notes) + 1):
        going_on = starts[0] > first and notes and notes[-1].page == column[first].page - 1
        return first if going_on else starts[0]
    if notes and notes[-1].page == column[first].page - 1 and column[first].text[:1].islower():
        return first
    return None


def _last(notes: Sequence[Note]) -> int:
    return notes[-1].number if notes else 0


def _number(piece: Piece) -> int:
    found = _START.match(piece.text)
    if found is None or found.group("sign"):
        return 0
    return int(found.group().strip(" .)").translate(_PLAIN))


def _add(piece: Piece, notes: list[Note]) -> None:
    found = _START.match(piece.text)
    if found and (found.group("plain") is None or piece.label or _number(piece) == _last(notes) + 1):
        notes.append(Note(_number(piece), piece.page, [piece.text[found.end() :]]))
    else:
        notes[-1].lines.append(piece.text)


def without_marks(text: str, numbers: set[int]) -> str:
    """A text without the raised numbers of notes; other raised numbers (km\u00b2) stay.

    >>> without_marks("as agreed.\u00b9\u00b2 An area of 5 km\u00b2", {12})
    'as agreed. An area of 5 km\u00b2'
    """
    return _RAISED.sub(lambda found: "" if _marks(found.group(), numbers) else found.group(), text)


def _marks(raised: str, numbers: set[int]) -> bool:
    return all(int(number.translate(_PLAIN)) in numbers for number in _NUMBERS.findall(raised))
