"""SVG: a picture of counts that stays sharp at any size; text stays text, to be searched and read aloud."""

from typing import BinaryIO

from policykb.export.rendering import as_svg, drawing_of
from policykb.export.table import Table

NAME = "svg"
SUFFIXES = (".svg",)


def write(table: Table, out: BinaryIO) -> int:
    """Writes the picture of a table of counts; returns how many counts it shows."""
    drawing = drawing_of(table)
    out.write(as_svg(drawing))
    return drawing.shown
