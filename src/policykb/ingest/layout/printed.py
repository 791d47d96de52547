"""What is printed where on a page, in the reading direction of the page; the coin of this package.

Lengths are in points (1/72 inch), ``y`` grows upwards, and each page is turned so that most of its text is upright.
"""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Run:
    """Words printed at one go: one font, one size, one baseline ``y``.

    ``start`` and ``end`` are offsets into the text of the page; ``bold`` and ``italic`` say what the font is.
    """

    start: int
    end: int
    left: float
    right: float
    y: float
    size: float
    bold: bool
    italic: bool = False


@dataclass(slots=True)
class Piece:
    """What stands together on one line of one column: runs with no wider gap between them than between words.

    ``bold`` and ``italic`` say that all of it is (its label aside), ``lead`` how many of its first characters are bold
    when the rest is not. ``text`` is where superscripts are Unicode ones (``treaty\u00b2``). ``label`` is the number,
    letter or bullet at its start, set apart from the words by a gap, with the white space behind it; ``body`` is where
    those words begin.
    """

    text: str
    left: float
    right: float
    y: float
    size: float
    page: int
    bold: bool = False
    italic: bool = False
    lead: int = 0
    label: str = ""
    body: float = 0.0
    table: "Table | None" = None

    @property
    def width(self) -> float:
        """From the first letter to the last."""
        return self.right - self.left


@dataclass(slots=True)
class Table:
    """A table: the lines of each cell by row and column, both from 0; ``headed`` says that the first row is a head."""

    cells: dict[tuple[int, int], list[Piece]]
    headed: bool


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight line or the edge of a filled box, along one axis."""

    left: float
    bottom: float
    right: float
    top: float


@dataclass(slots=True)
class Page:
    """One page, ``number`` counted from 1."""

    number: int
    width: float
    height: float
    pieces: list[Piece] = field(default_factory=list)
    strokes: list[Stroke] = field(default_factory=list)
