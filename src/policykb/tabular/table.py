"""What a reader of tables hands to everything after it: a header, rows one at a time, and what was detected.

Separate because no mapping should care whether a row came from CSV or from a spreadsheet.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from policykb.errors import CellProblem, SeedError

Cell = str | tuple[str, ...]
"""A cell: its text, or several texts where the format has lists (JSON Lines)."""

NOTHING = "nothing was imported"


class Row(NamedTuple):
    """One row: its number as a spreadsheet shows it (the header is row 1) and its cells, one for each column."""

    number: int
    cells: list[Cell]


@dataclass(frozen=True)
class ReadOptions:
    """How a table is to be read where it does not say so itself; None: find out.

    ``header``: the row that names the columns. ``merged``: what to do with merged cells of a spreadsheet. ``nested``:
    whether objects inside of objects (JSON Lines) are columns with dots in their names.
    """

    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    header: int = 1
    merged: str = "error"
    nested: bool = True


@dataclass(frozen=True)
class Table:
    """A table that is open: ``rows`` begins at its first row each time; ``notes`` say what was detected.

    ``display`` is the name to show, ``sha256`` that of the file. ``values``: of JSON Lines the object of each row, by
    its number, where somebody wants more than cells.
    """

    path: Path
    display: str
    sha256: str
    header: tuple[str, ...]
    rows: Callable[[], "Iterator[Row | CellProblem]"]
    notes: tuple[str, ...] = ()
    header_row: int = 1
    objects: Callable[[], "Iterator[tuple[int, Mapping[str, object]] | CellProblem]"] | None = None
    places: Mapping[str, int] = field(init=False)

    def __post_init__(self) -> None:
        places: dict[str, int] = {}
        for n, name in enumerate(self.header):
            places.setdefault(name, n)
        object.__setattr__(self, "places", places)

    def problem(self, row: int, column: int | str | None, message: str, hint: str = "") -> CellProblem:
        """A fault in a row (0: the table) and a column: its number from 0, its name, or None for the whole row."""
        at = self.places.get(column, -1) if isinstance(column, str) else -1 if column is None else column
        name = self.header[at] if 0 <= at < len(self.header) else column if isinstance(column, str) else ""
        return CellProblem(self.display, row, at + 1, name, message, hint)

    def doubled(self) -> dict[str, list[int]]:
        """The names that several columns bear, with the columns (from 0)."""
        found: dict[str, list[int]] = {}
        for n, name in enumerate(self.header):
            found.setdefault(name, []).append(n)
        return {name: columns for name, columns in found.items() if name and len(columns) > 1}


def header_names(cells: "list[str]") -> tuple[str, ...]:
    r"""The names of columns as they are called from then on: one line each, without space around; empty ones at the end
    left out.

    >>> header_names([" Reply\nText ", "Made", "", ""])
    ('Reply Text', 'Made')
    """
    names = [" ".join(cell.split()) for cell in cells]
    while names and not names[-1]:
        names.pop()
    return tuple(names)


def refuse(display: str, message: str, hint: str = "", row: int = 0, column: int = 0, name: str = "") -> SeedError:
    """The error that a table cannot be read at all."""
    return SeedError([CellProblem(display, row, column, name, message, hint)], f"1 problem found; {NOTHING}.")
