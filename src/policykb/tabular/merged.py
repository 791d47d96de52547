"""Merged cells: only the first of them holds the value, so that the rows below say nothing of their own."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from policykb.tabular.table import Cell

_RANGE = re.compile(r"([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})")
MOST = 20_000
"""Ranges that are looked at."""


@dataclass(frozen=True)
class Fault:
    """What is wrong with a row: the column (from 1), and what to do."""

    column: int
    message: str
    hint: str


@dataclass
class _Range:
    name: str
    rows: tuple[int, int]
    columns: tuple[int, int]
    """Columns from 0."""
    value: Cell = ""


@dataclass
class Merged:
    """The merged ranges of a sheet that reach below its header."""

    ranges: list[_Range] = field(default_factory=list)
    _open: list[_Range] = field(default_factory=list)
    _next: int = 0

    def _at(self, row: int) -> list[_Range]:
        if self._next and row < self._last:
            self._open, self._next = [], 0
        self._last = row
        while self._next < len(self.ranges) and self.ranges[self._next].rows[0] <= row:
            self._open.append(self.ranges[self._next])
            self._next += 1
        self._open = [one for one in self._open if one.rows[1] >= row]
        return self._open

    _last: int = 0

    def fault(self, row: int, what: str) -> Fault | None:
        """The complaint about the first row of a range, unless it is to be filled."""
        if what == "fill" or not self.ranges:
            return None
        one = next((one for one in self._at(row) if one.rows[0] == row), None)
        if one is None:
            return None
        hint = "unmerge them and fill them, or say merged: fill in the mapping"
        return Fault(one.columns[0] + 1, f"the cells {one.name} are merged", hint)

    def fill(self, row: int, cells: list[Cell]) -> None:
        """Gives every cell of a range the value of its first."""
        for one in self._at(row) if self.ranges else ():
            first, last = one.columns
            if row == one.rows[0] and first < len(cells):
                one.value = cells[first]
            for n in range(first, min(last + 1, len(cells))):
                cells[n] = one.value


def merged_in(ranges: Iterable[str], header: int) -> Merged:
    """The ranges, written A5:B7, that reach below the header."""
    found = []
    for name in list(ranges)[:MOST]:
        match = _RANGE.fullmatch(name)
        if match is not None and int(match[4]) > header:
            rows, columns = (int(match[2]), int(match[4])), (_number(match[1]), _number(match[3]))
            found.append(_Range(name, rows, columns))
    return Merged(sorted(found, key=lambda one: one.rows))


def _number(letters: str) -> int:
    """The number (from 0) of a column.

    >>> _number("A"), _number("Z"), _number("AA")
    (0, 25, 26)
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
